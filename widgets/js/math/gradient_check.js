// A numerical slope and its error, in double and in single precision.

const { abs, exp, log, sqrt, tanh } = Math;

/**
 * name -> { f(x, r), slope(x), range }. `r` rounds every intermediate result: Math.fround for float32.
 */
export const FUNCTIONS = {
  chain: { f: (x, r) => r(sqrt(r(log(r(x * x))))), slope: (x) => 1 / (x * sqrt(log(x * x))), range: [1.1, 4] },
  exp: { f: (x, r) => r(exp(x)), slope: (x) => exp(x), range: [-3, 3] },
  cubic: { f: (x, r) => r(r(r(x * x) * x) - x), slope: (x) => 3 * x * x - 1, range: [-3, 3] },
  tanh: { f: (x, r) => r(tanh(x)), slope: (x) => 1 - tanh(x) ** 2, range: [-3, 3] },
  relu: { f: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0), range: [-1, 1] },
};

/** |a - b| / (|a| + |b|), and 0 for two zeros. */
export const relativeError = (a, b) => (a === 0 && b === 0 ? 0 : abs(a - b) / (abs(a) + abs(b)));

/** Both differences at x: { oneSided, central, exact }, each a slope. */
export function differences(name, x, h, single) {
  const { f, slope } = FUNCTIONS[name];
  const r = single ? Math.fround : (v) => v;
  const at = (v) => f(r(v), r);
  const here = r(x);
  return {
    oneSided: r(r(at(here + h) - at(here)) / r(h)),
    central: r(r(at(here + h) - at(here - h)) / r(2 * h)),
    exact: slope(here),
  };
}

/** Errors for h = 10^exponent: [[h, one-sided, central], …]. Where the function is not defined there is nothing. */
export function errors(name, x, single, exponents) {
  return exponents
    .map((e) => {
      const h = 10 ** e;
      const { oneSided, central, exact } = differences(name, x, h, single);
      return [h, relativeError(oneSided, exact), relativeError(central, exact)];
    })
    .filter((row) => row.every(Number.isFinite));
}
