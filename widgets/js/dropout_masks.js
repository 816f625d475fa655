// Which sub-networks dropout makes, how probable each is, and where the mean of their answers lies.

import { fixed, number } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { drawMasks, meanAnswer, subnetwork, subnetworks, wholeNetwork } from "./math/regularization.js";
import english from "./words/en/dropout_masks.js";

const t = words("dropout_masks", english);

const H = [1.0, 0.6, 1.4, 0.8, 1.2, 0.5, 0.9];
const W = [1.0, -1.2, 0.8, 1.4, -0.7, 1.1, 0.6];
const BIAS = 0.2;
const MOST = 200; // masks that can be drawn
const SEEDS = Array.from({ length: MOST }, (_, k) => k);

export default widget(t, (ui) => {
  const n = () => ui.get("n");
  const h = () => H.slice(0, n());
  const w = () => W.slice(0, n());
  const p = () => ui.get("p");
  const answers = (masks) => masks.map((keep) => subnetwork(h(), w(), BIAS, keep, p(), ui.get("rest"), ui.get("inverted")));
  const means = (list) => list.map((_, k) => list.slice(0, k + 1).reduce((sum, a) => sum + a, 0) / (k + 1));

  ui.slider("p", { label: t("p"), min: 0, max: 0.9, step: 0.05, format: (v) => fixed(v, 2) });
  ui.slider("n", { label: t("units"), min: 2, max: 7, step: 1, format: String });
  ui.select("rest", { label: t("rest"), choices: ["linear", "sigmoid"].map((rest) => [rest, t(rest)]) });
  ui.toggle("inverted", { label: t("inverted") });
  const more = (k) => () => ui.set({ drawn: Math.min(MOST, ui.get("drawn") + k) });
  ui.button(t("nextMask"), more(1));
  ui.button(t("twentyMore"), more(20));
  ui.button(t("backToFirst"), () => ui.set({ drawn: 1 }));

  const units = ui.plot({
    label: t("unitsPlot"), height: 130, margin: { left: 44 },
    x: { domain: [0.4, n() + 0.6], label: t("unit") }, y: { domain: [0, 1.6], ticks: 3, label: t("gets") },
  });
  ui.figure.classList.add("nw-two-columns");
  const odds = ui.plot({
    label: t("odds"), height: 230,
    x: { domain: [0, 1], label: t("answer") }, y: { domain: [0, 1], label: t("probability") },
  });
  const course = ui.plot({
    label: t("course"), height: 230,
    x: { domain: [1, MOST], log: true, ticks: [1, 10, 100], format: String, label: t("masksDrawn") }, y: { domain: [0, 1], label: t("theirMean") },
  });
  units.el.style.gridColumn = "1 / -1";

  const probe = () => ui.probe({ dropout_forward: [h(), p(), { seeds: SEEDS }] });
  probe();
  ui.on("n p", probe);

  /** Answers to the masks of the reader's function, or why there are none. */
  const reader = () => {
    const mine = ui.reader();
    if (!mine) return { text: "" };
    if (mine.error) return { text: failure(mine) };
    const values = flat(mine.values);
    if (values.length !== MOST * 2 * n() || values.includes(null)) return { text: t("should", { name: mine.name }) };
    const outs = SEEDS.map((k) => values.slice(2 * n() * k, 2 * n() * k + n()));
    const list = means(outs.map((out) => subnetwork(out, w(), BIAS, out.map(() => 1), 0, ui.get("rest"), false)));
    const zero = values.filter((_, k) => k % (2 * n()) >= n()).filter((v) => v === 0).length / (MOST * n());
    return { list, text: t("drops", { name: mine.name, share: fixed(zero, 2), p: fixed(p(), 2), masks: MOST, mean: number(list.at(-1)) }) };
  };

  ui.draw(() => {
    const all = subnetworks(h(), w(), BIAS, p(), ui.get("rest"), ui.get("inverted"));
    const whole = wholeNetwork(h(), w(), BIAS, ui.get("rest"));
    const mean = meanAnswer(all);
    const drawn = Math.min(MOST, Math.max(1, ui.get("drawn")));
    const masks = drawMasks(n(), p(), drawn, 17);
    const list = answers(masks);
    const soFar = means(list);
    const now = masks.at(-1);

    const factor = ui.get("inverted") ? 1 / (1 - p()) : 1;
    const most = Math.max(...h()) * factor;
    units.axes({ x: { domain: [0.4, n() + 0.6], ticks: h().map((_, i) => i + 1), format: String }, y: { domain: [-0.08 * most, 1.15 * most] } });
    const at = h().map((x, i) => [i + 1, x * now[i] * factor]);
    units.dots("nw-one nw-dot", at.filter((_, i) => now[i]), { key: "kept", r: 6 });
    units.curve("nw-line nw-one", at.filter((_, i) => now[i]).flatMap(([x, y]) => [[x, 0], [x, y], null]), { key: "stems" });
    const cross = at.filter((_, i) => !now[i]).map(([x]) => `M${units.x(x) - 5},${units.y(0) - 5}l10,10m0,-10l-10,10`);
    units.path("nw-line nw-two", cross.join(""), { key: "dropped" });

    const reached = all.map((s) => s.answer);
    const [low, high] = [Math.min(...reached, whole, mean), Math.max(...reached, whole, mean)];
    const room = 0.08 * (high - low || 1);
    const top = Math.max(...all.map((s) => s.odds));
    odds.axes({ x: { domain: [low - room, high + room] }, y: { domain: [0, 1.12 * top] } });
    odds.curve("nw-line nw-one", all.flatMap((s) => [[s.answer, 0], [s.answer, s.odds], null]), { key: "odds" });
    odds.dots("nw-two nw-dot", [[list.at(-1), 0.03 * top]], { key: "now", r: 6 });
    odds.curve("nw-limit", [[mean, 0], [mean, 1.1 * top]], { key: "mean" });
    odds.curve("nw-line nw-three nw-dashed", [[whole, 0], [whole, 1.1 * top]], { key: "whole" });

    course.axes({ y: { domain: [low - room, high + room] } });
    course.curve("nw-limit", [[1, mean], [MOST, mean]], { key: "mean" });
    course.curve("nw-line nw-three nw-dashed", [[1, whole], [MOST, whole]], { key: "whole" });
    course.curve("nw-line nw-two", soFar.map((a, k) => [k + 1, a]), { key: "so far" });
    course.dots("nw-two nw-dot", [[drawn, soFar.at(-1)]], { key: "last" });
    const mine = reader();
    course.curve("nw-line nw-mine", (mine.list ?? []).map((a, k) => [k + 1, a]), { key: "yours" });

    ui.legend([
      { look: "nw-line nw-one", text: t("legendOne") },
      { look: "nw-two", mark: "cross", text: t("legendDropped") },
      { look: "nw-line nw-two", mark: true, text: t("legendNow") },
      { look: "nw-limit", text: t("legendMean") },
      { look: "nw-line nw-three nw-dashed", text: t("nothingDropped") },
      ...(mine.list ? [{ look: "nw-line nw-mine", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    ui.show({
      [t("subnetworks")]: String(all.length),
      [t("masksDrawn")]: String(drawn),
      [t("meanSoFar")]: number(soFar.at(-1)),
      [t("legendMean")]: number(mean),
      [t("nothingDropped")]: number(whole),
    });
    const gap = Math.abs(mean - whole);
    const dropped = now.flatMap((one, i) => (one ? [] : [i + 1]));
    const mask = t(!dropped.length ? "maskNone" : dropped.length === n() ? "maskAll" : "maskSome", { n: dropped.length, units: dropped.join(", ") });
    const verdict = t(gap < 1e-9 ? "exactly" : ui.get("inverted") ? "bent" : "missing", { mean: number(mean), whole: number(whole) });
    ui.say(sentences(mask, t("thereAre", { n: all.length }), verdict), mine.text);
  });
});
