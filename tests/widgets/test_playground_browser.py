"""The playground in a real browser: training in a worker and without, by keyboard, finger and mouse, and what it leaves."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from solutions import activations
from widgets import Neuron, Playground
from widgets.base import MIME, STATIC
from widgets.playground_tasks import PRESETS

pytestmark = pytest.mark.browser

EPOCH = "parseFloat(document.querySelector('.nw-values b').textContent)"
CANVAS = "[...document.querySelectorAll('canvas')].map((c) => c.toDataURL()).join()"


@pytest.fixture
def play(show: Callable[..., Any]) -> Callable[..., Any]:
    """`play(settings…)`: a playground that has shown its first picture."""

    def open_one(width: int = 800, theme: str = "light", context: Any = None, **settings: Any) -> Any:
        shown = show(Playground(**settings), width=width, theme=theme, **(context or {}))
        shown.page.wait_for_function("/loss|nothing/.test(document.querySelector('.nw-says').innerText)")
        return shown

    return open_one


def button(shown: Any, name: str) -> Any:
    return shown.page.get_by_role("button", name=name, exact=True)


def click(shown: Any, name: str) -> None:
    button(shown, name).click()
    shown.settle()


def until(shown: Any, epochs: float) -> None:
    shown.page.wait_for_function(f"{EPOCH} >= {epochs}")


def words(shown: Any, pattern: str) -> None:
    shown.page.wait_for_function(f"/{pattern}/.test(document.querySelector('.nw-says').innerText)")


def test_it_plays_pauses_steps_and_rewinds_to_the_same_start(play):
    shown = play()
    start = shown.words()
    click(shown, "Step")
    words(shown, "After 0.1 epochs")
    after_one = shown.words()
    click(shown, "Epoch")
    words(shown, "After 1 epoch:")
    click(shown, "▶ Play")
    until(shown, 5)
    button(shown, "❚❚ Pause").click()
    words(shown, "After \\d+ epochs: loss")
    click(shown, "Rewind")
    words(shown, "After 0 epochs")
    assert shown.words() == start
    click(shown, "Step")
    words(shown, "After 0.1 epochs")
    assert shown.words() == after_one, "the same weights, the same order"
    click(shown, "New start")
    words(shown, "After 0 epochs")
    assert shown.words() != start
    assert shown.get("seed") == 2


def settled(shown):
    """The map once it has stopped changing: a picture may be under way when a button is pressed."""
    before = None
    while (now := shown.page.evaluate(CANVAS)) != before:
        before = now
        shown.page.wait_for_timeout(200)
    return now


def test_history_is_looked_through_and_training_goes_on_from_now(play):
    shown = play(speed="fast")
    click(shown, "▶ Play")
    until(shown, 20)
    button(shown, "❚❚ Pause").click()
    words(shown, "After \\d+ epochs: loss")
    now = settled(shown)
    slider = shown.page.get_by_label("look back")
    slider.focus()
    shown.page.keyboard.press("Home")
    words(shown, "Looking back at epoch 0:")
    assert shown.page.evaluate(CANVAS) != now
    shown.page.keyboard.press("End")
    words(shown, "After \\d+ epochs: loss")
    assert settled(shown) == now
    shown.page.keyboard.press("ArrowLeft")
    words(shown, "Looking back")
    before = float(re.search(r"epoch ([\d.]+)", shown.words())[1])
    click(shown, "Epoch")
    words(shown, "After \\d+ epochs")
    assert shown.page.evaluate(EPOCH) > before


@pytest.mark.parametrize("name", PRESETS)
def test_one_click_asks_a_question_and_starts(play, javascript, name):
    shown = play(lr=0.77, layers=[3], goal="three")
    shown.page.locator(f"[data-preset={name}]").click()
    for key, value in PRESETS[name]["settings"].items():
        assert shown.get(key) == value
    assert shown.get("preset") == name
    [watch] = javascript(("../words/en/playground", f"() => main.watch_{name}", []))
    assert watch in shown.page.locator(".nw").inner_text()
    until(shown, 0.3)
    assert shown.page.locator(f"[data-preset={name}][aria-pressed=true]").count() == 1


def test_a_question_stops_by_itself_and_says_what_happened(play):
    shown = play()
    shown.page.locator("[data-preset=vanishing_weights]").click()
    words(shown, "passed every bound")
    shown.page.get_by_role("button", name="▶ Play").wait_for()
    assert button(shown, "▶ Play").is_disabled()
    shown.page.locator("[data-preset=rate_one]").click()
    words(shown, "A whole layer is dead")
    until(shown, 12)
    button(shown, "▶ Play").wait_for()


def test_a_learning_rate_acts_at_once_and_a_layer_begins_anew(play):
    shown = play()
    click(shown, "Epoch")
    words(shown, "After 1 epoch:")
    click(shown, "Training")
    shown.press("[data-trait=lr]", "ArrowRight")
    words(shown, "η = 0.013")
    assert "After 1 epoch:" in shown.words()
    click(shown, "Training")
    click(shown, "Network")
    shown.page.get_by_role("button", name="one more: layer 2").click()
    words(shown, "A 2-8-9-1 network")
    words(shown, "After 0 epochs")
    assert shown.page.evaluate("document.activeElement.getAttribute('aria-label')") == "one more: layer 2"
    shown.page.get_by_role("button", name="one less: hidden layers").click()
    words(shown, "A 2-8-1 network")
    shown.page.get_by_role("button", name="one more: hidden layers").click()
    words(shown, "A 2-8-8-1 network")


@pytest.mark.parametrize("panel", ["Data", "Network", "Training", "Regularization"])
def test_every_setting_of_every_panel_answers_the_keyboard(play, panel):
    shown = play(penalty="L1", features=["x1", "x2", "product"])
    click(shown, panel)
    inputs = shown.page.locator(".nw-pg-panel :is(input, select)")
    assert inputs.count() >= 3
    for i in range(inputs.count()):
        one = inputs.nth(i)
        if one.is_disabled():
            continue
        before = shown.drawn() + shown.words()
        trait = one.get_attribute("data-trait")
        one.focus()
        kind = one.get_attribute("type") or "select"
        shown.page.keyboard.press({"checkbox": "Space", "range": "ArrowRight"}.get(kind, "ArrowDown"))
        change = "before => before !== [...document.querySelectorAll('svg.nw-plot')].map(e => e.outerHTML).join() + document.querySelector('.nw-says').innerText"
        shown.page.wait_for_function(change, arg=before)
        assert one.evaluate("e => Boolean(e.labels[0].innerText.trim())"), trait
    assert shown.page.locator(".nw-pg-panel").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_points_are_drawn_with_keys_mouse_and_finger(play):
    shown = play(data="yours", width=360, context={"has_touch": True})
    assert "There is nothing to learn from yet" in shown.words()
    pencil = shown.page.locator(".nw-handle")
    pencil.focus()
    for key in ["ArrowRight", "ArrowUp", "Enter", "Shift+ArrowLeft", "Enter"]:
        shown.page.keyboard.press(key)
    assert shown.get("points") == [[0.1, 0.1, 1], [-0.4, 0.1, 1]]
    shown.page.keyboard.press("Delete")
    assert shown.get("points") == [[0.1, 0.1, 1]]
    click(shown, "Data")
    click(shown, "× class 0")
    shown.page.locator(".nw-pg-plane svg").scroll_into_view_if_needed()
    box = shown.page.locator(".nw-pg-plane svg").bounding_box()
    shown.page.touchscreen.tap(box["x"] + 100, box["y"] + 100)
    shown.settle()
    assert len(shown.get("points")) == 2
    assert shown.get("points")[1][2] == 0
    shown.page.mouse.move(box["x"] + 200, box["y"] + 100)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 200, box["y"] + 200, steps=20)
    shown.page.mouse.up()
    shown.settle()
    many = len(shown.get("points"))
    assert 6 < many < 20, "a stroke leaves points with room between them"
    click(shown, "eraser")
    shown.page.locator(".nw-pg-plane svg").scroll_into_view_if_needed()
    box = shown.page.locator(".nw-pg-plane svg").bounding_box()
    shown.page.touchscreen.tap(box["x"] + 100, box["y"] + 100)
    shown.settle()
    assert len(shown.get("points")) == many - 1
    click(shown, "Epoch")
    words(shown, "After 1 epoch:")
    click(shown, "Clear")
    words(shown, "nothing to learn")


def test_points_of_a_data_set_can_be_drawn_on(play):
    shown = play(data="moons", count=100)
    click(shown, "Data")
    click(shown, "Draw on these points")
    assert shown.get("data") == "yours"
    assert len(shown.get("points")) == 100


def test_a_unit_is_looked_at_in_the_large_map(play):
    shown = play()
    before = shown.page.locator(".nw-pg-map").evaluate("c => c.toDataURL()")
    box = shown.page.locator(".nw-pg-diagram").bounding_box()
    columns = shown.page.locator(".nw-pg-diagram svg text").evaluate_all(
        "e => e.slice(0, 4).map(t => +t.getAttribute('x'))"
    )
    shown.page.mouse.click(box["x"] + columns[1], box["y"] + 45)
    shown.settle()
    assert shown.get("shown") == "1.1"
    assert shown.page.get_by_label("large map").input_value() == "1.1"
    assert shown.page.locator(".nw-pg-map").evaluate("c => c.toDataURL()") != before
    shown.page.mouse.click(box["x"] + columns[3], box["y"] + 163)
    shown.settle()
    assert shown.get("shown") == "output"


def test_the_readers_activation_trains_and_is_compared(play):
    def relu(z):
        return np.maximum(0, z) + 0.5 * (z > 3)

    widget = Playground()
    widget.f = relu
    shown = play()
    shown.set(reader=widget.reader)
    words(shown, "with your relu")
    assert shown.get("activation") == "yours"
    assert "Your relu differs from the reference by up to 0.5" in shown.words()
    assert "joined by straight lines" in shown.words()
    click(shown, "Epoch")
    words(shown, "After 1 epoch:")
    widget.f = activations.relu
    shown.set(reader=widget.reader)
    words(shown, "agrees with the reference at all 161 points")
    own = shown.words()
    shown.set(reader={"name": "relu", "values": [None, *[0.0] * 160], "error": ""})
    words(shown, "cannot be trained with")
    assert "After 0 epochs" in own


def test_a_question_keeps_its_activation_and_offers_the_readers(play):
    widget = Playground()
    widget.f = activations.relu
    shown = play(preset="zeros")
    shown.set(reader=widget.reader)
    assert shown.get("activation") == "sigmoid"
    click(shown, "Network")
    shown.page.get_by_label("activation").select_option("yours: relu")
    words(shown, "with your relu")


def test_your_own_relu_learns_as_the_books_does(play):
    widget = Playground(init="he", activation="relu")
    shown = play(init="he", activation="relu")
    for _ in range(3):
        click(shown, "Epoch")
        shown.page.wait_for_timeout(100)
    words(shown, "After 3 epochs")
    book = re.search(r"loss ([\d.]+) in training, ([\d.]+)", shown.words()).groups()
    widget.f = activations.relu
    shown.set(reader=widget.reader)
    words(shown, "with your relu")
    for _ in range(3):
        click(shown, "Epoch")
        shown.page.wait_for_timeout(100)
    words(shown, "After 3 epochs")
    assert re.search(r"loss ([\d.]+) in training, ([\d.]+)", shown.words()).groups() == book


@pytest.mark.parametrize("how", ["none", "forbidden"])
def test_without_a_worker_it_trains_on_the_page(browser, tmp_path, how):
    from tests.widgets.conftest import document

    page = browser.new_page()
    file = tmp_path / "page.html"
    html = document(Playground())
    if how == "none":
        page.add_init_script("delete window.Worker")
    else:
        policy = '<meta http-equiv="Content-Security-Policy" content="worker-src \'none\'">'
        html = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}')
    file.write_text(html)
    page.goto(file.as_uri())
    page.wait_for_function("/After 0 epochs/.test(document.querySelector('.nw-says')?.innerText)")
    page.get_by_role("button", name="Step").click()
    page.wait_for_function("/After 0.1 epochs/.test(document.querySelector('.nw-says').innerText)")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"{EPOCH} >= 3")
    assert page.workers == []
    page.close()


def test_the_worker_goes_with_the_widget_and_rests_out_of_sight(play):
    shown = play()
    page = shown.page
    assert len(page.workers) == 1, "from a file, too"
    click(shown, "▶ Play")
    until(shown, 1)
    page.evaluate("document.querySelector('n2n-widget').style.marginTop = '5000px'")
    page.wait_for_timeout(400)
    before = page.evaluate(EPOCH)
    page.wait_for_timeout(400)
    assert page.evaluate(EPOCH) == before, "out of sight nothing is trained"
    page.evaluate("document.querySelector('n2n-widget').style.marginTop = 0")
    until(shown, before + 1)
    page.evaluate("document.querySelector('n2n-widget').remove()")
    page.wait_for_timeout(300)
    assert page.workers == []


def test_a_worker_that_was_given_back_learns_again_what_it_had_learnt(play):
    shown = play()
    page = shown.page
    page.clock.install()
    click(shown, "Epoch")
    page.clock.run_for(1000)
    words(shown, "After 1 epoch:")
    was = shown.words()
    page.evaluate("document.querySelector('n2n-widget').style.marginTop = '5000px'")
    page.clock.run_for(500)
    page.wait_for_timeout(200)
    page.clock.run_for(61_000)
    page.wait_for_timeout(200)
    page.clock.run_for(1000)
    assert page.workers == []
    page.evaluate("document.querySelector('n2n-widget').style.marginTop = 0")
    click_now = "[...document.querySelectorAll('button')].find(b => b.textContent === 'Step').click()"
    page.evaluate(click_now)
    for _ in range(20):
        page.clock.run_for(100)
        page.wait_for_timeout(30)
    assert "After 1.1 epochs" in page.locator(".nw-says").inner_text()
    assert len(page.workers) == 1
    assert was != shown.words()


def test_less_motion_means_no_training_of_its_own_and_few_pictures(play):
    shown = play(context={"reduced_motion": "reduce"})
    shown.page.wait_for_timeout(300)
    assert shown.page.evaluate(EPOCH) == 0
    shown.page.evaluate("""window.pictures = 0; new MutationObserver(() => window.pictures++).observe(
        document.querySelector(".nw-values b"), { childList: true, characterData: true, subtree: true })""")
    click(shown, "▶ Play")
    until(shown, 20)
    shown.page.wait_for_timeout(1500)
    assert shown.page.evaluate("window.pictures") <= 6


def test_goals_say_what_is_missing_and_when_they_are_reached(play):
    shown = play(data="xor", noise=0.0, goal="none", layers=[4])
    words(shown, "4 hidden units are too many, at most 0")
    shown.set(layers=[], features=["product"], lr=0.1, speed="fast")
    words(shown, "Test error now|Reached")
    click(shown, "▶ Play")
    words(shown, "Reached, with 0 hidden units")


def test_the_table_reads_gradients_and_dead_units_of_every_layer(play):
    shown = play(preset="rate_one")
    rows = shown.page.locator(".nw-pg-layers tbody tr")
    assert rows.count() == 3
    shown.page.locator("[data-preset=rate_one]").click()
    shown.page.wait_for_function("/8 dead/.test(document.querySelector('.nw-pg-layers').innerText)")
    until(shown, 12)
    assert re.search(r"2 \(8\)\s+0\b", rows.nth(1).inner_text())


def test_only_pages_with_a_playground_load_it(show):
    shown = show(Neuron())
    assert (
        shown.page.evaluate("[...document.scripts].filter(s => s.src.endsWith('playground.js')).length") == 0
    )
    light = (STATIC / "book.js").read_text()
    assert "Playground: a network" not in light
    assert "Playground: a network" in (STATIC / "playground.js").read_text()


def test_two_playgrounds_load_it_once(show):
    shown = show(Playground(), Playground(preset="zeros"))
    assert (
        shown.page.evaluate("[...document.scripts].filter(s => s.src.endsWith('playground.js')).length") == 1
    )
    assert shown.get("preset", 1) == "zeros"


def test_the_module_of_jupyter_starts_its_worker_too(browser):
    page = browser.new_page()
    widget = Playground()
    page.evaluate(
        """async ([source, state]) => {
        const { default: afm } = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(source));
        const model = { get: (k) => state[k], set: (k, v) => (state[k] = v), on() {}, off() {}, save_changes() {} };
        window.stop = afm.render({ model, el: document.body.appendChild(document.createElement("div")) });
    }""",
        [str(widget._esm), widget._repr_mimebundle_()[0][MIME]["state"]],
    )
    page.wait_for_function("/After 0 epochs/.test(document.querySelector('.nw-says')?.innerText)")
    page.get_by_role("button", name="Epoch").click()
    page.wait_for_function("/After 1 epoch:/.test(document.querySelector('.nw-says').innerText)")
    assert len(page.workers) == 1
    page.evaluate("window.stop()")
    page.wait_for_timeout(200)
    assert page.workers == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_maps_follow_the_theme(play, theme):
    shown = play(theme=theme)
    before = shown.page.evaluate(CANVAS)
    shown.page.evaluate(
        "document.documentElement.dataset.theme = document.documentElement.dataset.theme == 'dark' ? 'light' : 'dark'"
    )
    shown.page.evaluate("document.documentElement.style.setProperty('--pst-color-background', '#14181e')")
    shown.settle()
    assert shown.page.evaluate(CANVAS) != before


def test_bad_layers_are_refused_in_python():
    import traitlets

    with pytest.raises(traitlets.TraitError, match="at most 6 hidden layers"):
        Playground(layers=[4] * 7)
    with pytest.raises(traitlets.TraitError):
        Playground(layers=[0])
    with pytest.raises(traitlets.TraitError):
        Playground(preset="nonsense")
