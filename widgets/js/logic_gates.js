// Bias and weights by hand, the truth table they give, and a gate to make.

import { h } from "./lib/dom.js";
import { fixed, number } from "./lib/format.js";
import { line, shade } from "./lib/halfplane.js";
import { widget } from "./lib/widget.js";
import { flat } from "./math/compare.js";
import { CORNERS, GATES, logisticNeuron, thresholdNeuron, weightedSum } from "./math/neuron.js";

const NAMES = { "NOT x1": "NOT x₁", "x1 AND NOT x2": "x₁ AND NOT x₂", XOR: "XOR: just one" };
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

export default widget("Gates made of one neuron", (ui) => {
  ui.select("goal", { label: "goal: make", choices: Object.keys(GATES).map((name) => [name, NAMES[name] ?? name]) });
  ui.slider("b", { label: "bias b", ...WEIGHT, min: -40, max: 40 });
  ui.slider("w1", { label: "weight w₁", ...WEIGHT });
  ui.slider("w2", { label: "weight w₂", ...WEIGHT });
  const put = ([b, w1, w2]) => ui.set({ b, w1, w2 });
  for (const name of ["AND", "OR", "NOT x1", "NAND"]) ui.button(`θ of ${NAMES[name] ?? name}`, () => put(GATES[name].theta));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: "the four inputs and the boundary", height: 290, square: true,
    x: { ...SIDE, label: "x₁" }, y: { ...SIDE, label: "x₂" },
  });
  const table = h("table", { class: "nw-table" });
  ui.figure.append(h("div", {}, table));

  const probe = () => {
    const [w, b] = [[ui.get("w1"), ui.get("w2")], ui.get("b")];
    ui.probe({ logistic_neuron: [CORNERS, w, b], negate_neuron: [w, b] });
  };
  probe();
  ui.on("b w1 w2", probe);

  const drawTable = (wanted, rows, mine) => {
    const head = ["x₁", "x₂", "z", "threshold", "sigmoid", "wanted", ...(mine ? ["yours"] : [])];
    const cells = (tag, texts) => texts.map((text) => h(tag, tag === "th" ? { scope: "col" } : {}, text));
    table.replaceChildren(
      h("thead", {}, h("tr", {}, ...cells("th", head))),
      h("tbody", {}, ...rows.map(({ x, z, hard, soft }, i) => {
        const mark = hard === wanted[i] ? "✓" : "✗";
        const yours = mine ? [fixed(mine[i], 4)] : [];
        return h("tr", {}, ...cells("td", [...x, fixed(z, 0), hard, fixed(soft, 4), `${wanted[i]} ${mark}`, ...yours].map(String)));
      })),
    );
  };

  const words = (mine) => {
    const reader = ui.reader();
    if (!reader) return "";
    if (reader.error) return `Your ${reader.name} could not be called: ${reader.error}`;
    if (!mine) return `Your ${reader.name} gave something that is no neuron with two inputs.`;
    const bits = mine.map((p) => (p >= 0.5 ? 1 : 0)).join(" ");
    const gate = Object.keys(GATES).find((name) => GATES[name].wanted.join(" ") === bits);
    const call = { at_least: "Your at_least(2, 2)", negate_neuron: "Your negate_neuron of this gate" }[reader.name] ?? `Your ${reader.name}`;
    return `${call} answers ${bits}${gate ? `, which is ${NAMES[gate] ?? gate}` : ""}.`;
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
      { look: "nw-line nw-two nw-full", mark: "only", text: "1 wanted" },
      { look: "nw-line nw-two", mark: "only", text: "0 wanted" },
      { look: "nw-line nw-one", text: "boundary" },
      { look: "nw-fires nw-deep", area: true, text: "output towards 1" },
    ]);
    const name = NAMES[ui.get("goal")] ?? ui.get("goal");
    const sure = off < 0.05 ? `The sigmoid agrees to ${number(off, 1)}.` : `The sigmoid is still off by up to ${fixed(off)}: make the numbers larger, or put the boundary halfway between the corners.`;
    const result = right === 4 ? `Done: this neuron is ${name}. ${sure}` : `${right} of 4 rows are right.`;
    const hopeless = ui.get("goal") === "XOR" ? " Three is the most that one line can do: chapter 3." : "";
    ui.say(`θ = (${[b, ...w].map((v) => fixed(v, 0)).join(", ")}). ${result}${hopeless}`, words(mine));
  });
});
