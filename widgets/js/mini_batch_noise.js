// Gradients of mini-batches: a cloud, its predicted size, and the way SGD takes with them.

import { element } from "./lib/dom.js";
import { fixed, number, percent } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { contour, heights } from "./math/contour.js";
import { SAMPLES, cloud, gradientOf, lossOf, predictedSpread, samples, spread, train } from "./math/noise.js";
import english from "./words/en/mini_batch_noise.js";

const t = words("mini_batch_noise", english);

const REACH = 3;
const CLOUD = 200; // batches drawn
const BOTTOM = [1.5, -0.5];
const LEVELS = 11;
const RATIOS = { sixteenth: 1 / 16, quarter: 1 / 4, half: 1 / 2 };

export default widget(t, (ui) => {
  const data = samples(7);
  const batch = () => 2 ** ui.get("power");
  let arrows, path, full, predicted, measured;

  ui.slider("power", { label: t("batch"), min: 0, max: 9, step: 1, format: (v) => (v === 9 ? t("allOf", { n: SAMPLES }) : String(2 ** v)) });
  ui.slider("rate", { label: t("rate"), min: 0.01, max: 1, step: 0.05, scale: "log" });
  ui.slider("epochs", { label: t("epochsChoice"), min: 1, max: 5, step: 1, format: (v) => String(v) });
  ui.select("guess", { label: t("guess"), choices: ["open", ...Object.keys(RATIOS)].map((guess) => [guess, t(guess)]) });
  ui.button(t("otherBatches"), () => ui.set({ seed: ui.get("seed") + 1 }));
  ui.button(t("larger"), () => ui.set({ power: Math.min(9, ui.get("power") + 4) }));
  ui.button(t("smaller"), () => ui.set({ power: Math.max(0, ui.get("power") - 4) }));

  ui.figure.classList.add("nw-two-columns");
  const map = ui.plot({
    label: t("map"), height: 350, square: true,
    x: { domain: [-REACH, REACH], label: "w" }, y: { domain: [-REACH, REACH], label: "b" },
  });
  const side = element("div", {});
  ui.figure.append(side);
  const arrowPlot = ui.plot({ into: side, label: t("cloud"), height: 215, x: { domain: [-8, 2], label: t("slopeW") }, y: { domain: [-1, 6], label: t("slopeB") } });
  const law = ui.plot({
    into: side, label: t("law"), height: 150,
    x: { domain: [1, SAMPLES], log: true, label: t("batch") }, y: { domain: [0.03, 8], log: true, ticks: [0.1, 1], format: (v) => number(v), label: t("noise") },
  });
  const start = map.handle({
    label: t("start"),
    at: () => ui.get("start"),
    move: (p) => ui.set({ start: p.map((v) => Number(v.toFixed(6))) }),
    text: () => t("startIs", { w: fixed(ui.get("start")[0], 1), b: fixed(ui.get("start")[1], 1) }),
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });

  const surface = heights((w, b) => lossOf(data, [w, b]), REACH, 41);
  const top = Math.max(...surface.rows.flat());
  const low = Math.min(...surface.rows.flat());
  const lines = Array.from({ length: LEVELS }, (_, k) => contour(surface, low + (top - low) * ((k + 0.7) / LEVELS) ** 2));

  const compute = () => {
    full = gradientOf(data, ui.get("start"));
    arrows = cloud(data, ui.get("start"), batch(), CLOUD, ui.get("seed"));
    predicted = predictedSpread(data, ui.get("start"), batch());
    measured = batch() === SAMPLES ? 0 : spread(arrows, full); // all samples: nothing but rounding is left
    path = train(data, ui.get("start"), batch(), ui.get("rate"), ui.get("epochs"), ui.get("seed"));
    ui.probe({ n_iterations: [SAMPLES, batch(), ui.get("epochs")] });
  };
  compute();
  ui.on("power rate epochs start seed", compute);

  ui.draw(() => {
    lines.forEach((pieces, k) => {
      const d = pieces.map(([p, q]) => `M${map.x(p[0])},${map.y(p[1])}L${map.x(q[0])},${map.y(q[1])}`).join("");
      map.path("nw-contour", d, { key: `contour-${k}`, into: map.back });
    });
    const thinned = path.filter((_, k) => path.length < 700 || k % 4 === 0 || k === path.length - 1);
    map.curve("nw-path", thinned, { key: "path" });
    map.dots("nw-stop", thinned.slice(1), { key: "steps", r: thinned.length > 100 ? 1 : 2 });
    const [cx, cy] = BOTTOM.map((v, i) => (i ? map.y(v) : map.x(v)));
    map.path("nw-line nw-three", `M${cx - 5},${cy - 5}l10,10m0,-10l-10,10`, { key: "lowest" });
    start.place();

    const wide = Math.max(0.5, 3 * predictedSpread(data, ui.get("start"), 4));
    const box = arrowPlot.box;
    const narrow = (wide * (box.bottom - box.top)) / (box.right - box.left);
    arrowPlot.axes({ x: { domain: [full[0] - wide, full[0] + wide] }, y: { domain: [full[1] - narrow, full[1] + narrow] } });
    const r = Math.abs(arrowPlot.x(full[0] + predicted) - arrowPlot.x(full[0]));
    const [fx, fy] = [arrowPlot.x(full[0]), arrowPlot.y(full[1])];
    arrowPlot.dots("nw-grain", arrows, { key: "cloud", r: 1.8 });
    arrowPlot.path("nw-line nw-two", r > 0.5 ? `M${fx - r},${fy}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0` : "", { key: "predicted" });
    arrowPlot.path("nw-line nw-three", `M${fx - 6},${fy}h12M${fx},${fy - 6}v12`, { key: "full" });

    const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    law.curve("nw-line nw-two", [...sizes, 384, 448, 500].map((b) => [b, predictedSpread(data, ui.get("start"), b)]), { key: "law" });
    const floor = law.y.domain()[0];
    law.dots("nw-knob", [[batch(), Math.max(floor, measured)]], { key: "measured", r: 5 });

    const mine = yours();
    ui.legend([
      { look: "nw-path", mark: true, text: t("legendWay") },
      { look: "nw-grain", mark: "only", text: t("legendCloud", { n: CLOUD }) },
      { look: "nw-line nw-two", text: t("legendLaw") },
      { look: "nw-line nw-three", mark: "cross", text: t("legendAll") },
    ]);
    const end = path.at(-1);
    const steps = path.length - 1;
    ui.show({
      [t("measured")]: number(measured),
      [t("predicted")]: number(predicted),
      [t("stepsAxis")]: String(steps),
      [t("looked")]: String(SAMPLES * ui.get("epochs")),
      [t("lossAtEnd")]: Number.isFinite(lossOf(data, end)) ? number(lossOf(data, end)) : "∞",
    });
    const size = Math.hypot(...full);
    const share = size > 0 ? percent(measured / size) : "∞";
    const scatter = t("scatter", { samples: t("samples", { n: batch() }), noise: number(measured, 2), all: SAMPLES, size: number(size, 2), share });
    ui.say(sentences(scatter, t("work", { epochs: t("epochs", { n: ui.get("epochs") }), steps: t("steps", { n: steps }) }), answer()), mine);
  });

  function answer() {
    const guess = ui.get("guess");
    if (guess === "open") return t("ask");
    const now = predictedSpread(data, ui.get("start"), 1);
    const then = predictedSpread(data, ui.get("start"), 16);
    const true_ = then / now;
    const right = Math.abs(RATIOS[guess] - true_) < 0.05;
    return right
      ? t("well", { share: number(true_, 2) })
      : t("compareThem", { guess: t(guess) });
  }

  function yours() {
    const reader = ui.reader();
    if (!reader) return "";
    return failure(reader) || t("saysCounted", { name: reader.name, value: JSON.stringify(reader.values), right: path.length - 1 });
  }
});
