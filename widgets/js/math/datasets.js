// Points of the plane to learn from: [x1, x2, y] one after the other in one array. y is 0 or 1, or a height to predict.

import { generator, shuffled } from "./random.js";

export const REACH = 2.5; // the plane that is shown is [-REACH, REACH]²

const { PI, cos, sin, sqrt } = Math;

// (u, k, rng) -> [x1, x2, y]: u is uniform in [0, 1), k the number of the point; the classes take turns.
const KINDS = {
  spirals: (u, k) => {
    const turn = 3.3 * PI * sqrt(0.02 + 0.98 * u) + (k % 2 ? PI : 0);
    const r = 2.15 * sqrt(0.02 + 0.98 * u);
    return [r * cos(turn), r * sin(turn), k % 2];
  },
  circles: (u, k, rng) => {
    const r = k % 2 ? 0.85 * sqrt(u) : 1.45 + 0.65 * u;
    const turn = 2 * PI * rng.uniform();
    return [r * cos(turn), r * sin(turn), k % 2];
  },
  xor: (u, k, rng) => {
    const [a, b] = [0.15 + 1.85 * u, 0.15 + 1.85 * rng.uniform()];
    const quarter = k % 4;
    const [x, y] = [quarter & 1 ? -a : a, quarter & 2 ? -b : b];
    return [x, y, x * y < 0 ? 1 : 0];
  },
  blobs: (u, k, rng) => {
    const side = k % 2 ? 1 : -1;
    return [side * 1.1 + 0.35 * rng.normal(), side * 1.1 + 0.35 * rng.normal(), k % 2];
  },
  moons: (u, k) => {
    const turn = PI * u;
    return k % 2 ? [1.3 * cos(turn) - 0.65, 1.3 * sin(turn) - 0.4, 1] : [0.65 - 1.3 * cos(turn), 0.4 - 1.3 * sin(turn), 0];
  },
  surface: (u, k, rng) => {
    const [x, y] = [REACH * (2 * u - 1), REACH * (2 * rng.uniform() - 1)];
    return [0.95 * x, 0.95 * y, height(0.95 * x, 0.95 * y)];
  },
};

/** What "surface" asks for, without noise. */
export const height = (x, y) => sin(1.5 * x) * cos(1.1 * y);

/** Is the target a number, not a class? */
export const isRegression = (kind) => kind === "surface";

/** n points of a kind. Noise moves a point (of a class) or its target (of the surface) by a normal number of this size. */
export function dataset(kind, n, noise, seed) {
  const rng = generator(seed);
  const points = new Float64Array(3 * n);
  for (let k = 0; k < n; k++) {
    let [x, y, target] = KINDS[kind](rng.uniform(), k, rng);
    if (isRegression(kind)) target += noise * rng.normal();
    else {
      x += noise * rng.normal();
      y += noise * rng.normal();
    }
    points.set([x, y, target], 3 * k);
  }
  return points;
}

/** Which points train and which test: { train, test }, arrays of points like the one given. */
export function split(points, share, seed) {
  const n = points.length / 3;
  const rng = generator(seed + 7919);
  const order = shuffled(n, rng);
  const kept = Math.max(Math.min(1, n), Math.min(n, Math.round(share * n)));
  const take = (list) => Float64Array.from(list.flatMap((i) => [...points.subarray(3 * i, 3 * i + 3)]));
  return { train: take(order.slice(0, kept)), test: take(order.slice(kept)) };
}

/** Inputs that can be made of a point, in the order in which the network gets them. */
export const FEATURES = {
  x1: { label: "x₁", of: (x) => x },
  x2: { label: "x₂", of: (x, y) => y },
  x1_squared: { label: "x₁²", of: (x) => x * x },
  x2_squared: { label: "x₂²", of: (x, y) => y * y },
  product: { label: "x₁x₂", of: (x, y) => x * y },
  sin_x1: { label: "sin 2x₁", of: (x) => sin(2 * x) },
  sin_x2: { label: "sin 2x₂", of: (x, y) => sin(2 * y) },
};

/** A matrix, row by row, with one column a feature. */
export function inputs(points, names) {
  const n = points.length / 3;
  const X = new Float64Array(n * names.length);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < names.length; k++) X[i * names.length + k] = FEATURES[names[k]].of(points[3 * i], points[3 * i + 1]);
  }
  return X;
}

export const targets = (points) => Float64Array.from({ length: points.length / 3 }, (_, i) => points[3 * i + 2]);
