// Random numbers that are the same every time: sfc32, seeded through splitmix32.

function splitmix(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
}

/** uniform() in [0, 1), normal() with mean 0 and variance 1, integer(n) in 0 … n - 1. */
export function generator(seed) {
  const next = splitmix(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];
  const bits = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const uniform = () => bits() / 2 ** 32;
  // Box and Muller: 1 - u keeps the logarithm away from 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, integer: (n) => Math.floor(uniform() * n) };
}

/** A matrix (array of rows) with entries from `draw`. */
export const matrix = (rows, columns, draw) => Array.from({ length: rows }, () => Array.from({ length: columns }, draw));

/** Matrices as arrays of rows, and as one flat array, row by row. */
export const flatten = (rows) => Float64Array.from(rows.flat());
export const rowsOf = (flat, n, columns) => Array.from({ length: n }, (_, i) => [...flat.subarray(i * columns, (i + 1) * columns)]);

/** Fisher and Yates, in place. */
export function shuffle(order, rng) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}

/** The numbers 0 … n - 1 in a random order. */
export function shuffled(n, rng) {
  const order = Array.from({ length: n }, (_, i) => i);
  shuffle(order, rng);
  return order;
}
