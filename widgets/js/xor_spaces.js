// XOR in two spaces: the inputs, and the hidden values in which one line is enough.

import { fixed } from "./lib/format.js";
import { halfPlane, lineAcross } from "./lib/points.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { list, sentences, words } from "./lib/words.js";
import { margins, widestSeparator } from "./math/perceptron.js";
import { CORNERS, SOLUTION, XOR, forward } from "./math/regions.js";
import english from "./words/en/xor_spaces.js";

const t = words("xor_spaces", english);

const NAMES = Object.keys(SOLUTION);
const START = { ...SOLUTION, b0: -0.5 };
const GAIN = 6; // steepness of the soft thresholds
const [LOW, HIGH] = [-0.6, 1.6];
const CELLS = 44;
const UNITS = [["a", "hidden1"], ["b", "hidden2"], ["o", "outputUnit"]];

export default widget(t, (ui) => {
  const net = () => Object.fromEntries(NAMES.map((name) => [name, ui.get(name)]));
  const gain = () => (ui.get("soft") ? GAIN : Infinity);
  const line = (u) => [1, 2, 0].map((k) => ui.get(`${u}${k}`));

  for (const [u, name] of UNITS) {
    for (const [k, input] of [[1, u === "o" ? "h₁" : "a"], [2, u === "o" ? "h₂" : "b"], [0, ""]]) {
      ui.slider(`${u}${k}`, { label: t(k ? "times" : "bias", { unit: t(name), input }), min: -2, max: 2, step: 0.1, format: (v) => fixed(v, 1) });
    }
  }
  ui.toggle("soft", { label: t("soft") });
  ui.button(t("startAgain"), () => ui.set(START));
  ui.button(t("orAnd"), () => ui.set(SOLUTION));
  ui.button(t("orNand"), () => ui.set({ ...SOLUTION, b1: -1, b2: -1, b0: 1.5, o2: 1, o0: -1.5 }));

  ui.figure.classList.add("nw-two-columns");
  const inputs = ui.plot({
    label: t("inputSpace"), height: 330, square: true,
    x: { domain: [LOW, HIGH], label: "a", ticks: [0, 0.5, 1] }, y: { domain: [LOW, HIGH], label: t("inputsB"), ticks: [0, 0.5, 1] },
  });
  const hidden = ui.plot({
    label: t("hiddenSpace"), height: 330, square: true,
    x: { domain: [-0.25, 1.25], label: "h₁", ticks: [0, 0.5, 1] }, y: { domain: [-0.25, 1.25], label: t("hiddenValues"), ticks: [0, 0.5, 1] },
  });

  // The handle of a hidden line is its point nearest to the middle; dragging it shifts the line.
  const nearest = (u) => {
    const [w1, w2, b] = line(u);
    const square = w1 * w1 + w2 * w2 || 1;
    const z = (0.5 * w1 + 0.5 * w2 + b) / square;
    return [0.5 - z * w1, 0.5 - z * w2];
  };
  const handles = ["a", "b"].map((u, i) =>
    inputs.handle({
      label: t("lineOf", { k: i + 1 }),
      at: () => nearest(u),
      move: ([x, y]) => {
        const [w1, w2] = line(u);
        ui.set({ [`${u}0`]: Math.max(-2, Math.min(2, Number((-x * w1 - y * w2).toFixed(2)))) });
      },
      text: () => t("biasIs", { b: fixed(ui.get(`${u}0`), 2) }),
      step: 0.05,
      big: 0.2,
      x: [LOW, HIGH],
      y: [LOW, HIGH],
    }),
  );

  const marks = (plot, points, labels) => {
    const ones = points.filter((_, i) => labels[i] === 1);
    const zeros = points.filter((_, i) => labels[i] === 0);
    plot.dots("nw-class-one", ones, { key: "ones", r: 6 });
    const cross = ([x, y]) => `M${plot.x(x) - 6},${plot.y(y) - 6}l12,12m0,-12l-12,12`;
    plot.path("nw-class-zero", zeros.map(cross).join(""), { key: "zeros" });
  };
  const name = ([a, b]) => `(${a}, ${b})`;

  ui.draw(() => {
    const all = forward(net(), CORNERS, gain());
    const H = all.map(({ h }) => h);
    const wrong = CORNERS.filter((_, i) => all[i].out !== XOR[i]);
    const size = (HIGH - LOW) / CELLS;
    const corners = Array.from({ length: CELLS * CELLS }, (_, k) => [LOW + Math.floor(k / CELLS) * size, LOW + (k % CELLS) * size]);
    const on = forward(net(), corners.map(([x, y]) => [x + size / 2, y + size / 2]), gain());
    const cell = ([x, y]) => `M${inputs.x(x)},${inputs.y(y)}H${inputs.x(x + size)}V${inputs.y(y + size)}H${inputs.x(x)}Z`;
    inputs.path("nw-soft", corners.filter((_, k) => on[k].out).map(cell).join(""), { key: "region", into: inputs.back });
    inputs.curve("nw-line nw-two", lineAcross(line("a"), 2), { key: "line-a" });
    inputs.curve("nw-line nw-three nw-dashed", lineAcross(line("b"), 2), { key: "line-b" });
    marks(inputs, CORNERS, XOR);
    handles.forEach((handle) => handle.place());

    const output = line("o");
    hidden.path("nw-soft", halfPlane(hidden, output, 1.25), { key: "region", into: hidden.back });
    hidden.curve("nw-line nw-one", lineAcross(output, 2), { key: "line" });
    marks(hidden, H, XOR);
    const groups = []; // corners that land in one place share a label
    H.forEach((h, i) => {
      const same = groups.find((g) => Math.hypot(g.h[0] - h[0], g.h[1] - h[1]) < 0.08);
      if (same) same.names.push(name(CORNERS[i]));
      else groups.push({ h, names: [name(CORNERS[i])] });
    });
    for (let k = 0; k < 4; k++) {
      const group = groups[k];
      const right = group && group.h[0] > 0.55;
      hidden.text(`label-${k}`, group?.names.join(" ") ?? "", group ? [hidden.x(group.h[0]) + (right ? 10 : -4), hidden.y(group.h[1]) + (right ? -18 : -12)] : [0, 0], right ? "end" : "start");
    }
    const best = widestSeparator(H.map((h, i) => [...h, XOR[i]]));
    const room = best ? Math.min(...margins(best, H.map((h, i) => [...h, XOR[i]]))) : 0;

    const mine = yours();
    ui.legend([
      { look: "nw-class-one", mark: "only", text: t("legendOne") },
      { look: "nw-class-zero", mark: "cross", text: t("legendZero") },
      { look: "nw-line nw-two", text: t("hidden1") },
      { look: "nw-line nw-three nw-dashed", text: t("hidden2") },
      { look: "nw-line nw-one", text: t("outputUnit") },
      { look: "nw-soft", area: true, text: t("legendRegion") },
      ...(ui.reader() ? [{ look: "nw-mine", mark: "only", text: t("legendYours") }] : []),
    ]);
    ui.show({ [t("correct")]: t("ofAll", { n: 4 - wrong.length, all: 4 }), [t("separable")]: best ? t("yesMargin", { margin: fixed(room) }) : t("no") });
    const where = groups.map((g) => t("at", { names: list(g.names), values: g.h.map((v) => fixed(v, 1)).join(", ") })).join(t("between"));
    const verdict = wrong.length ? t("wrongFor", { cases: wrong.map(name).join(", ") }) : t("allRight");
    ui.say(sentences(t("inHidden", { where }), t(best ? "couldSeparate" : "cannotSeparate"), verdict), mine);
  });

  function yours() {
    const reader = ui.reader();
    let points = [];
    let text = failure(reader);
    if (reader && !text) {
      const [H, y] = Array.isArray(reader.values) ? reader.values : [];
      const good = Array.isArray(H) && H.length === 4 && H.every((h) => h?.length === 2 && h.every(Number.isFinite)) && y?.length === 4;
      if (good) points = H;
      const right = good ? y.filter((v, i) => v === XOR[i]).length : 0;
      const where = good && H.map((h) => `(${h.join(", ")})`).join(", ");
      text = good ? t("sends", { name: reader.name, points: where, n: right }) : t("gaveNothing", { name: reader.name });
    }
    hidden.dots("nw-yours-ring", points, { key: "yours", r: 11 });
    return text;
  }
});
