// Five linear classifiers on the same points.

import { element } from "./lib/dom.js";
import { fixed, number } from "./lib/format.js";
import { labelledPoints, lineAcross } from "./lib/points.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { REACH, dataset, errors, linearSvm, logistic, margins, versions } from "./math/perceptron.js";
import english from "./words/en/linear_classifiers.js";

const t = words("linear_classifiers", english);

const KINDS = ["clouds", "outlier", "wide", "narrow", "wrong", "xor"];
const EDGE = REACH + 0.3;
const LINES = [
  { key: "last", look: "nw-line nw-one nw-dotted" },
  { key: "pocket", look: "nw-line nw-one nw-dashed" },
  { key: "averaged", look: "nw-line nw-one" },
  { key: "logistic", look: "nw-line nw-two" },
  { key: "svm", look: "nw-line nw-three" },
];
const OF = { train_perceptron: "last", pocket_perceptron: "pocket", averaged_perceptron: "averaged" };

export default widget(t, (ui) => {
  let lines = {};
  const points = () => (ui.get("points").length ? ui.get("points") : dataset(ui.get("data"), ui.get("seed")));

  const data = ui.select("data", { label: t("pointsChoice"), choices: KINDS.map((kind) => [kind, t(`data_${kind}`)]) });
  data.input.addEventListener("change", () => ui.set({ points: [], chosen: 1 }));
  const chosen = ui.slider("chosen", { label: t("chosenPoint"), min: 1, max: 2, step: 1, format: (v) => String(v) });
  ui.slider("passes", { label: t("passesOf"), min: 1, max: 60, step: 1, format: (v) => String(v) });
  ui.slider("lam", { label: t("lam"), min: 0.001, max: 1, step: 0.1, scale: "log" });
  ui.button(t("turnPoint"), () => cloud.flip());
  ui.button(t("addPoint"), () => cloud.add());
  ui.button(t("removePoint"), () => cloud.remove());
  ui.button(t("otherPoints"), () => ui.set({ points: [], chosen: 1, seed: ui.get("seed") + 1 }));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: t("plane"), height: 340, square: true,
    x: { domain: [-EDGE, EDGE], label: "x₁" }, y: { domain: [-EDGE, EDGE], label: "x₂" },
  });
  const table = element("table", { class: "nw-table" });
  ui.figure.append(element("div", {}, table));
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

    const rows = LINES.map(({ key }) => ({ key, wrong: errors(lines[key], list), room: Math.min(...margins(lines[key], list)) }));
    const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
    table.replaceChildren(
      element("thead", {}, element("tr", {}, ...cells("th", [t("line"), t("wrongOf", { n: list.length }), t("smallest")]))),
      element("tbody", {}, ...rows.map(({ key, wrong, room }) => element("tr", {}, element("th", { scope: "row" }, t(key)), ...cells("td", [String(wrong), Number.isFinite(room) ? fixed(room) : "–"])))),
    );
    ui.legend([
      ...LINES.map(({ key, look }) => ({ look, text: t(key) })),
      { look: "nw-limit", text: t("margin") },
      ...(ui.reader() ? [{ look: "nw-line nw-mine", text: t("yours") }] : []),
    ]);
    const mine = yours();
    const fewest = Math.min(...rows.map((r) => r.wrong));
    const clear = rows.filter((r) => r.wrong === 0).sort((a, b) => b.room - a.room);
    const [most, least] = [clear[0], clear.at(-1)];
    const room = clear.length > 1 && t("room", { most: t(most.key), mostRoom: fixed(most.room), least: t(least.key), leastRoom: fixed(least.room) });
    const each = rows.map((r) => t("eachWrong", { name: t(`told_${r.key}`), n: r.wrong })).join(t("between"));
    const wrong = t("wrong", { n: list.length, passes: t("passes", { n: ui.get("passes") }), each });
    ui.say(sentences(wrong, !fewest && t("separates"), room), mine);
  });

  function yours() {
    const reader = ui.reader();
    let mine = [0, 0, 0];
    let text = failure(reader);
    if (reader && !text) {
      const [w, b] = Array.isArray(reader.values) ? reader.values : [];
      const good = Array.isArray(w) && w.length === 2 && [...w, b].every(Number.isFinite);
      const gap = good ? Math.max(...[...w, b].map((v, i) => Math.abs(v - lines[OF[reader.name]][i]))) : 0;
      mine = good ? [...w, b] : mine;
      text = t(!good ? "gaveNoLine" : gap < 1e-9 ? "reference" : "differsBy", { name: reader.name, difference: number(gap) });
    }
    plane.curve("nw-line nw-mine", lineAcross(mine, EDGE), { key: "yours" });
    return text;
  }
});
