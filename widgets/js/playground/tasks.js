// The questions, one button each, and the goals.

import { element } from "../lib/dom.js";
import { percent } from "../lib/format.js";
import { sentences } from "../lib/words.js";
import { isRegression } from "../math/datasets.js";
import { t } from "./words.js";

/** Question buttons and goal choice. ask(name): a question was chosen. */
export function tasks(ui, ask) {
  const presets = ui.get("presets");
  const buttons = presets.map(({ name }) => element("button", { type: "button", "data-preset": name, onclick: () => ask(name) }, t(`title_${name}`)));
  const strip = element("div", { class: "nw-pg-strip", role: "group", "aria-label": t("questions") }, ...buttons);
  const watch = element("p", { class: "nw-pg-watch" });
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.preset === ui.get("preset")));
    watch.textContent = ui.get("preset") ? t(`watch_${ui.get("preset")}`) : t("chooseQuestion");
  };
  ui.on("preset", show);
  show();
  return { strip, watch };
}

/** How the goal stands: { reached, text }. A goal is { name, data, most, features, until, error }. */
export function standing(goal, { data, layers, features }, shot) {
  const units = layers.reduce((sum, n) => sum + n, 0);
  const kept = [];
  if (data !== goal.data) kept.push(t("whyData", { data: t(`data_${goal.data}`) }));
  if (units > goal.most) kept.push(t("whyMost", { n: units, most: goal.most }));
  if (features.some((name) => !goal.features.includes(name))) kept.push(t("whyInput"));
  if (goal.until && shot.epoch > goal.until) kept.push(t("whyUntil", { n: goal.until }));
  const title = t(`goalIs_${goal.name}`);
  if (kept.length) return { reached: false, text: sentences(title, t("notLikeThis", { why: kept.join(t("between")) })) };
  const error = shot.test.error;
  const reached = error <= goal.error;
  if (reached) return { reached, text: sentences(title, t("reachedWith", { n: units, epochs: t("epochs", { n: Math.ceil(shot.epoch) }) })) };
  const now = Number.isNaN(error) ? t("keepSome") : t("errorNow", { error: isRegression(data) ? error.toFixed(2) : percent(error) });
  return { reached, text: sentences(title, now) };
}
