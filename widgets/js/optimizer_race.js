// Optimizers race downhill from one start: drag it, play, rewind, set each of them, reach a goal.

import { h } from "./lib/dom.js";
import { count, fixed, number } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { contour, heights as grid } from "./math/contour.js";
import { MEMORY, RACERS, REACH, descend, positional, reached, surface, turns } from "./math/race.js";

const STEPS = 200;
const FLOOR = 1e-8; // lowest height in the curve
const TOP = 1e3;
const SAMPLED = 60; // steps of the reader's optimizer
const LEVELS = 12;
const SURFACES = { bowl: "bowl x² + y²", ravine: "ravine", saddle: "saddle", hills: "several valleys" };
const TASKS = {
  free: { text: "no goal" },
  ravine: { text: "ravine", set: { surface: "ravine", angle: 0, start: [-3.5, 1.5], noise: 0 }, goal: 1e-6, within: 100 },
  turned: { text: "turned ravine", set: { surface: "ravine", angle: 45, start: [-3.5, 1.5], noise: 0 }, goal: 1e-6, within: 100 },
  saddle: { text: "saddle", set: { surface: "saddle", start: [3, 0], noise: 0 }, goal: 0.1, within: 100 },
  hills: { text: "deep valley", set: { surface: "hills", start: [3.2, 2.6], noise: 0 }, goal: 0.01, within: 150 },
};
const SYMBOL = { momentum: "μ", rho: "ρ", beta1: "β₁" };

