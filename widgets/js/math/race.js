// Surfaces over the square [-REACH, REACH]², lowest height 0, and the way an optimizer takes on them.

import { optimizer } from "./optimizers.js";
import { generator } from "./random.js";

export const REACH = 4;
export const STEEPNESS = 50; // of the ravine, across against along
const AWAY = 1e6; // further out than this it is gone

const wave = (v) => 0.08 * v * v + 0.5 * (1 - Math.cos(2.2 * v));
const waveSlope = (v) => 0.16 * v + 1.1 * Math.sin(2.2 * v);

/** Name: { f([x, y]), grad([x, y]) }. The ravine is turned by an angle in degrees. */
export function surface(name, angle = 0) {
  switch (name) {
    case "bowl":
      return { f: ([x, y]) => x * x + y * y, grad: ([x, y]) => [2 * x, 2 * y] };
    case "ravine": {
      const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      const along = ([x, y]) => [c * x + s * y, -s * x + c * y];
      return {
        f: (p) => {
          const [u, v] = along(p);
          return 0.5 * (u * u + STEEPNESS * v * v);
        },
        grad: (p) => {
          const [u, v] = along(p);
          return [c * u - s * STEEPNESS * v, s * u + c * STEEPNESS * v];
        },
      };
    }
    case "saddle":
      return { f: ([x, y]) => 0.5 * x * x - 0.5 * y * y + y ** 4 / 32 + 2, grad: ([x, y]) => [x, -y + y ** 3 / 8] };
    case "hills":
      return { f: ([x, y]) => wave(x) + wave(y), grad: ([x, y]) => [waveSlope(x), waveSlope(y)] };
  }
  throw new RangeError(name);
}

/** Which setting the one slider for memory stands for; none for SGD and Adagrad. */
export const MEMORY = { Momentum: "momentum", Nesterov: "momentum", RMSprop: "rho", Adadelta: "rho", Adam: "beta1" };

/**
 * The way of one optimizer: { path, heights, gradients }, up to `steps` steps, fewer if it flies away.
 * `noise`: standard deviation added to each part of a gradient, the same draws for all racers.
 */
export function descend(name, settings, { f, grad }, start, steps, noise = 0, seed = 1) {
  const it = optimizer(name, settings);
  const rng = generator(seed);
  const p = Float64Array.from(start);
  const path = [[...p]];
  const heights = [f(p)];
  const gradients = [];
  for (let k = 0; k < steps; k++) {
    const g = grad(p).map((v) => v + (noise ? noise * rng.normal() : 0));
    it.step([p], [Float64Array.from(g)]);
    if (!p.every((v) => Math.abs(v) < AWAY)) break;
    gradients.push(g);
    path.push([...p]);
    heights.push(f(p));
  }
  return { path, heights, gradients };
}

/** The first step at which the height is below `goal`, -1 if none. */
export const reached = (heights, goal) => heights.findIndex((h) => h < goal);

/** How many of the last `n` steps turned round: their product with the step before is negative. */
export function turns(path, n = 20) {
  const moves = path.slice(1).map(([x, y], k) => [x - path[k][0], y - path[k][1]]);
  const last = moves.slice(-n - 1);
  return last.slice(1).filter(([a, b], k) => a * last[k][0] + b * last[k][1] < 0).length;
}
