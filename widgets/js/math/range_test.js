// The learning-rate range test, on a line and on a small network 1-HIDDEN-1 with tanh. Parameters are one flat vector.

import { optimizer } from "./optimizers.js";
import { generator } from "./random.js";

export const HIDDEN = 8;
export const LOW = -4; // exponents of the smallest and the largest rate
export const HIGH = 2;
export const RATES = Array.from({ length: 61 }, (_, k) => 10 ** (LOW + ((HIGH - LOW) * k) / 60));

/** { x, y, start } of a problem: "line", "unscaled" (the same line, x in another unit) or "net". */
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
    return { kind: "net", x, y, start };
  }
  const y = x.map((v) => 1.2 * v + 0.5 + 0.3 * rng.normal());
  return { kind: "line", x: name === "unscaled" ? x.map((v) => 10 * v) : x, y, start: [-0.1, -1] };
}

/** Mean of ½ (p - y)² and its gradient. The net: W1 (HIDDEN), b1 (HIDDEN), W2 (HIDDEN), b2. */
export function lossAndGradient({ kind, x, y }, theta) {
  const gradient = new Float64Array(theta.length);
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    let p;
    const h = [];
    if (kind === "line") p = theta[0] * x[i] + theta[1];
    else {
      p = theta[3 * HIDDEN];
      for (let j = 0; j < HIDDEN; j++) {
        h.push(Math.tanh(theta[j] * x[i] + theta[HIDDEN + j]));
        p += theta[2 * HIDDEN + j] * h[j];
      }
    }
    const d = (p - y[i]) / x.length;
    loss += ((p - y[i]) ** 2) / (2 * x.length);
    if (kind === "line") {
      gradient[0] += d * x[i];
      gradient[1] += d;
    } else {
      gradient[3 * HIDDEN] += d;
      for (let j = 0; j < HIDDEN; j++) {
        const dz = d * theta[2 * HIDDEN + j] * (1 - h[j] * h[j]);
        gradient[j] += dz * x[i];
        gradient[HIDDEN + j] += dz;
        gradient[2 * HIDDEN + j] += d * h[j];
      }
    }
  }
  return { loss, gradient };
}

/** One step with each rate, and the loss before it; it stops as solutions.optimizers.learning_rate_range does. */
export function rangeTest(task, name, rates = RATES) {
  const it = optimizer(name);
  const theta = Float64Array.from(task.start);
  const losses = [];
  for (const rate of rates) {
    const { loss, gradient } = lossAndGradient(task, theta);
    losses.push(loss);
    if (!(loss <= 4 * Math.min(...losses))) break;
    it.lr = rate;
    it.step([theta], [gradient]);
  }
  return losses;
}

/** Training with one rate: { losses, gradients }; it ends early if the loss is no number. */
export function trainWith(task, name, rate, steps) {
  const it = optimizer(name, { lr: rate });
  const theta = Float64Array.from(task.start);
  const [losses, gradients] = [[], []];
  for (let k = 0; k <= steps; k++) {
    const { loss, gradient } = lossAndGradient(task, theta);
    if (!(loss < 1e12)) break;
    losses.push(loss);
    if (k < steps) gradients.push([...gradient]);
    it.step([theta], [gradient]);
  }
  return { losses, gradients: gradients.slice(0, losses.length) };
}

export const CLOSE = 1.5; // a rate is good if its loss is within this factor of the best

/** The rate that gets lowest after so many steps, that loss, and the smallest and largest rate that are good too. */
export function bestRate(task, name, steps) {
  const ends = RATES.map((rate) => trainWith(task, name, rate, steps).losses[steps] ?? Infinity);
  const loss = Math.min(...ends);
  const good = RATES.filter((_, k) => ends[k] <= CLOSE * loss);
  return { rate: RATES[ends.indexOf(loss)], loss, good: [good[0], good.at(-1)] };
}
