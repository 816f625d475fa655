// Carve a shape out of half-planes: an AND within each group of lines, an OR between the groups.

import { element } from "./lib/dom.js";
import { fixed, percent } from "./lib/format.js";
import { lineAcross } from "./lib/points.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { CELL, REACH, SHAPES, carved, grid, inShape, neuron, score } from "./math/regions.js";
import english from "./words/en/region_carver.js";

const t = words("region_carver", english);

const START = [[90, -1, "A"], [210, -1, "A"]];
const MOST = 14;
const LOOKS = { A: "nw-line nw-one", B: "nw-line nw-two nw-dashed", C: "nw-line nw-three nw-dotted", D: "nw-line nw-bad nw-dashed" };
const EDGE = REACH + 0.1;
const POINTS = grid();
const PROBES = grid(13);
const AHEAD = 0.45; // how far along its line the second handle is

export default widget(t, (ui) => {
  const lines = () => ui.get("lines");
  const at = () => Math.min(lines().length, Math.max(1, ui.get("chosen"))) - 1;

  const shape = ui.select("shape", { label: t("carve"), choices: Object.keys(SHAPES).map((name) => [name, t(name)]) });
  const chosen = ui.slider("chosen", { label: t("chosenLine"), min: 1, max: 2, step: 1, format: () => t("ofAll", { n: at() + 1, all: lines().length }) });
  ui.select("group", { label: t("group"), choices: ["A", "B", "C", "D"].map((g) => [g, g]) });
  ui.slider("angle", { label: t("direction"), min: 0, max: 355, step: 5, format: (v) => `${Math.round(v)}°` });
  ui.slider("offset", { label: t("offset"), min: -1.5, max: 1.5, step: 0.05, format: fixed });
  ui.toggle("spare", { label: t("spare") });
  ui.button(t("addLine"), () => {
    if (lines().length >= MOST) return;
    const [angle, offset, group] = lines()[at()];
    ui.set({ lines: [...lines(), [(angle + 90) % 360, offset, group]] });
    ui.set({ chosen: lines().length });
  });
  ui.button(t("removeLine"), () => {
    if (lines().length === 1) return;
    ui.set({ lines: lines().filter((_, k) => k !== at()) });
    ui.set({ chosen: at() + 1 });
    load();
  });
  ui.button(t("otherSide"), () => {
    const [angle, offset, group] = lines()[at()];
    change([(angle + 180) % 360, -offset, group]);
  });
  ui.button(t("startAgain"), () => {
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
    label: t("plane"), height: 380, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁", ticks: [-1, 0, 1] }, y: { domain: [-EDGE, EDGE], label: "x₂", ticks: [-1, 0, 1] },
  });
  const table = element("table", { class: "nw-table" });
  ui.figure.append(element("div", {}, table));
  const foot = () => {
    const [w1, w2, b] = neuron(lines()[at()]);
    return [-b * w1, -b * w2];
  };
  const ahead = () => {
    const [w1, w2] = neuron(lines()[at()]);
    const [x, y] = foot();
    return [x - AHEAD * w2, y + AHEAD * w1];
  };
  const lineIs = () => {
    const [angle, offset, group] = lines()[at()];
    return t("lineIs", { k: at() + 1, group, angle: Math.round(angle), offset: fixed(offset) });
  };
  const shift = plane.handle({
    label: t("shift"),
    at: foot,
    move: ([x, y]) => {
      const [w1, w2] = neuron(lines()[at()]);
      const [angle, , group] = lines()[at()];
      change([angle, Number(Math.max(-1.5, Math.min(1.5, x * w1 + y * w2)).toFixed(3)), group]);
    },
    text: lineIs,
    step: 0.05,
    big: 0.25,
    x: [-EDGE, EDGE],
    y: [-EDGE, EDGE],
  });
  const turn = plane.handle({
    label: t("turn"),
    at: ahead,
    move: ([x, y]) => {
      const [px, py] = foot();
      if (Math.hypot(x - px, y - py) < 0.05) return;
      const degrees = Math.round((Math.atan2(y - py, x - px) * 180) / Math.PI - 90 + 720) % 360;
      const radians = (degrees * Math.PI) / 180; // the line turns about its foot
      const far = px * Math.cos(radians) + py * Math.sin(radians);
      change([degrees, Number(Math.max(-1.5, Math.min(1.5, far)).toFixed(3)), lines()[at()][2]]);
    },
    text: lineIs,
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
    const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
    const rows = lines().map((l, k) => element("tr", k === at() ? { class: "nw-chosen" } : {}, element("th", { scope: "row" }, t("lineNumber", { k: k + 1 })), ...cells("td", [l[2], ...neuron(l).map((v) => fixed(v))])));
    table.replaceChildren(element("thead", {}, element("tr", {}, ...cells("th", [t("neuron"), t("groupHead"), "w₁", "w₂", "b"]))), element("tbody", {}, ...rows));
    const mine = yours();
    ui.legend([
      { look: "nw-hard", area: true, text: t("legendShape") },
      { look: "nw-region", area: true, text: t("legendRegion") },
      ...groups.map((g) => ({ look: LOOKS[g], text: t("groupNamed", { group: g }) })),
      ...(ui.reader() ? [{ look: "nw-mine", mark: "only", text: t("legendYours") }] : []),
    ]);
    ui.show({ [t("score")]: percent(overlap), [t("missing")]: percent(missing), [t("tooMuch")]: percent(extra), [t("neuronsHead")]: String(neurons) });
    const sizes = groups.map((g) => lines().filter((l) => l[2] === g).length);
    const mayFail = (k) => ui.get("spare") && k >= 3;
    const how = sizes
      .map((k) => (mayFail(k) ? t("atLeast", { n: k - 1, all: k }) : k > 1 ? t("and", { n: k }) : t("oneLine")))
      .reduce((text, item) => t("or", { text, item }));
    const common = t("common", { overlap: percent(overlap), shape: t(name), missing: percent(missing), extra: percent(extra) });
    const built = t(groups.length > 1 ? "regionThree" : "regionTwo", { how, neurons: t("neurons", { n: neurons }) });
    const idle = ui.get("spare") && !sizes.some(mayFail);
    ui.say(sentences(common, overlap > 0.97 && t("carved"), built, idle && t("idle")), mine);
  });

  function yours() {
    const reader = ui.reader();
    let on = [];
    let text = failure(reader);
    if (reader && !text) {
      const { name } = reader;
      const group = lines()[at()][2];
      const own = lines().filter((l) => l[2] === group);
      const values = flat(reader.values);
      const per = name === "half_planes" ? own.length : 1;
      if (values.length !== PROBES.length * per) text = t("gaveFor", { name, numbers: t("numbers", { n: values.length }), points: t("points", { n: PROBES.length }) });
      else {
        // Of half_planes, the column of the chosen line is drawn.
        const column = own.indexOf(lines()[at()]);
        const said = PROBES.map((_, i) => values[i * per + (per > 1 ? column : 0)]);
        const right = carved(PROBES, name === "half_planes" ? [lines()[at()]] : own);
        const off = said.filter((v, i) => v !== right[i]).length;
        on = PROBES.filter((_, i) => said[i] === 1);
        text = t(off ? "pointsOff" : name === "half_planes" ? "pointsLine" : "pointsGroup", { name, n: off, all: PROBES.length, group });
      }
    }
    plane.dots("nw-stop", on, { key: "yours", r: 2.5 });
    return text;
  }
});
