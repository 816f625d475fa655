// Threshold neurons in layers: the same arithmetic as solutions/xor.py. A test compares them with numpy.

import { ACTIVATIONS } from "./activations.js";
import { Network } from "./network.js";
import { flatten, rowsOf } from "./random.js";

export const step = ACTIVATIONS.step.phi;
const logistic = ACTIVATIONS.sigmoid.phi;

/** For each point, on which side of each line [w₁, w₂, b] it is. */
export const halfPlanes = (points, lines) => points.map(([x, y]) => lines.map(([w1, w2, b]) => step(x * w1 + y * w2 + b)));

/** Fires if at least m of the inputs are on. */
export const vote = (inputs, m) => step(inputs.reduce((sum, h) => sum + h, 0) - m + 0.5);

// ---- XOR: two hidden neurons and an output ----

export const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
export const XOR = [0, 1, 1, 0];
export const SOLUTION = { a1: 1, a2: 1, a0: -0.5, b1: 1, b2: 1, b0: -1.5, o1: 1, o2: -1, o0: -0.5 };

/**
 * Hidden values h and output of a 2-2-1 net at every point: [{ h, out }]. net: its nine parameters; gain: steepness of a soft threshold,
 * Infinity for the hard one.
 */
export function forward(net, points, gain = Infinity) {
  const phi = gain === Infinity ? step : (z) => logistic(gain * z);
  const network = new Network({ sizes: [2, 2, 1], phi, rows: points.length });
  network.load([net.a1, net.b1, net.a2, net.b2, net.a0, net.b0, net.o1, net.o2, net.o0]);
  const out = network.forward(flatten(points), points.length);
  return rowsOf(network.layers[0].A, points.length, 2).map((h, i) => ({ h, out: step(out[i]) }));
}

// ---- carving: lines have an angle, an offset and a group; AND within a group, OR between the groups ----

export const REACH = 1.5;
const CELLS = 90;

/** [w₁, w₂, b] of a line whose normal has this angle (degrees), at this distance from the origin. */
export const neuron = ([angle, offset]) => {
  const t = (angle * Math.PI) / 180;
  return [Math.cos(t), Math.sin(t), -offset];
};

/** Whether points lie in the carved region; `spare`: how many lines of a group of three or more may say no. */
export function carved(points, lines, spare = 0) {
  const groups = Map.groupBy ? [...Map.groupBy(lines, (l) => l[2]).values()] : [...new Set(lines.map((l) => l[2]))].map((g) => lines.filter((l) => l[2] === g));
  const layers = groups.map((group) => ({ neurons: group.map(neuron), m: group.length - (group.length >= 3 ? spare : 0) }));
  return points.map((p) => {
    const ands = layers.map(({ neurons, m }) => vote(halfPlanes([p], neurons)[0], m));
    return ands.length ? vote(ands, 1) : 0;
  });
}

const ring = (sides, radius, [cx, cy] = [0, 0], turn = Math.PI / 2) =>
  Array.from({ length: sides }, (_, i) => {
    const t = turn + (2 * Math.PI * i) / sides;
    return [cx + radius * Math.cos(t), cy + radius * Math.sin(t)];
  });
const tip = (0.5 * Math.cos(Math.PI / 5)) / Math.cos((2 * Math.PI) / 5);
const star = (() => {
  const inner = ring(5, 0.5);
  const outer = ring(5, tip, [0, 0], Math.PI / 2 + Math.PI / 5);
  return [inner, ...inner.map((p, i) => [p, outer[i], inner[(i + 1) % 5]])];
})();
const frame = (() => {
  const [outer, inner] = [ring(4, 1.4, [0, 0], Math.PI / 4), ring(4, 0.7, [0, 0], Math.PI / 4)];
  return outer.map((p, i) => [p, outer[(i + 1) % 4], inner[(i + 1) % 4], inner[i]]);
})();

