// Play, step and rewind, the scrubber of the history, and the choice of what the large map shows.

import { element } from "../lib/dom.js";
import { t } from "./words.js";

const SPEEDS = ["batch", "epoch", "fast"];

export function transport(ui, { play, step, rewind, renew, look }) {
  const button = (text, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, text);
  const playButton = button(t("playMark"), play, { class: "nw-pg-play" });
  const steps = [button(t("stepButton"), () => step({ steps: 1 })), button(t("epochButton"), () => step({ epoch: true }))];
  const back = button(t("rewind"), rewind, { title: t("rewindTip") });
  const other = button(t("newStart"), renew, { title: t("newStartTip") });
  const buttons = element("div", { class: "nw-buttons" }, playButton, ...steps, back, other);

  const bar = element("div", { class: "nw-pg-bar-row" });
  const position = element("output", { "aria-hidden": "true" }, t("now"));
  const input = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, disabled: true, "aria-valuetext": t("now") });
  input.addEventListener("input", () => look(Number(input.value) >= Number(input.max) ? -1 : Number(input.value)));
  bar.append(element("label", { class: "nw-slider" }, element("span", {}, t("lookBack")), input, position));
  ui.select("speed", { label: t("speed"), choices: SPEEDS.map((speed) => [speed, t(`speed_${speed}`)]), into: bar });
  const goals = ui.get("goals").map(({ name }) => [name, t(`goal_${name}`)]);
  ui.select("goal", { label: t("goal"), choices: [["", t("none")], ...goals], into: bar });
  const units = element("select", { "data-trait": "shown", onchange: () => ui.set({ shown: units.value }) });
  bar.append(element("label", { class: "nw-select" }, element("span", {}, t("largeMap")), units));
  let offered = "";
  ui.on("shown", () => (units.value = ui.get("shown")));

  return {
    buttons,
    bar,
    playing(on) {
      playButton.textContent = t(on ? "pauseMark" : "playMark");
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
      position.textContent = shot.at < 0 ? t("now") : t("epochAt", { epoch: shot.epoch.toFixed(shot.epoch < 10 ? 1 : 0) });
      input.setAttribute("aria-valuetext", t("positionAt", { position: position.textContent, steps: t("steps", { n: shot.step }) }));
    },
    units(layers) {
      const key = layers.join();
      if (key !== offered || !units.options.length) {
        offered = key;
        const groups = layers.map((n, l) => element("optgroup", { label: t("layerNumber", { k: l + 1 }) }, ...Array.from({ length: n }, (_, j) => element("option", { value: `${l + 1}.${j + 1}` }, t("unitNumber", { layer: l + 1, unit: j + 1 })))));
        units.replaceChildren(element("option", { value: "output" }, t("theOutput")), ...groups);
      }
      units.value = ui.get("shown");
    },
  };
}
