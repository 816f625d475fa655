// A 2-4-1 network (tanh, then linear) that learns XOR by full-batch gradient descent, from a start of the reader's choice.

import { generator } from "./random.js";

export const UNITS = 4;
export const XOR = { X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0] };

/** Parameters: w1, w2, b of each hidden unit, its outgoing weight v, and the bias c of the output. */
export function begin({ start, nudge, seed }) {
  const rng = generator(seed);
  const draw = { zeros: () => 0, constant: () => 0.5, random: () => rng.normal() }[start];
  const noise = generator(seed + 1000);
  const fill = (bias) => Array.from({ length: UNITS }, () => (bias ? 0 : draw()) + nudge * noise.normal());
  return { w1: fill(false), w2: fill(false), b: fill(true), v: fill(false), c: 0 };
}

/** Half the mean squared error, and its gradient in the shape of the parameters. */
export function lossAndGradient(net, { X, y } = XOR) {
  const zero = () => net.v.map(() => 0);
  const g = { w1: zero(), w2: zero(), b: zero(), v: zero(), c: 0 };
  let loss = 0;
  X.forEach(([x1, x2], i) => {
    const a = net.v.map((_, j) => Math.tanh(net.w1[j] * x1 + net.w2[j] * x2 + net.b[j]));
    const delta = net.v.reduce((sum, v, j) => sum + v * a[j], net.c) - y[i];
    loss += delta ** 2 / (2 * X.length);
    const d = delta / X.length;
    g.c += d;
    net.v.forEach((v, j) => {
      const back = d * v * (1 - a[j] ** 2);
      g.v[j] += d * a[j];
      g.w1[j] += back * x1;
      g.w2[j] += back * x2;
      g.b[j] += back;
    });
  });
  return { loss, g };
}

/** Snapshots { net, loss } before the first step and after every `every` of `steps` steps. */
export function train(net, rate, steps, every) {
  const seen = [{ net, loss: lossAndGradient(net).loss }];
  for (let step = 1; step <= steps; step++) {
    const { g } = lossAndGradient(net);
    const moved = (name) => net[name].map((p, j) => p - rate * g[name][j]);
    net = { w1: moved("w1"), w2: moved("w2"), b: moved("b"), v: moved("v"), c: net.c - rate * g.c };
    if (step % every === 0) seen.push({ net, loss: lossAndGradient(net).loss });
  }
  return seen;
}

/** How many hidden units differ from all before them, to the last bit: incoming weights and bias. */
export const distinctUnits = ({ w1, w2, b }) => new Set(w1.map((_, j) => [w1[j] + 0, w2[j] + 0, b[j] + 0].join())).size;
