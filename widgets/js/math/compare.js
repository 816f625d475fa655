// How far the reader's values are from the reference.

/** Numbers of a nested list, in order; null stands for inf or nan. */
export const flat = (values) => (Array.isArray(values) ? values.flat(Infinity) : [values]);

const SAME = 1e-9;

/**
 * ys: what a function gave at the points xs, null for inf or nan; reference: f(x). Returns one of
 * { code: "count", n }: so many numbers for the points;
 * { code: "missing", points, n, at }: n of them are no numbers, the first one at `at`;
 * { code: "same", points };
 * { code: "apart", points, difference, at, got, right }: where the difference is largest.
 * points: [x, y], or null where there is no number.
 */
export function difference(ys, xs, reference) {
  if (ys.length !== xs.length) return { code: "count", n: ys.length };
  const points = xs.map((x, i) => (ys[i] === null ? null : [x, ys[i]]));
  const missing = xs.filter((_, i) => ys[i] === null);
  if (missing.length) return { code: "missing", points, n: missing.length, at: missing[0] };
  const off = xs.map((x, i) => Math.abs(ys[i] - reference(x)));
  const worst = off.reduce((a, v, i) => (v > off[a] ? i : a), 0);
  if (off[worst] < SAME) return { code: "same", points };
  return { code: "apart", points, difference: off[worst], at: xs[worst], got: ys[worst], right: reference(xs[worst]) };
}
