// Four hidden units learn XOR together: from equal starts they take one and the same way.

import { count, number } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { UNITS, begin, distinctUnits, train } from "./math/symmetry.js";

const STEPS = 6000;
const EVERY = 20;
const NUDGES = [[0, "none"], [1e-12, "10⁻¹²"], [1e-6, "10⁻⁶"], [1e-3, "0.001"], [0.1, "0.1"]];
const LOOKS = ["nw-one", "nw-two", "nw-three", "nw-mine"];
const RADII = [9, 7, 5, 3]; // units on top of each other are seen as rings

export default widget("Hidden units that start equal", (ui) => {
  let seen = [];
  const at = () => Math.min(seen.length - 1, Math.round(ui.get("shown") / EVERY));
  const now = () => seen[at()];

  ui.select("start", { label: "weights start as", choices: [["zeros", "all 0"], ["constant", "all 0.5"], ["random", "random"]] });
  ui.select("nudge", { label: "a random nudge of", choices: NUDGES });
  ui.select("guess", { label: "units at the end?", choices: [[0, "no guess yet"], ...Array.from({ length: UNITS }, (_, i) => [i + 1, String(i + 1)])] });
  ui.slider("rate", { label: "learning rate η", min: 0.05, max: 0.4, step: 0.05, format: (v) => number(v) });
  ui.slider("shown", { label: "steps taken", min: 0, max: STEPS, step: EVERY, format: String });
  ui.button("200 steps", () => ui.set({ shown: Math.min(STEPS, ui.get("shown") + 200) }));
  ui.button("To the end", () => ui.set({ shown: STEPS }));
  ui.button("Back to the start", () => ui.set({ shown: 0 }));
  ui.button("Other numbers", () => ui.set({ seed: ui.get("seed") + 1, shown: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({ label: "incoming weights of the four hidden units", height: 320, square: true, x: { domain: [-3, 3], label: "w₁" }, y: { domain: [-3, 3], label: "w₂" } });
  const graph = ui.plot({ label: "loss over the steps", height: 320, x: { domain: [0, STEPS], ticks: [0, 2000, 4000], format: (v) => v.toLocaleString("en"), label: "steps" }, y: { domain: [0, 0.2], label: "loss on XOR" } });

  const compute = () => {
    const [start, nudge, rate, seed] = ["start", "nudge", "rate", "seed"].map((k) => ui.get(k));
    seen = train(begin({ start, nudge, seed }), rate, STEPS, EVERY);
  };
  const probe = () => {
    const { w1, w2, b } = now().net;
    ui.probe({ distinct_units: [[w1, w2], b] });
  };
  compute();
  probe();
  ui.on("start nudge rate seed", compute);
  ui.on("start nudge rate seed shown", probe);

  ui.draw(() => {
    const k = at();
    const { net, loss } = now();
    const ways = net.w1.map((_, j) => seen.slice(0, k + 1).map((s) => [s.net.w1[j], s.net.w2[j]]));
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
    let yours = "";
    if (reader?.error) yours = `Your distinct_units could not be called: ${reader.error}`;
    else if (reader) yours = `Your distinct_units counts ${typeof reader.values === "number" ? number(reader.values) : "no single number"}; counted here: ${units}.`;
    ui.legend(LOOKS.map((look, j) => ({ look: `${look} nw-line`, text: `unit ${j + 1}` })));
    ui.show({ "different units": `${units} of ${UNITS}`, loss: number(loss), steps: String(k * EVERY) });
    const apart = Math.max(...net.w1.map((w, j) => Math.hypot(w - net.w1[0], net.w2[j] - net.w2[0], net.b[j] - net.b[0])));
    const state =
      units === 1
        ? `All ${UNITS} hidden units are the same, to the last bit${k ? `, after ${count(k * EVERY, "step")}` : ""}.`
        : `${count(units, "different unit")}, up to ${number(apart, 2)} apart${k ? `, after ${count(k * EVERY, "step")}` : ""}.`;
    const still = k && ui.get("start") === "zeros" && !ui.get("nudge") ? " Their weights have not moved at all: only the bias of the output learns." : "";
    const learnt = loss < 0.005 ? " XOR is learnt." : k * EVERY === STEPS ? " XOR is not learnt." : "";
    const guess = ui.get("guess");
    const judged = guess ? ` You guess ${guess}${k * EVERY === STEPS ? (guess === units ? ", and that is right." : `; it is ${units}.`) : " at the end."}` : "";
    ui.say(`${state}${still} The loss is ${number(loss, 2)}, with learning rate ${number(ui.get("rate"))}.${learnt}${judged}`, yours);
  });
});
