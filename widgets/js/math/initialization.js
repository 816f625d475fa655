// Where weights start. Every initializer draws a row-major Float64Array of nIn × nOut numbers; `rng` is a generator of random.js.

import { generator } from "./random.js";

/** Names, as in solutions/initialization.py without `_init`, from bad to good. */
export const INITIALIZATIONS = ["zeros", "constant", "small", "fan_in", "glorot", "he", "orthogonal"];

export const INITIALIZATION_LABELS = {
  zeros: "zeros",
  constant: "constant 0.5",
  small: "0.001 · randn",
  fan_in: "fan-in: 1/n",
  glorot: "Glorot: 2/(n + m)",
  he: "He: 2/n",
  orthogonal: "orthogonal",
};

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
  if (!VARIANCES[name]) throw new Error(`no initialization is called ${name}`);
  return normal(nIn * nOut, Math.sqrt(VARIANCES[name](nIn, nOut)), rng);
}

// ---- a signal through many layers ----

/** A (rows × inner) times B (inner × columns), all row-major. */
export function times(A, B, rows, inner, columns) {
  const C = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const a = A[i * inner + k];
      if (a !== 0) for (let j = 0; j < columns; j++) C[i * columns + j] += a * B[k * columns + j];
    }
  return C;
}

/** A (rows × columns) times the transpose of B (inner × columns). */
export function timesTransposed(A, B, rows, columns, inner) {
  const C = new Float64Array(rows * inner);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += A[i * columns + j] * B[k * columns + j];
      C[i * inner + k] = sum;
    }
  return C;
}

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
  const depth = weights.length;
  const forward = [];
  const activation = [];
  const slopes = [];
  let A = X;
  for (let l = 0; l < depth; l++) {
    const Z = times(A, weights[l], samples, widths[l], widths[l + 1]);
    forward.push(variance(Z));
    slopes.push(Z.map(prime));
    A = Z.map(phi);
    activation.push(variance(A));
  }
  const backward = Array(depth);
  let gradient = dA;
  for (let l = depth - 1; l >= 0; l--) {
    const dZ = gradient.map((g, i) => g * slopes[l][i]);
    backward[l] = variance(dZ);
    if (l) gradient = timesTransposed(dZ, weights[l], samples, widths[l + 1], widths[l]);
  }
  return { forward, activation, backward };
}

/** Inputs and the gradient at the top: standard normal numbers. */
export function sampleEnds(widths, samples, seed) {
  const rng = generator(seed);
  return { X: normal(samples * widths[0], 1, rng), dA: normal(samples * widths.at(-1), 1, rng), rng };
}
