// Two inputs before and after they are prepared, and the error surface of the neuron w₁ x₁ + w₂ x₂ over them.

import { generator } from "./random.js";

/** A cloud of n points [x1, x2] with the given correlation, standard deviations 1 and `spread`, about [offset, spread · offset]. */
export function cloud({ correlation, spread, offset, n = 60, seed = 9 }) {
  const rng = generator(seed);
  return Array.from({ length: n }, () => {
    const [a, b] = [rng.normal(), rng.normal()];
    return [a + offset, spread * (correlation * a + Math.sqrt(1 - correlation ** 2) * b) + spread * offset];
  });
}

export const meanOf = (P) => [0, 1].map((j) => P.reduce((sum, p) => sum + p[j], 0) / P.length);

/** XᵀX / n of rows of two: [[a, b], [b, c]]. */
export function moments(X) {
  const at = (i, j) => X.reduce((sum, x) => sum + x[i] * x[j], 0) / X.length;
  return [[at(0, 0), at(0, 1)], [at(0, 1), at(1, 1)]];
}

/** Eigenvalues of a symmetric 2 × 2 matrix, the larger first, and its eigenvectors as columns of E. */
export function eigen([[a, b], [, c]]) {
  const angle = 0.5 * Math.atan2(2 * b, a - c);
  const [u, v] = [Math.cos(angle), Math.sin(angle)];
  const along = (x, y) => a * x * x + 2 * b * x * y + c * y * y;
  return { values: [along(u, v), along(-v, u)], E: [[u, -v], [v, u]] };
}

const IDENTITY = [[1, 0], [0, 1]];
const EPS = 1e-5;
const product = (A, B) => A.map((row) => [0, 1].map((j) => row[0] * B[0][j] + row[1] * B[1][j]));

/** What a preparation subtracts and multiplies by: the prepared rows are (P - mean) T. */
export function preparation(kind, P) {
  if (kind === "raw") return { mean: [0, 0], T: IDENTITY };
  const mean = meanOf(P);
  const C = moments(apply(P, mean, IDENTITY));
  const { values, E } = eigen(C);
  const T = {
    centred: () => IDENTITY,
    standardized: () => [[1 / Math.sqrt(C[0][0]), 0], [0, 1 / Math.sqrt(C[1][1])]],
    decorrelated: () => E,
    whitened: () => {
      const scaled = E.map((row) => row.map((e, j) => e / Math.sqrt(values[j] + EPS)));
      return product(scaled, [[E[0][0], E[1][0]], [E[0][1], E[1][1]]]);
    },
  }[kind]();
  return { mean, T, C, values };
}

/** (P - mean) T. */
export const apply = (P, mean, T) =>
  P.map((p) => {
    const [x, y] = [p[0] - mean[0], p[1] - mean[1]];
    return [x * T[0][0] + y * T[1][0], x * T[0][1] + y * T[1][1]];
  });

export const curvatureTimes = (H, [u, v]) => [H[0][0] * u + H[0][1] * v, H[1][0] * u + H[1][1] * v];

/** Half the mean squared error, above its lowest value, at weights that are d away from the best ones. */
export const height = (H, d) => {
  const g = curvatureTimes(H, d);
  return 0.5 * (d[0] * g[0] + d[1] * g[1]);
};

/** Gradient descent from d: the way taken, until it is done or far away. */
export function descend(H, start, rate, steps) {
  const path = [start];
  while (path.length <= steps) {
    const d = path.at(-1);
    const g = curvatureTimes(H, d);
    const next = [d[0] - rate * g[0], d[1] - rate * g[1]];
    if (!(Math.hypot(...next) < 1e6)) break;
    path.push(next);
  }
  return path;
}

/** The learning rate that shrinks the slowest direction fastest. */
export const bestRate = ([largest, smallest]) => 2 / (largest + smallest);
