// Choices that several widgets offer.

import { ALPHA } from "../math/declared.js";
import { t } from "./words.js";

/** An activation, with the α it is used with. */
export const activationLabel = (name) => {
  const phi = t(`phi_${name}`);
  if (!(name in ALPHA)) return phi;
  return t(name === "leaky_relu" ? "phiWithSlope" : "phiWithAlpha", { phi, alpha: ALPHA[name] });
};
