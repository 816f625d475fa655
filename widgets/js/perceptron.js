// A perceptron learns point by point; its mistakes are counted against the bound of Novikoff.

import { count, fixed, number } from "./lib/format.js";
import { halfPlane, labelledPoints, lineAcross } from "./lib/points.js";
import { widget } from "./lib/widget.js";
import { REACH, dataset, mistakeBound, predict, train, update, widestSeparator } from "./math/perceptron.js";

const KINDS = { wide: "wide gap", narrow: "narrow gap", wrong: "one wrong label", clouds: "mixed clouds", xor: "XOR" };
const PASSES = 1000;
const READER_PASSES = 100;
const EDGE = REACH + 0.3;
const line = (c) => `${fixed(c[0])} x₁ ${c[1] < 0 ? "−" : "+"} ${fixed(Math.abs(c[1]))} x₂ ${c[2] < 0 ? "−" : "+"} ${fixed(Math.abs(c[2]))}`;

export default widget("A perceptron learns from its mistakes", (ui) => {
  let run = { path: [[0, 0, 0]] };
  let best, bound, mistakes;
  const points = () => (ui.get("points").length ? ui.get("points") : dataset(ui.get("data"), ui.get("seed")));
  const last = () => run.path.length - 1;
  const at = () => Math.min(last(), ui.get("shown"));
  const set = (list) => ui.set({ points: list, shown: 0 });

  const data = ui.select("data", { label: "points", choices: Object.entries(KINDS) });
  data.input.addEventListener("change", () => ui.set({ points: [], shown: 0, chosen: 1 }));
  const chosen = ui.slider("chosen", { label: "chosen point", min: 1, max: 2, step: 1, format: (v) => String(v) });
  const shown = ui.slider("shown", { label: "points shown", min: 0, max: 1, step: 1, format: () => String(at()) });
  ui.toggle("widest", { label: "widest separator" });
  const go = (k) => {
    play(false);
    ui.set({ shown: Math.max(0, Math.min(last(), k)) });
  };
  const playing = ui.button("Play", () => play(!timer));
  playing.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  ui.button("1 step", () => go(at() + 1));
  ui.button("1 pass", () => go((Math.floor(at() / points().length) + 1) * points().length));
  ui.button("To the end", () => go(last()));
  ui.button("Back to zero", () => go(0));
  ui.button("Turn point over", () => cloud.flip());
  ui.button("Add a point", () => cloud.add());
  ui.button("Remove point", () => cloud.remove());
  ui.button("Other points", () => {
    play(false);
    ui.set({ points: [], shown: 0, chosen: 1, seed: ui.get("seed") + 1 });
  });

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: "points of two classes and the line", height: 340, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁" }, y: { domain: [-EDGE, EDGE], label: "x₂" },
  });
  const graph = ui.plot({
    label: "mistakes so far, and the bound", height: 340,
    x: { domain: [0, 20], label: "points shown" }, y: { domain: [0, 10], label: "mistakes so far" },
  });
  const cloud = labelledPoints(ui, plane, { points, set, chosen: "chosen", reach: REACH });

  let timer = 0;
  function play(on) {
    clearInterval(timer);
    timer = 0;
    playing.textContent = on ? "Pause" : "Play";
    if (!on) return rest();
    if (at() === last()) ui.set({ shown: 0 });
    timer = setInterval(() => (at() < last() ? ui.set({ shown: at() + 1 }) : play(false)), 220);
  }
  ui.atEnd(() => clearInterval(timer));

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
    if (timer) return;
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
    const words = !best ? "no separating line, no bound" : inView ? "" : `bound ${number(bound)}: above the picture`;
    graph.text("bound", words, [left + 8, up + 14], "start");

    const mine = yours(c, next);
    ui.legend([
      { look: "nw-class-one", mark: "only", text: "class 1" },
      { look: "nw-class-zero", mark: "cross", text: "class 0" },
      { look: "nw-line nw-one", text: "the perceptron" },
      { look: "nw-soft", area: true, text: "here it fires" },
      { look: "nw-around", mark: "only", text: "shown now" },
      { look: "nw-limit", text: "bound; widest separator" },
      ...(ui.reader() ? [{ look: "nw-line nw-mine", text: "yours" }] : []),
    ]);
    ui.show({
      pass: `${Math.floor(Math.max(0, k - 1) / list.length) + 1}`,
      mistakes: String(mistakes[k]),
      "(R/γ)²": best ? number(bound) : "none",
      "w·x + b": line(c),
    });
    ui.say(sentence(list, k), mine);
  });

  function sentence(list, k) {
    const c = run.path[k];
    const what = k === 0 ? "All weights are zero, and the line is nowhere: the perceptron says 1 to every point." : step(list, k);
    const promise = best
      ? `A line separates the classes, so there can be at most ${number(bound, 3)} mistakes, (R/γ)², in all.`
      : `No line separates these points, so the mistakes never end${ui.get("widest") ? ", and there is no widest separator to draw" : ""}.`;
    if (run.end === "converged" && k === last()) {
      return `${what} A whole pass without a mistake: the perceptron has converged after ${count(mistakes[k], "mistake")} in ${count(run.passes, "pass", "passes")}; the bound is ${number(bound)}.`;
    }
    if (run.end === "cycle" && k >= (run.cycle.from + run.cycle.length) * list.length) {
      return `${what} The weights are exactly those of the start of pass ${run.cycle.from + 1}: from here everything repeats every ${count(run.cycle.length, "pass", "passes")}, for ever. No line separates these points.`;
    }
    return `${what} ${count(mistakes[k], "mistake")} so far, ${list.filter((p) => predict(c, p) !== p[2]).length} of ${list.length} points wrong now. ${promise}`;
  }

  function step(list, k) {
    const i = (k - 1) % list.length;
    const who = `Point ${i + 1}, of class ${list[i][2]},`;
    if (!run.wrong[k]) return `${who} is on its side: nothing changes.`;
    const still = predict(run.path[k], list[i]) !== list[i][2] ? ", yet it is still on the wrong side" : "";
    return `${who} was wrong: it is ${list[i][2] ? "added to" : "subtracted from"} the weights${still}.`;
  }

  /** The reader's line beside the reference, and what to say about it. */
  function yours(c, next) {
    const reader = ui.reader();
    let mine = [0, 0, 0];
    let words = "";
    if (reader?.error) words = `Your ${reader.name} could not be called: ${reader.error}`;
    else if (reader) {
      const [w, b, list] = reader.values;
      const good = Array.isArray(w) && w.length === 2 && [...w, b].every(Number.isFinite);
      mine = good ? [...w, b] : mine;
      if (!good) words = `Your ${reader.name} gave no line to draw.`;
      else if (reader.name === "perceptron_update") {
        const right = update(c, next);
        words = same(mine, right)
          ? `After the next point your perceptron_update gives ${line(mine)}: as the reference.`
          : `After the next point your perceptron_update gives ${line(mine)}; the reference gives ${line(right)}.`;
      } else {
        const expected = afterPasses(READER_PASSES);
        const total = Array.isArray(list) ? `, with ${count(list.reduce((a, m) => a + m, 0), "mistake")} in ${count(list.length, "pass", "passes")}` : "";
        words = `Your train_perceptron ends at ${line(mine)}${total}${same(mine, expected) ? ": as the reference." : `; the reference ends at ${line(expected)}.`}`;
      }
    }
    plane.curve("nw-line nw-mine", lineAcross(mine, EDGE), { key: "yours" });
    return words;
  }
  const afterPasses = (n) => {
    const { from, length } = run.cycle ?? { from: run.passes, length: 1 };
    const pass = n < from ? n : from + ((n - from) % length);
    return run.path[Math.min(last(), pass * points().length)];
  };
  const same = (a, b) => a.every((v, i) => Math.abs(v - b[i]) < 1e-9);
});