export default widget("A race downhill", (ui) => {
  let runs = {};
  let place = surface("bowl");
  let lines = [];

  ui.select("surface", { label: "surface", choices: Object.entries(SURFACES) });
  const task = ui.select("task", { label: "goal", choices: Object.entries(TASKS).map(([k, { text }]) => [k, text]) });
  task.input.addEventListener("change", () => {
    const { set } = TASKS[ui.get("task")];
    if (set) ui.set({ ...set, shown: 0 });
  });
  const angle = ui.slider("angle", { label: "turned by", min: 0, max: 45, step: 5, format: (v) => `${v}°` });
  ui.slider("noise", { label: "noise in the gradient", min: 0, max: 2, step: 0.1, format: (v) => fixed(v, 1) });
  ui.select("chosen", { label: "settings of", choices: RACERS.map((name) => [name, name]) });
  ui.slider("rate", { label: "its learning rate\u00a0η", min: 0.001, max: 100, step: 0.05, scale: "log" });
  const memory = ui.slider("memory", { label: "its memory", min: 0, max: 0.99, step: 0.01, format: (v) => fixed(v) });
  ui.select("correction", { label: "Adam divides by", choices: [["right", "1 − βᵗ (right)"], ["constant", "1 − β, always"], ["none", "nothing"]] });
  const scrub = ui.slider("shown", { label: "step", min: 0, max: STEPS, step: 1, format: (v) => String(v) });
  scrub.el.style.gridColumn = "1 / -1"; // long enough to point at a single step

  const racing = h("div", { class: "nw-racers", role: "group", "aria-label": "who takes part" });
  const boxes = RACERS.map((name) => {
    const box = h("input", {
      type: "checkbox",
      onchange: () => ui.set({ racing: RACERS.filter((n) => (n === name ? box.checked : ui.get("racing").includes(n))) }),
    });
    racing.append(h("label", { class: "nw-toggle" }, box, h("span", {}, name)));
    return [name, box];
  });
  ui.controls.append(racing);

  const go = (k) => {
    play(false);
    ui.set({ shown: Math.max(0, Math.min(STEPS, k)) });
  };
  const playing = ui.button("Play", () => play(!timer));
  playing.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  ui.button("1 step", () => go(ui.get("shown") + 1));
  ui.button("10 steps", () => go(ui.get("shown") + 10));
  ui.button("To the end", () => go(STEPS));
  ui.button("Back to the start", () => go(0));

  ui.figure.classList.add("nw-two-columns");
  const map = ui.plot({
    label: "map of the surface with the ways taken", height: 350, square: true,
    x: { domain: [-REACH, REACH], label: "x" }, y: { domain: [-REACH, REACH], label: "y" },
  });
  const curve = ui.plot({
    label: "height over the steps", height: 350,
    x: { domain: [0, STEPS], label: "steps" }, y: { domain: [FLOOR, TOP], log: true, label: "height above the lowest point" },
  });
  const start = map.handle({
    label: "common start",
    at: () => ui.get("start"),
    move: (p) => {
      play(false);
      ui.set({ start: p.map((v) => Number(v.toFixed(6))) });
    },
    text: () => `x = ${fixed(ui.get("start")[0], 1)}, y = ${fixed(ui.get("start")[1], 1)}, height ${number(place.f(ui.get("start")))}`,
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });

  let timer = 0;
  function play(on) {
    clearInterval(timer);
    timer = 0;
    playing.textContent = on ? "Pause" : "Play";
    if (!on) return;
    if (ui.get("shown") >= STEPS) ui.set({ shown: 0 });
    timer = setInterval(() => (ui.get("shown") < STEPS ? ui.set({ shown: ui.get("shown") + 1 }) : play(false)), 70);
  }
  ui.atEnd(() => clearInterval(timer));

  const settings = (name) => ({
    lr: ui.get("rates")[name],
    ...(MEMORY[name] ? { [MEMORY[name]]: ui.get("memories")[name] } : {}),
    ...(name === "Adam" ? { biasCorrection: ui.get("correction") } : {}),
  });
  const landscape = () => {
    place = surface(ui.get("surface"), ui.get("angle"));
    const height = grid((x, y) => place.f([x, y]), REACH, 61);
    const top = Math.max(...height.rows.flat());
    lines = Array.from({ length: LEVELS }, (_, k) => contour(height, top * ((k + 0.6) / LEVELS) ** 2.2));
    angle.enable(ui.get("surface") === "ravine");
    run();
  };
  function run() {
    runs = Object.fromEntries(RACERS.map((name) => [name, descend(name, settings(name), place, ui.get("start"), STEPS, ui.get("noise"))]));
    ui.probe(
      Object.fromEntries(
        RACERS.map((name) => [name, [positional(name, settings(name)), ui.get("start"), runs[name].gradients.slice(0, SAMPLED)]]),
      ),
    );
  }
  // The sliders belong to the chosen one.
  const choose = () => {
    const name = ui.get("chosen");
    memory.enable(Boolean(MEMORY[name]));
    memory.range({ label: MEMORY[name] ? `its memory ${SYMBOL[MEMORY[name]]}` : "no memory" });
    if (!ui.get("racing").includes(name)) ui.set({ racing: RACERS.filter((n) => n === name || ui.get("racing").includes(n)) });
    ui.set({ rate: ui.get("rates")[name], ...(MEMORY[name] ? { memory: ui.get("memories")[name] } : {}) });
  };
  ui.on("surface angle", landscape);
  ui.on("start rates memories correction noise", run);
  ui.on("chosen", choose);
  ui.on("rate", () => {
    const name = ui.get("chosen");
    if (ui.get("rates")[name] !== ui.get("rate")) ui.set({ rates: { ...ui.get("rates"), [name]: ui.get("rate") } });
  });
  ui.on("memory", () => {
    const name = ui.get("chosen");
    if (MEMORY[name] && ui.get("memories")[name] !== ui.get("memory")) ui.set({ memories: { ...ui.get("memories"), [name]: ui.get("memory") } });
  });
  ui.on("reader", () => {
    const name = ui.reader()?.name;
    if (RACERS.includes(name) && name !== ui.get("chosen")) ui.set({ chosen: name });
  });
  landscape();
  memory.enable(Boolean(MEMORY[ui.get("chosen")]));

  const at = (name) => Math.min(runs[name].path.length - 1, ui.get("shown"));
  const lost = (name) => runs[name].path.length <= STEPS && ui.get("shown") >= runs[name].path.length;

  ui.draw(() => {
    const inRace = RACERS.filter((name) => ui.get("racing").includes(name));
    for (const [name, box] of boxes) box.checked = inRace.includes(name);
    lines.forEach((pieces, k) => {
      const d = pieces.map(([p, q]) => `M${map.x(p[0])},${map.y(p[1])}L${map.x(q[0])},${map.y(q[1])}`).join("");
      map.path("nw-contour", d, { key: `contour-${k}`, into: map.back });
    });
    const goal = TASKS[ui.get("task")];
    curve.curve("nw-limit", goal.goal ? [[0, goal.goal], [goal.within, goal.goal], [goal.within, FLOOR]] : [], { key: "goal" });
    for (const name of RACERS) {
      const shown = inRace.includes(name) ? runs[name].path.slice(0, at(name) + 1) : [];
      const look = `nw-racer nw-racer-${name}`;
      map.curve(look, shown, { key: `way-${name}` });
      map.dots(`${look} nw-dot`, shown.length > 1 ? shown.slice(-1) : [], { key: `now-${name}`, r: 5 });
      const fall = shown.map((_, k) => [k, Math.min(TOP, Math.max(FLOOR, runs[name].heights[k]))]);
      curve.curve(look, fall, { key: `fall-${name}` });
      curve.dots(`${look} nw-dot`, fall.slice(-1), { key: `height-${name}`, r: 5 });
    }
    const mine = yours();
    map.curve("nw-line nw-mine", mine.path ?? [], { key: "yours" });
    start.place();

    ui.legend([
      ...inRace.map((name) => ({ look: `nw-racer nw-racer-${name}`, text: name })),
      ...(goal.goal ? [{ look: "nw-limit", text: "goal" }] : []),
      ...(mine.path ? [{ look: "nw-line nw-mine", text: `yours: ${ui.reader().name}` }] : []),
    ]);
    ui.show(Object.fromEntries(inRace.map((name, i) => [i ? name : `height: ${name}`, lost(name) ? "gone" : number(runs[name].heights[at(name)], 2)])));
    const noisy = ui.get("noise") ? ` All gradients are noisy, by ${fixed(ui.get("noise"), 1)}.` : "";
    const wrong = { right: "", constant: " Adam divides by 1 − β at every step, which is wrong.", none: " Adam runs without bias correction." };
    ui.say(`${verdict(goal, inRace)} ${about(ui.get("chosen"))}${noisy}${wrong[ui.get("correction")]}`, mine.text);
  });

  /** Who has reached the goal by now. */
  function verdict(goal, inRace) {
    const now = ui.get("shown");
    if (!goal.goal) return `Step ${now}.`;
    const when = inRace.map((name) => [name, reached(runs[name].heights, goal.goal)]);
    const there = when.filter(([, k]) => k >= 0 && k <= Math.min(now, goal.within));
    const late = when.filter(([, k]) => k > goal.within && k <= now);
    const words = there.map(([name, k]) => `${name} after ${count(k, "step")}`).join(", ");
    const over = late.length ? ` Too late: ${late.map(([name, k]) => `${name} after ${k}`).join(", ")}.` : "";
    if (there.length) return `Goal reached: ${words}.${over}`;
    if (now < goal.within) return `Goal: below ${number(goal.goal, 1)} within ${goal.within} steps. Step ${now}: nobody is there yet.`;
    return `${goal.within} steps are over, and nobody is below ${number(goal.goal, 1)}. Change rate, memory or noise.${over}`;
  }

  /** What the chosen one does. */
  function about(name) {
    if (!ui.get("racing").includes(name)) return `${name} does not take part.`;
    const key = MEMORY[name];
    const set = `η = ${number(ui.get("rates")[name])}${key ? `, ${SYMBOL[key]} = ${fixed(ui.get("memories")[name])}, a window of about ${number(1 / (1 - ui.get("memories")[name]), 2)} steps` : ""}`;
    const k = at(name);
    const way = runs[name].path.slice(0, k + 1);
    const turned = turns(way);
    const last = Math.min(20, k - 1);
    const h0 = runs[name].heights[0];
    const manner =
      lost(name) ? "it has flown away: the learning rate is too large here"
      : k < 3 ? "it has hardly begun"
      : turned > last / 2 ? `it turned round at ${turned} of the last ${last} steps: it oscillates`
      : Math.hypot(way[k][0] - way[k - 1][0], way[k][1] - way[k - 1][1]) < 1e-3 && runs[name].heights[k] > 0.01 ? "it hardly moves any more, high above the lowest point"
      : runs[name].heights[k] < 1e-6 ? "it has arrived"
      : runs[name].heights[k] > h0 ? "it is higher than at the start"
      : "it is on its way";
    return `${name} (${set}): ${manner}.`;
  }

  /** The reader's optimizer, handed the gradients that the reference met. */
  function yours() {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    const name = reader.name;
    if (reader.error) return { text: `Your ${name} could not be drawn: ${reader.error}` };
    const reference = runs[name].path.slice(0, SAMPLED + 1);
    const path = reader.values;
    const fits = Array.isArray(path) && path.length === reference.length && path.every((p) => p?.length === 2);
    if (!fits) return { text: `Your ${name} gave no way that could be drawn.` };
    const points = path.map((p) => (p.includes(null) ? null : p));
    const off = (k) => (points[k] ? Math.hypot(points[k][0] - reference[k][0], points[k][1] - reference[k][1]) : Infinity);
    const first = points.findIndex((_, k) => off(k) > 1e-9 * (1 + Math.hypot(...reference[k])));
    const strange = name === "Adam" && ui.get("correction") !== "right" ? " (The reference is set to a wrong correction.)" : "";
    const text =
      first < 0
        ? `Your ${name}, handed the same gradients, goes the same way for ${count(reference.length - 1, "step")}.${strange}`
        : `Your ${name}, handed the same gradients, leaves the way of the reference at step ${first}, by ${number(off(first))}.${strange}`;
    return { path: points.slice(0, ui.get("shown") + 1), text };
  }
});
