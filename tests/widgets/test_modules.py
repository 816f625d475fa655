"""The modules that JupyterLab loads, several on one page."""

import pytest

from tests.widgets.conftest import document
from widgets import ActivationExplorer, DeadReLU
from widgets.base import MIME, STATIC

pytestmark = pytest.mark.browser

TWO_MODULES = """async ([sources, states]) => {
    for (const [i, source] of sources.entries()) {
        const { default: afm } = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(source));
        const state = states[i];
        const model = { get: (k) => state[k], set: (k, v) => (state[k] = v), on() {}, off() {}, save_changes() {} };
        afm.render({ model, el: document.body.appendChild(document.createElement("div")) });
    }
    return [...document.querySelectorAll("[id]")].map((e) => e.id); }"""


def test_modules_of_jupyter_share_a_page_without_mixing_their_ids(browser):
    page = browser.new_page()
    both = [ActivationExplorer(), DeadReLU()]
    ids = page.evaluate(
        TWO_MODULES, [[str(w._esm) for w in both], [w._repr_mimebundle_()[0][MIME]["state"] for w in both]]
    )
    page.close()
    assert len(ids) > 6
    assert len(set(ids)) == len(ids), "a clip path of one widget would cut the curves of the other"


def test_a_script_that_the_page_names_is_not_fetched_again(browser, tmp_path):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    html = document(DeadReLU(), ActivationExplorer())
    named = f'<script defer src="{STATIC.as_uri()}/dead_relu.js"></script><body'
    (tmp_path / "page.html").write_text(html.replace("<body", named, 1))
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("document.querySelectorAll('n2n-widget[ready]').length == 2")
    page.close()
    assert sorted(name for name in asked if name.endswith(".js")) == [
        "activation_explorer.js", "book.js", "dead_relu.js",
    ]  # fmt: skip
