// Activations and their slopes, number by number: the same formulas as solutions/activations.py.
// A test compares them with numpy.

const { abs, exp, expm1, log1p, max, min, tanh, sqrt, PI } = Math;

const logistic = (z) => {
  const e = exp(-abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
};
const C = sqrt(2 / PI);
const inner = (z) => C * (z + 0.044715 * z ** 3);

/** name -> { phi(z, alpha), prime(z, alpha) } */
export const ACTIVATIONS = {
  step: { phi: (z) => (z >= 0 ? 1 : 0), prime: () => 0 },
  identity: { phi: (z) => z, prime: () => 1 },
  sigmoid: { phi: logistic, prime: (z) => logistic(z) * logistic(-z) },
  tanh: { phi: tanh, prime: (z) => 4 * logistic(2 * z) * logistic(-2 * z) },
  softsign: { phi: (z) => z / (1 + abs(z)), prime: (z) => 1 / (1 + abs(z)) ** 2 },
  softplus: { phi: (z) => max(z, 0) + log1p(exp(-abs(z))), prime: logistic },
  relu: { phi: (z) => max(0, z), prime: (z) => (z > 0 ? 1 : 0) },
  leaky_relu: { phi: (z, alpha) => (z > 0 ? z : alpha * z), prime: (z, alpha) => (z > 0 ? 1 : alpha) },
  prelu: { phi: (z, alpha) => (z > 0 ? z : alpha * z), prime: (z, alpha) => (z > 0 ? 1 : alpha) },
  elu: {
    phi: (z, alpha) => (z > 0 ? z : alpha * expm1(min(z, 0))),
    prime: (z, alpha) => (z > 0 ? 1 : alpha * exp(min(z, 0))),
  },
  silu: {
    phi: (z) => z * logistic(z),
    prime: (z) => logistic(z) * (1 + z * logistic(-z)),
  },
  gelu: {
    phi: (z) => 0.5 * z * (1 + tanh(inner(z))),
    prime: (z) => {
      const t = tanh(inner(z));
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * C * (1 + 3 * 0.044715 * z * z);
    },
  },
};

/** φ and its slope with the parameter put in; alpha may be a function, which is asked every time. */
export function activation(name, alpha) {
  const { phi, prime } = ACTIVATIONS[name];
  if (alpha === undefined) return { phi, prime };
  const now = typeof alpha === "function" ? alpha : () => alpha;
  return { phi: (z) => phi(z, now()), prime: (z) => prime(z, now()) };
}

/** Slope of PReLU with respect to its parameter. */
export const preluAlphaPrime = (z) => (z > 0 ? 0 : z);

const FAR = 1e4;

/**
 * Where φ saturates on one side (-1 left, 1 right): from `edge` outwards |φ'| stays below the threshold.
 * hard: φ' is exactly 0 out there, so that no gradient at all gets through. null: it does not saturate.
 */
export function saturation(prime, side, threshold) {
  const flat = (t) => abs(prime(side * t)) < threshold;
  if (!flat(FAR)) return null;
  // From far out inwards to the first point that is not flat, in steps that shrink with |z|; then halve.
  let outer = FAR;
  let t = FAR;
  while (t > -FAR) {
    const next = t - max(0.01, abs(t) / 100);
    if (!flat(next)) {
      let steep = next;
      for (let i = 0; i < 60; i++) {
        const middle = (steep + outer) / 2;
        if (flat(middle)) outer = middle;
        else steep = middle;
      }
      break;
    }
    outer = t = next;
  }
  const edge = t <= -FAR ? -side * Infinity : side * outer;
  // Soft tails underflow to 0 too far out: only what is 0 right from the edge on is hard.
  const hard = prime(Number.isFinite(edge) ? edge + side * 1e-9 : side) === 0;
  return { edge, hard };
}
