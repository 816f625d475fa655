// One sigmoid neuron, input 1, that should say the target: how two losses bring it there.

import { fixed, number } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { ACTIVATIONS } from "./math/activations.js";
import { compare, flat } from "./math/compare.js";
import { LOSSES, learn } from "./math/losses.js";

const { phi: sigmoid, prime: slope } = ACTIVATIONS.sigmoid;
const STEPS = 300;
const REACH = 8; // of z, in the plot of slopes
const CLOSE = 0.1; // arrived: the output is this close to the target
const GRID = Array.from({ length: 81 }, (_, i) => -REACH + (i * REACH) / 40);
const TWO = { sigmoid_squared: ["squared error", "nw-one"], binary_cross_entropy: ["cross-entropy", "nw-two"] };

export default widget("Two losses on a saturated neuron", (ui) => {
  const z = () => ui.get("w") + ui.get("b");
  const target = () => ui.get("target");

  ui.slider("w", { label: "first weight w", min: -4, max: 4, step: 0.1, format: (v) => fixed(v, 1) });
  ui.slider("b", { label: "first bias b", min: -4, max: 4, step: 0.1, format: (v) => fixed(v, 1) });
  ui.slider("rate", { label: "learning rate η", min: 0.02, max: 2, step: 0.05, scale: "log" });
  ui.select("target", { label: "it should say", choices: [[0, "0"], [1, "1"]] });
  ui.button("Easy start", () => ui.set({ w: 0.6, b: 0.9, rate: 0.15, target: 0 }));
  ui.button("Saturated start", () => ui.set({ w: 2, b: 2, rate: 0.15, target: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const curves = ui.plot({
    label: "output while it learns", height: 260,
    x: { domain: [0, STEPS], label: "steps" }, y: { domain: [-0.02, 1.02], ticks: [0, 0.5, 1], label: "output σ(z)" },
  });
  const slopes = ui.plot({
    label: "size of the slope against z", height: 260,
    x: { domain: [-REACH, REACH], label: "z = w · 1 + b" }, y: { domain: [-0.02, 1.08], ticks: [0, 0.5, 1], label: "pull towards the target, |∂loss/∂z|" },
  });
  const handle = slopes.handle({
    label: "z at the start",
    at: () => [z(), Math.abs(LOSSES.sigmoid_squared.slope(z(), target()))],
    move: ([to]) => {
      // The bias takes what it can; beyond that the weight follows.
      const b = Math.max(-4, Math.min(4, to - ui.get("w")));
      ui.set({ b: Number(b.toFixed(6)), w: Number((to - b).toFixed(6)) });
    },
    text: () => `z = ${fixed(z(), 1)}, output ${number(sigmoid(z()))}`,
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
    for (const [name, [, look]] of Object.entries(TWO)) {
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
    const said = (k) => (k < 0 ? `more than ${STEPS} steps` : `${k} steps`);
    ui.legend([
      ...Object.entries(TWO).map(([name, [text, look]]) => ({ look: `nw-line ${look}`, mark: name === "binary_cross_entropy", text })),
      { look: "nw-limit", text: "target; start" },
      ...(mine.points ? [{ look: "nw-line nw-mine", text: `yours: ${ui.reader().name}` }] : []),
    ]);
    ui.show({ "z at the start": fixed(z(), 1), output: number(sigmoid(z())), "σ′(z)": number(slope(z())) });
    const cross = Math.abs(LOSSES.binary_cross_entropy.slope(z(), target()));
    const pull = `At the start squared error pulls with ${number(Math.abs(first), 2)}, cross-entropy with ${number(cross, 2)}, ${number(1 / slope(z()), 2)} times as hard.`;
    const way = `Until the output is within ${CLOSE} of the target: squared error ${said(steps.sigmoid_squared)}, cross-entropy ${said(steps.binary_cross_entropy)}.`;
    ui.say(`${pull} ${way}`, mine.text);
  });
});
