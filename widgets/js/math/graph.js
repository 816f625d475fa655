// Computational graphs: values forward, gradients backward, and the numbers that beginners' mistakes would give.

import { ACTIVATIONS } from "./activations.js";

const logistic = ACTIVATIONS.sigmoid.phi;

/** name -> { f(args), slopes(args), rule }: what it computes, its slope in each argument, and the name of that rule. */
export const OPERATIONS = {
  square: { f: ([x]) => x * x, slopes: ([x]) => [2 * x] },
  ln: { f: ([x]) => Math.log(x), slopes: ([x]) => [1 / x] },
  sqrt: { f: ([x]) => Math.sqrt(x), slopes: ([x]) => [0.5 / Math.sqrt(x)] },
  exp: { f: ([x]) => Math.exp(x), slopes: ([x]) => [Math.exp(x)] },
  tanh: { f: ([x]) => Math.tanh(x), slopes: ([x]) => [1 - Math.tanh(x) ** 2] },
  sigmoid: { f: ([x]) => logistic(x), slopes: ([x]) => [logistic(x) * logistic(-x)] },
  times: { f: ([x, y]) => x * y, slopes: ([x, y]) => [y, x] },
  plus: { f: (xs) => xs.reduce((a, b) => a + b, 0), slopes: (xs) => xs.map(() => 1) },
  minus: { f: ([x, y]) => x - y, slopes: () => [1, -1] },
  half_square: { f: ([x]) => 0.5 * x * x, slopes: ([x]) => [x] },
};

for (const [name, operation] of Object.entries(OPERATIONS)) operation.rule = name;

/** A unit's weighted sum, with a bias; its slopes are the weights. */
const weigh = (weights, bias) => ({
  f: (xs) => xs.reduce((sum, x, i) => sum + weights[i] * x, bias),
  slopes: () => weights,
  rule: "weigh",
});
/** Half the squared distance to a target. */
const distance = (target) => ({
  f: ([o]) => 0.5 * (target - o) ** 2,
  slopes: ([o]) => [o - target],
  rule: "distance",
});

// A node: id, what is written on it (a formula, or { word } in words), operation, the nodes it is made of, [column, row]; an input has a
// value in place of both. `short`: what stands before the "=".
const written = (text) => (typeof text === "string" ? { text, short: text.split(" = ")[0] } : text);
const input = (id, text, value, at, more = {}) => ({ id, value, at, args: [], ...written(text), ...more });
const node = (id, text, operation, args, at, more = {}) => ({
  id, args, at, operation: typeof operation === "string" ? OPERATIONS[operation] : operation, ...written(text), ...more,
});

/** The worked 2-2-2 net. Weights in the order w1 … w8, unit by unit. */
export const WORKED = {
  inputs: [0.05, 0.1], targets: [0.01, 0.99], weights: [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55], biases: [0.35, 0.6], rate: 0.5,
};

function worked() {
  const { inputs, targets, weights: w, biases: b } = WORKED;
  const unit = (id, args, first, bias, at) =>
    node(id, { word: "net", unit: id.slice(1) }, weigh(w.slice(first, first + 2), b[bias]), args, at, { weights: [first, first + 1], bias: b[bias] });
  return [
    input("x1", "x₁", inputs[0], [0, 0], { data: true }), input("x2", "x₂", inputs[1], [0, 1], { data: true }),
    unit("nh₁", ["x1", "x2"], 0, 0, [1, 0]), unit("nh₂", ["x1", "x2"], 2, 0, [1, 1]),
    node("h1", "h₁", "sigmoid", ["nh₁"], [2, 0]), node("h2", "h₂", "sigmoid", ["nh₂"], [2, 1]),
    unit("no₁", ["h1", "h2"], 4, 1, [3, 0]), unit("no₂", ["h1", "h2"], 6, 1, [3, 1]),
    node("o1", "o₁", "sigmoid", ["no₁"], [4, 0]), node("o2", "o₂", "sigmoid", ["no₂"], [4, 1]),
    node("e1", "½(d₁−o₁)²", distance(targets[0]), ["o1"], [5, 0]), node("e2", "½(d₂−o₂)²", distance(targets[1]), ["o2"], [5, 1]),
    node("E", "E", "plus", ["e1", "e2"], [6, 0.5]),
  ];
}

