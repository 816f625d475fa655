// How far the reader's values are from the reference, in words.

import { count, number } from "../lib/format.js";

/** Numbers of a nested list, in order; null stands for inf or nan. */
export const flat = (values) => (Array.isArray(values) ? values.flat(Infinity) : [values]);

/**
 * values: what the reader's function gave at the points xs; reference: f(x); place(x): a point in words.
 * Returns { text, points }: a sentence, and [x, y] (null where there is nothing to draw), or no points.
 */
export function compare(name, { values, error }, xs, reference, place = number) {
  if (error) return { text: `Your ${name} could not be drawn: ${error}` };
  const ys = flat(values);
  if (ys.length !== xs.length) {
    return { text: `Your ${name} gave ${count(ys.length, "number")} for ${count(xs.length, "input")}.` };
  }
  const points = xs.map((x, i) => (ys[i] === null ? null : [x, ys[i]]));
  const missing = xs.filter((_, i) => ys[i] === null);
  if (missing.length) {
    return { points, text: `Your ${name} gave inf or nan at ${missing.length} of ${xs.length} points, first at ${place(missing[0])}.` };
  }
  let worst = 0;
  for (let i = 1; i < xs.length; i++) {
    if (Math.abs(ys[i] - reference(xs[i])) > Math.abs(ys[worst] - reference(xs[worst]))) worst = i;
  }
  const difference = Math.abs(ys[worst] - reference(xs[worst]));
  const text =
    difference < 1e-9
      ? `Your ${name} agrees with the reference${xs.length === 1 ? "" : ` at all ${xs.length} points`}.`
      : `Your ${name} differs from the reference by up to ${number(difference)}, at ${place(xs[worst])}: ` +
        `it gives ${number(ys[worst])} where ${number(reference(xs[worst]))} is right.`;
  return { points, text };
}
