// Numbers as the book prints them.

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (n) => (n < 0 ? "⁻" : "") + [...String(Math.abs(n))].map((d) => SUPERSCRIPT[d]).join("");

/** 10⁻³ */
export const power = (n) => (n === 0 ? "1" : n === 1 ? "10" : `10${superscript(n)}`);

/** `digits` places after the point, with a real minus sign. */
export const fixed = (x, digits = 2) => {
  const text = x.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
};

/** `digits` significant digits: 0.0123, 12.3, 1.23·10⁻⁷. */
export const number = (x, digits = 3) => {
  if (x === 0) return "0";
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 1e5) return String(Number(x.toPrecision(digits))).replace("-", "−");
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  return `${mantissa.replace("-", "−")}·${power(Number(exponent))}`;
};

export const percent = (share) => `${Math.round(100 * share)} %`;
