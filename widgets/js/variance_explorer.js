// The variance of a signal through many layers, forward and backward, measured in sampled networks.

import { number } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { ACTIVATIONS } from "./math/activations.js";
import { INITIALIZATIONS, INITIALIZATION_LABELS, measure, sampleEnds, sampleWeights, variance } from "./math/initialization.js";
import { median } from "./math/deep.js";

const NETWORKS = 9;
const DEPTH = 50;
const SAMPLES = 24;
const WIDTH = 48;
const BAND = [0.01, 100]; // the goal: both stay in here
const LOW = 1e-60; // below this a line leaves the plot; float64 itself ends near 1e-308
const ALPHA = { leaky_relu: 0.1, elu: 1 };
const CHOICES = [
  ["identity", "identity"],
  ["tanh", "tanh"],
  ["sigmoid", "sigmoid"],
  ["relu", "ReLU"],
  ["leaky_relu", "leaky ReLU, 0.1"],
  ["elu", "ELU (α = 1)"],
];
const WIDTHS = {
  equal: Array(DEPTH + 1).fill(WIDTH),
  funnel: Array.from({ length: DEPTH + 1 }, (_, l) => Math.round(88 - (80 * l) / DEPTH)),
};

export default widget("Variance through fifty layers", (ui) => {
  ui.select("activation", { label: "activation", choices: CHOICES });
  ui.select("initialization", { label: "weights start as", choices: INITIALIZATIONS.map((name) => [name, INITIALIZATION_LABELS[name]]) });
  ui.select("shape", { label: "units", choices: [["equal", `${WIDTH} each`], ["funnel", "88 down to 8"]] });
  ui.slider("layers", { label: "layers", min: 2, max: DEPTH, step: 1, format: String });
  ui.button("Draw new networks", () => ui.set({ seed: ui.get("seed") + NETWORKS }));

  ui.figure.classList.add("nw-two-columns");
  const plot = (label, y) => ui.plot({ label, height: 290, margin: { left: 54 }, x: { domain: [1, 5], label: "layer" }, y: { domain: [0.01, 100], log: true, label: y } });
  const forward = plot("variance of the pre-activations, layer by layer", "forward: variance of z");
  const backward = plot("variance of the gradient, layer by layer", "backward: variance of ∂L/∂z, top layer = 1");

  let runs = [];
  let weightVariance = 0;
  /** From the last of `depth` layers back to the first, as a share of the last. */
  const relative = (values) => values.map((v) => v / values.at(-1));
  const run = (weights, ends, widths) => {
    const { phi, prime } = ACTIVATIONS[ui.get("activation")];
    const alpha = ALPHA[ui.get("activation")];
    const out = measure({ ...ends, weights, widths, samples: SAMPLES, phi: (z) => phi(z, alpha), prime: (z) => prime(z, alpha) });
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
    if (reader.error) return { text: `Your ${reader.name} could not be drawn: ${reader.error}` };
    const all = Array.isArray(reader.values) ? reader.values.map((W) => (Array.isArray(W) ? W.flat(Infinity) : [W])) : [];
    if (all.length < DEPTH || all.some((W) => W.length !== WIDTH * WIDTH)) {
      return { text: `Your ${reader.name} did not give a matrix of shape (${WIDTH}, ${WIDTH}).` };
    }
    if (all.some((W) => W.includes(null))) return { text: `Your ${reader.name} gave inf or nan.` };
    const v = `Your ${reader.name} draws weights of variance ${number(variance(all.flat()), 3)}`;
    if (ui.get("shape") !== "equal") return { text: `${v} for ${WIDTH} inputs and ${WIDTH} units; choose ${WIDTH} each to see it.` };
    const widths = WIDTHS.equal.slice(0, depth + 1);
    const mine = run(all.slice(0, depth), sampleEnds(widths, SAMPLES, ui.get("seed")), widths);
    return { ...mine, text: `${v}. Its network: forward ${number(mine.forward.at(-1), 2)} in layer ${depth}, backward ${number(mine.backward[0], 2)} in layer 1.` };
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
      p.text("gone", seen.length ? "" : "exactly 0: nothing arrives", [(p.box.left + p.box.right) / 2, (p.box.top + p.box.bottom) / 2 + 30]);
    }
    ui.legend([
      { look: "nw-line nw-one", text: `forward, median of ${NETWORKS}` },
      { look: "nw-line nw-two", text: `backward, median of ${NETWORKS}` },
      { look: "nw-thin", text: "each network" },
      { look: "nw-soft", area: true, text: "goal: between 1/100 and 100" },
      ...(mine.forward ? [{ look: "nw-line nw-mine", text: `yours: ${ui.reader().name}` }] : []),
    ]);
    const [last, first] = [typical.forward.at(-1), typical.backward[0]];
    const safe = (v) => (Number.isNaN(v) ? "none" : v > 1 / LOW ? "∞" : number(v, 2));
    const goal = { forward: inside(typical.forward), backward: inside(typical.backward) };
    const word = (good) => (good ? "in" : "out");
    ui.show({
      "variance of a weight": number(weightVariance, 2),
      [`z, layer ${depth}`]: safe(last),
      "gradient, layer 1": safe(first),
      goal: `forward ${word(goal.forward)}, backward ${word(goal.backward)}`,
    });
    const each = (v) => v ** (1 / (depth - 1));
    const fate = (v, kept) => (kept ? "keeps its size" : !(v > 0) ? "is gone" : v < 1 ? "fades" : "grows");
    const rate = last > 0 && typical.forward[0] > 0 && Number.isFinite(last) ? ` A typical layer multiplies the variance of z by ${number(each(last / typical.forward[0]), 2)}` : "";
    const rateBack = rate && first > 0 && Number.isFinite(first) ? ` and that of the gradient by ${number(each(first), 2)}.` : rate && ".";
    const both = goal.forward && goal.backward;
    ui.say(
      `Forward, the signal ${fate(last, goal.forward)}; backward, the gradient ${fate(first, goal.backward)}.${rate}${rateBack}` +
        (both ? ` Goal reached for ${depth} layers${depth < DEPTH ? `: does it hold for ${DEPTH}?` : "."}` : ""),
      mine.text,
    );
  });
});
