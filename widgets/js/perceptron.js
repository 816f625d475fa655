// A perceptron learns point by point; its mistakes are counted against the bound of Novikoff.

import { fixed, number } from "./lib/format.js";
import { halfPlane, labelledPoints, lineAcross } from "./lib/points.js";
import { player } from "./lib/player.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { REACH, dataset, mistakeBound, predict, train, update, widestSeparator } from "./math/perceptron.js";
import english from "./words/en/perceptron.js";

const t = words("perceptron", english);

const KINDS = ["wide", "narrow", "wrong", "clouds", "xor"];
const PASSES = 1000;
const READER_PASSES = 100;
const EDGE = REACH + 0.3;
const line = (c) => `${fixed(c[0])} x₁ ${c[1] < 0 ? "−" : "+"} ${fixed(Math.abs(c[1]))} x₂ ${c[2] < 0 ? "−" : "+"} ${fixed(Math.abs(c[2]))}`;

export default widget(t, (ui) => {
  let run = { path: [[0, 0, 0]] };
  let best, bound, mistakes;
  const points = () => (ui.get("points").length ? ui.get("points") : dataset(ui.get("data"), ui.get("seed")));
  const last = () => run.path.length - 1;
  const at = () => Math.min(last(), ui.get("shown"));
  const set = (list) => ui.set({ points: list, shown: 0 });

  const data = ui.select("data", { label: t("pointsChoice"), choices: KINDS.map((kind) => [kind, t(`data_${kind}`)]) });
  data.input.addEventListener("change", () => ui.set({ points: [], shown: 0, chosen: 1 }));
  const chosen = ui.slider("chosen", { label: t("chosenPoint"), min: 1, max: 2, step: 1, format: (v) => String(v) });
  const shown = ui.slider("shown", { label: t("shown"), min: 0, max: 1, step: 1, format: () => String(at()) });
  ui.toggle("widest", { label: t("widest") });
  const go = (k) => {
    play.stop();
    ui.set({ shown: Math.max(0, Math.min(last(), k)) });
  };
  const play = player(ui, {
    every: 220,
    begin: () => at() === last() && ui.set({ shown: 0 }),
    step: (n) => {
      ui.set({ shown: Math.min(last(), at() + n) });
      return at() < last();
    },
    rest: () => rest(),
  });
  ui.button(t("oneStep"), () => go(at() + 1));
  ui.button(t("onePass"), () => go((Math.floor(at() / points().length) + 1) * points().length));
  ui.button(t("toTheEnd"), () => go(last()));
  ui.button(t("backToZero"), () => go(0));
  ui.button(t("turnPoint"), () => cloud.flip());
  ui.button(t("addPoint"), () => cloud.add());
  ui.button(t("removePoint"), () => cloud.remove());
  ui.button(t("otherPoints"), () => {
    play.stop();
    ui.set({ points: [], shown: 0, chosen: 1, seed: ui.get("seed") + 1 });
  });

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: t("plane"), height: 340, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁" }, y: { domain: [-EDGE, EDGE], label: "x₂" },
  });
  const graph = ui.plot({
    label: t("graph"), height: 340,
    x: { domain: [0, 20], label: t("shown") }, y: { domain: [0, 10], label: t("mistakesSoFar") },
  });
  const cloud = labelledPoints(ui, plane, { points, set, chosen: "chosen", reach: REACH });

  function compute() {
    const list = points();
    run = train(list, PASSES);
    best = widestSeparator(list);
    bound = best && mistakeBound(list, best);
    mistakes = [];
    run.wrong.forEach((bad, k) => mistakes.push((mistakes[k - 1] ?? 0) + bad));
    shown.range({ max: last() });
    chosen.range({ max: list.length });
    rest();
  }
  // At rest, the reader's functions are called on what is on the screen.
  function rest() {
    if (play.playing) return;
    const list = points();
    const X = list.map((p) => p.slice(0, 2));
    const next = list[at() % list.length];
    const [w1, w2, b] = run.path[at()];
    ui.probe({
      train_perceptron: [X, list.map((p) => p[2]), 1, READER_PASSES],
      perceptron_update: [[w1, w2], b, next.slice(0, 2), next[2], 1],
    });
  }
  compute();
  ui.on("points data seed", compute);
  ui.on("shown", rest);

  ui.draw(() => {
    const list = points();
    const k = at();
    const c = run.path[k];
    plane.path("nw-soft", k ? halfPlane(plane, c, EDGE) : "", { key: "fires", into: plane.back });
    plane.curve("nw-line nw-one", lineAcross(c, EDGE), { key: "line" });
    const wide = ui.get("widest") && best ? best : [0, 0, 0];
    plane.curve("nw-limit", lineAcross(wide, EDGE), { key: "widest" });
    const next = list[k % list.length];
    const done = run.end === "converged" && k === last();
    plane.dots("nw-limit", done ? [] : [next], { key: "next", r: 14 });
    const shown = k ? list[(k - 1) % list.length] : null;
    plane.dots("nw-around", shown ? [shown] : [], { key: "now", r: 10 });
    cloud.place();

    const far = Math.max(20, k);
    const top = Math.max(10, mistakes[k] * 1.15, best && bound < 60 ? bound * 1.1 : 0);
    graph.axes({ x: { domain: [0, far] }, y: { domain: [0, top] } });
    graph.curve("nw-line nw-one", mistakes.slice(0, k + 1).map((m, i) => [i, m]), { key: "mistakes" });
    graph.curve("nw-limit", best ? [[0, bound], [far, bound]] : [], { key: "bound" });
    const inView = best && bound <= top;
    const { left, top: up } = graph.box;
    const text = !best ? t("noBound") : inView ? "" : t("boundAbove", { bound: number(bound) });
    graph.text("bound", text, [left + 8, up + 14], "start");

    const mine = yours(c, next);
    ui.legend([
      { look: "nw-class-one", mark: "only", text: t("classOne") },
      { look: "nw-class-zero", mark: "cross", text: t("classZero") },
      { look: "nw-line nw-one", text: t("legendLine") },
      { look: "nw-soft", area: true, text: t("legendFires") },
      { look: "nw-around", mark: "only", text: t("legendNow") },
      { look: "nw-limit", text: t("legendBound") },
      ...(ui.reader() ? [{ look: "nw-line nw-mine", text: t("yours") }] : []),
    ]);
    ui.show({
      [t("pass")]: `${Math.floor(Math.max(0, k - 1) / list.length) + 1}`,
      [t("mistakesValue")]: String(mistakes[k]),
      "(R/γ)²": best ? number(bound) : t("none"),
      "w·x + b": line(c),
    });
    ui.say(sentence(list, k), mine);
  });

  function sentence(list, k) {
    const c = run.path[k];
    const what = k === 0 ? t("nowhere") : step(list, k);
    const made = t("mistakes", { n: mistakes[k] });
    if (run.end === "converged" && k === last()) {
      return sentences(what, t("converged", { mistakes: made, passes: t("passes", { n: run.passes }), bound: number(bound) }));
    }
    if (run.end === "cycle" && k >= (run.cycle.from + run.cycle.length) * list.length) {
      return sentences(what, t("cycle", { from: run.cycle.from + 1, passes: t("passes", { n: run.cycle.length }) }));
    }
    const promise = best ? t("promise", { bound: number(bound, 3) }) : t(ui.get("widest") ? "noPromiseNoWidest" : "noPromise");
    const wrong = list.filter((p) => predict(c, p) !== p[2]).length;
    return sentences(what, t("soFar", { mistakes: made, n: wrong, all: list.length }), promise);
  }

  function step(list, k) {
    const i = (k - 1) % list.length;
    const label = list[i][2];
    const still = predict(run.path[k], list[i]) !== label ? "Still" : "";
    return t(!run.wrong[k] ? "stays" : `${label ? "added" : "subtracted"}${still}`, { k: i + 1, label });
  }

  /** The reader's line beside the reference, and what to say about it. */
  function yours(c, next) {
    const reader = ui.reader();
    let mine = [0, 0, 0];
    let text = failure(reader);
    if (reader && !text) {
      const [w, b, list] = reader.values;
      const good = Array.isArray(w) && w.length === 2 && [...w, b].every(Number.isFinite);
      mine = good ? [...w, b] : mine;
      const { name } = reader;
      if (!good) text = t("gaveNoLine", { name });
      else if (reader.name === "perceptron_update") {
        const right = update(c, next);
        text = t(same(mine, right) ? "nextSame" : "nextOther", { name, line: line(mine), right: line(right) });
      } else {
        const expected = afterPasses(READER_PASSES);
        const total = (all) => ({ mistakes: t("mistakes", { n: all.reduce((a, m) => a + m, 0) }), passes: t("passes", { n: all.length }) });
        const end = Array.isArray(list) ? t("endsWith", { line: line(mine), ...total(list) }) : line(mine);
        text = t(same(mine, expected) ? "endsSame" : "endsOther", { name, line: end, right: line(expected) });
      }
    }
    plane.curve("nw-line nw-mine", lineAcross(mine, EDGE), { key: "yours" });
    return text;
  }
  const afterPasses = (n) => {
    const { from, length } = run.cycle ?? { from: run.passes, length: 1 };
    const pass = n < from ? n : from + ((n - from) % length);
    return run.path[Math.min(last(), pass * points().length)];
  };
  const same = (a, b) => a.every((v, i) => Math.abs(v - b[i]) < 1e-9);
});
