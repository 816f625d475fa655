// What is said of the reader's own function, beside the reference.

import { number } from "./format.js";
import { t } from "./words.js";
import { difference, flat } from "../math/compare.js";

/** Why the reader's function could not be drawn; "" if it could. */
export const failure = (reader) => (reader?.error ? t("notDrawn", { name: reader.name, error: reader.error }) : "");

/**
 * { values, error }: what the reader's function gave at the points xs; reference: f(x); place(x): a point in words.
 * Returns { text, points }: a sentence, and [x, y] (null where there is nothing to draw), or no points.
 */
export function compare(name, { values, error }, xs, reference, place = number) {
  if (error) return { text: failure({ name, error }) };
  const { code, points, at, n, ...found } = difference(flat(values), xs, reference);
  const text = {
    count: () => t("gaveNumbers", { name, numbers: t("numbers", { n }), inputs: t("inputs", { n: xs.length }) }),
    missing: () => t("gaveNoNumbers", { name, n, all: xs.length, place: place(at) }),
    same: () => t("agrees", { name, n: xs.length }),
    apart: () => t("differs", { name, difference: number(found.difference), place: place(at), got: number(found.got), right: number(found.right) }),
  }[code]();
  return points ? { points, text } : { text };
}
