// One neuron: the same formulas as solutions/neurons.py. A test compares them with numpy.

import { ACTIVATIONS } from "./activations.js";

const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);

export const weightedSum = (x, w, b) => dot(x, w) + b;
export const thresholdNeuron = (x, w, t) => (weightedSum(x, w, -t) >= 0 ? 1 : 0);
export const logisticNeuron = (x, w, b) => ACTIVATIONS.sigmoid.phi(weightedSum(x, w, b));
export const signedDistance = (x, w, b) => weightedSum(x, w, b) / Math.hypot(...w);

/** The point of the boundary that is nearest to the origin; null if there is no boundary. */
export function foot(w, b) {
  const square = dot(w, w);
  return square < 1e-18 ? null : w.map((v) => (-b * v) / square);
}

/** The part of the rectangle [x0, x1] × [y0, y1] where w·x + b ≥ 0, as the corners of a polygon. */
export function halfPlane(w, b, [x0, x1], [y0, y1]) {
  const corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
  const z = corners.map((corner) => weightedSum(corner, w, b));
  return corners.flatMap((corner, i) => {
    const next = (i + 1) % 4;
    const kept = z[i] >= 0 ? [corner] : [];
    if (z[i] >= 0 === z[next] >= 0) return kept;
    const t = z[i] / (z[i] - z[next]);
    return [...kept, corner.map((v, k) => v + t * (corners[next][k] - v))];
  });
}

/** The two ends of the boundary inside the rectangle; empty if it does not cross it. */
export function boundary(w, b, xs, ys) {
  const on = (p) => Math.abs(weightedSum(p, w, b)) < 1e-9 * (1 + Math.abs(b) + Math.hypot(...w));
  const ends = halfPlane(w, b, xs, ys).filter(on);
  return foot(w, b) && ends.length >= 2 ? [ends[0], ends.at(-1)] : [];
}

export const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];

/** Gates of two inputs: what they answer at CORNERS, and one θ = (b, w₁, w₂) that makes them, where there is one. */
export const GATES = {
  AND: { wanted: [0, 0, 0, 1], theta: [-30, 20, 20] },
  OR: { wanted: [0, 1, 1, 1], theta: [-10, 20, 20] },
  NAND: { wanted: [1, 1, 1, 0], theta: [30, -20, -20] },
  NOR: { wanted: [1, 0, 0, 0], theta: [10, -20, -20] },
  "NOT x1": { wanted: [1, 1, 0, 0], theta: [10, -20, 0] },
  "x1 AND NOT x2": { wanted: [0, 0, 1, 0], theta: [-10, 20, -20] },
  XOR: { wanted: [0, 1, 1, 0], theta: null },
};
