"""Every widget in a real browser, from a file: by keyboard, by mouse, on a phone, with the reader's function."""

import re

import numpy as np
import pytest

import widgets
from solutions import activations as reference
from widgets import ActivationExplorer, DeadReLU, OptimizerRace, PerceptronTrainer, VanishingGradient, ZigZag

pytestmark = pytest.mark.browser
ALL = [getattr(widgets, name) for name in widgets.__all__ if name != "BookWidget"]
SHIFTS = """new Promise((go) => new PerformanceObserver((list) =>
    go(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({ type: "layout-shift", buffered: true })
    || setTimeout(() => go(0), 300))"""

TOUCHING = """[...document.querySelectorAll("svg.nw-plot")].flatMap((plot) => {
    const texts = [...plot.querySelectorAll(".tick text, .nw-label")].filter((e) => e.textContent.trim());
    const boxes = texts.map((e) => [e.textContent, e.getBoundingClientRect()]);
    return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
        Math.min(p.right, q.right) - Math.max(p.left, q.left) > 0 &&
        Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 0.5).map(([b]) => `${a} touches ${b}`)); })"""

HEIGHTS = """(() => { const w = document.querySelector("n2n-widget");
    return [document.querySelector(".nw-says").getBoundingClientRect().bottom - w.getBoundingClientRect().top + 13,
            parseFloat(getComputedStyle(w, "::before").minHeight)]; })()"""
COLOURS = """(() => { const c = (n) => { const e = document.createElement("i");
    e.style.color = `var(${n})`; document.querySelector(".nw").append(e);
    const v = getComputedStyle(e).color; e.remove(); return v.match(/\\d+/g).slice(0, 3).map(Number); };
    return ["--nw-one", "--nw-two", "--nw-three", "--nw-mine", "--nw-bad"].map(c); })()"""


@pytest.mark.parametrize("cls", ALL)
def test_every_slider_choice_and_handle_answers_the_keyboard(show, cls):
    shown = show(cls())
    inputs = shown.page.locator("input, select, [role=slider]:not(input)")
    assert inputs.count() >= 3
    for i in range(inputs.count()):
        one = inputs.nth(i)
        if one.is_disabled():
            continue
        before = shown.drawn() + shown.words()
        trait = one.get_attribute("data-trait")
        value = trait and shown.get(trait)
        one.focus()
        at_end = one.evaluate("e => e.tagName == 'INPUT' && Number(e.value) + Number(e.step) > Number(e.max)")
        shown.page.keyboard.press(
            "Space"
            if one.get_attribute("type") == "checkbox"
            else "ArrowLeft"
            if at_end
            else "ArrowRight"
            if one.evaluate("e => e.tagName != 'SELECT'")
            else "ArrowDown"
        )
        shown.settle()
        assert trait is None or shown.get(trait) != value
        if cls is DeadReLU and trait in ("rate", "batch"):
            continue  # nothing to see before the next step: the test below
        assert shown.drawn() + shown.words() != before, one.evaluate("e => e.outerHTML")
        assert one.evaluate("e => e.matches(':focus-visible')")


@pytest.mark.parametrize("trait", ["rate", "batch"])
def test_training_settings_act_on_the_next_step(show, trait):
    shown = show(DeadReLU())

    def step():
        shown.page.get_by_role("button", name="Start again").click()
        shown.page.get_by_role("button", name="1 step").click()
        shown.settle()
        return shown.path("network")

    before = step()
    assert step() == before
    shown.press(f"[data-trait={trait}]", "ArrowRight" if trait == "rate" else "ArrowDown")
    assert step() != before


@pytest.mark.parametrize("cls", ALL)
def test_every_control_has_a_name_and_every_plot_is_described(show, cls):
    shown = show(cls())
    for control in shown.page.locator("input, select, button, [role=slider]").all():
        assert control.evaluate(
            "e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText.trim() || e.innerText"
        )
    for slider in shown.page.locator("input[type=range], [role=slider]").all():
        assert slider.get_attribute("aria-valuetext")
    pictures = shown.page.locator("[role=img]")
    assert pictures.count() == shown.page.locator("svg.nw-plot").count() > 0
    for picture in pictures.all():
        assert picture.get_attribute("aria-label")
        described = picture.get_attribute("aria-describedby")
        assert len(shown.page.locator(f"#{described}").inner_text()) > 20


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("cls", ALL)
def test_fits_its_reserved_place_in_both_themes_and_nothing_shifts(show, cls, width):
    shown = show(cls(), width=width)
    assert shown.page.evaluate(SHIFTS) < 0.01
    for theme in ("light", "dark"):
        shown.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        shown.settle()
        assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "no sideways scrolling"
        )
        used, kept = shown.page.evaluate(HEIGHTS)
        assert used <= kept <= used + 110, (
            f"set the height in widgets/js/{cls.module}.css to about {used + 40:.0f}px"
        )
        assert shown.page.evaluate(TOUCHING) == []
        back = {"light": (255, 255, 255), "dark": (20, 24, 30)}[theme]
        for colour in shown.page.evaluate(COLOURS):
            assert contrast(colour, back) >= 4.5, (theme, colour)


