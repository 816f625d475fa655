// Four hidden units learn XOR together: from equal starts they take one and the same way.

import { number } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { language, sentences, words } from "./lib/words.js";
import { UNITS, begin, distinctUnits, train } from "./math/symmetry.js";
import english from "./words/en/symmetry.js";

const t = words("symmetry", english);

const STEPS = 6000;
const EVERY = 20;
// The size of a nudge, as a number and as it is printed; 0 is none.
const NUDGES = [[1e-12, "10⁻¹²"], [1e-6, "10⁻⁶"], [1e-3, "0.001"], [0.1, "0.1"]];
const LOOKS = ["nw-one", "nw-two", "nw-three", "nw-mine"];
const RADII = [9, 7, 5, 3]; // units on top of each other are seen as rings

export default widget(t, (ui) => {
  let seen = [];
  const at = () => Math.min(seen.length - 1, Math.round(ui.get("shown") / EVERY));
  const now = () => seen[at()];

  ui.select("start", { label: t("weightsStartAs"), choices: ["zeros", "constant", "random"].map((start) => [start, t(start)]) });
  ui.select("nudge", { label: t("nudge"), choices: [[0, t("none")], ...NUDGES] });
  ui.select("guess", { label: t("guess"), choices: [[0, t("noGuess")], ...Array.from({ length: UNITS }, (_, i) => [i + 1, String(i + 1)])] });
  ui.slider("rate", { label: t("rate"), min: 0.05, max: 0.4, step: 0.05, format: (v) => number(v) });
  ui.slider("shown", { label: t("stepsTaken"), min: 0, max: STEPS, step: EVERY, format: String });
  ui.button(t("twoHundred"), () => ui.set({ shown: Math.min(STEPS, ui.get("shown") + 200) }));
  ui.button(t("toTheEnd"), () => ui.set({ shown: STEPS }));
  ui.button(t("backToStart"), () => ui.set({ shown: 0 }));
  // Without a random number in it, a start is the same for every seed.
  const other = ui.button(t("otherNumbers"), () => ui.set({ seed: ui.get("seed") + 1, shown: 0 }));
  const drawn = () => ui.get("start") === "random" || ui.get("nudge") > 0;

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({ label: t("plane"), height: 320, square: true, x: { domain: [-3, 3], label: "w₁" }, y: { domain: [-3, 3], label: "w₂" } });
  const graph = ui.plot({ label: t("graph"), height: 320, x: { domain: [0, STEPS], ticks: [0, 2000, 4000], format: (v) => v.toLocaleString(language()), label: t("stepsAxis") }, y: { domain: [0, 0.2], label: t("lossXor") } });

  const compute = () => {
    const [start, nudge, rate, seed] = ["start", "nudge", "rate", "seed"].map((k) => ui.get(k));
    seen = train(begin({ start, nudge, seed }), rate, STEPS, EVERY);
  };
  const probe = () => {
    const { w1, w2, b } = now();
    ui.probe({ distinct_units: [[w1, w2], b] });
  };
  compute();
  probe();
  ui.on("start nudge rate seed", compute);
  ui.on("start nudge rate seed shown", probe);

  ui.draw(() => {
    const k = at();
    const net = now();
    const { loss } = net;
    other.disabled = !drawn();
    const ways = net.w1.map((_, j) => seen.slice(0, k + 1).map((s) => [s.w1[j], s.w2[j]]));
    const far = Math.max(1.5, ...ways.flat(2).map(Math.abs)) * 1.1;
    plane.axes({ x: { domain: [-far, far] }, y: { domain: [-far, far] } });
    ways.forEach((way, j) => {
      plane.curve(`nw-line ${LOOKS[j]}`, way, { key: `way-${j}` });
      plane.dots(`${LOOKS[j]} nw-line`, [way.at(-1)], { key: `unit-${j}`, r: RADII[j] });
    });
    const losses = seen.slice(0, k + 1).map((s, i) => [i * EVERY, s.loss]);
    graph.axes({ y: { domain: [0, Math.min(0.5, Math.max(0.15, seen[0].loss * 1.05))] } });
    graph.curve("nw-path", losses, { key: "losses" });
    graph.dots("nw-knob", [losses.at(-1)], { key: "now", r: 5 });

    const units = distinctUnits(net);
    const reader = ui.reader();
    const value = reader && (typeof reader.values === "number" ? number(reader.values) : t("nothingSingle"));
    const yours = failure(reader) || (reader ? t("counts", { name: reader.name, value, right: units }) : "");
    ui.legend(LOOKS.map((look, j) => ({ look: `${look} nw-line`, text: t("unitNumber", { k: j + 1 }) })));
    ui.show({ [t("different")]: t("ofAll", { n: units, all: UNITS }), [t("loss")]: number(loss), [t("stepsAxis")]: String(k * EVERY) });
    const apart = Math.max(...net.w1.map((w, j) => Math.hypot(w - net.w1[0], net.w2[j] - net.w2[0], net.b[j] - net.b[0])));
    const told = { n: units, all: UNITS, apart: number(apart, 2), steps: t("steps", { n: k * EVERY }) };
    const state = t(`${units === 1 ? "same" : "apart"}${k ? "After" : ""}`, told);
    const still = k > 0 && ui.get("start") === "zeros" && !ui.get("nudge") && t("still");
    const ended = k * EVERY === STEPS;
    const learnt = loss < 0.005 ? t("learnt") : ended && t("notLearnt");
    const guess = ui.get("guess");
    const judged = guess > 0 && t(!ended ? "guessed" : guess === units ? "guessedRight" : "guessedWrong", { guess, units });
    ui.say(sentences(state, still, t("lossNow", { loss: number(loss, 2), rate: number(ui.get("rate")) }), learnt, judged), yours);
  });
});
