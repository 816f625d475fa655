// A 2-4-1 network (tanh, then linear) that learns XOR by full-batch gradient descent, from a start of the reader's choice.

import { activation } from "./activations.js";
import { CORNERS, XOR } from "./regions.js";
import { Network } from "./network.js";
import { optimizer } from "./optimizers.js";
import { flatten, generator } from "./random.js";

export const UNITS = 4;
const [X, Y, N] = [flatten(CORNERS), Float64Array.from(XOR), CORNERS.length];

/** nudge: size of the random numbers added to what the start gives the hidden layer and its outgoing weights. */
export function begin({ start, nudge, seed }) {
  const rng = generator(seed);
  const draw = { zeros: () => 0, constant: () => 0.5, random: () => rng.normal() }[start];
  const noise = generator(seed + 1000);
  const net = new Network({ sizes: [2, UNITS, 1], ...activation("tanh"), rows: N });
  const [hidden, out] = net.layers;
  for (const [part, first] of [[hidden.W, draw], [hidden.b, () => 0], [out.W, draw]]) {
    for (let k = 0; k < part.length; k++) part[k] = first() + nudge * noise.normal();
  }
  return net;
}

/** Half the mean squared error; its gradients are in `net.grads` then. */
export const lossAndGradient = (net) => net.differentiate("squared_error", X, Y, N);

/** Of every hidden unit its incoming weights w1 and w2, its bias b and its outgoing weight v; the bias c of the output. */
const parts = ({ layers: [{ W, b }, out] }) => ({ w1: [...W.subarray(0, UNITS)], w2: [...W.subarray(UNITS)], b: [...b], v: [...out.W], c: out.b[0] });

/** Snapshots { w1, w2, b, v, c, loss } before the first step and after every `every` of `steps` steps. */
export function train(net, rate, steps, every) {
  const it = optimizer("SGD", { lr: rate });
  const seen = [];
  for (let step = 0; ; step++) {
    const loss = lossAndGradient(net);
    if (step % every === 0) seen.push({ ...parts(net), loss });
    if (step === steps) return seen;
    it.step(net.params, net.grads);
  }
}

/** How many hidden units differ from all before them, to the last bit: incoming weights and bias. */
export const distinctUnits = ({ w1, w2, b }) => new Set(w1.map((_, j) => [w1[j] + 0, w2[j] + 0, b[j] + 0].join())).size;
