// The loss of w x + b over all w and b: contours, a point with its gradient that descends, and the data behind it.

import { element } from "./lib/dom.js";
import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { ACTIVATIONS } from "./math/activations.js";
import { flat } from "./math/compare.js";
import { contour, heights } from "./math/contour.js";
import { descendLine, lossOfLine, lowest } from "./math/losses.js";
import english from "./words/en/error_surface.js";

const t = words("error_surface", english);

const { phi: sigmoid, prime: sigmoidPrime } = ACTIVATIONS.sigmoid;
const REACH = 6;
const STEPS = 200;
const LEVELS = 13;
const FIELD = [-5, -3, -1, 1, 3, 5].flatMap((b) => [-5, -3, -1, 1, 3, 5].map((w) => [w, b])); // where the reader's gradient is drawn

const LINE = { x: [-2.2, -1.7, -1.2, -0.6, -0.1, 0.4, 0.9, 1.5], y: [-1.5, -1.2, -0.3, 0.1, 0.2, 0.9, 1.1, 1.9] };
const NEURON = { x: [-2.2, -1.6, -1.1, -0.5, 0.2, -0.3, 0.6, 1.1, 1.7, 2.3], y: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] };
const MODELS = {
  ofLine: ["squared_error", "absolute_error", "huber"],
  ofNeuron: ["sigmoid_squared", "binary_cross_entropy", "hinge"],
};
const choices = () => Object.fromEntries(Object.entries(MODELS).map(([model, names]) => [t(model), names.map((name) => [name, t(name)])]));
const PIECEWISE = ["absolute_error", "hinge"]; // their gradient does not fade near the bottom

