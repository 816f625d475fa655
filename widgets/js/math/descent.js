// A linear neuron with two weights and no bias, learning to copy the weights GOAL from its inputs.

import { ACTIVATIONS } from "./activations.js";
import { generator } from "./random.js";

export const GOAL = [1, -1];
export const CLOSE = 0.05; // distance from the goal that counts as arrived
export const PATIENCE = 2000; // steps

const sigmoid = ACTIVATIONS.sigmoid.phi;
/** What the layer before sends, for the same pre-activations. */
export const INPUTS = {
  sigmoid,
  centred: (z) => sigmoid(z) - 0.5,
  tanh: ACTIVATIONS.tanh.phi,
};

/** n samples of two inputs each. */
export function inputs(kind, seed, n = 200) {
  const rng = generator(seed);
  const Z = Array.from({ length: n }, () => [2 * rng.normal(), 2 * rng.normal()]);
  return Z.map((row) => row.map(INPUTS[kind]));
}

/** δ = ∂L/∂z of every sample, for L = ½ (z - goal's z)². */
export const deltas = (A, [w0, w1]) => A.map(([a0, a1]) => a0 * (w0 - GOAL[0]) + a1 * (w1 - GOAL[1]));

/** Share of the samples whose gradient δ a has no two components of opposite sign. */
export const sameSignShare = (A, delta) => A.filter((a, i) => delta[i] * a[0] * (delta[i] * a[1]) >= 0).length / A.length;

/** Mean of a aᵀ, the second derivative of the error: [[p, q], [q, r]] as [p, q, r]. */
export function curvature(A) {
  const mean = (f) => A.reduce((sum, a) => sum + f(a), 0) / A.length;
  return [mean(([a]) => a * a), mean(([a, b]) => a * b), mean(([, b]) => b * b)];
}

/** Eigenvalues, largest first, of a symmetric [p, q, r], and the angle of the first eigenvector. */
export function axes([p, q, r]) {
  const middle = (p + r) / 2;
  const apart = Math.hypot((p - r) / 2, q);
  return { values: [middle + apart, middle - apart], angle: 0.5 * Math.atan2(2 * q, p - r) };
}

/**
 * The weights after every step of gradient descent, until they are CLOSE to the goal, blow up, or patience ends.
 * whole: every step uses all samples; otherwise one at a time, in order from number `first`, again and again.
 * Returns { path, end: "arrived" | "diverged" | "late" }.
 */
export function descend(A, start, rate, whole, { patience = PATIENCE, first = 0 } = {}) {
  const path = [start];
  const [p, q, r] = curvature(A);
  let [w0, w1] = start;
  for (let k = 0; ; k++) {
    const [e0, e1] = [w0 - GOAL[0], w1 - GOAL[1]];
    const distance = Math.hypot(e0, e1);
    if (distance < CLOSE) return { path, end: "arrived" };
    if (!(distance < 1e6)) return { path, end: "diverged" };
    if (k >= patience) return { path, end: "late" };
    const [a0, a1] = A[(first + k) % A.length];
    const delta = a0 * e0 + a1 * e1;
    const [g0, g1] = whole ? [p * e0 + q * e1, q * e0 + r * e1] : [delta * a0, delta * a1];
    [w0, w1] = [w0 - rate * g0, w1 - rate * g1];
    path.push([w0, w1]);
  }
}

const ORDERS = 10;

/**
 * The learning rate that arrives in the fewest steps, and how many: tried at ten rates a decade, 0.01 to 100.
 * With one sample a step, luck is taken out: the median over ten places of the sequence to begin at.
 */
export function bestRate(A, start, whole) {
  let best = { rate: NaN, steps: Infinity };
  const firsts = whole ? [0] : Array.from({ length: ORDERS }, (_, k) => Math.floor((k * A.length) / ORDERS));
  for (let k = -20; k <= 20; k++) {
    const rate = 10 ** (k / 10);
    const patience = Math.min(PATIENCE, best.steps); // more steps than the best so far need no count
    const counts = firsts.map((first) => {
      const { path, end } = descend(A, start, rate, whole, { patience, first });
      return end === "arrived" ? path.length - 1 : Infinity;
    });
    const steps = counts.sort((a, b) => a - b)[counts.length >> 1];
    if (steps < best.steps) best = { rate, steps };
  }
  return best;
}
