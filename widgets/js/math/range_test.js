// The learning-rate range test, on a line and on a small network 1-HIDDEN-1 with tanh. Parameters are one flat vector.

import { activation } from "./activations.js";
import { Network } from "./network.js";
import { optimizer } from "./optimizers.js";
import { generator } from "./random.js";

export const HIDDEN = 8;
export const LOW = -4; // exponents of the smallest and the largest rate
export const HIGH = 2;
export const RATES = Array.from({ length: 61 }, (_, k) => 10 ** (LOW + ((HIGH - LOW) * k) / 60));

/**
 * A problem: "line", "unscaled" (the same line, x in another unit) or "net": { kind, x, y, start, net, differentiate }. The start and
 * gradients are flat: W and b, layer by layer; `differentiate()` gives the mean of ½ (p - y)² at the parameters of `net`.
 */
export function problem(name, seed = 3) {
  const rng = generator(seed);
  const x = Array.from({ length: 40 }, (_, i) => -2 + (4 * i) / 39);
  if (name === "net") {
    const y = x.map((v) => Math.sin(2 * v) + 0.1 * rng.normal());
    const start = [
      ...Array.from({ length: 2 * HIDDEN }, () => rng.normal()),
      ...Array.from({ length: HIDDEN }, () => rng.normal() / Math.sqrt(HIDDEN)),
      0,
    ];
    return task("net", [1, HIDDEN, 1], x, y, start);
  }
  const y = x.map((v) => 1.2 * v + 0.5 + 0.3 * rng.normal());
  return task("line", [1, 1], name === "unscaled" ? x.map((v) => 10 * v) : x, y, [-0.1, -1]);
}

function task(kind, sizes, x, y, start) {
  const net = new Network({ sizes, ...activation("tanh"), rows: x.length });
  const [X, Y] = [x, y].map((list) => Float64Array.from(list));
  return { kind, x, y, start, net, differentiate: () => net.differentiate("squared_error", X, Y, X.length) };
}

/** Loss at these parameters, and its gradient. */
export function lossAndGradient({ net, differentiate }, theta) {
  net.load(Float64Array.from(theta));
  return { loss: differentiate(), gradient: net.gradient };
}

/** One step with each rate, and the loss before it; it stops as solutions.optimizers.learning_rate_range does. */
export function rangeTest({ net, start, differentiate }, name, rates = RATES) {
  const it = optimizer(name);
  net.load(Float64Array.from(start));
  const losses = [];
  for (const rate of rates) {
    const loss = differentiate();
    losses.push(loss);
    if (!(loss <= 4 * Math.min(...losses))) break;
    it.lr = rate;
    it.step(net.params, net.grads);
  }
  return losses;
}

/** Training with one rate: the losses, and each gradient is told; it ends early if the loss is no number. */
function losses({ net, start, differentiate }, name, rate, steps, tell = () => {}) {
  const it = optimizer(name, { lr: rate });
  net.load(Float64Array.from(start));
  const seen = [];
  for (let k = 0; k <= steps; k++) {
    const loss = differentiate();
    if (!(loss < 1e12)) break;
    seen.push(loss);
    if (k === steps) break;
    tell(net.gradient);
    it.step(net.params, net.grads);
  }
  return seen;
}

/** Training with one rate: { losses, gradients }, a gradient for each step that was taken. */
export function trainWith(task, name, rate, steps) {
  const gradients = [];
  return { losses: losses(task, name, rate, steps, (gradient) => gradients.push([...gradient])), gradients };
}

export const CLOSE = 1.5; // a rate is good if its loss is within this factor of the best

const SAME = 1 + 1e-9; // losses that differ by rounding alone are equal

/** The (smallest) rate that gets lowest after so many steps, that loss, and the smallest and largest rate that are good too. */
export function bestRate(task, name, steps) {
  const ends = RATES.map((rate) => losses(task, name, rate, steps)[steps] ?? Infinity);
  const loss = Math.min(...ends);
  const good = RATES.filter((_, k) => ends[k] <= CLOSE * loss);
  return { rate: RATES[ends.findIndex((end) => end <= SAME * loss)], loss, good: [good[0], good.at(-1)] };
}
