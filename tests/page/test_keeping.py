"""Whatever happens to a reader's work, in whatever order: the newest is there, and what was checked is not lost."""

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.node import node_program
from tests.conftest import ROOT

SCRIPT = ROOT / "tests" / "page" / "keeping.mjs"
STUB = "stub"
TEXTS = st.sampled_from([f"text {k}" for k in range(8)])
TABS = st.integers(0, 3)
"""Two tabs on each of two computers: 0 and 1, 2 and 3."""
STATUS = st.sampled_from(["passed", "failed"])

EVENT = st.one_of(
    st.tuples(st.just("type"), TABS, TEXTS),
    st.tuples(st.just("check"), TABS, STATUS),
    st.tuples(st.just("type while it is checked"), TABS, STATUS, TEXTS),
    st.tuples(st.just("reset"), TABS),
    st.tuples(st.just("tell"), TABS),
    st.tuples(st.just("reload"), TABS),
    st.tuples(st.just("export"), TABS),
    st.tuples(st.just("import"), TABS),
)
STORIES = st.lists(st.lists(EVENT, max_size=14), min_size=20, max_size=20)
FULL = st.tuples(st.just("fill"), TABS, st.integers(0, 400)) | st.tuples(st.just("empty"), TABS)


@cache
def node() -> str:
    return node_program("node")


def play(stories: list[list[Any]]) -> list[list[Any]]:
    """For each event of each story, what each of the four tabs shows and keeps after it."""
    text = "".join(json.dumps(story) + "\n" for story in stories)
    done = subprocess.run([node(), SCRIPT], input=text, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()] if any(stories) else []


def held(record: dict[str, Any]) -> set[str]:
    return {
        record.get("code", STUB),
        record.get("passed", STUB),
        *(e["code"] for e in record.get("history") or []),
    }


@settings(max_examples=20, deadline=None)
@given(STORIES)
def test_nothing_is_lost(stories):
    stories = [story for story in stories if story]
    for story, steps in zip(stories, play(stories), strict=True):
        work: list[set[str]] = [
            set(),
            set(),
        ]  # of each computer, all that was ever typed and then checked, or left
        newest: list[str | None] = [None, None]
        passed: list[bool] = [False, False]
        file: tuple[set[str], bool] = (set(), False)
        for event, tabs in zip(story, steps, strict=True):
            what, tab = event[0], event[1]
            computer = tab >> 1
            record = tabs[tab]["record"]
            if what in {"type", "type while it is checked"}:
                newest[computer] = event[-1]
                assert tabs[tab]["editor"] == event[-1], "what one types is not set back"
            if what in {"check", "type while it is checked"} and tabs[tab]["checked"] != STUB:
                work[computer].add(tabs[tab]["checked"])
                passed[computer] |= event[2] == "passed"
            if what == "reset":
                newest[computer] = STUB
            if what == "export":
                file = (held(record), record.get("passed") is not None)
            if what == "import":
                work[computer] |= file[0] - {STUB}
                passed[computer] |= file[1]
                newest[computer] = None  # the newer of the two: below
            if newest[computer] is not None:
                assert record.get("code", STUB) == newest[computer], (story, event)
            assert work[computer] <= held(record), (story, event)
            assert (record.get("passed") is not None) >= passed[computer]
            if what in {"tell", "reload"}:
                assert tabs[tab]["editor"] == record.get("code", STUB), "an editor shows what is kept"


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(EVENT | FULL, max_size=14), min_size=20, max_size=20))
def test_a_full_store_keeps_the_newest_in_the_page_and_says_so(stories):
    stories = [[e for e in story if e[0] not in {"import", "export", "reload"}] for story in stories]
    stories = [story for story in stories if story]
    for story, steps in zip(stories, play(stories), strict=True):
        for event, tabs in zip(story, steps, strict=True):
            here = tabs[event[1]]
            if event[0] in {"type", "type while it is checked"}:
                assert here["record"]["code"] == event[-1]
                assert here["editor"] == event[-1]


def test_a_full_store_is_told():
    typed = [["type", 0, "a"], ["fill", 0, 0], ["type", 0, "b" * 200]]
    (steps,) = play([typed])
    assert [step[0]["trouble"] for step in steps] == ["", "", "full"]
    assert steps[-1][0]["record"]["code"] == "b" * 200


def test_histories_make_room_for_what_is_new():
    long = ["x" * 300, "y" * 300, "z" * 300]
    story = [e for text in long for e in (["type", 0, text], ["check", 0, "failed"])]
    (steps,) = play([[*story, ["fill", 0, 0], ["type", 0, "w" * 320]]])
    assert steps[-2][0]["record"]["history"]
    assert steps[-1][0]["trouble"] == ""
    assert steps[-1][0]["record"]["code"] == "w" * 320


def test_two_tabs_that_have_not_heard_of_one_another_lose_nothing():
    (steps,) = play([[["type", 0, "here"], ["type", 1, "there"], ["tell", 0]]])
    assert steps[-1][0]["editor"] == "there"
    assert "here" in held(steps[-1][0]["record"])


@pytest.mark.parametrize("order", [(0, 2), (2, 0)])
def test_an_import_joins_both_and_the_newer_stands(order):
    first, second = order
    story = [
        ["type", first, "older"],
        ["check", first, "passed"],
        ["type", second, "newer"],
        ["export", 2],
        ["import", 0],
    ]
    (steps,) = play([story])
    record = steps[-1][0]["record"]
    assert record["code"] == "newer"
    assert record["passed"] == "older"
    assert steps[-1][0]["editor"] == "newer", "an open chapter shows it"


def test_a_record_of_an_older_book_is_read():
    script = (
        "import { standing, merged } from './book/js/record.js';"
        "const old = { code: 'a', status: 'failed', fails: 2, at: 5 };"
        "console.log(JSON.stringify([standing(old), standing({ code: 'p', passed: 'p', version: 1 }, 2),"
        " standing({ code: 'p', passed: 'p' }, 1), merged(old, {}).code, merged({}, old).code]))"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "-e", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == ["failed", "earlier", "passed", "a", "a"]
