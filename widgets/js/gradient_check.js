// Error of a numerical gradient against h: a V, whose left side is rounding and whose right side is curvature.

import { number, power } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { FUNCTIONS, differences, errors, relativeError } from "./math/gradient_check.js";

const LOW = -15;
const FLOOR = 1e-17; // an error of 0 has no place on a logarithmic axis
const EXPONENTS = Array.from({ length: 15 * 8 + 1 }, (_, i) => LOW + i / 8);
const START = { chain: 2, exp: 1, cubic: 1.5, tanh: 0.8, relu: 0.1 };
export default widget("Error of a numerical gradient", (ui) => {
  let rows = [];
  const name = () => ui.get("function");
  const h = () => 10 ** ui.get("exponent");

  ui.select("function", { label: "function f", choices: Object.entries(FUNCTIONS).map(([key, { text }]) => [key, text]) });
  const x = ui.slider("x", { label: "at x", min: 1.1, max: 4, step: 0.1, format: (v) => number(v) });
  ui.slider("exponent", { label: "h", min: LOW, max: 0, step: 0.25, format: (v) => number(10 ** v, 2) });
  ui.select("single", { label: "computed in", choices: [[false, "float64"], [true, "float32"]] });

  const plot = ui.plot({
    label: "relative error against h", height: 330, margin: { left: 56 },
    x: { domain: [LOW, 0], ticks: [-15, -12, -9, -6, -3, 0], format: power, label: "h" }, y: { domain: [FLOOR, 2], log: true, label: "relative error" },
  });
  const clamp = (error) => Math.max(FLOOR, error);
  const now = () => {
    const d = differences(name(), ui.get("x"), h(), ui.get("single"));
    return { ...d, one: relativeError(d.oneSided, d.exact), two: relativeError(d.central, d.exact) };
  };
  const handle = plot.handle({
    label: "h, the step",
    at: () => [ui.get("exponent"), Number.isFinite(now().two) ? clamp(now().two) : 1],
    move: ([exponent]) => ui.set({ exponent }),
    text: () => `h = ${number(h(), 2)}, central error ${number(now().two, 2)}, one-sided error ${number(now().one, 2)}`,
    step: 0.25,
    big: 1,
    x: [LOW, 0],
    surface: true,
  });

  const compute = () => {
    rows = errors(name(), ui.get("x"), ui.get("single"), EXPONENTS);
    const { central, exact } = now();
    if (Number.isFinite(central)) ui.probe({ relative_error: [[central], [exact]] });
  };
  const fit = () => {
    const [min, max] = FUNCTIONS[name()].range;
    x.range({ min, max, step: name() === "relu" ? 0.05 : 0.1 });
  };
  ui.on("function", () => {
    fit();
    ui.set({ x: START[name()] });
  });
  ui.on("function x single exponent", compute);
  fit();
  compute();

  ui.draw(() => {
    plot.curve("nw-line nw-one nw-dashed", rows.map(([s, one]) => [Math.log10(s), clamp(one)]), { key: "one-sided" });
    plot.curve("nw-line nw-two", rows.map(([s, , two]) => [Math.log10(s), clamp(two)]), { key: "central" });
    plot.curve("nw-limit", [[ui.get("exponent"), FLOOR], [ui.get("exponent"), 2]], { key: "here" });
    const best = (column) => rows.reduce((a, b) => (b[column] < a[column] ? b : a));
    const [one, two] = [best(1), best(2)];
    plot.dots("nw-one nw-dot", [[Math.log10(one[0]), clamp(one[1])]], { key: "best-one", r: 5 });
    plot.dots("nw-two nw-dot", [[Math.log10(two[0]), clamp(two[2])]], { key: "best-two", r: 5 });
    handle.place();

    const state = now();
    const reader = ui.reader();
    const value = reader && typeof reader.values === "number" ? reader.values : null;
    plot.dots("nw-mine nw-dot", value === null ? [] : [[ui.get("exponent"), clamp(Math.abs(value))]], { key: "yours", r: 7 });
    let yours = "";
    if (reader?.error) yours = `Your relative_error could not be called: ${reader.error}`;
    else if (reader && value === null) yours = "Your relative_error did not give one number.";
    else if (reader) {
      yours = Math.abs(value - state.two) <= 1e-12 + 1e-9 * state.two
        ? `Your relative_error says ${number(value, 2)} too.`
        : `Your relative_error says ${number(value, 3)}, where ${number(state.two, 3)} is right.`;
    }
    ui.legend([
      { look: "nw-line nw-one nw-dashed", text: "one-sided" },
      { look: "nw-line nw-two", text: "central" },
      ...(reader && value !== null ? [{ look: "nw-mine", mark: "only", text: "yours: relative_error" }] : []),
    ]);
    ui.show({ h: number(h(), 2), central: number(state.central, 8), exact: number(state.exact, 8), error: number(state.two, 2) });
    const epsilon = ui.get("single") ? 2 ** -23 : 2 ** -52;
    const astride = name() === "relu" && Math.abs(ui.get("x")) < h();
    const exact = rows.every((row) => row[2] === 0);
    const side =
      (astride && "The two points lie on different sides of the kink: what is measured is the average of two slopes.") ||
      (exact && "The central difference is exact everywhere.") ||
      (h() < two[0] / 4 && "Here rounding rules: the smaller h, the worse.") ||
      (h() > two[0] * 4 && name() !== "relu" && "Here curvature rules: the larger h, the worse.") ||
      "This is about the best h.";
    ui.say(
      `${side} The best central error is ${number(two[2], 2)}, at h ≈ ${number(two[0], 1)}; ` +
        `the best one-sided error is ${number(one[1], 2)}, at h ≈ ${number(one[0], 1)}. ε of ${ui.get("single") ? "float32" : "float64"} is ${number(epsilon, 1)}.`,
      yours,
    );
  });
});
