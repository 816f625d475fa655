// Play, step and rewind, the scrubber of the history, and the choice of what the large map shows.

import { h } from "../lib/dom.js";
import { count } from "../lib/format.js";

const SPEEDS = { batch: "by steps", epoch: "by epochs", fast: "fast" };

export function transport(ui, { play, step, rewind, renew, look }) {
  const button = (text, onclick, more = {}) => h("button", { type: "button", onclick, ...more }, text);
  const playButton = button("▶ Play", play, { class: "nw-pg-play" });
  const steps = [button("Step", () => step({ steps: 1 })), button("Epoch", () => step({ epoch: true }))];
  const back = button("Rewind", rewind, { title: "the same weights at the start, the same order of the points" });
  const other = button("New start", renew, { title: "other weights at the start, another order of the points" });
  const buttons = h("div", { class: "nw-buttons" }, playButton, ...steps, back, other);

  const bar = h("div", { class: "nw-pg-bar-row" });
  const position = h("output", { "aria-hidden": "true" }, "now");
  const input = h("input", { type: "range", min: 0, max: 0, step: 1, value: 0, disabled: true, "aria-valuetext": "now" });
  input.addEventListener("input", () => look(Number(input.value) >= Number(input.max) ? -1 : Number(input.value)));
  bar.append(h("label", { class: "nw-slider" }, h("span", {}, "look back"), input, position));
  ui.select("speed", { label: "speed", choices: Object.entries(SPEEDS), into: bar });
  const goals = ui.get("goals").map(({ name, short }) => [name, short]);
  ui.select("goal", { label: "goal", choices: [["", "none"], ...goals], into: bar });
  const units = h("select", { "data-trait": "shown", onchange: () => ui.set({ shown: units.value }) });
  bar.append(h("label", { class: "nw-select" }, h("span", {}, "large map"), units));
  let offered = "";
  ui.on("shown", () => (units.value = ui.get("shown")));

  return {
    buttons,
    bar,
    playing(on) {
      playButton.textContent = on ? "❚❚ Pause" : "▶ Play";
    },
    /** Back to now. */
    reset() {
      input.value = input.max;
    },
    show(shot, playing) {
      for (const one of [playButton, ...steps]) one.disabled = shot.blown;
      const last = shot.history.length / 3 - 1;
      input.max = Math.max(0, last);
      input.disabled = last < 1 || playing;
      input.value = shot.at < 0 ? last : shot.at;
      position.textContent = shot.at < 0 ? "now" : `epoch ${shot.epoch.toFixed(shot.epoch < 10 ? 1 : 0)}`;
      input.setAttribute("aria-valuetext", `${position.textContent}, ${count(shot.step, "step")}`);
    },
    units(layers) {
      const key = layers.join();
      if (key !== offered || !units.options.length) {
        offered = key;
        const groups = layers.map((n, l) => h("optgroup", { label: `layer ${l + 1}` }, ...Array.from({ length: n }, (_, j) => h("option", { value: `${l + 1}.${j + 1}` }, `layer ${l + 1}, unit ${j + 1}`))));
        units.replaceChildren(h("option", { value: "output" }, "the output"), ...groups);
      }
      units.value = ui.get("shown");
    },
  };
}
