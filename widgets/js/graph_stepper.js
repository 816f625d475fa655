// A computational graph, stepped through: predict a value or a gradient, then reveal it.

import { element } from "./lib/dom.js";
import { number } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { list, sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { GRAPHS, WORKED, choices, order, run } from "./math/graph.js";
import english from "./words/en/graph_stepper.js";

const t = words("graph_stepper", english);

// The sliders, with the keys of their labels; x is x in every language.
const MOVES = {
  chain: { label: "x", min: 1.1, max: 4, step: 0.1 },
  paths: { label: "x", min: -2, max: 3, step: 0.1 },
  neuron: { label: "weightW", min: -3, max: 4, step: 0.1 },
};
const NARROW = 560;
const BOX = { width: 128, height: 58 };
const six = (x) => number(x, 6);
// What a node is called, "z = m + bias": a formula, or a key of the catalogue; before the "=" is its short name.
const nameOf = ({ text, word, unit }) => (word ? t(`node_${word}`, { unit }) : text);
const shortName = (node) => node.short ?? nameOf(node);

export default widget(t, (ui) => {
  let nodes, at;
  let steps = [];
  let remark = "";
  const name = () => ui.get("graph");
  const done = () => Math.min(ui.get("step"), steps.length);
  const result = () => nodes.at(-1);
  const short = (id) => shortName(nodes.find((n) => n.id === id));
  const partial = (id) => `∂${result().id}/∂${short(id)}`;
  const limitsOf = (graph) => MOVES[graph] && { ...MOVES[graph], label: MOVES[graph].label === "x" ? "x" : t(MOVES[graph].label) };

  ui.select("graph", { label: t("graph"), choices: Object.keys(GRAPHS).map((name) => [name, t(name)]) });
  const move = ui.slider("x", { ...MOVES.chain, format: (v) => number(v) });
  const place = ui.slider("step", { label: t("revealed"), min: 0, max: 1, step: 1, format: () => t("ofAll", { n: done(), all: steps.length }) });
  ui.toggle("predict", { label: t("predict") });
  const go = (step, said = "") => {
    remark = said;
    ui.set({ step: Math.max(0, Math.min(steps.length, step)) });
  };
  ui.button(t("nextStep"), () => go(done() + 1));
  ui.button(t("back"), () => go(done() - 1));
  ui.button(t("allValues"), () => go(steps.filter((s) => !s.back).length));
  ui.button(t("everything"), () => go(steps.length));
  ui.button(t("startAgain"), () => go(0));

  const plot = ui.plot({
    label: t("plot"), height: 220, margin: { top: 4, right: 4, bottom: 4, left: 4 },
    x: { domain: [-0.5, 0.5], ticks: [] }, y: { domain: [-0.5, 0.5], ticks: [] },
  });
  const question = element("p", {});
  const answers = element("div", { class: "nw-buttons" });
  ui.figure.append(element("div", { class: "nw-question" }, question, answers));

  const compute = () => {
    nodes = GRAPHS[name()](ui.get("x"));
    at = run(nodes);
    steps = order(nodes);
    place.range({ max: steps.length });
    const [, , , , w5, w6, w7, w8] = WORKED.weights;
    const net = run(GRAPHS.worked());
    ui.probe({
      chain_gradients: [Math.max(MOVES.chain.min, ui.get("x"))],
      delta_rule: [["h1", "h2"], ["o1", "o2"]].map((ids) => ids.map((id) => net[id].value)).concat([WORKED.targets, [[w5, w7], [w6, w8]]]),
    });
  };
  const fit = () => {
    const limits = limitsOf(name());
    move.enable(Boolean(limits));
    remark = "";
    if (!limits) return;
    move.range(limits);
    const x = Math.min(limits.max, Math.max(limits.min, ui.get("x")));
    if (x !== ui.get("x")) ui.set({ x });
  };
  ui.on("graph", () => {
    fit();
    compute();
    ui.set({ step: 0 });
  });
  ui.on("x", compute);
  ui.on("reader", () => {
    const graph = { chain_gradients: "chain", delta_rule: "worked" }[ui.reader()?.name];
    if (graph && graph !== name()) ui.set({ graph });
  });
  compute();
  fit();

  /** The reader's gradients: { id: number }, and a sentence. */
  const mine = () => {
    const reader = ui.reader();
    const ids = { chain_gradients: ["b", "a", "x"], delta_rule: ["no₁", "no₂", "nh₁", "nh₂"] }[reader?.name];
    if (!ids || { chain_gradients: "chain", delta_rule: "worked" }[reader.name] !== name()) return { at: {}, text: "" };
    if (reader.error) return { at: {}, text: failure(reader) };
    const values = flat(reader.values);
    if (values.length !== ids.length) return { at: {}, text: t("gaveCount", { name: reader.name, n: values.length, wanted: ids.length }) };
    const wrong = ids.filter((id, i) => !(Math.abs(values[i] - at[id].grad) < 1e-9));
    const text = t(wrong.length ? "differsAt" : "sameGradients", { name: reader.name, where: wrong.map(short).join(", ") });
    return { at: Object.fromEntries(ids.map((id, i) => [id, values[i] ?? NaN])), text };
  };

  /** What has just been revealed, and why it is what it is. */
  const reason = (k) => {
    const { id, back } = steps[k];
    const n = nodes.find((one) => one.id === id);
    const { value, grad, ways } = at[id];
    if (!back && n.weights) {
      const sum = n.weights.map((w, i) => `w${w + 1} ${short(n.args[i])}`).join(" + ");
      const numbers = n.weights.map((w, i) => `${WORKED.weights[w]} × ${six(at[n.args[i]].value)}`).join(" + ");
      return t("sum", { unit: short(id), sum, numbers, bias: n.bias, value: six(value) });
    }
    if (!back) return t("computed", { unit: short(id), from: list(n.args.map((a) => `${short(a)} = ${six(at[a].value)}`)), value: six(value) });
    if (!ways.length) return t("isOne", { partial: partial(id) });
    const products = ways.map((w) => `${six(w.grad)} × ${six(w.slope)}`).join(" + ");
    const rules = [...new Set(ways.map((w) => t(`rule_${nodes.find((one) => one.id === w.from).operation.rule}`)))].join(t("between"));
    const text = t(ways.length > 1 ? "gradientAdded" : "gradient", { partial: partial(id), products, grad: six(grad), rules });
    if (!n.weights) return text;
    const weights = n.weights.map((w, i) => {
      const gradient = at[n.args[i]].value * grad;
      const next = number(WORKED.weights[w] - WORKED.rate * gradient, 9);
      return t("weight", { k: w + 1, unit: short(n.args[i]), grad: six(grad), gradient: number(gradient, 8), rate: WORKED.rate, next });
    });
    return sentences(text, t("itsWeights", { weights: weights.join(t("between")) }));
  };

  const ask = () => {
    const k = done();
    if (k === steps.length) {
      question.textContent = t("allRevealed");
      answers.replaceChildren();
      return;
    }
    const { id, back } = steps[k];
    const what = back ? t("askBack", { partial: partial(id) }) : t("askForward", { text: nameOf(nodes.find((n) => n.id === id)) });
    question.textContent = sentences(what, ui.get("predict") && t("yourPrediction"));
    const reveal = (text, said) => element("button", { type: "button", onclick: () => go(k + 1, said) }, text);
    answers.replaceChildren(
      ...(ui.get("predict")
        ? choices(nodes, k).map((c) => reveal(six(c.number), c.right ? t("rightAnswer") : t("wrongAnswer", { number: six(c.number), why: t(`why_${c.why}`) })))
        : [reveal(t("reveal"), "")]),
    );
  };

  const drawGraph = (yours) => {
    const wide = ui.figure.clientWidth >= NARROW;
    plot.height = wide ? 220 : 560;
    const columns = Math.max(...nodes.map((n) => n.at[0])) + 1;
    const rows = Math.max(...nodes.map((n) => n.at[1])) + 1;
    const [across, down] = [[-0.5, columns - 0.5], [Math.ceil(rows) - 0.5, -0.5]];
    plot.axes(wide ? { x: { domain: across }, y: { domain: down } } : { x: { domain: [...down].reverse() }, y: { domain: [...across].reverse() } });
    const centre = ({ at: [c, r] }) => (wide ? [plot.x(c), plot.y(r)] : [plot.x(r), plot.y(c)]);
    const room = wide ? Math.abs(plot.x(1) - plot.x(0)) - 16 : Math.abs(plot.x(1) - plot.x(0)) - 24;
    const half = [Math.min(BOX.width, room) / 2, BOX.height / 2];
    const valued = new Set(nodes.filter((n) => !n.operation).map((n) => n.id));
    const graded = new Set();
    steps.slice(0, done()).forEach((s) => (s.back ? graded : valued).add(s.id));
    const now = steps[done()];
    const asked = ui.get("predict") ? "?" : t("nextMark");

    // From border to border; the arrow of the way back is thick and runs against the thin one.
    const edge = (from, to) => {
      const [[x0, y0], [x1, y1]] = [centre(from), centre(to)];
      return wide ? [[x0 + half[0], y0], [x1 - half[0], y1]] : [[x0, y0 + half[1]], [x1, y1 - half[1]]];
    };
    const arrow = ([x0, y0], [x1, y1]) => {
      const angle = Math.atan2(y1 - y0, x1 - x0);
      const wing = (turn) => `M${x1},${y1}l${-7 * Math.cos(angle + turn)},${-7 * Math.sin(angle + turn)}`;
      return `M${x0},${y0}L${x1},${y1}${wing(0.5)}${wing(-0.5)}`;
    };
    const edges = nodes.flatMap((n) => n.args.map((a) => [nodes.find((one) => one.id === a), n]));
    const carries = ([a, n]) => graded.has(a.id) && graded.has(n.id);
    plot.path("nw-tangent nw-thin-arrow", edges.filter((e) => !carries(e)).map((e) => arrow(...edge(...e))).join(""), { key: "forward" });
    plot.path("nw-line nw-two", edges.filter(carries).map((e) => arrow(...edge(...e).reverse())).join(""), { key: "backward" });

    const box = (n) => {
      const [x, y] = centre(n);
      return `M${x - half[0]},${y - half[1]}h${2 * half[0]}v${2 * half[1]}h${-2 * half[0]}Z`;
    };
    const open = nodes.filter((n) => n.id !== now?.id);
    plot.path("nw-node", open.map(box).join(""), { key: "nodes" });
    plot.path("nw-node nw-node-now", now ? box(nodes.find((n) => n.id === now.id)) : "", { key: "now" });

    // Texts of another graph are emptied, not left behind.
    for (let i = 0; i < 13; i++) {
      const n = nodes[i];
      const [x, y] = n ? centre(n) : [0, 0];
      const gradient = n && graded.has(n.id) ? `∂ ${number(at[n.id].grad, 5)}` : n && now?.id === n.id && now.back ? `∂ ${asked}` : "";
      plot.text(`node-title-${i}`, n ? nameOf(n) : "", [x, y - 13]);
      plot.text(`node-value-${i}`, !n ? "" : valued.has(n.id) ? six(at[n.id].value) : now?.id === n.id ? asked : "·", [x, y + 5]);
      const own = n && n.id in yours && !graded.has(n.id);
      plot.text(`node-${own ? "mine" : "grad"}-${i}`, own ? t("yoursIs", { value: number(yours[n.id], 5) }) : gradient, [x, y + 22]);
      plot.text(`node-${own ? "grad" : "mine"}-${i}`, "", [x, y + 22]);
    }
  };

  ui.draw(() => {
    const own = mine();
    drawGraph(own.at);
    ask();
    ui.legend([
      { look: "nw-tangent nw-thin-arrow", text: t("forward") },
      { look: "nw-line nw-two", text: t("backward") },
    ]);
    const k = done();
    const about = k ? reason(k - 1) : t("about", { result: short(result().id) });
    ui.say(sentences(remark, about), own.text);
  });
});
