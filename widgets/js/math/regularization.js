// Dropout's sub-networks, batch normalization in a deep network, and a small network that overfits.
// The formulas are those of solutions/regularization.py; a test compares them with numpy.

import { ACTIVATIONS, activation } from "./activations.js";
import { LOOK, Network, normalization, normalize } from "./network.js";
import { optimizer } from "./optimizers.js";
import { flatten, generator, matrix, rowsOf } from "./random.js";

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
export function batchNorm(rows) {
  const [n, width] = [rows.length, rows[0].length];
  const Z = flatten(rows);
  normalize(normalization(width, n), Z, n, width, LOOK);
  return rowsOf(Z, n, width);
}

/** A batch and weights of variance 1 / n_in, always the same. */
export function deepNetwork(rows, width, depth, seed) {
  const { normal } = generator(seed);
  const X = matrix(rows, width, normal);
  const weights = Array.from({ length: depth }, () => matrix(width, width, () => normal() / Math.sqrt(width)));
  return { X, weights };
}

/** For each layer: its activations φ(Z), or φ of the normalized Z, where Z = A · (scale · W). */
export function activationsOf(X, weights, scale, name, normalized) {
  const sizes = [X[0].length, ...weights.map((W) => W[0].length)];
  const net = new Network({ sizes, ...activation(name), rows: X.length, linearOutput: false, batchNorm: normalized });
  net.layers.forEach(({ W }, l) => W.set(weights[l].flat().map((w) => scale * w)));
  net.forward(flatten(X), X.length, LOOK);
  return net.layers.map(({ A, nOut }) => rowsOf(A, X.length, nOut));
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

const column = (data, k) => Float64Array.from(data, (row) => row[k]);

/** A network 1-width-1 of tanh units, y = c + Σ v tanh(w x + b), at its start; rows: points of a pass at most. */
export function curveNetwork(width, seed, rows = 200) {
  const net = new Network({ sizes: [1, width, 1], ...activation("tanh"), rows });
  const { normal } = generator(seed);
  const [hidden, out] = net.layers;
  for (const [part, scale] of [[hidden.W, 4], [hidden.b, 2], [out.W, 1 / Math.sqrt(width)]]) {
    for (let k = 0; k < width; k++) part[k] = scale * normal();
  }
  return net;
}

/** What the network with these parameters (of a moment) answers at the points xs. */
export function answers(net, params, xs) {
  net.load(params);
  return [...net.forward(Float64Array.from(xs), xs.length).subarray(0, xs.length)];
}

/** The output weights v among these parameters. */
export function outputWeights(net, params) {
  net.load(params);
  return [...net.layers[1].W];
}

/**
 * Adam on ½ mean square + ½ λ (Σ w² + Σ v²), for `steps` steps. Every `every` steps, and before the first, a moment is kept:
 * { step, params, train, validation }, with mean squares.
 */
export function learnCurve(net, train, validation, { lam, lr, steps, every }) {
  const [seen, unseen] = [train, validation].map((data) => ({ X: column(data, 0), Y: column(data, 1), n: data.length }));
  const meanSquare = ({ X, Y, n }) => {
    net.forward(X, n);
    return 2 * net.loss("squared_error", Y);
  };
  const it = optimizer("Adam", { lr });
  const moments = [];
  for (let step = 0; ; step++) {
    if (step % every === 0) moments.push({ step, params: net.save(), train: meanSquare(seen), validation: meanSquare(unseen) });
    if (step === steps) return moments;
    net.differentiate("squared_error", seen.X, seen.Y, seen.n);
    net.penalty("L2", lam, true);
    it.step(net.params, net.grads);
  }
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