export default widget(t, (ui) => {
  const name = () => ui.get("loss");
  const isLine = () => MODELS.ofLine.includes(name());
  const ofLine = () => ({ x: [...LINE.x, ui.get("outlier")[0]], y: [...LINE.y, ui.get("outlier")[1]] });
  const ofNeuron = () => ({ x: [...NEURON.x, ui.get("stray")], y: [...NEURON.y, 0] });
  const samples = () => (isLine() ? ofLine() : ofNeuron());
  const height = (label) => (name() === "hinge" ? 2 * label - 1 : label); // of a label in the plot of the data
  const output = (v) => (isLine() || name() === "hinge" ? v : sigmoid(v));
  let bottom, lines;
  let walk = { path: [ui.get("start")], losses: [0] };
  const last = () => walk.path.length - 1;
  const step = () => Math.min(last(), ui.get("shown"));
  const here = () => walk.path[step()];

  ui.select("loss", { label: t("modelAndLoss"), choices: choices() });
  ui.slider("rate", { label: t("rate"), min: 0.01, max: 5, step: 0.05, scale: "log" });
  const shown = ui.slider("shown", { label: t("stepsTaken"), min: 0, max: STEPS, step: 1, format: () => String(step()) });
  ui.button(t("oneStep"), () => ui.set({ shown: Math.min(last(), step() + 1) }));
  ui.button(t("tenSteps"), () => ui.set({ shown: Math.min(last(), step() + 10) }));
  ui.button(t("descend"), () => ui.set({ shown: last() }));
  ui.button(t("backToStart"), () => ui.set({ shown: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const map = ui.plot({
    label: t("map"), height: 360, square: true,
    x: { domain: [-REACH, REACH], label: "w" }, y: { domain: [-REACH, REACH], label: "b" },
  });
  const side = element("div", {});
  ui.figure.append(side);
  const data = ui.plot({ into: side, label: t("data"), height: 200, x: { domain: [-2.8, 2.8], label: "x" }, y: { domain: [-4.5, 4.5], label: "y" } });
  const graph = ui.plot({ into: side, label: t("graph"), height: 150, x: { domain: [0, STEPS], label: t("stepsAxis") }, y: { domain: [0, 1], label: t("loss") } });

  const point = map.handle({
    label: t("parameters"),
    at: here,
    move: (start) => ui.set({ start, shown: 0 }),
    text: () => t("parametersAre", { w: fixed(here()[0]), b: fixed(here()[1]), loss: number(walk.losses[step()]) }),
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });
  const outlierAt = () => (isLine() ? ui.get("outlier") : [ui.get("stray"), height(0)]);
  const outlier = data.handle({
    label: t("movable"),
    at: outlierAt,
    move: ([x, y]) => ui.set(isLine() ? { outlier: [x, y] } : { stray: x }),
    text: () => (isLine() ? t("movableIs", { x: fixed(ui.get("outlier")[0], 1), y: fixed(ui.get("outlier")[1], 1) }) : t("movableIsZero", { x: fixed(ui.get("stray"), 1) })),
    step: 0.1,
    big: 1,
    x: [-2.6, 2.6],
    y: [-4, 4],
  });

  const compute = () => {
    const { x, y } = samples();
    walk = descendLine(name(), x, y, ui.get("start"), ui.get("rate"), STEPS);
    shown.range({ max: last() });
  };
  // What depends on the data and the loss only.
  const survey = () => {
    const { x, y } = samples();
    bottom = lowest(name(), x, y, REACH);
    const surface = heights((w, b) => lossOfLine(name(), x, y, [w, b]).loss, REACH, 49);
    const top = Math.max(...surface.rows.flat());
    const levels = Array.from({ length: LEVELS }, (_, k) => bottom.loss + (top - bottom.loss) * ((k + 1) / (LEVELS + 1)) ** 2);
    lines = levels.map((level) => contour(surface, level));
    compute();
    // What the reader's gradients are called on, whatever is shown now. One column for every point of the field:
    // the losses of the columns add up, so that each column has its own gradient.
    const columns = ({ x, y }, phi = (v) => v) => [
      x.map((v) => FIELD.map(([w, b]) => phi(w * v + b))),
      y.map((v) => FIELD.map(() => v)),
    ];
    ui.probe({
      squared_error_grad: name() === "sigmoid_squared" ? columns(ofNeuron(), sigmoid) : columns(ofLine()),
      binary_cross_entropy_grad: columns(ofNeuron()),
    });
  };
  survey();
  ui.on("loss outlier stray", survey);
  ui.on("start rate", compute);

  // A gradient that has just been written is shown where it belongs.
  const belongs = { squared_error_grad: ["squared_error", "sigmoid_squared"], binary_cross_entropy_grad: ["binary_cross_entropy"] };
  ui.on("reader", () => {
    const at = belongs[ui.reader()?.name];
    if (at && !at.includes(name())) ui.set({ loss: at[0] });
  });

  /** The reader's gradient at the points of the field, by the chain rule to w and b. */
  const readersField = () => {
    const reader = ui.reader();
    if (!reader || !belongs[reader.name].includes(name())) return { text: "" };
    const { x, y } = samples();
    const d = reader.values && flat(reader.values);
    const fits = d?.length === x.length * FIELD.length;
    const slope = (w, b, i) => (name() === "sigmoid_squared" ? sigmoidPrime(w * x[i] + b) : 1);
    const field = fits && FIELD.map(([w, b], k) => {
      const each = x.map((_, i) => (d[i * FIELD.length + k] ?? NaN) * slope(w, b, i));
      return [each.reduce((sum, v, i) => sum + v * x[i], 0), each.reduce((sum, v) => sum + v, 0)].map((v) => (Number.isFinite(v) ? v : null));
    });
    const right = FIELD.flatMap((p) => lossOfLine(name(), x, y, p).gradient);
    const place = (i) => t("place", { w: FIELD[i >> 1][0], b: FIELD[i >> 1][1], part: i % 2 ? "∂b" : "∂w" });
    const values = field ? field.flat() : (d ?? []);
    const xs = field || !d ? right.map((_, i) => i) : Array(x.length * FIELD.length).fill(0);
    return { ...compare(reader.name, { ...reader, values }, xs, (i) => right[i], place), field };
  };

  const arrow = (from, to) => {
    const [x0, y0, x1, y1] = [map.x(from[0]), map.y(from[1]), map.x(to[0]), map.y(to[1])];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (!(length > 1)) return "";
    const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
    const head = Math.min(9, length / 2);
    const barb = (s) => `M${x1},${y1}l${-head * u - 0.55 * s * head * v},${-head * v + 0.55 * s * head * u}`;
    return `M${x0},${y0}L${x1},${y1}${barb(1)}${barb(-1)}`;
  };
  /** Where an arrow of this gradient ends; long ones are drawn shorter. */
  const tip = ([w, b], g, most) => {
    const size = Math.hypot(...g);
    const k = size ? Math.min(size, most) / size : 0;
    return [w + k * g[0], b + k * g[1]];
  };

  const drawMap = (gradient, next, mine) => {
    lines.forEach((pieces, k) => {
      const d = pieces.map(([p, q]) => `M${map.x(p[0])},${map.y(p[1])}L${map.x(q[0])},${map.y(q[1])}`).join("");
      map.path("nw-contour", d, { key: `contour-${k}`, into: map.back });
    });
    const [cx, cy] = [map.x(bottom.point[0]), map.y(bottom.point[1])];
    map.path("nw-line nw-three", `M${cx - 5},${cy - 5}l10,10m0,-10l-10,10`, { key: "lowest" });
    const path = walk.path.slice(0, step() + 1);
    map.curve("nw-path", path, { key: "path" });
    map.dots("nw-stop", path.slice(0, -1), { key: "steps", r: 1.8 });
    map.path("nw-field", (mine.field || []).map((g, k) => (g.includes(null) ? "" : arrow(FIELD[k], tip(FIELD[k], g, 1.6)))).join(""), { key: "yours" });
    map.curve("nw-limit", [here(), next], { key: "next" });
    map.path("nw-line nw-two", arrow(here(), tip(here(), gradient, 3)), { key: "gradient" });
    point.place();
  };

  const drawData = () => {
    const { x, y } = samples();
    const [w, b] = here();
    data.axes({ y: isLine() ? { domain: [-4.5, 4.5], label: "y" } : { domain: name() === "hinge" ? [-3, 3] : [-0.2, 1.2], label: t(name() === "hinge" ? "score" : "outputOf") } });
    const shownY = (v) => (isLine() ? v : height(v));
    const cross = (px, py, r = 4.5) => `M${px - r},${py - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`;
    const at = x.map((v, i) => [v, shownY(y[i])]);
    data.dots("nw-one nw-dot", at.filter((_, i) => isLine() || y[i] === 1), { key: "points", r: 4 });
    data.path("nw-line nw-one", isLine() ? "" : at.filter((_, i) => y[i] === 0).map((p) => cross(data.x(p[0]), data.y(p[1]))).join(""), { key: "zeros" });
    data.path("nw-thin", isLine() ? at.map(([v, goal]) => `M${data.x(v)},${data.y(goal)}V${data.y(w * v + b)}`).join("") : "", { key: "misses" });
    data.curve("nw-line nw-two", (v) => output(w * v + b), { key: "model" });
    const [px, py] = [data.x(outlierAt()[0]), data.y(outlierAt()[1])];
    data.text("movable", t("drag"), [px, py + (py > data.box.top + 40 ? -14 : 24)]);
    outlier.place();
  };

  ui.draw(() => {
    const { x, y } = samples();
    const { loss, gradient } = lossOfLine(name(), x, y, here());
    const mine = readersField();
    const next = here().map((v, i) => v - ui.get("rate") * gradient[i]);
    drawMap(gradient, next, mine);
    drawData();
    const taken = walk.losses.slice(0, step() + 1);
    graph.axes({ y: { domain: [0, Math.max(...taken.filter((v) => v < 1e3), 2 * bottom.loss, 0.1) * 1.05] } });
    graph.curve("nw-limit", [[0, bottom.loss], [STEPS, bottom.loss]], { key: "lowest" });
    graph.curve("nw-path", taken.map((v, k) => [k, v]), { key: "losses" });
    graph.dots("nw-knob", [[step(), loss]], { key: "now", r: 5 });

    const size = Math.hypot(...gradient);
    ui.legend([
      { look: "nw-contour", text: t("equalLoss") },
      { look: "nw-line nw-two", text: t("legendGradient") },
      { look: "nw-limit", text: t("legendNext") },
      { look: "nw-path", mark: true, text: t("wayTaken") },
      { look: "nw-line nw-three", mark: "cross", text: t("lowestPoint") },
      ...(mine.field ? [{ look: "nw-field", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    ui.show({ w: fixed(here()[0]), b: fixed(here()[1]), [t("loss")]: number(loss), [t("length")]: number(size), [t("lowest")]: number(bottom.loss) });

    const far = loss - bottom.loss;
    const ahead = lossOfLine(name(), x, y, next).loss;
    const flies = walk.losses.at(-1) > 1.5 * walk.losses[0] || last() < STEPS;
    const where =
      far < 0.002 ? "bottom"
      : size < 0.1 && !PIECEWISE.includes(name()) && far > 0.1 ? "plateau"
      : ahead > loss ? "uphill"
      : "across";
    const way = step() && t("way", { steps: t("steps", { n: step() }), from: number(walk.losses[0]), to: number(loss) });
    ui.say(sentences(t(where), way, flies && t("away")), mine.text);
  });
});
