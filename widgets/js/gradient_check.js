// Error of a numerical gradient against h: a V, whose left side is rounding and whose right side is curvature.

import { number, power } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { FUNCTIONS, differences, errors, relativeError } from "./math/gradient_check.js";
import english from "./words/en/gradient_check.js";

const t = words("gradient_check", english);

const LOW = -15;
const FLOOR = 1e-17; // an error of 0 has no place on a logarithmic axis
const EXPONENTS = Array.from({ length: 15 * 8 + 1 }, (_, i) => LOW + i / 8);
const START = { chain: 2, exp: 1, cubic: 1.5, tanh: 0.8, relu: 0.1 };
export default widget(t, (ui) => {
  let rows = [];
  const name = () => ui.get("function");
  const h = () => 10 ** ui.get("exponent");

  ui.select("function", { label: t("function"), choices: Object.keys(FUNCTIONS).map((key) => [key, t(key)]) });
  const x = ui.slider("x", { label: t("at"), min: 1.1, max: 4, step: 0.1, format: (v) => number(v) });
  ui.slider("exponent", { label: "h", min: LOW, max: 0, step: 0.25, format: (v) => number(10 ** v, 2) });
  ui.select("single", { label: t("computedIn"), choices: [[false, "float64"], [true, "float32"]] });

  const plot = ui.plot({
    label: t("plot"), height: 330, margin: { left: 56 },
    x: { domain: [LOW, 0], ticks: [-15, -12, -9, -6, -3, 0], format: power, label: "h" }, y: { domain: [FLOOR, 2], log: true, label: t("relative") },
  });
  const clamp = (error) => Math.max(FLOOR, error);
  const now = () => {
    const d = differences(name(), ui.get("x"), h(), ui.get("single"));
    return { ...d, one: relativeError(d.oneSided, d.exact), two: relativeError(d.central, d.exact) };
  };
  const handle = plot.handle({
    label: t("step"),
    at: () => [ui.get("exponent"), Number.isFinite(now().two) ? clamp(now().two) : 1],
    move: ([exponent]) => ui.set({ exponent }),
    text: () => t("stepIs", { h: number(h(), 2), central: number(now().two, 2), oneSided: number(now().one, 2) }),
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
    let yours = failure(reader);
    if (reader && !yours) {
      const same = value !== null && Math.abs(value - state.two) <= 1e-12 + 1e-9 * state.two;
      const right = number(state.two, 3);
      yours = value === null ? t("notOne", { name: reader.name }) : t(same ? "agrees" : "differs", { name: reader.name, value: number(value, same ? 2 : 3), right });
    }
    ui.legend([
      { look: "nw-line nw-one nw-dashed", text: t("oneSided") },
      { look: "nw-line nw-two", text: t("central") },
      ...(reader && value !== null ? [{ look: "nw-mine", mark: "only", text: t("yoursNamed", { name: reader.name }) }] : []),
    ]);
    ui.show({ h: number(h(), 2), [t("central")]: number(state.central, 8), [t("exact")]: number(state.exact, 8), [t("error")]: number(state.two, 2) });
    const epsilon = ui.get("single") ? 2 ** -23 : 2 ** -52;
    const astride = name() === "relu" && Math.abs(ui.get("x")) < h();
    const exact = rows.every((row) => row[2] === 0);
    const side =
      (astride && "astride") ||
      (exact && "allExact") ||
      (h() < two[0] / 4 && "rounding") ||
      (h() > two[0] * 4 && name() !== "relu" && "curvature") ||
      "best";
    const bests = { two: number(two[2], 2), twoAt: number(two[0], 1), one: number(one[1], 2), oneAt: number(one[0], 1) };
    const type = ui.get("single") ? "float32" : "float64";
    ui.say(sentences(t(side), t("bests", { ...bests, type, epsilon: number(epsilon, 1) })), yours);
  });
});
