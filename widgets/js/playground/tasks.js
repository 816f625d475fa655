// The questions, one button each, and the goals.

import { h } from "../lib/dom.js";
import { percent } from "../lib/format.js";
import { isRegression } from "../math/datasets.js";

/** Question buttons and goal choice. ask(name): a question was chosen. */
export function tasks(ui, ask) {
  const presets = ui.get("presets");
  const buttons = presets.map(({ name, title }) => h("button", { type: "button", "data-preset": name, onclick: () => ask(name) }, title));
  const strip = h("div", { class: "nw-pg-strip", role: "group", "aria-label": "questions to try" }, ...buttons);
  const watch = h("p", { class: "nw-pg-watch" });
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.preset === ui.get("preset")));
    watch.textContent = presets.find(({ name }) => name === ui.get("preset"))?.watch ?? "Choose a question: one click sets everything and starts. Or build a network of your own, and press Play.";
  };
  ui.on("preset", show);
  show();
  return { strip, watch };
}

/** How the goal stands: { reached, text }. A goal is { title, data, most, features, until, error }. */
export function standing(goal, { data, layers, features }, shot) {
  const units = layers.reduce((sum, n) => sum + n, 0);
  const kept = [];
  if (data !== goal.data) kept.push(`choose the points: ${goal.data}`);
  if (units > goal.most) kept.push(`${units} hidden units are too many, at most ${goal.most}`);
  if (features.some((name) => !goal.features.includes(name))) kept.push("an input is not allowed");
  if (goal.until && shot.epoch > goal.until) kept.push(`more than ${goal.until} epochs: start again`);
  if (kept.length) return { reached: false, text: `${goal.title} Not like this: ${kept.join("; ")}.` };
  const error = shot.test.error;
  const now = Number.isNaN(error) ? "keep some points for testing" : isRegression(data) ? `test error now ${error.toFixed(2)}` : `test error now ${percent(error)}`;
  const reached = error <= goal.error;
  return { reached, text: `${goal.title} ${reached ? `Reached, with ${units} hidden units after ${Math.ceil(shot.epoch)} epochs.` : `${now[0].toUpperCase()}${now.slice(1)}.`}` };
}
