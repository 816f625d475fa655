// A network 1-n-1 of ReLU or leaky ReLU units that learns a wave, with all its units in view.

import { activation } from "./activations.js";
import { Network } from "./network.js";
import { generator, rowsOf } from "./random.js";

/** What it is to learn: noisy samples of a wave. */
export function samples(n, seed) {
  const rng = generator(seed);
  const xs = Float64Array.from({ length: n }, (_, i) => -1 + (2 * (i + 0.5)) / n);
  return { xs, ys: xs.map((x) => Math.sin(4 * x) + 0.1 * rng.normal()) };
}

/** alpha() is the slope on the left, asked at every pass; rows: samples of a pass at most. */
export function waveNetwork(units, seed, alpha, rows) {
  const net = new Network({ sizes: [1, units, 1], ...activation("leaky_relu", alpha), rows });
  const rng = generator(seed);
  const [hidden, out] = net.layers;
  for (const [part, scale] of [[hidden.W, Math.SQRT2], [hidden.b, 0.5], [out.W, Math.sqrt(2 / units)]]) {
    for (let j = 0; j < units; j++) part[j] = scale * rng.normal();
  }
  return net;
}

/** Pre-activations of the hidden layer, one row a sample. */
export function preActivations(net, xs) {
  net.forward(xs, xs.length);
  return rowsOf(net.layers[0].Z, xs.length, net.layers[0].nOut);
}

/** Mean squared error. */
export function meanSquaredError(net, xs, ys) {
  net.forward(xs, xs.length);
  return 2 * net.loss("squared_error", ys);
}

/** Share of the samples for which each unit is on (z > 0). */
export const onShares = (Z) => Z[0].map((_, j) => Z.filter((row) => row[j] > 0).length / Z.length);

/** Share of the units that are on for no sample. */
export const deadShare = (Z) => {
  const shares = onShares(Z);
  return shares.filter((share) => share === 0).length / shares.length;
};
