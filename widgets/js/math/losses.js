// Losses of one entry, as in solutions/losses.py: value and slope; sums and means are the callers'. A test compares them with numpy.

import { ACTIVATIONS } from "./activations.js";

const { abs, exp, log, log1p, max, min, sign } = Math;
const sigmoid = ACTIVATIONS.sigmoid.phi;
const slope = ACTIVATIONS.sigmoid.prime;

export const DELTA = 1; // where Huber's parabola ends

/** name -> { value(p, y), slope(p, y) }: p is the prediction, or for the last three the score before any sigmoid; y is 0 or 1 there. */
export const LOSSES = {
  squared_error: { value: (p, y) => 0.5 * (p - y) ** 2, slope: (p, y) => p - y },
  absolute_error: { value: (p, y) => abs(p - y), slope: (p, y) => sign(p - y) },
  huber: {
    value: (p, y) => (abs(p - y) <= DELTA ? 0.5 * (p - y) ** 2 : DELTA * (abs(p - y) - 0.5 * DELTA)),
    slope: (p, y) => max(-DELTA, min(DELTA, p - y)),
  },
  sigmoid_squared: {
    value: (z, y) => 0.5 * (sigmoid(z) - y) ** 2,
    slope: (z, y) => (sigmoid(z) - y) * slope(z),
  },
  binary_cross_entropy: {
    value: (z, y) => max(z, 0) - y * z + log1p(exp(-abs(z))),
    slope: (z, y) => sigmoid(z) - y,
  },
  hinge: {
    value: (z, y) => max(0, 1 - (2 * y - 1) * z),
    slope: (z, y) => ((2 * y - 1) * z < 1 ? 1 - 2 * y : 0),
  },
};

/** Mean loss of the model w x + b on the samples, and its gradient [∂w, ∂b]. */
export function lossOfLine(name, xs, ys, [w, b]) {
  const { value, slope } = LOSSES[name];
  let [loss, dw, db] = [0, 0, 0];
  xs.forEach((x, i) => {
    const z = w * x + b;
    const d = slope(z, ys[i]);
    loss += value(z, ys[i]);
    dw += d * x;
    db += d;
  });
  return { loss: loss / xs.length, gradient: [dw / xs.length, db / xs.length] };
}

/** Points and losses of `steps` steps of gradient descent, fewer if it flies away. */
export function descendLine(name, xs, ys, start, rate, steps) {
  const path = [start];
  const losses = [];
  for (let k = 0; ; k++) {
    const { loss, gradient } = lossOfLine(name, xs, ys, path[k]);
    losses.push(loss);
    if (k === steps || !(Math.hypot(...path[k]) < 1e4)) return { path, losses };
    path.push(path[k].map((v, i) => v - rate * gradient[i]));
  }
}

/** The lowest point of the surface within [-reach, reach]²: a grid that closes in. */
export function lowest(name, xs, ys, reach) {
  let [best, size] = [[0, 0], reach];
  let loss = Infinity;
  for (let round = 0; round < 24; round++) {
    const middle = best;
    for (let i = -10; i <= 10; i++) {
      for (let j = -10; j <= 10; j++) {
        const at = [middle[0] + (i / 10) * size, middle[1] + (j / 10) * size].map((v) => max(-reach, min(reach, v)));
        const here = lossOfLine(name, xs, ys, at).loss;
        if (here < loss) [best, loss] = [at, here];
      }
    }
    size *= 0.5;
  }
  return { point: best, loss };
}

/** Outputs σ(w + b) of a neuron with the input 1 after each step, and the slope that moved it. */
export function learn(name, w, b, target, rate, steps) {
  const outputs = [];
  const slopes = [];
  for (let k = 0; k <= steps; k++) {
    const z = w + b;
    const d = LOSSES[name].slope(z, target);
    outputs.push(sigmoid(z));
    slopes.push(d);
    w -= rate * d;
    b -= rate * d;
  }
  return { outputs, slopes };
}

// ---- several classes ----

export function logSumExp(z) {
  const m = max(...z);
  return m + log(z.reduce((sum, v) => sum + exp(v - m), 0));
}

export function softmax(z) {
  const size = logSumExp(z);
  return z.map((v) => exp(v - size));
}

/** In nats. What never happens adds nothing. */
export const entropy = (p) => -p.reduce((sum, v) => sum + (v > 0 ? v * log(v) : 0), 0);

export const softmaxCrossEntropy = (z, label) => logSumExp(z) - z[label];

/** p - y */
export const softmaxCrossEntropySlope = (z, label) => softmax(z).map((p, k) => p - (k === label ? 1 : 0));
