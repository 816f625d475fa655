// Perceptrons and their relatives in the plane: the same arithmetic as solutions/perceptrons.py.
// A test compares them with numpy. Points are [x₁, x₂, label], a classifier is [w₁, w₂, b].

import { generator } from "./random.js";

export const sum = ([w1, w2, b], [x1, x2]) => x1 * w1 + x2 * w2 + b;
export const predict = (c, point) => (sum(c, point) >= 0 ? 1 : 0);
export const errors = (c, points) => points.filter((p) => predict(c, p) !== p[2]).length;

export function update(c, point, lr = 1) {
  const error = point[2] - predict(c, point);
  return error ? [c[0] + lr * error * point[0], c[1] + lr * error * point[1], c[2] + lr * error] : c;
}

/** Distance of each point from the line, negative on the wrong side. */
export const margins = (c, points) => {
  const norm = Math.hypot(c[0], c[1]);
  return points.map((p) => ((2 * p[2] - 1) * sum(c, p)) / norm);
};

/**
 * Show the points in order, again and again, from zero weights, until a pass has no mistake, until a pass begins
 * as an earlier one began, or for `most` passes.
 * path[k] = the classifier after k points; wrong[k] = was the k-th (from 1) misclassified; end: "converged", "cycle", "late";
 * cycle: { from, length } in passes.
 */
export function train(points, most = 1000) {
  const path = [[0, 0, 0]];
  const wrong = [false];
  const begun = new Map();
  for (let pass = 0; pass < most; pass++) {
    begun.set(path.at(-1).join(), pass);
    let mistakes = 0;
    for (const point of points) {
      const c = path.at(-1);
      const bad = predict(c, point) !== point[2];
      mistakes += bad;
      wrong.push(bad);
      path.push(update(c, point));
    }
    if (!mistakes) return { path, wrong, passes: pass + 1, end: "converged" };
    const from = begun.get(path.at(-1).join());
    if (from !== undefined) return { path, wrong, passes: pass + 1, end: "cycle", cycle: { from, length: pass + 1 - from } };
  }
  return { path, wrong, passes: most, end: "late" };
}

/** The last, the best and the mean of the classifiers met in `passes` passes. */
export function versions(points, passes) {
  let c = [0, 0, 0];
  let pocket = c;
  let fewest = errors(c, points);
  const total = [0, 0, 0];
  for (let pass = 0; pass < passes; pass++) {
    for (const point of points) {
      c = update(c, point);
      const count = errors(c, points);
      if (count < fewest) [pocket, fewest] = [c, count];
      c.forEach((v, i) => (total[i] += v));
    }
  }
  return { last: c, pocket, averaged: total.map((v) => v / (passes * points.length)) };
}

// ---- the bound ----

const dot = (a, b) => a.reduce((s, v, i) => s + v * b[i], 0);
const signed = (points) => points.map(([x1, x2, y]) => [x1, x2, 1].map((v) => (2 * y - 1) * v));

/** x with A x = b, by Gauss with pivots. */
function solve(A, b) {
  const M = A.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < M.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < M.length; i++) if (Math.abs(M[i][k]) > Math.abs(M[pivot][k])) pivot = i;
    [M[k], M[pivot]] = [M[pivot], M[k]];
    for (let i = k + 1; i < M.length; i++) {
      const factor = M[i][k] / M[k][k];
      for (let j = k; j <= M.length; j++) M[i][j] -= factor * M[k][j];
    }
  }
  const x = [];
  for (let k = M.length - 1; k >= 0; k--) x[k] = (M[k][M.length] - M[k].slice(k + 1, -1).reduce((s, v, j) => s + v * x[k + 1 + j], 0)) / M[k][k];
  return x;
}

/** The separating [w₁, w₂, b] with the widest margin in augmented coordinates, or null: there is no separating line. */
export function widestSeparator(points) {
  const P = signed(points);
  const squares = P.map((p) => dot(p, p));
  const scale = Math.max(...squares);
  let corners = [squares.indexOf(Math.min(...squares))];
  let shares = [1];
  for (;;) {
    const nearest = [0, 1, 2].map((i) => corners.reduce((s, c, k) => s + shares[k] * P[c][i], 0));
    const size = dot(nearest, nearest);
    if (size < 1e-20 * scale) return null;
    const along = P.map((p) => dot(p, nearest));
    const next = along.indexOf(Math.min(...along));
    if (along[next] >= size - 1e-12 * scale) return nearest;
    corners = [...corners, next];
    shares = [...shares, 0];
    for (;;) {
      const n = corners.length;
      const system = Array.from({ length: n + 1 }, (_, i) =>
        Array.from({ length: n + 1 }, (_, j) => (i < n && j < n ? dot(P[corners[i]], P[corners[j]]) : i === n && j === n ? 0 : 1)),
      );
      const goal = solve(system, [...Array(n).fill(0), 1]).slice(0, n);
      if (goal.every((v) => v > 1e-12)) {
        shares = goal;
        break;
      }
      const stretch = Math.min(...goal.map((v, i) => (v <= 1e-12 ? shares[i] / (shares[i] - v) : Infinity)));
      const moved = shares.map((v, i) => v + stretch * (goal[i] - v));
      corners = corners.filter((_, i) => moved[i] > 1e-12);
      shares = moved.filter((v) => v > 1e-12);
    }
  }
}

