// A network with one input, one hidden layer of ReLU or leaky ReLU units, and one output, with its training step.

import { generator } from "./random.js";

/** What it is to learn: noisy samples of a wave. */
export function samples(n, seed) {
  const rng = generator(seed);
  const xs = Array.from({ length: n }, (_, i) => -1 + (2 * (i + 0.5)) / n);
  return { xs, ys: xs.map((x) => Math.sin(4 * x) + 0.1 * rng.normal()) };
}

export class Net {
  constructor(units, seed) {
    const rng = generator(seed);
    const draw = (scale) => Array.from({ length: units }, () => scale * rng.normal());
    this.w1 = draw(Math.SQRT2);
    this.b1 = draw(0.5);
    this.w2 = draw(Math.sqrt(2 / units));
    this.b2 = 0;
  }

  /** Pre-activations of the hidden layer, one row a sample. */
  pre(xs) {
    return xs.map((x) => this.w1.map((w, j) => w * x + this.b1[j]));
  }

  output(x, alpha) {
    return this.w1.reduce((sum, w, j) => {
      const z = w * x + this.b1[j];
      return sum + this.w2[j] * (z > 0 ? z : alpha * z);
    }, this.b2);
  }

  /** Mean squared error. */
  error(xs, ys, alpha) {
    return xs.reduce((sum, x, i) => sum + (this.output(x, alpha) - ys[i]) ** 2, 0) / xs.length;
  }

  /** Gradient of half the mean squared error over the given samples. */
  gradient(xs, ys, alpha) {
    const zeros = () => this.w1.map(() => 0);
    const g = { w1: zeros(), b1: zeros(), w2: zeros(), b2: 0 };
    xs.forEach((x, i) => {
      const delta = (this.output(x, alpha) - ys[i]) / xs.length;
      g.b2 += delta;
      this.w1.forEach((w, j) => {
        const z = w * x + this.b1[j];
        const dz = delta * this.w2[j] * (z > 0 ? 1 : alpha);
        g.w2[j] += delta * (z > 0 ? z : alpha * z);
        g.w1[j] += dz * x;
        g.b1[j] += dz;
      });
    });
    return g;
  }

  /** One step of gradient descent. */
  step(xs, ys, alpha, rate) {
    const g = this.gradient(xs, ys, alpha);
    for (const name of ["w1", "b1", "w2"]) this[name] = this[name].map((v, j) => v - rate * g[name][j]);
    this.b2 -= rate * g.b2;
  }
}

/** Share of the samples for which each unit is on (z > 0). */
export const onShares = (Z) => Z[0].map((_, j) => Z.filter((row) => row[j] > 0).length / Z.length);

/** Share of the units that are on for no sample. */
export const deadShare = (Z) => {
  const shares = onShares(Z);
  return shares.filter((share) => share === 0).length / shares.length;
};