/** name -> the nodes of the graph, each after those it is made of; x is the number the reader moves. */
export const GRAPHS = {
  chain: (x) => [
    input("x", "x", x, [0, 0]), node("a", "a = x²", "square", ["x"], [1, 0]),
    node("b", "b = ln a", "ln", ["a"], [2, 0]), node("c", "c = √b", "sqrt", ["b"], [3, 0]),
  ],
  paths: (x) => [
    input("x", "x", x, [0, 0.5]), node("u", "u = eˣ", "exp", ["x"], [1, 0]),
    node("v", "v = x²", "square", ["x"], [1, 1]), node("y", "y = u·v", "times", ["u", "v"], [2, 0.5]),
  ],
  neuron: (x) => [
    input("w", "w", x, [0, 0]), input("a", { word: "input" }, 0.5, [0, 1], { data: true }), input("b", { word: "bias" }, -1.25, [1, 1]),
    node("m", { word: "m", short: "m" }, "times", ["w", "a"], [1, 0]), node("z", { word: "z", short: "z" }, "plus", ["m", "b"], [2, 0.5]),
    input("t", { word: "target" }, 1, [3, 1], { data: true }), node("p", "p = tanh z", "tanh", ["z"], [3, 0]),
    node("r", { word: "r", short: "r" }, "minus", ["p", "t"], [4, 0.5]), node("L", "L = ½ r²", "half_square", ["r"], [5, 0.5]),
  ],
  worked,
};

/** All values, local slopes and gradients of the last node: { id: { value, slopes, grad, ways } }. */
export function run(nodes) {
  const at = {};
  for (const { id, value, operation, args } of nodes) {
    const xs = args.map((a) => at[a].value);
    at[id] = { value: operation ? operation.f(xs) : value, slopes: operation ? operation.slopes(xs) : [], grad: 0, ways: [] };
  }
  at[nodes.at(-1).id].grad = 1;
  for (const { id, args } of [...nodes].reverse()) {
    args.forEach((a, i) => {
      at[a].grad += at[id].grad * at[id].slopes[i];
      at[a].ways.push({ from: id, grad: at[id].grad, slope: at[id].slopes[i] });
    });
  }
  return at;
}

/** What is revealed one by one: values in order, then gradients in reverse. Data has no gradient worth asking for. */
export function order(nodes) {
  const forward = nodes.filter((n) => n.operation).map((n) => ({ id: n.id, back: false }));
  const backward = nodes.filter((n) => !n.data).reverse().map((n) => ({ id: n.id, back: true }));
  return [...forward, ...backward];
}

const apart = (a, b) => Math.abs(a - b) > 0.02 * Math.max(Math.abs(a), Math.abs(b), 1e-9);

/**
 * Three numbers to choose from, the right one among them: [{ number, right, why }], why: the name of the mistake, in an order that looks
 * random and is always the same. `k` is the place in `order(nodes)`.
 */
export function choices(nodes, k) {
  const at = run(nodes);
  const { id, back } = order(nodes)[k];
  const { value, grad, ways, slopes } = at[id];
  const n = nodes.find((one) => one.id === id);
  const xs = n.args.map((a) => at[a].value);
  const right = back ? grad : value;
  const wrong = [];
  if (back && ways.length === 0) {
    wrong.push([value, "value"], [0, "zero"]);
  } else if (back && ways.length === 1) {
    const [way] = ways;
    wrong.push(
      [way.grad / way.slope, "divides"],
      [way.slope, "slope"],
      [way.grad + way.slope, "added"],
      [way.grad, "arrives"],
    );
  } else if (back) {
    const last = ways.at(-1);
    wrong.push(
      [last.grad * last.slope, "one_way"],
      [ways.reduce((p, way) => p * way.grad * way.slope, 1), "multiplied"],
    );
  } else {
    wrong.push(
      [slopes[0], "link"],
      [xs.reduce((a, b) => a + b, 0), "enters"],
    );
  }
  wrong.push([2 * right, "twice"], [-right, "sign"], [right + 1, "one_more"]);
  const chosen = [{ number: right, right: true, why: "" }];
  for (const [number, why] of wrong) {
    if (chosen.length < 3 && Number.isFinite(number) && chosen.every((c) => apart(c.number, number))) chosen.push({ number, right: false, why });
  }
  const turn = [1, 0, 2, 2, 0, 1][k % 6];
  return chosen.map((_, i) => chosen[(i + turn) % chosen.length]);
}
