"""The first page: its network computes true gradients, learns without a kernel, and can be stopped."""

import json
import subprocess

import pytest
from playwright.sync_api import expect

from book.node import node_program
from tests.conftest import ROOT

MEASURE = """
import { DATA, Net, sample } from "./book/js/landing/net.js";
const h = 1e-6, report = { gap: 0, right: {} };
for (const name of Object.keys(DATA)) {
  const data = sample(name, 60, 3), net = new Net(4, 5);
  net.loss(data);
  const exact = net.network.grads.map((g) => [...g]);
  net.network.params.forEach((p, k) => p.forEach((old, i) => {
    p[i] = old + h; const up = net.loss(data);
    p[i] = old - h; const down = net.loss(data);
    p[i] = old;
    report.gap = Math.max(report.gap, Math.abs((up - down) / (2 * h) - exact[k][i]));
  }));
  const all = sample(name, 160, 40);
  report.right[name] = [1, 3, 6].map((units) => {
    const one = new Net(units, 7);
    for (let k = 0; k < 4000; k++) one.step(all, 1.2);
    return one.right(all);
  });
}
console.log(JSON.stringify(report));
"""


def test_its_gradients_are_true_and_three_neurons_are_enough():
    done = subprocess.run(
        [node_program("node"), "--input-type=module", "-e", MEASURE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["gap"] < 1e-8
    for one, three, six in found["right"].values():
        assert one < 0.95
        assert three == six == 1.0


@pytest.mark.browser
def test_it_learns_on_the_page_and_pauses(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + "chapters/intro.html")
    place = page.locator(".n2n-landing")
    height = place.bounding_box()["height"]
    expect(place).to_have_attribute("ready", "")
    play = place.get_by_role("button", name="Pause")
    expect(play).to_be_visible()
    place.get_by_role("combobox", name="Neurons").select_option("3")
    page.wait_for_timeout(1500)
    play.focus()
    page.keyboard.press("Enter")
    expect(place.get_by_role("button", name="Let it learn")).to_be_visible()
    expect(place.get_by_role("status")).to_contain_text("points are on the right side")
    assert place.bounding_box()["height"] == pytest.approx(height, abs=1), "its room was kept"
    page.close()


@pytest.mark.browser
def test_it_waits_for_those_who_want_no_motion(browser, address):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + "chapters/intro.html")
    expect(page.get_by_role("button", name="Let it learn")).to_be_visible()
    expect(page.locator(".n2n-said")).to_contain_text("After 0 steps")
    context.close()