def contrast(a, b):
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb):
    c = np.array(rgb) / 255
    return float(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722])


def test_explorer_handle_moves_by_arrow_shift_home_end_and_mouse(show):
    shown = show(ActivationExplorer())
    handle = ".nw-handle"
    shown.press(handle, "ArrowRight")
    assert shown.get("z") == pytest.approx(1.1)
    shown.press(handle, "Shift+ArrowLeft")
    assert shown.get("z") == pytest.approx(0.1)
    shown.press(handle, "PageUp")
    assert shown.get("z") == pytest.approx(1.1)
    shown.press(handle, "Home")
    assert shown.get("z") == -6
    shown.press(handle, "ArrowLeft")
    assert shown.get("z") == -6, "it stays inside"
    shown.press(handle, "End")
    assert shown.get("z") == 6
    box = shown.page.locator("svg.nw-plot").first.bounding_box()
    shown.page.mouse.move(box["x"] + 200, box["y"] + 100)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 300, box["y"] + 100, steps=3)
    shown.page.mouse.up()
    shown.settle()
    assert -4 < shown.get("z") < 2
    value = shown.page.locator(handle).get_attribute("aria-valuetext")
    z, phi, prime = (float(x.replace("−", "-")) for x in re.findall(r"−?[\d.]+", value))
    assert phi == pytest.approx(reference.sigmoid(np.array(z)), abs=1e-3)
    assert prime == pytest.approx(reference.sigmoid_prime(np.array(z)), abs=1e-3)


def test_explorer_works_under_a_finger(show):
    shown = show(ActivationExplorer(), width=360, has_touch=True)
    box = shown.page.locator("svg.nw-plot").first.bounding_box()
    shown.page.touchscreen.tap(box["x"] + 100, box["y"] + 80)
    shown.settle()
    assert shown.get("z") < -1


def test_explorer_draws_the_curve_of_the_function(show):
    shown = show(ActivationExplorer(activation="tanh"))
    points = np.array(re.findall(r"[ML]?(-?[\d.]+),(-?[\d.]+)", shown.path("reference")), dtype=float)
    x, y = points.T
    z = (x - x[0]) / (x[-1] - x[0]) * 12 - 6
    scale = np.polyfit(reference.tanh(z), y, 1)
    np.testing.assert_allclose(np.polyval(scale, reference.tanh(z)), y, atol=0.02)


def test_explorer_tells_soft_from_hard_saturation(show):
    shown = show(ActivationExplorer())
    assert "Soft saturation (|φ′| < 0.05) left of −2.89 and right of 2.89." in shown.words()
    assert shown.path("saturated-left")
    shown.set(activation="relu")
    assert "Hard saturation (φ′ is exactly 0) left of 0.00. None on the right." in shown.words()
    assert shown.path("saturated-left")
    assert not shown.path("saturated-right")
    shown.set(activation="identity")
    assert "No saturation on either side." in shown.words()
    shown.set(activation="step")
    assert "Hard saturation (φ′ is exactly 0) everywhere." in shown.words()


def test_explorer_alpha_slider_belongs_to_the_function(show):
    shown = show(ActivationExplorer())
    alpha = shown.page.locator("[data-trait=alpha]")
    assert alpha.is_disabled()
    shown.set(activation="elu")
    assert alpha.is_enabled()
    before = shown.path("reference")
    shown.press("[data-trait=alpha]", "ArrowRight")
    assert shown.path("reference") != before
    assert shown.get("probes")["elu"][1] == shown.get("alpha")
    assert shown.get("probes")["prelu_backward"][2][0] == shown.get("alpha")


