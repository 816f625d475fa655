// Dropout's sub-networks, batch normalization in a deep network, and a small network that overfits.
// The formulas are those of solutions/regularization.py; a test compares them with numpy.

import { ACTIVATIONS } from "./activations.js";
import { generator, matrix } from "./random.js";

const EPS = 1e-5; // inside the root of batch normalization

// ---- dropout ----

const RESTS = { linear: (a) => a, sigmoid: ACTIVATIONS.sigmoid.phi };

const outputOf = (h, w, b, keep, scale, rest) => RESTS[rest](h.reduce((sum, x, i) => sum + x * keep[i] * scale * w[i], b));

/** What the network answers if nothing is dropped. */
export const wholeNetwork = (h, w, b, rest) => outputOf(h, w, b, h.map(() => 1), 1, rest);

/** The answer of one sub-network; without `inverted` the survivors are not scaled. */
export const subnetwork = (h, w, b, keep, p, rest, inverted) => outputOf(h, w, b, keep, inverted ? 1 / (1 - p) : 1, rest);

/** All 2ⁿ sub-networks: which units survive, how probable that is, what they answer. */
export function subnetworks(h, w, b, p, rest, inverted) {
  return Array.from({ length: 2 ** h.length }, (_, k) => {
    const keep = h.map((_, i) => (k >> i) & 1);
    const odds = keep.reduce((product, one) => product * (one ? 1 - p : p), 1);
    return { keep, odds, answer: subnetwork(h, w, b, keep, p, rest, inverted) };
  });
}

/** Mean of their answers, weighted by their odds. */
export const meanAnswer = (list) => list.reduce((sum, { odds, answer }) => sum + odds * answer, 0);

/** `count` masks of n units, each dropped with probability p. */
export function drawMasks(n, p, count, seed) {
  const { uniform } = generator(seed);
  return Array.from({ length: count }, () => Array.from({ length: n }, () => (uniform() >= p ? 1 : 0)));
}

// ---- batch normalization ----

/** Every column with mean 0 and variance 1 (biased, ε inside the root). */
export function batchNorm(Z) {
  const n = Z.length;
  const means = Z[0].map((_, j) => Z.reduce((sum, row) => sum + row[j], 0) / n);
  const stds = means.map((m, j) => Math.sqrt(Z.reduce((sum, row) => sum + (row[j] - m) ** 2, 0) / n + EPS));
  return Z.map((row) => row.map((z, j) => (z - means[j]) / stds[j]));
}

/** A batch and weights of variance 1 / n_in, always the same. */
export function deepNetwork(rows, width, depth, seed) {
  const { normal } = generator(seed);
  const X = matrix(rows, width, normal);
  const weights = Array.from({ length: depth }, () => matrix(width, width, () => normal() / Math.sqrt(width)));
  return { X, weights };
}

const product = (A, W) => A.map((row) => W[0].map((_, j) => row.reduce((sum, a, k) => sum + a * W[k][j], 0)));

/** For each layer: its activations φ(Z), or φ of the normalized Z, where Z = A · (scale · W). */
export function activationsOf(X, weights, scale, name, normalized) {
  const { phi } = ACTIVATIONS[name];
  const layers = [];
  let A = X;
  for (const W of weights) {
    const Z = product(A, W).map((row) => row.map((z) => scale * z));
    A = (normalized ? batchNorm(Z) : Z).map((row) => row.map((z) => phi(z)));
    layers.push(A);
  }
  return layers;
}

/** Mean and standard deviation of all entries. */
export function spread(A) {
  const values = A.flat();
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) };
}

/** Shares of the values in `bins` equal bins from low to high; what lies outside counts to the outermost ones. */
export function shares(values, low, high, bins) {
  const counts = new Array(bins).fill(0);
  for (const v of values) counts[Math.max(0, Math.min(bins - 1, Math.floor((bins * (v - low)) / (high - low))))] += 1;
  return counts.map((c) => c / values.length);
}

// ---- overfitting ----

export const truth = (x) => Math.sin(4 * x);

/** n noisy points of the curve. */
export function points(n, noise, seed) {
  const { uniform, normal } = generator(seed);
  return Array.from({ length: n }, () => {
    const x = 2 * uniform() - 1;
    return [x, truth(x) + noise * normal()];
  });
}

/** First parameters of a 1-width-1 network: { w, b, v, c }, y = c + Σ v tanh(w x + b). */
export function firstParams(width, seed) {
  const { normal } = generator(seed);
  const list = (scale) => Array.from({ length: width }, () => scale * normal());
  return { w: list(4), b: list(2), v: list(1 / Math.sqrt(width)), c: [0] };
}

export const answer = ({ w, b, v, c }, x) => w.reduce((sum, wk, k) => sum + v[k] * Math.tanh(wk * x + b[k]), c[0]);

const meanSquare = (params, data) => data.reduce((sum, [x, y]) => sum + (answer(params, x) - y) ** 2, 0) / data.length;

/** Gradient of ½ mean square + ½ λ (Σ w² + Σ v²). */
export function gradientOf({ w, b, v, c }, data, lam) {
  const g = { w: w.map((x) => lam * x), b: b.map(() => 0), v: v.map((x) => lam * x), c: [0] };
  for (const [x, y] of data) {
    const H = w.map((wk, k) => Math.tanh(wk * x + b[k]));
    const d = (H.reduce((sum, h, k) => sum + h * v[k], c[0]) - y) / data.length;
    g.c[0] += d;
    for (let k = 0; k < w.length; k++) {
      const dz = d * v[k] * (1 - H[k] ** 2);
      g.v[k] += d * H[k];
      g.w[k] += dz * x;
      g.b[k] += dz;
    }
  }
  return g;
}

/**
 * Adam from `params` on, for `steps` steps. Every `every` steps, and before the first, a moment is kept:
 * { step, params, train, validation }.
 */
export function learnCurve(params, train, validation, { lam, lr, steps, every }) {
  const p = structuredClone(params);
  const names = ["w", "b", "v", "c"];
  const zeros = () => Object.fromEntries(names.map((name) => [name, p[name].map(() => 0)]));
  const [m, s] = [zeros(), zeros()];
  const moment = (step) => ({ step, params: structuredClone(p), train: meanSquare(p, train), validation: meanSquare(p, validation) });
  const moments = [moment(0)];
  for (let t = 1; t <= steps; t++) {
    const g = gradientOf(p, train, lam);
    const [first, second] = [1 - 0.9 ** t, 1 - 0.999 ** t];
    for (const name of names) {
      for (let i = 0; i < p[name].length; i++) {
        m[name][i] = 0.9 * m[name][i] + 0.1 * g[name][i];
        s[name][i] = 0.999 * s[name][i] + 0.001 * g[name][i] ** 2;
        p[name][i] -= (lr * (m[name][i] / first)) / (Math.sqrt(s[name][i] / second) + 1e-8);
      }
    }
    if (t % every === 0) moments.push(moment(t));
  }
  return moments;
}

/**
 * Where early stopping ends: the first moment after which `patience` moments in a row bring no new best.
 * Returns indices { best, stop }; stop is the last moment if patience never runs out.
 */
export function earlyStopping(losses, patience) {
  let [best, waited] = [0, 0];
  for (let k = 1; k < losses.length; k++) {
    if (losses[k] < losses[best]) [best, waited] = [k, 0];
    else waited += 1;
    if (waited >= patience) return { best, stop: k };
  }
  return { best, stop: losses.length - 1 };
}
