// Where weights start. Every initializer draws a row-major Float64Array of nIn × nOut numbers; `rng` is a generator of random.js.

import { Network } from "./network.js";
import { generator } from "./random.js";

/** Variance of a weight for the initializers that draw independent normal numbers. */
export const VARIANCES = {
  small: () => 1e-6,
  fan_in: (nIn) => 1 / nIn,
  glorot: (nIn, nOut) => 2 / (nIn + nOut),
  he: (nIn) => 2 / nIn,
};

function normal(n, scale, rng) {
  const W = new Float64Array(n);
  for (let i = 0; i < n; i++) W[i] = scale * rng.normal();
  return W;
}

/**
 * Orthonormal columns (rows, if there are more columns than rows), by Gram and Schmidt applied twice, which is stable.
 * Normal vectors have no preferred direction, so neither has the result.
 */
export function orthogonal(nIn, nOut, rng) {
  const length = Math.max(nIn, nOut);
  const vectors = [];
  while (vectors.length < Math.min(nIn, nOut)) {
    const v = normal(length, 1, rng);
    for (let pass = 0; pass < 2; pass++) {
      for (const u of vectors) {
        let dot = 0;
        for (let i = 0; i < length; i++) dot += u[i] * v[i];
        for (let i = 0; i < length; i++) v[i] -= dot * u[i];
      }
    }
    let square = 0;
    for (const x of v) square += x * x;
    const norm = Math.sqrt(square);
    vectors.push(v.map((x) => x / norm));
  }
  const W = new Float64Array(nIn * nOut);
  vectors.forEach((v, k) => v.forEach((x, i) => (W[nIn >= nOut ? i * nOut + k : k * nOut + i] = x)));
  return W;
}

/** Weights of one layer, row-major: the weight from input i to unit j is at i * nOut + j. */
export function initialize(name, nIn, nOut, rng) {
  if (name === "zeros") return new Float64Array(nIn * nOut);
  if (name === "constant") return new Float64Array(nIn * nOut).fill(0.5);
  if (name === "orthogonal") return orthogonal(nIn, nOut, rng);
  if (!VARIANCES[name]) throw new RangeError(name);
  return normal(nIn * nOut, Math.sqrt(VARIANCES[name](nIn, nOut)), rng);
}

// ---- a signal through many layers ----

export function variance(values) {
  let mean = 0;
  for (const v of values) mean += v / values.length;
  let sum = 0;
  for (const v of values) sum += (v - mean) ** 2;
  return sum / values.length;
}

/** Weights of `depth` layers from widths[0] to widths[depth], each drawn anew. */
export function sampleWeights(name, widths, rng) {
  return widths.slice(1).map((nOut, l) => initialize(name, widths[l], nOut, rng));
}

/**
 * Send a batch forward through Z = A W, A = φ(Z), then a gradient back through all of it.
 * `forward[l]` is the variance of all entries of Z in layer l, `backward[l]` that of the gradient with respect to Z of layer l, and
 * `activation[l]` that of A: all three measured, none from a formula.
 */
export function measure({ X, dA, weights, widths, samples, phi, prime }) {
  const net = new Network({ sizes: widths, phi, prime, rows: samples, linearOutput: false });
  net.layers.forEach(({ W }, l) => W.set(weights[l]));
  net.forward(X, samples);
  net.dOut.set(dA);
  net.backward({ parameters: false });
  const of = (part) => net.layers.map((layer) => variance(layer[part]));
  return { forward: of("Z"), activation: of("A"), backward: of("dZ") };
}

/** Inputs and the gradient at the top: standard normal numbers. */
export function sampleEnds(widths, samples, seed) {
  const rng = generator(seed);
  return { X: normal(samples * widths[0], 1, rng), dA: normal(samples * widths.at(-1), 1, rng), rng };
}
