"""The catalogue of words: keys, plural forms, another language, and what no catalogue holds."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import solutions
import widgets
from widgets.choices import OPTIMIZERS

WORDS = Path("widgets/js/words").absolute()

ENGLISH = {"crest": {"one": "{n} crest", "other": "{n} crests"}, "of": "a wave of {x}", "only": "only here"}
SAY = """(lang, others, english, calls) => {
    globalThis.document = { documentElement: { lang } };
    globalThis.n2nWords = others;
    const t = words("wave", english);
    const tried = ([key, params]) => { try { return t(key, params); } catch (error) { return `Error: ${error.message}`; } };
    const said = calls.map(tried);
    delete globalThis.document;
    delete globalThis.n2nWords;
    return said; }"""


@pytest.fixture
def said(javascript: Callable[..., list[Any]]) -> Callable[..., list[str]]:
    def say(
        calls: list[tuple[str, dict[str, Any]]], lang: str = "en", others: dict[str, Any] | None = None
    ) -> list[str]:
        return javascript(("../lib/words", SAY, [lang, others or {}, ENGLISH, calls]))[0]

    return say


def test_a_message_is_filled_in_and_has_plural_forms(said):
    calls = [("crest", {"n": 1}), ("crest", {"n": 2}), ("crest", {"n": 0}), ("of", {"x": "water"})]
    assert said(calls) == ["1 crest", "2 crests", "0 crests", "a wave of water"]


def test_what_is_not_there_is_an_error(said):
    unknown, missing = said([("nothing", {}), ("of", {})])
    assert unknown == "Error: there are no words for wave.nothing"
    assert missing == "Error: wave.of needs {x}"


def test_another_language_is_another_catalogue_and_english_where_it_lacks_a_message(said):
    chinese = {"zh": {"wave": {"crest": {"other": "{n} 个波峰"}, "of": "{x}的波"}}}
    calls = [("crest", {"n": 1}), ("of", {"x": "水"}), ("only", {})]
    assert said(calls, "zh-CN", chinese) == ["1 个波峰", "水的波", "only here"]
    assert said(calls[:1], "de", chinese) == ["1 crest"]


def test_parts_are_joined_by_the_catalogue(javascript):
    joined = "() => [sentences('A.', '', 'B.'), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]"
    assert javascript(("../lib/words", joined, [])) == [["A. B.", "a", "a and b", "a, b and c"]]


def test_the_pseudo_language_keeps_places_and_code_and_no_plain_letter(javascript):
    messages = ["{n} of `code` here", {"one": "a", "other": "b {n}"}, "{a} {b}"]
    made = javascript(("../words/catalogue.mjs", "(all) => all.map(pseudo)", [messages]))[0]
    assert made == ["[!! {n} óƒ `code` ĥéřé !!]", {"one": "[!! á !!]", "other": "[!! ƀ {n} !!]"}, "{a} {b}"]


@pytest.mark.parametrize("section", sorted(file.stem for file in (WORDS / "en").glob("*.js")))
def test_a_plural_has_the_forms_of_english(section, javascript):
    for key, message in javascript((f"../words/en/{section}", "() => main", []))[0].items():
        if not isinstance(message, str):
            assert set(message) == {"one", "other"}, key


# ---- nothing is said that no catalogue holds ----

MODULES = sorted((WORDS.parent / "math").glob("*.js"))
TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


def code(file: Path) -> str:
    """A module without its comments."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?<!:)//.*", "", text)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_arithmetic_holds_no_sentence(file):
    said = [a or b for a, b in TEXT.findall(code(file))]
    assert not [text for text in said if SENTENCE.search(text)]
    assert "words" not in " ".join(re.findall(r"^import .*", code(file), re.MULTILINE))


@pytest.mark.parametrize(
    "section",
    sorted(file.stem for file in (WORDS / "en").glob("*.js") if file.stem not in ("shared", "page")),
)
def test_every_key_that_a_widget_asks_for_is_there_and_none_is_left_over(section, javascript):
    home = WORDS.parent
    own_file = home / f"{section}.js"  # a widget's; else a part of the page
    page = home.parents[1] / "book/js" / f"{section}.js"
    files = [own_file if own_file.is_file() else page, *(home / section).glob("*.js")]
    text = "\n".join(map(code, files))
    own, shared = javascript(
        (f"../words/en/{section}", "() => main", []), ("../words/en/shared", "() => main", [])
    )
    asked = set(re.findall(r'\bt\("([^"]+)"', text))
    assert asked <= {*own, *shared}
    names = text + "\n".join(map(code, MODULES))  # what arithmetic names is asked for by that name
    written = set(re.findall(r"[\w ]+", names)) | set(re.findall(r"\w+", names))
    begins = tuple(
        word for word in written if len(word) > 3 or word.endswith("_")
    )  # t(`phi_${name}`), t(`same${after}`)
    assert {
        key for key in own.keys() - {"title"} if key not in written and not key.startswith(begins)
    } == set()


ALL = [getattr(widgets, name) for name in widgets.__all__ if name != "BookWidget"]
PSEUDO = "en-XA"
FORMULA = {*OPTIMIZERS, "ln", "sin", "tanh", "float"}
"""Names in code and in formulas; what the reader's functions are called is added."""
TOLD = """() => { const told = [];
    const walk = document.createTreeWalker(document.querySelector("n2n-widget"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("script")) told.push(walk.currentNode.data);
    for (const e of document.querySelectorAll("n2n-widget *"))
        for (const name of ["aria-label", "aria-valuetext", "aria-roledescription", "title", "placeholder", "alt"])
            if (e.hasAttribute(name)) told.push(e.getAttribute(name));
    return told; }"""


def functions() -> dict[str, Any]:
    modules = [
        importlib.import_module(f"solutions.{m.name}") for m in pkgutil.iter_modules(solutions.__path__)
    ]
    return {name: value for module in modules for name, value in vars(module).items()}


def states(shown: Any, widget: Any) -> Iterator[None]:
    """Goes through what the widget can say: every choice, every switch, every button, the reader's functions."""
    yield
    for i in range(shown.page.locator("select").count()):
        select = shown.page.locator("select").nth(i)
        for value in select.locator("option").evaluate_all("all => all.map(o => o.value)"):
            if select.is_enabled() and not select.locator(f"option[value='{value}']").is_disabled():
                select.select_option(value)
                yield
    for kind in ("input[type=checkbox]", "button"):
        for i in range(shown.page.locator(kind).count()):
            one = shown.page.locator(kind).nth(i)
            if one.is_visible() and one.is_enabled():
                one.click()
                yield
    known = functions()
    for name in widget.probes:
        shown.set(reader={"name": name, "values": None, "error": "…"})
        yield
        if name in known and shown.get("probes")[name] is not None:
            shown.draw(known[name])
            yield


@pytest.mark.sampled(4)
@pytest.mark.browser
@pytest.mark.parametrize("cls", ALL)
def test_under_the_pseudo_language_every_word_is_from_a_catalogue(show, javascript, cls):
    [words] = javascript(("../words/catalogue.mjs", "() => script('en-XA')", []))
    widget = cls()
    shown = show(widget, lang=PSEUDO, words=words)
    plain = set()
    for _ in states(shown, widget):
        shown.settle()
        said = shown.page.evaluate(TOLD)
        assert any("[!! " in text for text in said), "the language is on"
        plain |= {word for text in said for word in re.findall(r"[A-Za-z]{2,}", text)}
    names = {part for name in widget.probes for part in name.split("_")}
    assert plain - FORMULA - names == set()