/** (R / γ)² of a classifier; Infinity if it does not separate. */
export function mistakeBound(points, c) {
  const P = signed(points);
  const gamma = Math.min(...P.map((p) => dot(p, c))) / Math.sqrt(dot(c, c));
  return gamma > 0 ? Math.max(...P.map((p) => dot(p, p))) / gamma ** 2 : Infinity;
}

// ---- relatives ----

export function logistic(points, lr = 0.5, steps = 2000) {
  let c = [0, 0, 0];
  const n = points.length;
  for (let t = 0; t < steps; t++) {
    const g = [0, 0, 0];
    for (const p of points) {
      const d = 0.5 + 0.5 * Math.tanh(0.5 * sum(c, p)) - p[2];
      g[0] += d * p[0];
      g[1] += d * p[1];
      g[2] += d;
    }
    c = c.map((v, i) => v - (lr * g[i]) / n);
  }
  return c;
}

export function linearSvm(points, lam = 0.01, lr = 1, steps = 2000) {
  let c = [0, 0, 0];
  const n = points.length;
  const half = Math.floor(steps / 2);
  const total = [0, 0, 0];
  for (let t = 0; t < steps; t++) {
    const g = [0, 0, 0];
    for (const p of points) {
      const s = 2 * p[2] - 1;
      if (s * sum(c, p) >= 1) continue;
      g[0] += s * p[0];
      g[1] += s * p[1];
      g[2] += s;
    }
    const rate = lr / (1 + lam * t);
    c = [c[0] - rate * (lam * c[0] - g[0] / n), c[1] - rate * (lam * c[1] - g[1] / n), c[2] + (rate * g[2]) / n];
    if (t >= half) c.forEach((v, i) => (total[i] += v));
  }
  return total.map((v) => v / (steps - half));
}

// ---- points to play with ----

export const REACH = 3; // points lie in [-3, 3]², on quarters, where sums are exact

const quarter = (v) => Math.max(-REACH, Math.min(REACH, Math.round(4 * v) / 4));

/** The points of a kind: "wide", "narrow", "wrong" (one label turned), "clouds", "outlier", "xor". */
export function dataset(kind, seed) {
  const rng = generator(seed);
  if (kind === "xor") return [[-1, -1, 0], [-1, 1, 1], [1, -1, 1], [1, 1, 0]];
  if (kind === "clouds" || kind === "outlier") {
    const clouds = Array.from({ length: 24 }, (_, i) => [...[0, 1].map(() => quarter((i % 2 ? 0.9 : -0.9) + (kind === "clouds" ? 1.2 : 0.5) * rng.normal())), i % 2]);
    return kind === "outlier" ? [...clouds, [3, 3, 0]] : clouds;
  }
  const angle = 2 * Math.PI * rng.uniform();
  const line = [Math.cos(angle), Math.sin(angle), rng.uniform() - 0.5];
  const [near, far] = kind === "narrow" ? [0.1, 0.8] : [0.5, Infinity];
  const points = [];
  for (let tries = 0; points.length < 20 && tries < 10000; tries++) {
    const p = [quarter(6 * rng.uniform() - 3), quarter(6 * rng.uniform() - 3)];
    const z = sum(line, p);
    const label = z >= 0 ? 1 : 0;
    if (Math.abs(z) < near || Math.abs(z) > far || points.filter((q) => q[2] === label).length >= 10) continue;
    if (points.some((q) => q[0] === p[0] && q[1] === p[1])) continue;
    points.push([...p, label]);
  }
  if (kind === "wrong") {
    const distances = points.map((p) => Math.abs(sum(line, p)));
    const i = distances.indexOf(Math.max(...distances));
    points[i] = [points[i][0], points[i][1], 1 - points[i][2]];
  }
  return points;
}
