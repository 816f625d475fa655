// What the playground shows, in sentences.

import { fixed, number, percent } from "../lib/format.js";
import { sentences, words } from "../lib/words.js";
import english from "../words/en/playground.js";

export const t = words("playground", english);

const dataName = (data) => t(data === "surface" ? "told_surface" : `data_${data}`);

/** Optimizer, rate, batch, loss and what holds it back. */
function manner(s) {
  const used = Math.min(s.batch, s.trained);
  const loss = t(s.regression ? "loss_squared" : `loss_${s.loss}`);
  const told = { optimizer: s.optimizer, rate: number(s.lr), samples: t("samples", { n: used }), asked: s.batch, loss };
  let how = t(s.batch > s.trained ? "howAsked" : "how", told);
  const decay = s.optimizer === "AdamW" && s.penalty === "L2";
  if (s.penalty !== "none") how = t(decay ? "howDecay" : "howPenalty", { how, penalty: s.penalty, lam: number(s.lam) });
  if (s.dropout) how = t("howDropout", { how, p: fixed(s.dropout) });
  return how;
}

/** Where the training stands. */
function standing(s, shot) {
  const epochs = t("epochs", { n: Number(shot.epoch.toFixed(shot.epoch < 10 ? 1 : 0)) });
  const when = shot.at >= 0 ? t("lookingBack", { epoch: number(shot.epoch) }) : t("afterEpochs", { epochs });
  const { loss, error } = shot.test;
  const told = { when, loss: number(shot.train.loss), test: number(loss), points: t("testPoints", { n: s.tested }) };
  if (!s.tested) return t("state", told);
  return s.regression ? t("stateRmse", { ...told, error: number(error) }) : t("stateWrong", { ...told, error: percent(error) });
}

export function sentence(s, shot, found) {
  const phi = s.activation !== "yours" ? t(`phi_${s.activation}`) : s.own ? t("ownPhi", { name: s.own }) : t("ownMissing");
  const kind = !s.layers.length ? "netSingle" : s.batch_norm ? "netNormalized" : "netHidden";
  const net = [s.features.length, ...s.layers, 1].join("-");
  const built = t(kind, { net, phi, init: t(`init_${s.init}`), data: dataName(s.data), points: t("points", { n: s.trained }), how: manner(s) });
  if (!s.trained) return sentences(built, t("nothingToLearn"));
  const trouble = sentences(...found.slice(0, 2).map((name) => t(`is_${name}`)));
  const begun = shot.step || shot.blown;
  return sentences(built, !shot.blown && standing(s, shot), trouble, !begun && t(`playShows_${s.speed}`));
}
