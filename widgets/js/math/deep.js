// A gradient on its way back through a deep network, with sampled weights. Layers are Z = A @ W, A = φ(Z).

import { activation as bound } from "./activations.js";
import { Network, inputGradient } from "./network.js";
import { flatten, generator, matrix, rowsOf } from "./random.js";

const norm = (A) => Math.sqrt(A.reduce((sum, a) => sum + a * a, 0));

/**
 * Draw a network of `depth` layers and send a batch through it.
 * Weights have standard deviation gain / √width, inputs `scale`; weights are rounded to 4 places, to be short as text.
 * Returns { dA, weights, slopes }, the arguments of backwardNorms, as arrays of rows; dA is a random gradient at the top.
 */
export function sampleNetwork({ activation, alpha, depth, gain, scale, seed, width = 20, batch = 4 }) {
  const rng = generator(seed);
  const round = (x) => Math.round(x * 1e4) / 1e4;
  const dA = matrix(batch, width, () => round(rng.normal()));
  const X = matrix(batch, width, () => scale * rng.normal());
  const { phi, prime } = bound(activation, alpha);
  const net = new Network({ sizes: Array(depth + 1).fill(width), phi, prime, rows: batch, linearOutput: false });
  const weights = net.layers.map(({ W }) => {
    const drawn = matrix(width, width, () => round((gain / Math.sqrt(width)) * rng.normal()));
    W.set(drawn.flat());
    return drawn;
  });
  net.forward(flatten(X), batch);
  return { dA, weights, slopes: net.layers.map(({ Z }) => rowsOf(Z.map((z) => prime(z)), batch, width)) };
}

/**
 * Length of the gradient at the top and after each layer on the way back,
 * and what each layer multiplied it by: its slopes, then its weights.
 */
export function backwardNorms({ dA, weights, slopes }) {
  const [batch, width] = [dA.length, dA[0].length];
  let gradient = flatten(dA);
  const norms = [norm(gradient)];
  const bySlopes = [];
  const byWeights = [];
  for (let layer = weights.length - 1; layer >= 0; layer--) {
    const slope = flatten(slopes[layer]);
    const dZ = gradient.map((g, i) => g * slope[i]);
    gradient = new Float64Array(batch * width);
    inputGradient(dZ, flatten(weights[layer]), gradient, batch, width, width);
    bySlopes.push(norm(dZ) / norms.at(-1));
    norms.push(norm(gradient));
    byWeights.push(norms.at(-1) / norm(dZ));
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