def test_the_readers_function_is_drawn_beside_the_reference_in_words_too(show):
    def tanh(z):
        return np.tanh(z) + 0.25 * (z > 2)

    explorer = ActivationExplorer()
    explorer.f = tanh
    shown = show(explorer)
    shown.set(reader={})
    assert "yours" not in shown.page.locator(".nw-legend").inner_text()
    shown.set(reader=explorer.reader)
    assert shown.get("activation") == "tanh", "it turns to the function that has just run"
    assert shown.path("yours").startswith("M")
    assert "yours: tanh" in shown.page.locator(".nw-legend").inner_text()
    assert "Your tanh differs from the reference by up to 0.25" in shown.words()
    shown.set(
        reader={**explorer.reader, "values": reference.tanh(np.array(explorer.probes["tanh"][0])).tolist()}
    )
    assert "Your tanh agrees with the reference at all 121 points." in shown.words()
    shown.set(reader={"name": "tanh", "values": None, "error": "NameError: x"})
    assert "Your tanh could not be drawn: NameError: x" in shown.words()
    shown.set(reader={"name": "tanh", "values": [1, 2], "error": ""})
    assert "2 numbers for 121 inputs" in shown.words()
    shown.set(reader={"name": "tanh", "values": [None, *[0.0] * 120], "error": ""})
    assert "inf or nan at 1 of 121 points, first at −6" in shown.words()


def test_slopes_and_the_backward_pass_of_prelu_go_to_the_slope_plot(show):
    explorer = ActivationExplorer()
    explorer.f = reference.sigmoid_prime
    shown = show(explorer)
    assert shown.path("yours", 0) == ""
    assert shown.path("yours", 1).startswith("M")
    assert "Your sigmoid_prime agrees" in shown.words()
    explorer = ActivationExplorer(activation="prelu")
    explorer.f = reference.prelu_backward
    shown = show(explorer)
    assert "Your prelu_backward agrees" in shown.words()
    assert "Your ∂φ/∂α agrees" in shown.words()


def test_settings_that_change_the_arguments_ask_for_another_run(show):
    explorer = ActivationExplorer(activation="leaky_relu")
    explorer.f = reference.leaky_relu
    shown = show(explorer)
    assert "agrees" in shown.words()
    shown.press("[data-trait=alpha]", "ArrowRight")
    assert "Run your leaky_relu again" in shown.words()
    explorer.probes = shown.get("probes")
    shown.set(reader=explorer.reader)
    assert "agrees" in shown.words()


def test_vanishing_gradient_says_where_it_is_gone(show):
    shown = show(VanishingGradient())
    assert "After 5 layers less than 1/1000 is left: gone." in shown.words()
    shown.set(activation="tanh")
    assert "gone" not in shown.words()
    shown.set(gain=8.0, activation="relu")
    assert "explodes" in shown.words()


def test_vanishing_gradient_draws_the_readers_norms(show):
    widget = VanishingGradient()
    shown = show(widget)
    widget.probes = shown.get("probes")
    widget.f = reference.backward_norms
    shown.set(reader=widget.reader)
    assert "Your backward_norms agrees with the reference at all 11 points." in shown.words()
    assert shown.path("yours") == shown.path("network-0")


def test_dead_units_by_learning_rate_and_their_rescue(show):
    shown = show(DeadReLU(rate=1.0))
    hundred = shown.page.get_by_role("button", name="100 steps")
    for _ in range(2):
        hundred.click()
    shown.settle()
    dead = int(shown.page.locator(".nw-values").inner_text().split("dead")[1].split("of")[0])
    assert dead == 24
    Z = np.array(shown.get("probes")["dead_share"][0])
    assert reference.dead_share(Z) == pytest.approx(dead / 24)
    shown.set(reader={"name": "dead_share", "values": reference.dead_share(Z), "error": ""})
    assert f"counts {round(100 * dead / 24)} % of the units as dead" in shown.words()
    shown.set(alpha=0.1, rate=0.1)
    for _ in range(6):
        hundred.click()
    shown.settle()
    asleep = reference.dead_share(np.array(shown.get("probes")["dead_share"][0])) * 24
    assert asleep <= 16, "with a slope on the left, units come back"
    shown.page.get_by_role("button", name="Start again").click()
    shown.settle()
    again = show(DeadReLU())
    assert shown.get("probes")["dead_share"] == again.get("probes")["dead_share"], "the same initial weights"


