// Gradients of mini-batches of a line w x + b with squared error, and how far they scatter.

import { generator, shuffled } from "./random.js";

export const SAMPLES = 512;

/** Samples { x, y } of a noisy line. */
export function samples(seed, n = SAMPLES) {
  const rng = generator(seed);
  const x = Array.from({ length: n }, () => rng.normal());
  return { x, y: x.map((v) => 1.5 * v - 0.5 + rng.normal()) };
}

/** Mean over the rows of ½ (w x + b - y)². */
export const lossOf = ({ x, y }, [w, b]) => x.reduce((sum, v, i) => sum + (w * v + b - y[i]) ** 2, 0) / (2 * x.length);

/** Mean gradient over some rows (all if none are named). */
export function gradientOf({ x, y }, [w, b], rows = x.map((_, i) => i)) {
  let [dw, db] = [0, 0];
  for (const i of rows) {
    const d = w * x[i] + b - y[i];
    dw += d * x[i];
    db += d;
  }
  return [dw / rows.length, db / rows.length];
}

/** The gradients of `count` random batches. */
export function cloud(data, point, batch, count, seed) {
  const rng = generator(seed);
  return Array.from({ length: count }, () => gradientOf(data, point, shuffled(data.x.length, rng).slice(0, batch)));
}

/** Spread of gradients about a centre: the root of their mean squared distance. */
export const spread = (gradients, [cw, cb]) =>
  Math.sqrt(gradients.reduce((sum, [w, b]) => sum + (w - cw) ** 2 + (b - cb) ** 2, 0) / gradients.length);

/** What theory says of that spread for batches drawn without replacement: σ/√B · √((n - B)/(n - 1)). */
export function predictedSpread(data, point, batch) {
  const n = data.x.length;
  const each = data.x.map((_, i) => gradientOf(data, point, [i]));
  return (spread(each, gradientOf(data, point)) / Math.sqrt(batch)) * Math.sqrt((n - batch) / (n - 1));
}

/** SGD over whole epochs: the points after each step. */
export function train(data, start, batch, rate, epochs, seed) {
  const rng = generator(seed);
  let p = start;
  const path = [p];
  for (let e = 0; e < epochs; e++) {
    const order = shuffled(data.x.length, rng);
    for (let i = 0; i < order.length; i += batch) {
      const g = gradientOf(data, p, order.slice(i, i + batch));
      p = [p[0] - rate * g[0], p[1] - rate * g[1]];
      path.push(p);
    }
  }
  return path;
}
