// One neuron with two inputs: an arrow for the weights, a line for the boundary, a point for the input.

import { fixed, number } from "./lib/format.js";
import { arrow, line, shade } from "./lib/halfplane.js";
import { widget } from "./lib/widget.js";
import { ACTIVATIONS } from "./math/activations.js";
import { compare } from "./math/compare.js";
import { foot, logisticNeuron, signedDistance, thresholdNeuron, weightedSum } from "./math/neuron.js";

const REACH = 4;
const FAR = 8; // the bias
const TICKS = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5];
const GRID = TICKS.flatMap((x) => TICKS.map((y) => [x, y]));

const tidy = (v) => Number(v.toFixed(6));
const point = ([x, y], digits = 1) => `(${fixed(x, digits)}, ${fixed(y, digits)})`;

export default widget("A neuron with two inputs", (ui) => {
  const soft = () => ui.get("activation") === "sigmoid";
  const phi = (z) => ACTIVATIONS[ui.get("activation")].phi(z);

  ui.select("activation", { label: "activation φ", choices: [["sigmoid", "sigmoid"], ["step", "hard threshold"]] });
  ui.slider("b", { label: "bias b", min: -FAR, max: FAR, step: 0.1, format: (v) => fixed(v, 1) });
  const scale = (k) => ui.set({ w: ui.get("w").map((v) => tidy(k * v)), b: tidy(k * ui.get("b")) });
  const double = ui.button("Double w and b", () => scale(2));
  ui.button("Halve w and b", () => scale(0.5));
  ui.button("Turn round (NOT)", () => scale(-1));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: "plane of the two inputs, with weights and boundary", height: 360, square: true,
    x: { domain: [-REACH, REACH], label: "x₁" }, y: { domain: [-REACH, REACH], label: "x₂" },
  });
  const curve = ui.plot({
    label: "output against the weighted sum", height: 230,
    x: { domain: [-10, 10], label: "weighted sum z" }, y: { domain: [-0.1, 1.1], label: "output φ(z)" },
  });

  const inside = { step: 0.1, big: 1, x: [-REACH, REACH], y: [-REACH, REACH] };
  const input = plane.handle({
    label: "input x",
    at: () => ui.get("x"),
    move: (x) => ui.set({ x: x.map(tidy) }),
    text: () => `x = ${point(ui.get("x"))}, output ${number(phi(weightedSum(ui.get("x"), ui.get("w"), ui.get("b"))))}`,
    ...inside,
  });
  const tip = plane.handle({
    label: "weights w, the tip of the arrow",
    at: () => ui.get("w"),
    move: (w) => ui.set({ w: w.map(tidy) }),
    text: () => `w = ${point(ui.get("w"))}`,
    ...inside,
  });
  // The boundary moves along its normal: whatever point it is dragged to, it will pass through.
  const grip = plane.handle({
    label: "boundary: moves the bias",
    at: () => foot(ui.get("w"), ui.get("b")) ?? [0, 0],
    move: (p) => ui.set({ b: Math.min(FAR, Math.max(-FAR, tidy(-weightedSum(p, ui.get("w"), 0)))) }),
    text: () => `b = ${fixed(ui.get("b"))}`,
    ...inside,
  });

  const probe = () => {
    const [w, b, x] = ["w", "b", "x"].map((name) => ui.get(name));
    ui.probe({
      weighted_sum: [x, w, b],
      threshold_neuron: [x, w, -b],
      logistic_neuron: [GRID, w, b],
      signed_distance: [GRID, w, b],
    });
  };
  probe();
  ui.on("w b x", probe);

  const compareReader = () => {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    const [w, b, x] = ["w", "b", "x"].map((name) => ui.get(name));
    const reference = {
      weighted_sum: (p) => weightedSum(p, w, b),
      threshold_neuron: (p) => thresholdNeuron(p, w, -b),
      logistic_neuron: (p) => logisticNeuron(p, w, b),
      signed_distance: (p) => signedDistance(p, w, b),
    }[reader.name];
    const many = ["logistic_neuron", "signed_distance"].includes(reader.name);
    return compare(reader.name, reader, many ? GRID : [x], reference, point);
  };

  ui.draw(() => {
    const [w, b, x] = ["w", "b", "x"].map((name) => ui.get(name));
    const z = weightedSum(x, w, b);
    const size = Math.hypot(...w);
    const near = foot(w, b);
    double.disabled = Math.max(...w.map(Math.abs)) > REACH / 2 || Math.abs(b) > FAR / 2;
    grip.el.style.display = near ? "" : "none";

    shade(plane, w, b, { soft: soft() });
    line(plane, "nw-line nw-one", w, b, { key: "boundary" });
    arrow(plane, "nw-line nw-two", [0, 0], w, { key: "weights" });
    const label = (key, words, p) => plane.text(key, p ? words : "", p ? [plane.x(p[0]), plane.y(p[1]) + 4] : [0, 0]);
    const beside = (s) => near && size > 0.05 && near.map((v, i) => Math.max(-3.4, Math.min(3.4, v + (s * 1.5 * w[i]) / size - (1.6 * (i ? w[0] : -w[1])) / size)));
    label("says-1", "fires", beside(1));
    label("says-0", "silent", beside(-1));
    label("name-w", "w", w.map((v) => v + 0.35 * Math.sign(v || 1)));
    label("name-x", "x", [x[0] + 0.3, x[1] - 0.35]);
    label("name-b", "b", near && [near[0] - 0.3, near[1] + 0.3]);
    for (const handle of [grip, tip, input]) handle.place();

    const mine = compareReader();
    const shown = mine.points && ui.reader().name === "logistic_neuron" ? mine.points.filter(Boolean) : [];
    for (const [key, dots] of [["high", shown.filter((p) => p[1] >= 0.5)], ["low", shown.filter((p) => p[1] < 0.5)]]) {
      plane.dots(key === "high" ? "nw-stop" : "nw-mine nw-dot", dots.map((p) => p[0]), { key: `yours-${key}`, r: key === "high" ? 4 : 2.5 });
    }

    curve.curve("nw-line nw-one", phi, { key: "activation" });
    const at = Math.max(-10, Math.min(10, z));
    curve.curve("nw-limit", [[at, -0.1], [at, 1.1]], { key: "stem" });
    curve.dots("nw-knob", [[at, phi(z)]], { key: "now", r: 6 });

    ui.legend([
      { look: "nw-line nw-two", text: "weights w" },
      { look: "nw-line nw-one", text: "boundary w·x + b = 0" },
      { look: "nw-fires nw-deep", area: true, text: "output towards 1" },
      ...(shown.length ? [{ look: "nw-stop", mark: "only", text: "yours: ½ or more" }] : []),
    ]);
    ui.show({ "w·x + b": fixed(z), output: number(phi(z)), distance: size ? fixed(signedDistance(x, w, b)) : "none", "‖w‖": fixed(size) });
    const decides = z >= 0 ? "fires" : "is silent";
    const says = soft() ? `is ${Math.round(100 * phi(z))} % sure of "yes"` : decides;
    const where = near
      ? `The boundary is ${fixed(Math.abs(b) / size)} away from the origin, at a right angle to w.`
      : "Without weights there is no boundary: every input gets the same answer.";
    ui.say(`At x = ${point(x)} the weighted sum is ${fixed(z)}, so the neuron ${says}. ${where}`, mine.text);
  });
});