def test_play_and_pause(show):
    shown = show(DeadReLU())
    shown.page.get_by_role("button", name="Play").click()
    shown.page.wait_for_function("!document.querySelector('.nw-values b').textContent.match(/^[0-9]$/)")
    shown.page.get_by_role("button", name="Pause").click()
    shown.settle()
    now = shown.words()
    shown.page.wait_for_timeout(150)
    assert shown.words() == now


PICTURES = """ms => new Promise((go) => { let n = 0;
    const seen = new MutationObserver(() => n++);
    seen.observe(document.querySelector(".nw-seen"), { childList: true });
    setTimeout(() => { seen.disconnect(); go(n); }, ms); })"""


@pytest.mark.parametrize("cls", [DeadReLU, OptimizerRace, PerceptronTrainer])
def test_play_shows_few_pictures_to_those_who_asked_for_less_motion(show, cls):
    calm = show(cls(), reduced_motion="reduce")
    before = calm.words()
    calm.click("Play", exact=True)
    assert 1 <= calm.page.evaluate(PICTURES, 1600) <= 3
    assert calm.words() != before
    calm.click("Pause", exact=True)
    lively = show(cls())
    lively.click("Play", exact=True)
    assert lively.page.evaluate(PICTURES, 1600) >= 5


def test_training_that_blows_up_says_so(show):
    shown = show(DeadReLU(rate=3.0, alpha=0.3))
    shown.page.get_by_role("button", name="100 steps").click()
    shown.settle()
    assert "Blown up" in shown.words()
    assert shown.page.get_by_role("button", name="1 step").is_disabled()


def test_zigzag_counts_signs_and_steps(show):
    shown = show(ZigZag())
    assert "100 % of the samples pull both weights the same way." in shown.words()
    for _ in range(3):
        shown.page.get_by_role("button", name="1 step").click()
    shown.settle()
    assert shown.path("path").count("L") == 3
    shown.page.get_by_role("button", name="To the end").click()
    shown.settle()
    steps = int(re.search(r"after (\d+) samples", shown.words())[1])
    assert shown.path("path").count("L") == steps
    A, delta = shown.get("probes")["same_sign_share"]
    shown.set(
        reader={
            "name": "same_sign_share",
            "values": reference.same_sign_share(np.array(A), np.array(delta)),
            "error": "",
        }
    )
    assert "Your same_sign_share says 100 %; counted here: 100 %." in shown.words()
    shown.press(".nw-handle", "ArrowUp")
    assert shown.get("start") == [0, 0.1]
    shown.set(inputs="tanh")
    share = int(re.match(r"(\d+) %", shown.words())[1])
    assert share < 80


def test_a_widget_shown_twice_is_one_model(show):
    explorer = ActivationExplorer()
    shown = show(explorer, explorer)
    shown.press(".nw-handle", "ArrowRight")
    assert shown.get("z", 1) == pytest.approx(1.1)
    assert shown.path("nw-tangent", 0) == shown.path("nw-tangent", 1)


def test_a_widget_taken_out_and_put_back_keeps_its_state(show):
    shown = show(ActivationExplorer())
    shown.press(".nw-handle", "ArrowRight")
    shown.page.evaluate(
        "(() => { const w = document.querySelector('n2n-widget'); const p = w.parentNode; w.remove(); p.append(w); })()"
    )
    shown.page.wait_for_function("window.n2n.widgets.length == 1 && document.querySelector('.nw-handle')")
    assert shown.get("z") == pytest.approx(1.1)


def test_an_unknown_widget_says_so_in_place(show):
    shown = show(ActivationExplorer())
    shown.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', `<n2n-widget name='nothing' model='x'><script type='application/json'>{}</script></n2n-widget>`)"
    )
    shown.page.wait_for_selector(".nw-problem:not([hidden])")
    assert "there is no widget named nothing" in shown.page.locator("n2n-widget").last.inner_text()
    assert len(shown.errors) == 1
    shown.errors.clear()


def test_the_live_region_waits_until_things_are_quiet(show):
    shown = show(ActivationExplorer())
    status = shown.page.locator("[role=status]")
    assert status.inner_text() == ""
    for _ in range(5):
        shown.press("[data-trait=threshold]", "ArrowRight")
    assert status.inner_text() == "", "not while the slider moves"
    shown.page.wait_for_function("document.querySelector('[role=status]').textContent.includes('0.075')")
