// What the playground shows, in sentences.

import { count, fixed, number, percent } from "../lib/format.js";
import { INITIALIZATION_LABELS } from "../math/initialization.js";
import { ACTIVATION_NAMES, LOSS_NAMES } from "./settings.js";

const NAMES = { circles: "circles", xor: "XOR", blobs: "two blobs", moons: "moons", spirals: "two spirals", surface: "a surface", yours: "your own points" };
const SPEEDS = { batch: "every step", epoch: "every epoch", fast: "what it has learnt some fifty times a second" };

const DIAGNOSES = {
  blown: "The loss has passed every bound: the steps were so long that each one made things worse, and the weights are no numbers any more. Lower the learning rate, and rewind.",
  "all dead": "A whole layer is dead: its units have slope 0 for every point, so that no gradient comes back, and nothing before them will ever change again.",
  dead: "Many units are dead: slope 0 for every point, so that no gradient reaches them.",
  equal: "All units of a layer have the same weights: they get the same gradients, and stay one unit, many times.",
  vanishing: "The gradient vanishes on its way back: the first layer hardly learns.",
  saturated: "A layer sits where its activation is flat: hardly any gradient passes.",
  oscillating: "The loss goes up and down: the steps are too long, or their batches too small.",
  overfitting: "It overfits: the test loss rises while the training loss falls.",
};

export function sentence(s, shot, found) {
  const net = [s.features.length, ...s.layers, 1].join("-");
  const name = s.activation === "yours" ? `your ${s.own ?? "activation (not there: tanh)"}` : ACTIVATION_NAMES[s.activation];
  const units = s.layers.length ? ` with ${name}, started by ${INITIALIZATION_LABELS[s.init]}${s.batch_norm ? ", batch normalization" : ""},` : ", a single neuron,";
  const loss = s.regression ? "squared error" : LOSS_NAMES[s.loss];
  const brakes = [
    s.penalty === "none" ? "" : `${s.penalty} with λ = ${number(s.lam)}${s.optimizer === "AdamW" && s.penalty === "L2" ? " as decay" : ""}`,
    s.dropout ? `dropout ${fixed(s.dropout)}` : "",
  ].filter(Boolean).join(", ");
  const how = `A ${net} network${units} learns ${NAMES[s.data]} from ${count(s.trained, "point")}: ${s.optimizer}, η = ${number(s.lr)}, ${count(Math.min(s.batch, s.trained), "sample")} of them a step${s.batch > s.trained ? ` (${s.batch} asked for)` : ""}, ${loss}${brakes ? `, ${brakes}` : ""}.`;
  if (!s.trained) return `${how} There is nothing to learn from yet: draw points of both classes.`;
  const error = ({ error: e }) => (s.regression ? `a root mean square error of ${number(e)}` : `${percent(e)} of them wrong`);
  const tested = s.tested ? `, ${number(shot.test.loss)} on ${count(s.tested, "test point")}, ${error(shot.test)}` : "; no test points";
  const when = shot.at >= 0 ? `Looking back at epoch ${number(shot.epoch)}` : `After ${count(Number(shot.epoch.toFixed(shot.epoch < 10 ? 1 : 0)), "epoch")}`;
  const state = shot.blown ? "" : `${when}: loss ${number(shot.train.loss)} in training${tested}.`;
  const trouble = found.slice(0, 2).map((name) => DIAGNOSES[name]).join(" ");
  return [how, state, trouble, shot.step || shot.blown ? "" : `Play shows ${SPEEDS[s.speed]}.`].filter(Boolean).join(" ");
}
