// One neuron with two inputs: an arrow for the weights, a line for the boundary, a point for the input.

import { fixed, number } from "./lib/format.js";
import { arrow, line, shade } from "./lib/halfplane.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { ACTIVATIONS } from "./math/activations.js";
import { foot, logisticNeuron, signedDistance, thresholdNeuron, weightedSum } from "./math/neuron.js";
import english from "./words/en/neuron.js";

const t = words("neuron", english);

const REACH = 4;
const FAR = 8; // the bias
const TICKS = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5];
const GRID = TICKS.flatMap((x) => TICKS.map((y) => [x, y]));

const tidy = (v) => Number(v.toFixed(6));
const point = ([x, y], digits = 1) => `(${fixed(x, digits)}, ${fixed(y, digits)})`;

export default widget(t, (ui) => {
  const soft = () => ui.get("activation") === "sigmoid";
  const phi = (z) => ACTIVATIONS[ui.get("activation")].phi(z);

  ui.select("activation", { label: t("phi"), choices: [["sigmoid", t("phi_sigmoid")], ["step", t("threshold")]] });
  ui.slider("b", { label: t("bias"), min: -FAR, max: FAR, step: 0.1, format: (v) => fixed(v, 1) });
  const scale = (k) => ui.set({ w: ui.get("w").map((v) => tidy(k * v)), b: tidy(k * ui.get("b")) });
  const double = ui.button(t("double"), () => scale(2));
  ui.button(t("halve"), () => scale(0.5));
  ui.button(t("turn"), () => scale(-1));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: t("plane"), height: 360, square: true,
    x: { domain: [-REACH, REACH], label: "x₁" }, y: { domain: [-REACH, REACH], label: "x₂" },
  });
  const curve = ui.plot({
    label: t("curve"), height: 230,
    x: { domain: [-10, 10], label: t("sum") }, y: { domain: [-0.1, 1.1], label: t("outputPhi") },
  });

  const inside = { step: 0.1, big: 1, x: [-REACH, REACH], y: [-REACH, REACH] };
  const input = plane.handle({
    label: t("input"),
    at: () => ui.get("x"),
    move: (x) => ui.set({ x: x.map(tidy) }),
    text: () => t("inputIs", { x: point(ui.get("x")), output: number(phi(weightedSum(ui.get("x"), ui.get("w"), ui.get("b")))) }),
    ...inside,
  });
  const tip = plane.handle({
    label: t("tip"),
    at: () => ui.get("w"),
    move: (w) => ui.set({ w: w.map(tidy) }),
    text: () => t("tipIs", { w: point(ui.get("w")) }),
    ...inside,
  });
  // The boundary moves along its normal: whatever point it is dragged to, it will pass through.
  const grip = plane.handle({
    label: t("grip"),
    at: () => foot(ui.get("w"), ui.get("b")) ?? [0, 0],
    move: (p) => ui.set({ b: Math.min(FAR, Math.max(-FAR, tidy(-weightedSum(p, ui.get("w"), 0)))) }),
    text: () => t("gripIs", { b: fixed(ui.get("b")) }),
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
    const label = (key, text, p) => plane.text(key, p ? text : "", p ? [plane.x(p[0]), plane.y(p[1]) + 4] : [0, 0]);
    const beside = (s) => near && size > 0.05 && near.map((v, i) => Math.max(-3.4, Math.min(3.4, v + (s * 1.5 * w[i]) / size - (1.6 * (i ? w[0] : -w[1])) / size)));
    label("says-1", t("fires"), beside(1));
    label("says-0", t("silent"), beside(-1));
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
      { look: "nw-line nw-two", text: t("legendWeights") },
      { look: "nw-line nw-one", text: t("legendBoundary") },
      { look: "nw-fires nw-deep", area: true, text: t("towards") },
      ...(shown.length ? [{ look: "nw-stop", mark: "only", text: t("yoursHalf") }] : []),
    ]);
    ui.show({ "w·x + b": fixed(z), [t("output")]: number(phi(z)), [t("distance")]: size ? fixed(signedDistance(x, w, b)) : t("none"), "‖w‖": fixed(size) });
    const decision = t(soft() ? "atSure" : z >= 0 ? "atFires" : "atSilent", { x: point(x), z: fixed(z), share: Math.round(100 * phi(z)) });
    const where = near ? t("away", { distance: fixed(Math.abs(b) / size) }) : t("noBoundary");
    ui.say(sentences(decision, where), mine.text);
  });
});
