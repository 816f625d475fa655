// The optimizers of solutions/optimizers.py: params and grads are arrays of Float64Array, params are updated in place.

import { DEFAULTS } from "./declared.js";

/** 1 - βᵗ as it is right; the constant 1 - β of some notes; or no correction. */
const CORRECTIONS = {
  right: (beta, t) => 1 - beta ** t,
  constant: (beta) => 1 - beta,
  none: () => 1,
};

// One step for the parameters p with gradients g; `memory` belongs to p and lasts from step to step.
const RULES = {
  SGD({ lr }, p, g) {
    for (let i = 0; i < p.length; i++) p[i] -= lr * g[i];
  },
  Momentum({ lr, momentum }, p, g, memory) {
    const v = (memory.v ??= new Float64Array(p.length));
    for (let i = 0; i < p.length; i++) {
      v[i] = momentum * v[i] + g[i];
      p[i] -= lr * v[i];
    }
  },
  Nesterov({ lr, momentum }, p, g, memory) {
    const v = (memory.v ??= new Float64Array(p.length));
    for (let i = 0; i < p.length; i++) {
      v[i] = momentum * v[i] + g[i];
      p[i] -= lr * (g[i] + momentum * v[i]);
    }
  },
  Adagrad({ lr, eps }, p, g, memory) {
    const s = (memory.s ??= new Float64Array(p.length));
    for (let i = 0; i < p.length; i++) {
      s[i] += g[i] * g[i];
      p[i] -= (lr * g[i]) / (Math.sqrt(s[i]) + eps);
    }
  },
  RMSprop({ lr, rho, eps }, p, g, memory) {
    const s = (memory.s ??= new Float64Array(p.length));
    for (let i = 0; i < p.length; i++) {
      s[i] = rho * s[i] + (1 - rho) * g[i] * g[i];
      p[i] -= (lr * g[i]) / (Math.sqrt(s[i]) + eps);
    }
  },
  Adadelta({ lr, rho, eps }, p, g, memory) {
    const s = (memory.s ??= new Float64Array(p.length));
    const u = (memory.u ??= new Float64Array(p.length));
    for (let i = 0; i < p.length; i++) {
      s[i] = rho * s[i] + (1 - rho) * g[i] * g[i];
      const delta = g[i] * Math.sqrt((u[i] + eps) / (s[i] + eps));
      u[i] = rho * u[i] + (1 - rho) * delta * delta;
      p[i] -= lr * delta;
    }
  },
  Adam({ lr, beta1, beta2, eps, biasCorrection = "right" }, p, g, memory, t) {
    const m = (memory.m ??= new Float64Array(p.length));
    const s = (memory.s ??= new Float64Array(p.length));
    const [c1, c2] = [beta1, beta2].map((beta) => CORRECTIONS[biasCorrection](beta, t));
    for (let i = 0; i < p.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      s[i] = beta2 * s[i] + (1 - beta2) * g[i] * g[i];
      p[i] -= (lr * (m[i] / c1)) / (Math.sqrt(s[i] / c2) + eps);
    }
  },
  AdamW(settings, p, g, memory, t) {
    const keep = 1 - settings.lr * settings.weightDecay;
    for (let i = 0; i < p.length; i++) p[i] *= keep;
    RULES.Adam(settings, p, g, memory, t);
  },
};

/**
 * An optimizer by its name; a RangeError if there is none. Settings: lr, momentum, rho, beta1, beta2, eps, weightDecay,
 * biasCorrection ("right", "constant" or "none"). Its `lr` may be changed between steps.
 */
export function optimizer(name, settings = {}) {
  const rule = RULES[name];
  if (!rule) throw new RangeError(name);
  const chosen = { ...DEFAULTS[name], ...Object.fromEntries(Object.entries(settings).filter(([, v]) => v !== undefined)) };
  const memories = [];
  let t = 0;
  return {
    lr: chosen.lr,
    step(params, grads) {
      t += 1;
      chosen.lr = this.lr;
      params.forEach((p, k) => rule(chosen, p, grads[k], (memories[k] ??= {}), t));
    },
  };
}

/** The settings in the order in which the Python class takes them. */
export const positional = (name, settings) => Object.entries(DEFAULTS[name]).map(([key, value]) => settings[key] ?? value);
