// The network of the first page: 2 inputs, one hidden layer of tanh units, a sigmoid. Arithmetic only, no page.

import { activation } from "../../../widgets/js/math/activations.js";
import { Network } from "../../../widgets/js/math/network.js";
import { optimizer } from "../../../widgets/js/math/optimizers.js";

export const DATA = {
  rings: (u) => {
    const inner = u() < 0.5;
    const radius = inner ? 0.45 * Math.sqrt(u()) : 0.7 + 0.25 * u();
    const angle = 2 * Math.PI * u();
    return [radius * Math.cos(angle), radius * Math.sin(angle), inner ? 1 : 0];
  },
  corners: (u) => {
    const [a, b] = [u() < 0.5 ? -1 : 1, u() < 0.5 ? -1 : 1];
    return [a * (0.12 + 0.8 * u()), b * (0.12 + 0.8 * u()), a === b ? 1 : 0];
  },
  moons: (u) => {
    const upper = u() < 0.5;
    const angle = Math.PI * u();
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const noise = () => 0.14 * (u() - 0.5);
    return [0.62 * (upper ? x : 1 - x) - 0.31 + noise(), 0.8 * (upper ? y : 0.5 - y) - 0.2 + noise(), upper ? 1 : 0];
  },
};

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const sample = (name, n, seed) => {
  const u = uniform(seed);
  return Array.from({ length: n }, () => DATA[name](u));
};

/** The widgets' network with 2 inputs, one hidden layer of tanh units and a logit. */
export class Net {
  #data = null; // the rows that X and Y were made of
  #X;
  #Y;
  #point = new Float64Array(2);

  constructor(units, seed, rows = 256) {
    const u = uniform(seed);
    const weight = (scale) => scale * (2 * u() - 1);
    this.units = units;
    this.network = new Network({ sizes: [2, units, 1], ...activation("tanh"), rows });
    this.descent = optimizer("SGD");
    const [{ W, b }, out] = this.network.layers;
    for (let j = 0; j < units; j++) [W[j], W[units + j]] = [weight(1.6), weight(1.6)];
    for (let j = 0; j < units; j++) b[j] = weight(0.6);
    for (let j = 0; j < units; j++) out.W[j] = weight(0.8);
  }

  /** The two weights of every hidden unit, and its outgoing one. */
  get W() {
    const { W } = this.network.layers[0];
    return Array.from({ length: this.units }, (_, j) => [W[j], W[this.units + j]]);
  }
  get v() {
    return [...this.network.layers[1].W];
  }

  #take(data) {
    if (data === this.#data) return;
    this.#data = data;
    this.#X = Float64Array.from(data.flatMap(([x, y]) => [x, y]));
    this.#Y = Float64Array.from(data, ([, , t]) => t);
  }

  logit(x, y) {
    this.#point.set([x, y]);
    return this.network.forward(this.#point, 1)[0];
  }

  /** Mean cross-entropy over [x, y, label] rows; its gradients are in `network.grads` then. */
  loss(data) {
    this.#take(data);
    return this.network.differentiate("binary_cross_entropy", this.#X, this.#Y, data.length);
  }

  step(data, rate) {
    this.loss(data);
    this.descent.lr = rate;
    this.descent.step(this.network.params, this.network.grads);
  }

  right = (data) => data.filter(([x, y, t]) => this.logit(x, y) > 0 === (t === 1)).length / data.length;
}