/** Shapes to carve, as unions of convex polygons with counterclockwise corners. */
export const SHAPES = {
  triangle: [[[-1, -0.8], [1.1, -0.8], [0.2, 1.1]]],
  corner: [[[-0.25, -0.5], [1.5, -0.5], [1.5, 1.5], [-0.25, 1.5]]],
  band: [[[-1.5, -1.5], [-0.5, -1.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [-1.5, -0.5]]],
  L: [[[-1, -1], [-0.2, -1], [-0.2, 1.2], [-1, 1.2]], [[-1, -1], [1.2, -1], [1.2, -0.2], [-1, -0.2]]],
  islands: [ring(3, 0.65, [-0.7, 0.5]), ring(4, 0.6, [0.7, -0.5], Math.PI / 4)],
  star,
  frame,
};

const inPolygon = ([x, y], corners) =>
  corners.every(([px, py], i) => {
    const [qx, qy] = corners[(i + 1) % corners.length];
    return (py - qy) * (x - px) + (qx - px) * (y - py) >= 0;
  });
export const inShape = (name, point) => SHAPES[name].some((corners) => inPolygon(point, corners));

/** Middles of the cells by which area is measured. */
export const CELL = (2 * REACH) / CELLS;
export const grid = (cells = CELLS) =>
  Array.from({ length: cells * cells }, (_, k) => [(k % cells) + 0.5, Math.floor(k / cells) + 0.5].map((v) => -REACH + (2 * REACH * v) / cells));

/** Share of the joint area of shape and region that they have in common, and what is missing or too much, as shares of the shape. */
export function score(target, region) {
  const count = (test) => target.filter((t, i) => test(t, region[i])).length;
  const both = count((t, r) => t && r);
  const shape = count((t) => t) || 1;
  return { overlap: both / (count((t, r) => t || r) || 1), missing: count((t, r) => t && !r) / shape, extra: count((t, r) => !t && r) / shape };
}

// ---- bumps ----

export const bump = (x, left, right, height) => height * (step(x - left) - step(x - right));

/** Edges and heights of n bumps on [0, 1), each as high as f in its middle. */
export function bumps(f, n) {
  const edges = Array.from({ length: n + 1 }, (_, k) => k / n);
  return { edges, heights: edges.slice(1).map((e, k) => f((edges[k] + e) / 2)) };
}

/** f by n ReLU units: straight pieces between n + 1 points of it. */
export function hinges(f, n) {
  const at = Array.from({ length: n + 1 }, (_, k) => k / n);
  const slopes = at.slice(1).map((x, k) => (f(x) - f(at[k])) * n);
  const turns = slopes.map((s, k) => s - (slopes[k - 1] ?? 0));
  return (x) => f(0) + turns.reduce((sum, t, k) => sum + t * Math.max(0, x - at[k]), 0);
}

/** Functions on [0, 1], and how fast they can change (null: without bound). */
export const FUNCTIONS = {
  wave: { f: (x) => Math.sin(2 * Math.PI * x), slope: 2 * Math.PI },
  hill: { f: (x) => Math.exp(-(((x - 0.5) / 0.15) ** 2)), slope: Math.sqrt(2 / Math.E) / 0.15 },
  kink: { f: (x) => Math.abs(x - 0.3), slope: 1 },
  root: { f: (x) => Math.sqrt(x), slope: null },
  jump: { f: (x) => (x < 1 / 3 ? -0.5 : 0.5), slope: null },
};

const POINTS = 2000;
/** Largest error of an approximation g of f at points of [0, 1). */
export function worst(f, g) {
  let most = 0;
  for (let i = 0; i < POINTS; i++) most = Math.max(most, Math.abs(f(i / POINTS) - g(i / POINTS)));
  return most;
}
/** Largest error with n units of a kind. The bump at x is found directly: it is the only one there. */
export function errorOf(kind, f, n) {
  if (kind === "hinges") return worst(f, hinges(f, n));
  const { heights } = bumps(f, n);
  return worst(f, (x) => heights[Math.min(n - 1, Math.floor(x * n))]);
}
