// Optimizers race downhill from one start: drag it, play, rewind, set each of them, reach a goal.

import { element } from "./lib/dom.js";
import { fixed, number } from "./lib/format.js";
import { player } from "./lib/player.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { contour, heights as grid } from "./math/contour.js";
import { RACERS } from "./math/declared.js";
import { positional } from "./math/optimizers.js";
import { MEMORY, REACH, descend, reached, surface, turns } from "./math/race.js";
import english from "./words/en/optimizer_race.js";

const t = words("optimizer_race", english);

const STEPS = 200;
const FLOOR = 1e-8; // lowest height in the curve
const TOP = 1e3;
const SAMPLED = 60; // steps of the reader's optimizer
const LEVELS = 12;
const SURFACES = ["bowl", "ravine", "saddle", "hills"];
const TASKS = {
  free: {},
  ravine: { set: { surface: "ravine", angle: 0, start: [-3.5, 1.5], noise: 0 }, goal: 1e-6, within: 100 },
  turned: { set: { surface: "ravine", angle: 45, start: [-3.5, 1.5], noise: 0 }, goal: 1e-6, within: 100 },
  saddle: { set: { surface: "saddle", start: [3, 0], noise: 0 }, goal: 0.1, within: 100 },
  hills: { set: { surface: "hills", start: [3.2, 2.6], noise: 0 }, goal: 0.01, within: 150 },
};
const SYMBOL = { momentum: "μ", rho: "ρ", beta1: "β₁" };

