"""The widgets of chapter 3 in a real browser: XOR solved, a region carved, bumps counted."""

import re

import numpy as np
import pytest

from solutions import xor as reference
from widgets import BumpApproximator, RegionCarver, XorSpaces

pytestmark = pytest.mark.browser


def test_or_and_and_solve_xor_and_the_same_line_twice_does_not(show):
    shown = show(XorSpaces())
    assert "No line separates the classes there" in shown.words()
    for preset in ("OR and AND", "OR and NAND"):
        shown.click(preset, exact=True)
        assert "this network computes XOR" in shown.words()
        assert "One line could separate" in shown.words()
    shown.click("Start again", exact=True)
    assert "The output is wrong for" in shown.words()


def test_a_hidden_line_is_dragged(show):
    shown = show(XorSpaces(b0=-1.5))
    handle = shown.page.locator(".nw-handle").nth(1)
    shown.press(".nw-handle >> nth=1", "ArrowLeft")
    assert shown.get("b0") == pytest.approx(-1.45)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 30, y - 30, steps=3)
    shown.page.mouse.up()
    shown.settle()
    assert shown.get("b0") < -1.6


def test_the_readers_network_is_drawn_in_the_hidden_space(show):
    spaces = XorSpaces()
    spaces.f = reference.xor_net
    shown = show(spaces)
    assert "right in 4 of 4" in shown.words()
    assert shown.path("yours").count("M") == 4
    shown.set(reader={"name": "xor_net", "values": [0.0, 1.0, 1.0, 0.0], "error": ""})
    assert "return (H, y)" in shown.words()


def test_a_triangle_is_carved_with_keys_only(show):
    shown = show(RegionCarver())
    start = int(re.search(r"(\d+) % of", shown.words())[1])
    shown.click("Add a line", exact=True)
    assert len(shown.get("lines")) == 3
    for key, trait in [("ArrowRight", "angle"), ("ArrowRight", "offset")]:
        before = shown.get("lines")[2]
        shown.press(f"[data-trait={trait}]", key)
        after = shown.get("lines")[2]
        assert before != after
        assert shown.get("lines")[0] == [90, -1, "A"], "only the chosen line moves"
    shown.set(lines=[[90, -0.8, "A"], [205, -0.9, "A"], [330, -0.5, "A"]], chosen=1)
    assert int(re.search(r"(\d+) % of", shown.words())[1]) > start
    shown.click("Other side", exact=True)
    assert shown.get("lines")[0][:2] == [270, 0.8]


def test_groups_are_joined_by_or(show):
    lines = [[0, 0.5, "A"], [180, 0.5, "B"]]
    shown = show(RegionCarver(lines=lines, shape="islands"))
    assert "OR" in shown.words()
    assert "three layers" in shown.words()
    args = shown.get("probes")["convex_region"]
    assert np.shape(args[1]) == (2, 1), "the reader's convex_region gets the lines of the chosen group"


def test_the_readers_region_is_compared(show):
    carver = RegionCarver()
    shown = show(carver)
    carver.probes = shown.get("probes")
    carver.f = reference.convex_region
    shown.set(reader=carver.reader)
    assert "agrees with the reference at all 169 points" in shown.words()
    shown.set(reader={**carver.reader, "values": [1.0] * 169})
    assert re.search(r"differs from the reference at \d+ of 169", shown.words())


def test_bumps_halve_the_error_and_hinges_quarter_it(show):
    shown = show(BumpApproximator(n=16))
    assert re.search(r"(1\.9\d?|2|2\.0\d?) times smaller", shown.words())
    shown.set(kind="hinges")
    assert re.search(r"(3\.9\d?|4|4\.0\d?) times smaller", shown.words())
    shown.set(function="jump", kind="bumps")
    assert "At a jump" in shown.words()


def test_the_readers_bump_is_drawn(show):
    approximator = BumpApproximator()
    shown = show(approximator)
    approximator.probes = shown.get("probes")
    approximator.f = reference.bump
    shown.set(reader=approximator.reader)
    assert "agrees with the reference at all 161 points" in shown.words()
