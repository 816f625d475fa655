// One sigmoid neuron, input 1, that should say the target: how two losses bring it there.

import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { ACTIVATIONS } from "./math/activations.js";
import { flat } from "./math/compare.js";
import { LOSSES, learn } from "./math/losses.js";
import english from "./words/en/saturated_start.js";

const t = words("saturated_start", english);

const { phi: sigmoid, prime: slope } = ACTIVATIONS.sigmoid;
const STEPS = 300;
const REACH = 8; // of z, in the plot of slopes
const CLOSE = 0.1; // arrived: the output is this close to the target
const GRID = Array.from({ length: 81 }, (_, i) => -REACH + (i * REACH) / 40);
const TWO = { sigmoid_squared: "nw-one", binary_cross_entropy: "nw-two" };

export default widget(t, (ui) => {
  const z = () => ui.get("w") + ui.get("b");
  const target = () => ui.get("target");

  ui.slider("w", { label: t("weight"), min: -4, max: 4, step: 0.1, format: (v) => fixed(v, 1) });
  ui.slider("b", { label: t("bias"), min: -4, max: 4, step: 0.1, format: (v) => fixed(v, 1) });
  ui.slider("rate", { label: t("rate"), min: 0.02, max: 2, step: 0.05, scale: "log" });
  ui.select("target", { label: t("shouldSay"), choices: [[0, "0"], [1, "1"]] });
  ui.button(t("easy"), () => ui.set({ w: 0.6, b: 0.9, rate: 0.15, target: 0 }));
  ui.button(t("saturated"), () => ui.set({ w: 2, b: 2, rate: 0.15, target: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const curves = ui.plot({
    label: t("curves"), height: 260,
    x: { domain: [0, STEPS], label: t("stepsAxis") }, y: { domain: [-0.02, 1.02], ticks: [0, 0.5, 1], label: t("outputZ") },
  });
  const slopes = ui.plot({
    label: t("slopes"), height: 260,
    x: { domain: [-REACH, REACH], label: t("zIs") }, y: { domain: [-0.02, 1.08], ticks: [0, 0.5, 1], label: t("pull") },
  });
  const handle = slopes.handle({
    label: t("start"),
    at: () => [z(), Math.abs(LOSSES.sigmoid_squared.slope(z(), target()))],
    move: ([to]) => {
      // The bias takes what it can; beyond that the weight follows.
      const b = Math.max(-4, Math.min(4, to - ui.get("w")));
      ui.set({ b: Number(b.toFixed(6)), w: Number((to - b).toFixed(6)) });
    },
    text: () => t("startIs", { z: fixed(z(), 1), output: number(sigmoid(z())) }),
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    surface: true,
  });

  // One sample with many outputs: nothing is divided, and every z gets its own slope.
  const probe = () => {
    const y = [GRID.map(target)];
    ui.probe({ squared_error_grad: [[GRID.map(sigmoid)], y], binary_cross_entropy_grad: [[GRID], y] });
  };
  probe();
  ui.on("target", probe);

  const drawReader = () => {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    const squared = reader.name === "squared_error_grad";
    const right = LOSSES[squared ? "sigmoid_squared" : "binary_cross_entropy"].slope;
    const values = reader.values && flat(reader.values);
    const chained = squared && values?.length === GRID.length ? values.map((d, i) => (d === null ? null : d * slope(GRID[i]))) : values;
    return compare(reader.name, { ...reader, values: chained ?? [] }, GRID, (v) => right(v, target()));
  };

  ui.draw(() => {
    const first = LOSSES.sigmoid_squared.slope(z(), target());
    const runs = Object.fromEntries(Object.keys(TWO).map((name) => [name, learn(name, ui.get("w"), ui.get("b"), target(), ui.get("rate"), STEPS)]));
    curves.curve("nw-limit", [[0, target()], [STEPS, target()]], { key: "target" });
    for (const [name, look] of Object.entries(TWO)) {
      curves.curve(`nw-line ${look}`, runs[name].outputs.map((a, k) => [k, a]), { key: name });
      slopes.curve(`nw-line ${look}`, (v) => Math.abs(LOSSES[name].slope(v, target())), { key: name });
    }
    curves.dots("nw-two nw-dot", runs.binary_cross_entropy.outputs.map((a, k) => [k, a]).filter((_, k) => k % 30 === 0), { key: "marks" });
    slopes.dots("nw-two nw-dot", GRID.filter((_, i) => i % 8 === 4).map((v) => [v, Math.abs(LOSSES.binary_cross_entropy.slope(v, target()))]), { key: "marks" });
    slopes.curve("nw-limit", [[z(), 0], [z(), 1]], { key: "stem" });
    const mine = drawReader();
    slopes.curve("nw-line nw-mine", (mine.points ?? []).map((p) => p && [p[0], Math.abs(p[1])]), { key: "yours" });
    handle.place();

    const arrives = (name) => runs[name].outputs.findIndex((a) => Math.abs(a - target()) < CLOSE);
    const steps = Object.fromEntries(Object.keys(TWO).map((name) => [name, arrives(name)]));
    const said = (k) => (k < 0 ? t("moreThan", { steps: t("steps", { n: STEPS }) }) : t("steps", { n: k }));
    ui.legend([
      ...Object.entries(TWO).map(([name, look]) => ({ look: `nw-line ${look}`, mark: name === "binary_cross_entropy", text: t(name) })),
      { look: "nw-limit", text: t("legendLimit") },
      ...(mine.points ? [{ look: "nw-line nw-mine", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    ui.show({ [t("start")]: fixed(z(), 1), [t("output")]: number(sigmoid(z())), "σ′(z)": number(slope(z())) });
    const cross = Math.abs(LOSSES.binary_cross_entropy.slope(z(), target()));
    const pulls = t("pulls", { squared: number(Math.abs(first), 2), cross: number(cross, 2), times: number(1 / slope(z()), 2) });
    const way = t("way", { close: CLOSE, squared: said(steps.sigmoid_squared), cross: said(steps.binary_cross_entropy) });
    ui.say(sentences(pulls, way), mine.text);
  });
});
