// Bias and weights by hand, the truth table they give, and a gate to make.

import { element } from "./lib/dom.js";
import { fixed, number } from "./lib/format.js";
import { line, shade } from "./lib/halfplane.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { CORNERS, GATES, logisticNeuron, thresholdNeuron, weightedSum } from "./math/neuron.js";
import english from "./words/en/logic_gates.js";

const t = words("logic_gates", english);

const WEIGHT = { min: -30, max: 30, step: 1, format: (v) => fixed(v, 0) };
const SIDE = { domain: [-0.5, 1.5], ticks: [0, 1], format: String };

/** Four outputs of the reader's function, as a sigmoid gives them; null if it gave something else. */
function outputs(reader) {
  if (!reader || reader.error) return null;
  const values = flat(reader.values);
  const of = (w, b) => CORNERS.map((x) => logisticNeuron(x, w, b));
  if (values.includes(null)) return null;
  if (reader.name === "logistic_neuron" && values.length === 4) return values;
  if (reader.name === "negate_neuron" && values.length === 3) return of(values.slice(0, 2), values[2]);
  if (reader.name === "at_least" && values.length === 3) return of(values.slice(1), values[0]);
  return null;
}

export default widget(t, (ui) => {
  ui.select("goal", { label: t("goal"), choices: Object.keys(GATES).map((name) => [name, t(name)]) });
  ui.slider("b", { label: t("bias"), ...WEIGHT, min: -40, max: 40 });
  ui.slider("w1", { label: t("weight1"), ...WEIGHT });
  ui.slider("w2", { label: t("weight2"), ...WEIGHT });
  const put = ([b, w1, w2]) => ui.set({ b, w1, w2 });
  for (const name of ["AND", "OR", "NOT x1", "NAND"]) ui.button(t("theta", { gate: t(name) }), () => put(GATES[name].theta));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: t("plane"), height: 290, square: true,
    x: { ...SIDE, label: "x₁" }, y: { ...SIDE, label: "x₂" },
  });
  const table = element("table", { class: "nw-table" });
  ui.figure.append(element("div", {}, table));

  const probe = () => {
    const [w, b] = [[ui.get("w1"), ui.get("w2")], ui.get("b")];
    ui.probe({ logistic_neuron: [CORNERS, w, b], negate_neuron: [w, b] });
  };
  probe();
  ui.on("b w1 w2", probe);

  const drawTable = (wanted, rows, mine) => {
    const head = ["x₁", "x₂", "z", t("threshold"), t("sigmoid"), t("wanted"), ...(mine ? [t("yours")] : [])];
    const cells = (tag, texts) => texts.map((text) => element(tag, tag === "th" ? { scope: "col" } : {}, text));
    table.replaceChildren(
      element("thead", {}, element("tr", {}, ...cells("th", head))),
      element("tbody", {}, ...rows.map(({ x, z, hard, soft }, i) => {
        const mark = hard === wanted[i] ? "✓" : "✗";
        const yours = mine ? [fixed(mine[i], 4)] : [];
        return element("tr", {}, ...cells("td", [...x, fixed(z, 0), hard, fixed(soft, 4), `${wanted[i]} ${mark}`, ...yours].map(String)));
      })),
    );
  };

  const yours = (mine) => {
    const reader = ui.reader();
    if (!reader) return "";
    if (reader.error) return failure(reader);
    if (!mine) return t("noNeuron", { name: reader.name });
    const bits = mine.map((p) => (p >= 0.5 ? 1 : 0)).join(" ");
    const gate = Object.keys(GATES).find((name) => GATES[name].wanted.join(" ") === bits);
    const call = t({ at_least: "call_at_least", negate_neuron: "call_negate_neuron" }[reader.name] ?? "call", { name: reader.name });
    return gate ? t("answersGate", { call, bits, gate: t(gate) }) : t("answers", { call, bits });
  };

  ui.draw(() => {
    const [w, b] = [[ui.get("w1"), ui.get("w2")], ui.get("b")];
    const { wanted } = GATES[ui.get("goal")];
    const rows = CORNERS.map((x) => ({ x, z: weightedSum(x, w, b), hard: thresholdNeuron(x, w, -b), soft: logisticNeuron(x, w, b) }));
    const right = rows.filter((row, i) => row.hard === wanted[i]).length;
    const off = Math.max(...rows.map((row, i) => Math.abs(row.soft - wanted[i])));
    const mine = outputs(ui.reader());

    shade(plane, w, b, { soft: true });
    line(plane, "nw-line nw-one", w, b, { key: "boundary" });
    const at = (value) => CORNERS.filter((_, i) => wanted[i] === value);
    plane.dots("nw-line nw-two nw-dot", at(0), { key: "wanted-0", r: 8 });
    plane.dots("nw-line nw-two nw-full", at(1), { key: "wanted-1", r: 8 });
    CORNERS.forEach((x, i) => plane.text(`row-${i}`, rows[i].hard === wanted[i] ? "✓" : "✗", [plane.x(x[0]) + 18, plane.y(x[1]) - 8]));
    drawTable(wanted, rows, mine);

    ui.legend([
      { look: "nw-line nw-two nw-full", mark: "only", text: t("oneWanted") },
      { look: "nw-line nw-two", mark: "only", text: t("zeroWanted") },
      { look: "nw-line nw-one", text: t("boundary") },
      { look: "nw-fires nw-deep", area: true, text: t("towards") },
    ]);
    const goal = ui.get("goal");
    const sure = off < 0.05 ? t("sure", { off: number(off, 1) }) : t("unsure", { off: fixed(off) });
    const result = right === 4 ? sentences(t("done", { gate: t(goal) }), sure) : t("rows", { n: right });
    const theta = t("numbersAre", { numbers: [b, ...w].map((v) => fixed(v, 0)).join(", ") });
    ui.say(sentences(theta, result, goal === "XOR" && t("hopeless")), yours(mine));
  });
});