export default widget(t, (ui) => {
  let runs = {};
  let place = surface("bowl");
  let lines = [];

  ui.select("surface", { label: t("surface"), choices: SURFACES.map((name) => [name, t(`surface_${name}`)]) });
  const task = ui.select("task", { label: t("goal"), choices: Object.keys(TASKS).map((name) => [name, t(`task_${name}`)]) });
  task.input.addEventListener("change", () => {
    const { set } = TASKS[ui.get("task")];
    if (set) ui.set({ ...set, shown: 0 });
  });
  const angle = ui.slider("angle", { label: t("turnedBy"), min: 0, max: 45, step: 5, format: (v) => `${v}°` });
  ui.slider("noise", { label: t("noise"), min: 0, max: 2, step: 0.1, format: (v) => fixed(v, 1) });
  ui.select("chosen", { label: t("settingsOf"), choices: RACERS.map((name) => [name, name]) });
  ui.slider("rate", { label: t("itsRate"), min: 0.001, max: 100, step: 0.05, scale: "log" });
  const memory = ui.slider("memory", { label: t("noMemory"), min: 0, max: 0.99, step: 0.01, format: (v) => fixed(v) });
  ui.select("correction", { label: t("divides"), choices: ["right", "constant", "none"].map((kind) => [kind, t(`correction_${kind}`)]) });
  const scrub = ui.slider("shown", { label: t("stepShown"), min: 0, max: STEPS, step: 1, format: (v) => String(v) });
  scrub.el.style.gridColumn = "1 / -1"; // long enough to point at a single step

  const racing = element("div", { class: "nw-racers", role: "group", "aria-label": t("who") });
  const boxes = RACERS.map((name) => {
    const box = element("input", {
      type: "checkbox",
      onchange: () => ui.set({ racing: RACERS.filter((n) => (n === name ? box.checked : ui.get("racing").includes(n))) }),
    });
    racing.append(element("label", { class: "nw-toggle" }, box, element("span", {}, name)));
    return [name, box];
  });
  ui.controls.append(racing);

  const go = (k) => {
    play.stop();
    ui.set({ shown: Math.max(0, Math.min(STEPS, k)) });
  };
  const play = player(ui, {
    every: 70,
    begin: () => ui.get("shown") >= STEPS && ui.set({ shown: 0 }),
    step: (n) => {
      ui.set({ shown: Math.min(STEPS, ui.get("shown") + n) });
      return ui.get("shown") < STEPS;
    },
  });
  ui.button(t("oneStep"), () => go(ui.get("shown") + 1));
  ui.button(t("tenSteps"), () => go(ui.get("shown") + 10));
  ui.button(t("toTheEnd"), () => go(STEPS));
  ui.button(t("backToStart"), () => go(0));

  ui.figure.classList.add("nw-two-columns");
  const map = ui.plot({
    label: t("map"), height: 350, square: true,
    x: { domain: [-REACH, REACH], label: "x" }, y: { domain: [-REACH, REACH], label: "y" },
  });
  const curve = ui.plot({
    label: t("curve"), height: 350,
    x: { domain: [0, STEPS], label: t("stepsAxis") }, y: { domain: [FLOOR, TOP], log: true, label: t("heightAbove") },
  });
  const start = map.handle({
    label: t("start"),
    at: () => ui.get("start"),
    move: (p) => {
      play.stop();
      ui.set({ start: p.map((v) => Number(v.toFixed(6))) });
    },
    text: () => t("startIs", { x: fixed(ui.get("start")[0], 1), y: fixed(ui.get("start")[1], 1), height: number(place.f(ui.get("start"))) }),
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });

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
  const nameMemory = () => {
    const key = MEMORY[ui.get("chosen")];
    memory.enable(Boolean(key));
    memory.range({ label: key ? t("itsMemory", { symbol: SYMBOL[key] }) : t("noMemory") });
  };
  // The sliders belong to the chosen one.
  const choose = () => {
    const name = ui.get("chosen");
    nameMemory();
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
  nameMemory();

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
      ...(goal.goal ? [{ look: "nw-limit", text: t("legendGoal") }] : []),
      ...(mine.path ? [{ look: "nw-line nw-mine", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    ui.show(Object.fromEntries(inRace.map((name, i) => [i ? name : t("heightOf", { name }), lost(name) ? t("gone") : number(runs[name].heights[at(name)], 2)])));
    const noisy = ui.get("noise") > 0 && t("noisy", { noise: fixed(ui.get("noise"), 1) });
    const wrong = ui.get("correction") !== "right" && t(`wrong_${ui.get("correction")}`);
    ui.say(sentences(verdict(goal, inRace), about(ui.get("chosen")), noisy, wrong), mine.text);
  });

  /** Who has reached the goal by now. */
  function verdict(goal, inRace) {
    const now = ui.get("shown");
    if (!goal.goal) return t("stepNow", { k: now });
    const when = inRace.map((name) => [name, reached(runs[name].heights, goal.goal)]);
    const there = when.filter(([, k]) => k >= 0 && k <= Math.min(now, goal.within));
    const late = when.filter(([, k]) => k > goal.within && k <= now);
    const who = there.map(([name, k]) => t("afterSteps", { name, steps: t("steps", { n: k }) })).join(t("between"));
    const over = late.length > 0 && t("tooLate", { who: late.map(([name, k]) => t("after", { name, k })).join(t("between")) });
    if (there.length) return sentences(t("reached", { who }), over);
    const told = { goal: number(goal.goal, 1), within: goal.within, k: now };
    return now < goal.within ? t("goalIs", told) : sentences(t("over", told), over);
  }

  /** What the chosen one does. */
  function about(name) {
    if (!ui.get("racing").includes(name)) return t("notIn", { name });
    const key = MEMORY[name];
    const memory = ui.get("memories")[name];
    const rate = number(ui.get("rates")[name]);
    const set = key ? t("setMemory", { rate, symbol: SYMBOL[key], memory: fixed(memory), window: number(1 / (1 - memory), 2) }) : t("set", { rate });
    const k = at(name);
    const way = runs[name].path.slice(0, k + 1);
    const turned = turns(way);
    const last = Math.min(20, k - 1);
    const h0 = runs[name].heights[0];
    const manner =
      lost(name) ? "lost"
      : k < 3 ? "new"
      : turned > last / 2 ? "oscillating"
      : Math.hypot(way[k][0] - way[k - 1][0], way[k][1] - way[k - 1][1]) < 1e-3 && runs[name].heights[k] > 0.01 ? "stuck"
      : runs[name].heights[k] < 1e-6 ? "there"
      : runs[name].heights[k] > h0 ? "higher"
      : "going";
    return t(`is_${manner}`, { name, set, turned, last });
  }

  /** The reader's optimizer, handed the gradients that the reference met. */
  function yours() {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    const name = reader.name;
    if (reader.error) return { text: failure(reader) };
    const reference = runs[name].path.slice(0, SAMPLED + 1);
    const path = reader.values;
    const fits = Array.isArray(path) && path.length === reference.length && path.every((p) => p?.length === 2);
    if (!fits) return { text: t("gaveNoWay", { name }) };
    const points = path.map((p) => (p.includes(null) ? null : p));
    const off = (k) => (points[k] ? Math.hypot(points[k][0] - reference[k][0], points[k][1] - reference[k][1]) : Infinity);
    const first = points.findIndex((_, k) => off(k) > 1e-9 * (1 + Math.hypot(...reference[k])));
    const strange = name === "Adam" && ui.get("correction") !== "right" && t("strange");
    const text =
      first < 0
        ? t("sameWay", { name, steps: t("steps", { n: reference.length - 1 }) })
        : t("otherWay", { name, k: first, distance: number(off(first)) });
    return { path: points.slice(0, ui.get("shown") + 1), text: sentences(text, strange) };
  }
});
