// Histograms of the activations of eight layers, and what the scale of the weights does to them.

import { number, percent } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { ACTIVATIONS } from "./math/activations.js";
import { flat } from "./math/compare.js";
import { NORMALIZED } from "./math/declared.js";
import { activationsOf, batchNorm, deepNetwork, shares, spread } from "./math/regularization.js";
import english from "./words/en/batch_norm_histograms.js";

const t = words("batch_norm_histograms", english);

const DEPTH = 8;
const [ROWS, WIDTH] = [96, 24];
const RANGES = { tanh: [-1, 1], relu: [0, 4], sigmoid: [0, 1] };
const BINS = 41;
const SHOWN = 4; // units of the first layer that the reader's function normalizes
const { X, weights } = deepNetwork(ROWS, WIDTH, DEPTH, 8);

export default widget(t, (ui) => {
  ui.slider("scale", { label: t("scale"), min: 0.1, max: 10, step: 0.05, scale: "log", format: (v) => number(v, 2) });
  ui.slider("layer", { label: t("layer"), min: 1, max: DEPTH, step: 1, format: String });
  ui.select("phi", { label: t("activation"), choices: NORMALIZED.map((name) => [name, t(`phi_${name}`)]) });
  ui.toggle("normalized", { label: t("normalized") });

  ui.figure.classList.add("nw-two-columns");
  const large = ui.plot({
    label: t("histogram"), height: 260,
    x: { domain: [-1, 1], label: t("activation") }, y: { domain: [0, 1], label: t("share") },
  });
  const course = ui.plot({
    label: t("spread"), height: 260,
    x: { domain: [1, DEPTH], ticks: Array.from({ length: DEPTH }, (_, k) => k + 1), format: String, label: t("layer") },
    y: { domain: [1e-6, 1e6], log: true, label: t("deviation") },
  });
  const handle = course.handle({
    label: t("layer"),
    at: () => [ui.get("layer"), Math.max(1e-6, Math.min(1e6, spreads[ui.get("layer") - 1].std || 1e-6))],
    move: ([k]) => ui.set({ layer: Math.max(1, Math.min(DEPTH, Math.round(k))) }),
    text: () => t("layerIs", { layer: ui.get("layer"), std: number(spreads[ui.get("layer") - 1].std) }),
    step: 1,
    x: [1, DEPTH],
    surface: true,
  });

  let layers = [];
  let spreads = [];
  let others = [];
  const compute = () => {
    const run = (on) => activationsOf(X, weights, ui.get("scale"), ui.get("phi"), on);
    layers = run(ui.get("normalized"));
    spreads = layers.map(spread);
    others = run(!ui.get("normalized")).map(spread);
  };
  // A piece of the first layer's Z: what the reader's function is called on.
  const piece = () => X.map((row) => weights[0][0].slice(0, SHOWN).map((_, j) => ui.get("scale") * row.reduce((sum, x, k) => sum + x * weights[0][k][j], 0)));
  const probe = () => ui.probe({ batch_norm_forward: [piece(), new Array(SHOWN).fill(1), new Array(SHOWN).fill(0)] });
  compute();
  probe();
  ui.on("scale phi normalized", compute);
  ui.on("scale", probe);

  const reader = () => {
    const mine = ui.reader();
    if (!mine) return { text: "" };
    if (mine.error) return { text: failure(mine) };
    const out = flat(mine.values?.[0] ?? []);
    const right = batchNorm(piece()).flat();
    if (out.length !== right.length) return { text: t("should", { name: mine.name, n: right.length }) };
    const worst = Math.max(...out.map((v, k) => (v === null ? Infinity : Math.abs(v - right[k]))));
    const rows = Array.from({ length: ROWS }, (_, i) => out.slice(SHOWN * i, SHOWN * (i + 1)));
    const what = { name: mine.name, units: SHOWN, difference: Number.isFinite(worst) ? number(worst) : t("infOrNan") };
    return { rows, text: sentences(t(worst < 1e-9 ? "yoursSame" : "yoursDiffers", what), t("yoursSpread", { std: number(spread(rows).std) })) };
  };

  ui.draw(() => {
    const k = ui.get("layer");
    const values = layers[k - 1].flat();
    const [low, high] = RANGES[ui.get("phi")];
    const bars = shares(values, low, high, BINS);
    const mine = reader();
    const mineBars = mine.rows ? shares(mine.rows.flat().map((v) => ACTIVATIONS[ui.get("phi")].phi(v ?? 0)), low, high, BINS) : [];
    const top = Math.max(...bars, ...mineBars);
    large.axes({ x: { domain: [low, high] }, y: { domain: [0, 1.08 * top] } });
    const step = (high - low) / BINS;
    large.curve("nw-line nw-one", bars.flatMap((s, i) => [[low + step * i, s], [low + step * (i + 1), s]]), { key: "bars" });
    large.curve("nw-line nw-mine", mineBars.flatMap((s, i) => [[low + step * i, s], [low + step * (i + 1), s]]), { key: "yours" });

    const line = (list) => list.map(({ std }, i) => [i + 1, std > 0 && Number.isFinite(std) ? std : null]);
    const all = [...spreads, ...others].map((s) => s.std).filter((s) => s > 0 && Number.isFinite(s));
    const from = Math.max(-8, Math.floor(Math.log10(Math.min(...all, 0.1))));
    const to = Math.min(8, Math.ceil(Math.log10(Math.max(...all, 1))));
    course.axes({ y: { domain: [10 ** from, 10 ** to] } });
    course.curve("nw-limit", line(others), { key: "other" });
    course.curve("nw-line nw-one", line(spreads), { key: "now" });
    course.dots("nw-one nw-dot", line(spreads).filter(([, y]) => y !== null), { key: "marks" });
    handle.place();

    const on = ui.get("normalized");
    ui.legend([
      { look: "nw-line nw-one", mark: true, text: t(on ? "with" : "without") },
      { look: "nw-limit", text: t(on ? "without" : "with") },
      ...(mine.rows ? [{ look: "nw-line nw-mine", text: t("legendYours") }] : []),
    ]);
    const edge = { tanh: (v) => Math.abs(v) > 0.97, sigmoid: (v) => v < 0.015 || v > 0.985, relu: (v) => v <= 0 }[ui.get("phi")];
    const stuck = values.filter(edge).length / values.length;
    const word = t(ui.get("phi") === "relu" ? "atZero" : "saturated");
    const { std } = spreads[k - 1];
    ui.show({ [t("stdOf", { layer: 1 })]: number(spreads[0].std, 2), [t("stdOf", { layer: k })]: number(std, 2), [word]: percent(stuck) });
    const ratio = spreads[DEPTH - 1].std / spreads[0].std;
    const [first, last] = [spreads[0], spreads[DEPTH - 1]].map((s) => number(s.std, 2));
    const fate = t(ratio < 0.2 ? "fades" : ratio > 5 ? "explodes" : "keeps", { layer: DEPTH, ratio: number(ratio, 2), first, last });
    ui.say(sentences(fate, t("stuck", { layer: k, share: percent(stuck), state: word })), mine.text);
  });
});
