"""The numbers kept of other libraries: `.ci/run` compares them with the libraries, and a difference is seen."""

import json

import numpy as np
import pytest

from tests.compared import HERE, TOPICS, answers, text
from tests.compared.__main__ import differences


@pytest.mark.parametrize("topic", TOPICS)
def test_every_kept_number_survives_its_file(topic: str) -> None:
    kept = answers(topic)
    assert kept
    assert (HERE / f"{topic}.json").read_text("utf8") == text(kept)
    assert differences(answers(topic), kept) == []
    assert all(a.dtype.kind == "U" or np.isfinite(a).all() for a in kept.values())


def test_a_number_that_changed_is_named() -> None:
    kept = answers("losses")
    assert differences(kept | {"huber": kept["huber"] * (1 + 1e-6)}, kept) == ["huber"]
    assert differences(kept | {"huber": np.append(kept["huber"], 0)}, kept) == ["huber"]
    assert differences({n: a for n, a in kept.items() if n != "huber"}, kept) == ["huber"]
    assert differences(kept | {"new": np.zeros(1)}, kept) == ["new"]
    digits = answers("capstone")
    assert differences(digits | {"digits": digits["digits"][::-1]}, digits) == ["digits"]


def test_no_topic_lost_its_module() -> None:
    assert {p.stem for p in HERE.glob("*.json")} == set(TOPICS)
    assert all(json.loads(p.read_text("utf8")) for p in HERE.glob("*.json"))
