// A gradient on its way back through a deep network, with sampled weights. Layers are Z = A @ W, A = φ(Z).

import { ACTIVATIONS } from "./activations.js";
import { generator, matrix } from "./random.js";

const transpose = (M) => M[0].map((_, j) => M.map((row) => row[j]));
const product = (A, B) => {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => row.reduce((sum, a, k) => sum + a * column[k], 0)));
};
const entrywise = (A, B) => A.map((row, i) => row.map((a, j) => a * B[i][j]));
const norm = (A) => Math.sqrt(A.reduce((sum, row) => sum + row.reduce((s, a) => s + a * a, 0), 0));

/**
 * Draw a network of `depth` layers and send a batch through it.
 * Weights have standard deviation gain / √width, inputs `scale`; weights are rounded to 4 places, to be short as text.
 * Returns { dA, weights, slopes }, the arguments of backwardNorms; dA is a random gradient at the top.
 */
export function sampleNetwork({ activation, alpha, depth, gain, scale, seed, width = 20, batch = 4 }) {
  const { phi, prime } = ACTIVATIONS[activation];
  const rng = generator(seed);
  const round = (x) => Math.round(x * 1e4) / 1e4;
  const dA = matrix(batch, width, () => round(rng.normal()));
  let A = matrix(batch, width, () => scale * rng.normal());
  const weights = [];
  const slopes = [];
  for (let layer = 0; layer < depth; layer++) {
    const W = matrix(width, width, () => round((gain / Math.sqrt(width)) * rng.normal()));
    const Z = product(A, W);
    weights.push(W);
    slopes.push(Z.map((row) => row.map((z) => prime(z, alpha))));
    A = Z.map((row) => row.map((z) => phi(z, alpha)));
  }
  return { dA, weights, slopes };
}

/**
 * Length of the gradient at the top and after each layer on the way back,
 * and what each layer multiplied it by: its slopes, then its weights.
 */
export function backwardNorms({ dA, weights, slopes }) {
  const norms = [norm(dA)];
  const bySlopes = [];
  const byWeights = [];
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    const before = norms.at(-1);
    const dZ = entrywise(dA, slopes[layer]);
    const between = norm(dZ);
    dA = product(dZ, transpose(weights[layer]));
    norms.push(norm(dA));
    bySlopes.push(between / before);
    byWeights.push(norms.at(-1) / between);
  }
  return { norms, bySlopes, byWeights };
}

/** NaN (0 / 0, once a gradient is exactly 0) does not count; NaN if nothing is left. */
export function median(values) {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (!sorted.length) return NaN;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
