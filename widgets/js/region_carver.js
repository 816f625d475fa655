// Carve a shape out of half-planes: an AND within each group of lines, an OR between the groups.

import { h } from "./lib/dom.js";
import { count, fixed, percent } from "./lib/format.js";
import { lineAcross } from "./lib/points.js";
import { widget } from "./lib/widget.js";
import { flat } from "./math/compare.js";
import { CELL, REACH, SHAPES, carved, grid, inShape, neuron, score } from "./math/regions.js";

const TITLES = { triangle: "a triangle", corner: "a corner", band: "a band", L: "an L", islands: "two islands", star: "a star", frame: "a frame" };
const START = [[90, -1, "A"], [210, -1, "A"]];
const MOST = 14;
const LOOKS = { A: "nw-line nw-one", B: "nw-line nw-two nw-dashed", C: "nw-line nw-three nw-dotted", D: "nw-line nw-bad nw-dashed" };
const EDGE = REACH + 0.1;
const POINTS = grid();
const PROBES = grid(13);
const AHEAD = 0.45; // how far along its line the second handle is

export default widget("Carve a region out of half-planes", (ui) => {
  const lines = () => ui.get("lines");
  const at = () => Math.min(lines().length, Math.max(1, ui.get("chosen"))) - 1;

  const shape = ui.select("shape", { label: "carve", choices: Object.entries(TITLES) });
  const chosen = ui.slider("chosen", { label: "chosen line", min: 1, max: 2, step: 1, format: () => `${at() + 1} of ${lines().length}` });
  ui.select("group", { label: "its group", choices: ["A", "B", "C", "D"].map((g) => [g, g]) });
  ui.slider("angle", { label: "its direction", min: 0, max: 355, step: 5, format: (v) => `${Math.round(v)}°` });
  ui.slider("offset", { label: "its offset", min: -1.5, max: 1.5, step: 0.05, format: fixed });
  ui.toggle("spare", { label: "one line of a group may fail" });
  ui.button("Add a line", () => {
    if (lines().length >= MOST) return;
    const [angle, offset, group] = lines()[at()];
    ui.set({ lines: [...lines(), [(angle + 90) % 360, offset, group]] });
    ui.set({ chosen: lines().length });
  });
  ui.button("Remove line", () => {
    if (lines().length === 1) return;
    ui.set({ lines: lines().filter((_, k) => k !== at()) });
    ui.set({ chosen: at() + 1 });
    load();
  });
  ui.button("Other side", () => {
    const [angle, offset, group] = lines()[at()];
    change([(angle + 180) % 360, -offset, group]);
  });
  ui.button("Start again", () => {
    ui.set({ lines: START });
    ui.set({ chosen: 1 });
    load();
  });
  shape.input.addEventListener("change", () => ui.redraw());

  // The sliders show the chosen line; `loading` tells a line that was chosen from one that was changed.
  let loading = false;
  function load() {
    loading = true;
    const [angle, offset, group] = lines()[at()];
    ui.set({ angle, offset, group });
    loading = false;
  }
  const change = (to) => {
    ui.set({ lines: lines().map((l, k) => (k === at() ? to : l)) });
    load();
  };
  load();
  ui.on("chosen", load);
  ui.on("angle offset group", () => {
    const now = [ui.get("angle"), ui.get("offset"), ui.get("group")];
    if (!loading && now.join() !== lines()[at()].join()) ui.set({ lines: lines().map((l, k) => (k === at() ? now : l)) });
  });

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: "the shape, the lines and the region", height: 380, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁", ticks: [-1, 0, 1] }, y: { domain: [-EDGE, EDGE], label: "x₂", ticks: [-1, 0, 1] },
  });
  const table = h("table", { class: "nw-table" });
  ui.figure.append(h("div", {}, table));
  const foot = () => {
    const [w1, w2, b] = neuron(lines()[at()]);
    return [-b * w1, -b * w2];
  };
  const ahead = () => {
    const [w1, w2] = neuron(lines()[at()]);
    const [x, y] = foot();
    return [x - AHEAD * w2, y + AHEAD * w1];
  };
  const words = () => {
    const [angle, offset, group] = lines()[at()];
    return `line ${at() + 1}, group ${group}, direction ${Math.round(angle)} degrees, offset ${fixed(offset)}`;
  };
  const shift = plane.handle({
    label: "shift the chosen line",
    at: foot,
    move: ([x, y]) => {
      const [w1, w2] = neuron(lines()[at()]);
      const [angle, , group] = lines()[at()];
      change([angle, Number(Math.max(-1.5, Math.min(1.5, x * w1 + y * w2)).toFixed(3)), group]);
    },
    text: words,
    step: 0.05,
    big: 0.25,
    x: [-EDGE, EDGE],
    y: [-EDGE, EDGE],
  });
  const turn = plane.handle({
    label: "turn the chosen line",
    at: ahead,
    move: ([x, y]) => {
      const [px, py] = foot();
      if (Math.hypot(x - px, y - py) < 0.05) return;
      const degrees = Math.round((Math.atan2(y - py, x - px) * 180) / Math.PI - 90 + 720) % 360;
      const t = (degrees * Math.PI) / 180; // the line turns about its foot
      change([degrees, Number(Math.max(-1.5, Math.min(1.5, px * Math.cos(t) + py * Math.sin(t))).toFixed(3)), lines()[at()][2]]);
    },
    text: words,
    step: 0.05,
    big: 0.25,
    x: [-EDGE, EDGE],
    y: [-EDGE, EDGE],
  });

  const probe = () => {
    chosen.range({ max: lines().length });
    const mine = lines().filter((l) => l[2] === lines()[at()][2]).map(neuron);
    const args = [PROBES, [0, 1].map((i) => mine.map((c) => c[i])), mine.map((c) => c[2])];
    ui.probe({ convex_region: args, half_planes: args });
  };
  probe();
  ui.on("lines chosen", probe);

  const squares = (points, size) => points.map(([x, y]) => {
    const [left, top] = [plane.x(x - size / 2), plane.y(y + size / 2)];
    return `M${left},${top}H${plane.x(x + size / 2)}V${plane.y(y - size / 2)}H${left}Z`;
  }).join("");

  ui.draw(() => {
    const name = ui.get("shape");
    const polygon = (corners) => `M${corners.map(([x, y]) => `${plane.x(x)},${plane.y(y)}`).join("L")}Z`;
    plane.path("nw-hard", SHAPES[name].map(polygon).join(""), { key: "shape", into: plane.back });
    const region = carved(POINTS, lines(), ui.get("spare") ? 1 : 0);
    plane.path("nw-region", squares(POINTS.filter((_, i) => region[i]), CELL), { key: "carved", into: plane.back });
    for (const g of Object.keys(LOOKS)) {
      const here = lines().filter((l) => l[2] === g).map((l) => lineAcross(neuron(l), 2));
      plane.curve(LOOKS[g], here.flatMap((ends) => [...ends, null]), { key: `group-${g}` });
    }
    // A tick on every line points to the side where its neuron fires.
    const ticks = lines().map((l) => {
      const [w1, w2, b] = neuron(l);
      const [x, y] = [-b * w1, -b * w2];
      return `M${plane.x(x)},${plane.y(y)}L${plane.x(x + 0.16 * w1)},${plane.y(y + 0.16 * w2)}`;
    });
    plane.path("nw-tick", ticks.join(""), { key: "sides" });
    shift.place();
    turn.place();

    const target = POINTS.map((p) => inShape(name, p));
    const { overlap, missing, extra } = score(target, region.map(Boolean));
    const groups = [...new Set(lines().map((l) => l[2]))].sort();
    const neurons = lines().length + groups.length + (groups.length > 1 ? 1 : 0);
    const cells = (tag, texts) => texts.map((text) => h(tag, {}, text));
    const rows = lines().map((l, k) => h("tr", k === at() ? { class: "nw-chosen" } : {}, h("th", { scope: "row" }, `line ${k + 1}`), ...cells("td", [l[2], ...neuron(l).map((v) => fixed(v))])));
    table.replaceChildren(h("thead", {}, h("tr", {}, ...cells("th", ["neuron", "group", "w₁", "w₂", "b"]))), h("tbody", {}, ...rows));
    const mine = yours();
    ui.legend([
      { look: "nw-hard", area: true, text: "shape to carve" },
      { look: "nw-region", area: true, text: "your region" },
      ...groups.map((g) => ({ look: LOOKS[g], text: `group ${g}` })),
      ...(ui.reader() ? [{ look: "nw-mine", mark: "only", text: "your function says 1" }] : []),
    ]);
    ui.show({ score: percent(overlap), missing: percent(missing), "too much": percent(extra), neurons: String(neurons) });
    const how = groups.map((g) => {
      const k = lines().filter((l) => l[2] === g).length;
      return ui.get("spare") && k >= 3 ? `at least ${k - 1} of ${k} lines` : k > 1 ? `an AND of ${k} lines` : "one line";
    });
    const idle = ui.get("spare") && how.every((text) => !text.startsWith("at least")) ? " (One line may fail only in a group of three or more.)" : "";
    const well = overlap > 0.97 ? " Carved!" : "";
    ui.say(`${percent(overlap)} of ${TITLES[name]} and the region together is common to both, ${percent(missing)} of the shape is missing, ${percent(extra)} too much.${well} The region is ${how.join(", OR ")}: ${count(neurons, "neuron")} in ${groups.length > 1 ? "three" : "two"} layers.${idle}`, mine);
  });

  function yours() {
    const reader = ui.reader();
    let on = [];
    let text = "";
    if (reader?.error) text = `Your ${reader.name} could not be called: ${reader.error}`;
    else if (reader) {
      const group = lines()[at()][2];
      const own = lines().filter((l) => l[2] === group);
      const values = flat(reader.values);
      const per = reader.name === "half_planes" ? own.length : 1;
      if (values.length !== PROBES.length * per) text = `Your ${reader.name} gave ${count(values.length, "number")} for ${PROBES.length} points.`;
      else {
        // Of half_planes, the column of the chosen line is drawn.
        const column = own.indexOf(lines()[at()]);
        const said = PROBES.map((_, i) => values[i * per + (per > 1 ? column : 0)]);
        const right = carved(PROBES, reader.name === "half_planes" ? [lines()[at()]] : own);
        const off = said.filter((v, i) => v !== right[i]).length;
        on = PROBES.filter((_, i) => said[i] === 1);
        text = off ? `Your ${reader.name} differs from the reference at ${off} of ${PROBES.length} points.` : `Your ${reader.name} agrees with the reference at all ${PROBES.length} points of ${reader.name === "half_planes" ? "the chosen line" : `group ${group}`}.`;
      }
    }
    plane.dots("nw-stop", on, { key: "yours", r: 2.5 });
    return text;
  }
});
