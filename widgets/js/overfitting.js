// A 1-n-1 network on 20 noisy points: fit, learning curves, output weights, and a handle to go back in time.

import { number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { answers, curveNetwork, earlyStopping, learnCurve, outputWeights, points, truth } from "./math/regularization.js";
import english from "./words/en/overfitting.js";

const t = words("overfitting", english);

const STEPS = 1500;
const EVERY = 15;
const RATE = 0.02;
const NOISE = 0.3;
const TRAIN = points(20, NOISE, 22);
const VALIDATION = points(120, NOISE, 5);
const DECAY = 0.5; // η λ of the reader's step
const GOAL = 0.15;
const GRID = Array.from({ length: 101 }, (_, i) => -1 + i / 50);

export default widget(t, (ui) => {
  let net;
  let moments = [];
  let ends = { best: 0, stop: 0 };
  const learn = () => {
    const lam = ui.get("penalty") ? ui.get("lam") : 0;
    net = curveNetwork(ui.get("width"), 3);
    moments = learnCurve(net, TRAIN, VALIDATION, { lam, lr: RATE, steps: STEPS, every: EVERY });
    halt();
  };
  const halt = () => (ends = earlyStopping(moments.map((m) => m.validation), ui.get("patience")));
  const last = () => (ui.get("stopping") ? ends.stop : moments.length - 1);
  const index = () => {
    const k = Math.max(0, Math.min(last(), Math.round(ui.get("shown") / EVERY)));
    return ui.get("stopping") && k === last() ? ends.best : k; // stopped: the best weights come back
  };

  ui.slider("width", { label: t("width"), min: 1, max: 60, step: 1, format: String });
  ui.slider("shown", { label: t("trainingStep"), min: 0, max: STEPS, step: EVERY, format: String });
  ui.toggle("penalty", { label: t("penalty") });
  const lam = ui.slider("lam", { label: "λ", min: 1e-6, max: 1, step: 0.1, scale: "log", format: (v) => number(v, 2) });
  ui.toggle("stopping", { label: t("stopping") });
  const patience = ui.slider("patience", { label: t("patience"), min: 1, max: 40, step: 1, format: String });
  const enable = () => {
    lam.enable(ui.get("penalty"));
    patience.enable(ui.get("stopping"));
  };
  enable();
  ui.on("penalty stopping", enable);

  ui.figure.classList.add("nw-two-columns");
  const fit = ui.plot({
    label: t("fit"), height: 260,
    x: { domain: [-1, 1], label: "x" }, y: { domain: [-2, 2], ticks: [-2, -1, 0, 1, 2], label: "y" },
  });
  const curves = ui.plot({
    label: t("curves"), height: 260, margin: { right: 22 },
    x: { domain: [0, STEPS], ticks: 4, label: t("trainingStep") },
    y: { domain: [0.02, 2], log: true, ticks: [0.03, 0.1, 0.3, 1], format: String, label: t("meanSquared") },
  });
  const handle = curves.handle({
    label: t("trainingStep"),
    at: () => [Math.min(ui.get("shown"), EVERY * last()), moments[Math.min(last(), Math.round(ui.get("shown") / EVERY))].validation],
    move: ([step]) => ui.set({ shown: EVERY * Math.round(Math.max(0, Math.min(STEPS, step)) / EVERY) }),
    text: () => t("stepIs", { step: moments[index()].step, error: number(moments[index()].validation) }),
    step: EVERY,
    big: 10 * EVERY,
    x: [0, STEPS],
    surface: true,
  });
  const bars = ui.plot({
    label: t("bars"), height: 150,
    x: { domain: [0.5, 60.5], label: t("unit") }, y: { domain: [-2, 2], ticks: [-2, 0, 2], label: t("weight") },
  });
  bars.el.style.gridColumn = "1 / -1";

  const probe = () => {
    const v = outputWeights(net, moments[index()].params);
    ui.probe({ weight_decay_step: [v, v.map(() => 0), 1, DECAY] });
  };
  learn();
  probe();
  ui.on("width penalty lam", learn);
  ui.on("patience", halt);
  ui.on("width penalty lam patience stopping shown", probe);

  ui.draw(() => {
    const now = moments[index()];
    const end = last();
    fit.curve("nw-thin-line", GRID.map((x) => [x, truth(x)]), { key: "truth" });
    fit.curve("nw-line nw-one", answers(net, now.params, GRID).map((y, i) => [GRID[i], y]), { key: "fit" });
    fit.dots("nw-two nw-dot", TRAIN, { key: "points", r: 4 });

    const seen = moments.slice(0, end + 1);
    const tops = Math.max(2, ...moments.map((m) => m.validation));
    const low = Math.min(0.03, ...moments.map((m) => m.train)) * 0.9;
    curves.axes({ y: { domain: [Math.max(1e-3, low), tops] } });
    curves.curve("nw-line nw-two nw-dashed", seen.map((m) => [m.step, m.train]), { key: "train" });
    curves.curve("nw-line nw-three", seen.map((m) => [m.step, m.validation]), { key: "validation" });
    curves.curve("nw-limit", [[0, NOISE ** 2], [STEPS, NOISE ** 2]], { key: "noise" });
    curves.dots("nw-three nw-dot", [[moments[ends.best].step, moments[ends.best].validation]], { key: "best", r: 5 });
    handle.place();

    const width = ui.get("width");
    const v = outputWeights(net, now.params);
    const reach = Math.max(1, ...v.map(Math.abs)) * 1.1;
    bars.axes({ x: { domain: [0.5, width + 0.5] }, y: { domain: [-reach, reach], ticks: 3 } });
    bars.curve("nw-line nw-one", v.flatMap((value, k) => [[k + 1, 0], [k + 1, value], null]), { key: "weights" });
    const reader = ui.reader();
    const mine = reader ? compare(reader.name, reader, v.map((_, k) => k + 1), (k) => (1 - DECAY) * v[k - 1], (k) => t("unitNumber", { k })) : { text: "" };
    bars.dots("nw-mine nw-dot", (mine.points ?? []).filter((q) => q), { key: "yours", r: 3 });

    const lowest = moments.reduce((a, b) => (b.validation < a.validation ? b : a));
    ui.legend([
      { look: "nw-thin-line", text: t("legendTruth") },
      { look: "nw-line nw-one", text: t("legendFit") },
      { look: "nw-two", mark: "only", text: t("legendPoints") },
      { look: "nw-line nw-two nw-dashed", text: t("legendTraining") },
      { look: "nw-line nw-three", mark: true, text: t("legendValidation") },
      { look: "nw-limit", text: t("legendNoise") },
      ...(mine.points ? [{ look: "nw-mine", mark: "only", text: t("legendYours") }] : []),
    ]);
    ui.show({
      [t("stepShown")]: String(now.step),
      [t("training")]: number(now.train, 2),
      [t("validation")]: number(now.validation, 2),
      [t("lowest")]: number(lowest.validation, 2),
      [t("squares")]: number(v.reduce((s, x) => s + x * x, 0), 2),
    });
    const ratio = now.validation / now.train;
    const state = t(now.train > 0.16 ? "underfits" : ratio > 2.2 ? "overfits" : "close", { ratio: number(ratio, 2) });
    const ended = ui.get("stopping") && Math.round(ui.get("shown") / EVERY) >= end && t("ended", { end: moments[end].step, step: now.step });
    const goal = t(now.validation < GOAL ? "reached" : "aim", { goal: GOAL });
    ui.say(sentences(t("unitsStep", { n: width, step: now.step }), state, ended, goal), mine.text);
  });
});
