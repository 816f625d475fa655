// Five linear classifiers on the same points.

import { h } from "./lib/dom.js";
import { count, fixed, number } from "./lib/format.js";
import { labelledPoints, lineAcross } from "./lib/points.js";
import { widget } from "./lib/widget.js";
import { REACH, dataset, errors, linearSvm, logistic, margins, versions } from "./math/perceptron.js";

const KINDS = { clouds: "mixed clouds", outlier: "with an outlier", wide: "wide gap", narrow: "narrow gap", wrong: "one wrong label", xor: "XOR" };
const EDGE = REACH + 0.3;
const LINES = [
  { key: "last", name: "perceptron, last", look: "nw-line nw-one nw-dotted" },
  { key: "pocket", name: "perceptron, pocket", look: "nw-line nw-one nw-dashed" },
  { key: "averaged", name: "perceptron, averaged", look: "nw-line nw-one" },
  { key: "logistic", name: "logistic regression", look: "nw-line nw-two" },
  { key: "svm", name: "support vector machine", look: "nw-line nw-three" },
];
const OF = { train_perceptron: "last", pocket_perceptron: "pocket", averaged_perceptron: "averaged" };

export default widget("Five lines through the same points", (ui) => {
  let lines = {};
  const points = () => (ui.get("points").length ? ui.get("points") : dataset(ui.get("data"), ui.get("seed")));

  const data = ui.select("data", { label: "points", choices: Object.entries(KINDS) });
  data.input.addEventListener("change", () => ui.set({ points: [], chosen: 1 }));
  const chosen = ui.slider("chosen", { label: "chosen point", min: 1, max: 2, step: 1, format: (v) => String(v) });
  ui.slider("passes", { label: "passes of the perceptron", min: 1, max: 60, step: 1, format: (v) => String(v) });
  ui.slider("lam", { label: "λ of the SVM", min: 0.001, max: 1, step: 0.1, scale: "log" });
  ui.button("Turn point over", () => cloud.flip());
  ui.button("Add a point", () => cloud.add());
  ui.button("Remove point", () => cloud.remove());
  ui.button("Other points", () => ui.set({ points: [], chosen: 1, seed: ui.get("seed") + 1 }));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: "points of two classes and five lines", height: 340, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁" }, y: { domain: [-EDGE, EDGE], label: "x₂" },
  });
  const table = h("table", { class: "nw-table" });
  ui.figure.append(h("div", {}, table));
  const cloud = labelledPoints(ui, plane, { points, set: (list) => ui.set({ points: list }), chosen: "chosen", reach: REACH });

  const perceptrons = () => {
    const list = points();
    lines = { ...lines, ...versions(list, ui.get("passes")) };
    const data = [list.map((p) => p.slice(0, 2)), list.map((p) => p[2]), 1, ui.get("passes")];
    ui.probe(Object.fromEntries(Object.keys(OF).map((name) => [name, data])));
  };
  const machine = () => (lines = { ...lines, svm: linearSvm(points(), ui.get("lam")) });
  const all = () => {
    lines = { logistic: logistic(points()) };
    machine();
    perceptrons();
    chosen.range({ max: points().length });
  };
  all();
  ui.on("points data seed", all);
  ui.on("passes", perceptrons);
  ui.on("lam", machine);

  ui.draw(() => {
    const list = points();
    for (const { key, look } of LINES) plane.curve(look, lineAcross(lines[key], EDGE), { key });
    const [w1, w2, b] = lines.svm;
    for (const side of [-1, 1]) plane.curve("nw-limit", lineAcross([w1, w2, b + side], EDGE), { key: `margin ${side}` });
    cloud.place();

    const rows = LINES.map(({ key, name }) => ({ name, wrong: errors(lines[key], list), room: Math.min(...margins(lines[key], list)) }));
    const cells = (tag, texts) => texts.map((text) => h(tag, {}, text));
    table.replaceChildren(
      h("thead", {}, h("tr", {}, ...cells("th", ["line", `wrong of ${list.length}`, "smallest margin"]))),
      h("tbody", {}, ...rows.map(({ name, wrong, room }) => h("tr", {}, h("th", { scope: "row" }, name), ...cells("td", [String(wrong), Number.isFinite(room) ? fixed(room) : "–"])))),
    );
    ui.legend([
      ...LINES.map(({ name, look }) => ({ look, text: name })),
      { look: "nw-limit", text: "margin of the SVM" },
      ...(ui.reader() ? [{ look: "nw-line nw-mine", text: "yours" }] : []),
    ]);
    const mine = yours();
    const fewest = Math.min(...rows.map((r) => r.wrong));
    const clear = rows.filter((r) => r.wrong === 0).sort((a, b) => b.room - a.room);
    const room = clear.length > 1 ? ` Among the lines without a mistake, ${clear[0].name} leaves most room, ${fixed(clear[0].room)}, ${clear.at(-1).name} least, ${fixed(clear.at(-1).room)}.` : "";
    const wrong = rows.map((r) => `${r.name.replace(", ", " (")}${r.name.includes(",") ? ")" : ""} ${r.wrong}`).join(", ");
    ui.say(`Points on the wrong side, of ${list.length}, the perceptron after ${count(ui.get("passes"), "pass", "passes")}: ${wrong}.${fewest ? "" : " A line separates these points."}${room}`, mine);
  });

  function yours() {
    const reader = ui.reader();
    let mine = [0, 0, 0];
    let words = "";
    if (reader?.error) words = `Your ${reader.name} could not be called: ${reader.error}`;
    else if (reader) {
      const [w, b] = Array.isArray(reader.values) ? reader.values : [];
      const good = Array.isArray(w) && w.length === 2 && [...w, b].every(Number.isFinite);
      const gap = good ? Math.max(...[...w, b].map((v, i) => Math.abs(v - lines[OF[reader.name]][i]))) : 0;
      mine = good ? [...w, b] : mine;
      words = !good ? `Your ${reader.name} gave no line to draw.`
        : gap < 1e-9 ? `Your ${reader.name} draws the line of the reference.`
        : `Your ${reader.name} differs from the reference by up to ${number(gap)}.`;
    }
    plane.curve("nw-line nw-mine", lineAcross(mine, EDGE), { key: "yours" });
    return words;
  }
});
