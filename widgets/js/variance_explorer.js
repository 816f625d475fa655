// The variance of a signal through many layers, forward and backward, measured in sampled networks.

import { activationLabel } from "./lib/choices.js";
import { number } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { activation } from "./math/activations.js";
import { ALPHA, INITIALIZATIONS, INITIALIZED } from "./math/declared.js";
import { measure, sampleEnds, sampleWeights, variance } from "./math/initialization.js";
import { median } from "./math/deep.js";
import english from "./words/en/variance_explorer.js";

const t = words("variance_explorer", english);

const NETWORKS = 9;
const DEPTH = 50;
const SAMPLES = 24;
const WIDTH = 48;
const BAND = [0.01, 100]; // the goal: both stay in here
const LOW = 1e-60; // below this a line leaves the plot; float64 itself ends near 1e-308
const WIDTHS = {
  equal: Array(DEPTH + 1).fill(WIDTH),
  funnel: Array.from({ length: DEPTH + 1 }, (_, l) => Math.round(88 - (80 * l) / DEPTH)),
};

export default widget(t, (ui) => {
  ui.select("activation", { label: t("activation"), choices: INITIALIZED.map((name) => [name, activationLabel(name)]) });
  ui.select("initialization", { label: t("weightsStartAs"), choices: INITIALIZATIONS.map((name) => [name, t(`init_${name}`)]) });
  ui.select("shape", { label: t("shape"), choices: [["equal", t("equal", { n: WIDTH })], ["funnel", t("funnel")]] });
  ui.slider("layers", { label: t("layersChoice"), min: 2, max: DEPTH, step: 1, format: String });
  ui.button(t("newNetworks"), () => ui.set({ seed: ui.get("seed") + NETWORKS }));

  ui.figure.classList.add("nw-two-columns");
  const plot = (label, y) => ui.plot({ label, height: 290, margin: { left: 54 }, x: { domain: [1, 5], label: t("layer") }, y: { domain: [0.01, 100], log: true, label: y } });
  const forward = plot(t("forwardPlot"), t("forwardAxis"));
  const backward = plot(t("backwardPlot"), t("backwardAxis"));

  let runs = [];
  let weightVariance = 0;
  /** From the last of `depth` layers back to the first, as a share of the last. */
  const relative = (values) => values.map((v) => v / values.at(-1));
  const run = (weights, ends, widths) => {
    const name = ui.get("activation");
    const out = measure({ ...ends, weights, widths, samples: SAMPLES, ...activation(name, ALPHA[name]) });
    return { forward: out.forward, backward: relative(out.backward) };
  };
  const compute = () => {
    const depth = ui.get("layers");
    const widths = WIDTHS[ui.get("shape")].slice(0, depth + 1);
    runs = Array.from({ length: NETWORKS }, (_, k) => {
      const ends = sampleEnds(widths, SAMPLES, ui.get("seed") + k);
      const weights = sampleWeights(ui.get("initialization"), widths, ends.rng);
      if (!k) weightVariance = variance(weights[0]);
      return run(weights, ends, widths);
    });
  };
  compute();
  ui.on("activation initialization shape layers seed", compute);

  // An initializer that has just been written is shown where it belongs.
  const chosenByReader = () => ui.reader()?.name.replace("_init", "");
  ui.on("reader", () => {
    if (chosenByReader()) ui.set({ initialization: chosenByReader(), shape: "equal" });
  });
  const drawReader = (depth) => {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    if (reader.error) return { text: failure(reader) };
    const { name } = reader;
    const all = Array.isArray(reader.values) ? reader.values.map((W) => (Array.isArray(W) ? W.flat(Infinity) : [W])) : [];
    if (all.length < DEPTH || all.some((W) => W.length !== WIDTH * WIDTH)) return { text: t("noMatrix", { name, n: WIDTH }) };
    if (all.some((W) => W.includes(null))) return { text: t("notFinite", { name }) };
    const drawn = number(variance(all.flat()), 3);
    if (ui.get("shape") !== "equal") return { text: t("chooseEqual", { name, variance: drawn, n: WIDTH }) };
    const widths = WIDTHS.equal.slice(0, depth + 1);
    const mine = run(all.slice(0, depth), sampleEnds(widths, SAMPLES, ui.get("seed")), widths);
    const ends = { forward: number(mine.forward.at(-1), 2), backward: number(mine.backward[0], 2) };
    return { ...mine, text: t("draws", { name, variance: drawn, layer: depth, ...ends }) };
  };

  const decade = (v, round) => 10 ** Math.max(-60, Math.min(60, round(Math.log10(v))));
  const inside = (values) => values.every((v) => v >= BAND[0] && v <= BAND[1]);
  ui.draw(() => {
    const depth = ui.get("layers");
    const mine = drawReader(depth);
    const typical = {};
    for (const [name, p] of Object.entries({ forward, backward })) {
      typical[name] = Array.from({ length: depth }, (_, l) => median(runs.map((r) => r[name][l])));
      const seen = [...runs.flatMap((r) => r[name]), ...(mine[name] ?? [])].filter((v) => v > LOW && v < 1 / LOW);
      p.axes({
        x: { domain: [1, depth], ticks: depth < 8 ? Array.from({ length: depth }, (_, i) => i + 1) : [1, ...[10, 20, 30, 40, 50].filter((t) => t <= depth)], format: String },
        y: { domain: [Math.min(1e-3, decade(Math.min(...seen, 1), Math.floor)), Math.max(1e3, decade(Math.max(...seen, 1), Math.ceil))] },
      });
      const points = (values) => values.map((v, l) => (v > LOW && v < 1 / LOW ? [l + 1, v] : null));
      const [top, bottom] = [p.y(BAND[1]), p.y(BAND[0])];
      p.path("nw-soft", `M${p.box.left},${top}H${p.box.right}V${bottom}H${p.box.left}Z`, { key: "band", into: p.back });
      runs.forEach((r, k) => p.curve("nw-thin", points(r[name]), { key: `network-${k}` }));
      const look = name === "forward" ? "nw-one" : "nw-two";
      p.curve(`nw-line ${look}`, points(typical[name]), { key: "median" });
      p.dots(`${look} nw-dot`, depth > 20 ? [] : points(typical[name]).filter(Boolean), { key: "median-dots" });
      p.curve("nw-line nw-mine", points(mine[name] ?? []), { key: "yours" });
      p.text("gone", seen.length ? "" : t("nothing"), [(p.box.left + p.box.right) / 2, (p.box.top + p.box.bottom) / 2 + 30]);
    }
    ui.legend([
      { look: "nw-line nw-one", text: t("legendForward", { n: NETWORKS }) },
      { look: "nw-line nw-two", text: t("legendBackward", { n: NETWORKS }) },
      { look: "nw-thin", text: t("eachNetwork") },
      { look: "nw-soft", area: true, text: t("legendBand") },
      ...(mine.forward ? [{ look: "nw-line nw-mine", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    const [last, first] = [typical.forward.at(-1), typical.backward[0]];
    const safe = (v) => (Number.isNaN(v) ? t("none") : v > 1 / LOW ? "∞" : number(v, 2));
    const goal = { forward: inside(typical.forward), backward: inside(typical.backward) };
    const word = (good) => t(good ? "in" : "out");
    ui.show({
      [t("varianceOf")]: number(weightVariance, 2),
      [t("zLayer", { layer: depth })]: safe(last),
      [t("gradientFirst")]: safe(first),
      [t("goal")]: t("goalIs", { forward: word(goal.forward), backward: word(goal.backward) }),
    });
    const each = (v) => v ** (1 / (depth - 1));
    const fate = (v, kept) => t(kept ? "kept" : !(v > 0) ? "gone" : v < 1 ? "fades" : "grows");
    const fates = t("fate", { forward: fate(last, goal.forward), backward: fate(first, goal.backward) });
    const finite = last > 0 && typical.forward[0] > 0 && Number.isFinite(last);
    const both = first > 0 && Number.isFinite(first);
    const rate = finite && t(both ? "rateBoth" : "rateZ", { z: number(each(last / typical.forward[0]), 2), gradient: number(each(first), 2) });
    const reached = goal.forward && goal.backward && t(depth < DEPTH ? "reachedFor" : "reached", { layers: t("layers", { n: depth }), all: DEPTH });
    ui.say(sentences(fates, rate, reached), mine.text);
  });
});
