// A function and its slope, one above the other, with a point to move and the saturated regions shaded.

import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { ACTIVATIONS, preluAlphaPrime, saturation } from "./math/activations.js";
import { ALPHA } from "./math/declared.js";
import english from "./words/en/activation_explorer.js";

const t = words("activation_explorer", english);

const LIMIT = 6;
const UNIT = { y: [-0.25, 1.25] };
const SIGNED = { y: [-1.25, 1.25] };
const OPEN = { y: [-2, 6] };

// name -> range of φ, slider of α (with the value it starts at), and what happens at 0.
const SHAPES = {
  step: { ...UNIT, zero: "jump" },
  sigmoid: UNIT,
  tanh: SIGNED,
  softsign: SIGNED,
  identity: OPEN,
  relu: { ...OPEN, zero: "kink" },
  leaky_relu: { ...OPEN, zero: "kink", alpha: { min: 0, max: 1, step: 0.01 } },
  prelu: { ...OPEN, zero: "kink", alpha: { min: -0.5, max: 2, step: 0.05 } },
  softplus: OPEN,
  elu: { ...OPEN, alpha: { min: 0, max: 2, step: 0.05 } },
  silu: OPEN,
  gelu: OPEN,
};
const GROUPS = {
  bounded: ["step", "sigmoid", "tanh", "softsign"],
  pieces: ["identity", "relu", "leaky_relu", "prelu"],
  smooth: ["softplus", "elu", "silu", "gelu"],
};
const phiName = (name) => t(`phi_${name}`);
const choices = () => Object.fromEntries(Object.entries(GROUPS).map(([group, names]) => [t(group), names.map((name) => [name, phiName(name)])]));

/** Which curve a function of the reader belongs to: "elu_prime" is the slope of elu. */
function place(name) {
  const [, base, kind] = name.match(/^(\w+?)(_prime(?:_draft)?|_backward)?$/);
  return { activation: base, slope: kind !== undefined, backward: kind === "_backward" };
}

const sideOf = (side) => (side < 0 ? "left" : "right");

/** "Soft saturation (|φ′| < 0.05) left of −2.89 and right of 2.89." */
function saturationWords(sides, threshold) {
  const where = (hard) => {
    const [left, right] = sides.map((s) => (s?.hard === hard ? s.edge : null));
    if (left === null && right === null) return "";
    if (![left, right].every((edge) => edge === null || Number.isFinite(edge))) return t("everywhere");
    if (right === null) return t("left", { edge: fixed(left) });
    if (left === null) return t("right", { edge: fixed(right) });
    return t("leftAndRight", { left: fixed(left), right: fixed(right) });
  };
  const [hard, soft] = [where(true), where(false)];
  const [left, right] = sides;
  return sentences(
    hard && t("hard", { where: hard }),
    soft && t("soft", { where: soft, threshold: number(threshold) }),
    !left && !right && t("nowhere"),
    !left && right && t("noneLeft"),
    left && !right && t("noneRight"),
  );
}

export default widget(t, (ui) => {
  const shape = () => SHAPES[ui.get("activation")];
  const phi = (z) => ACTIVATIONS[ui.get("activation")].phi(z, ui.get("alpha"));
  const prime = (z) => ACTIVATIONS[ui.get("activation")].prime(z, ui.get("alpha"));

  ui.select("activation", { label: t("phi"), choices: choices() });
  const alpha = ui.slider("alpha", { label: t("alpha"), min: 0, max: 1, step: 0.01, format: (v) => fixed(v) });
  ui.slider("threshold", { label: t("threshold"), min: 0.005, max: 0.25, step: 0.005 });

  const x = { domain: [-LIMIT, LIMIT], label: "z" };
  const top = ui.plot({ label: t("phiPlot"), height: 230, margin: { bottom: 24 }, x: { ...x, label: "" }, y: { domain: UNIT.y, label: "φ(z)" } });
  const low = ui.plot({ label: t("slopePlot"), height: 180, x, y: { domain: UNIT.y, label: "φ′(z)" } });

  const handle = top.handle({
    label: t("input"),
    at: () => [ui.get("z"), phi(ui.get("z"))],
    move: ([z]) => ui.set({ z }),
    text: () => t("point", { z: fixed(ui.get("z")), phi: number(phi(ui.get("z"))), slope: number(prime(ui.get("z"))) }),
    step: 0.1,
    big: 1,
    x: [-LIMIT, LIMIT],
    surface: true,
  });

  // α: its own range for each function, and the reader's function is called with the same α.
  const fitAlpha = () => {
    if (shape().alpha) alpha.range(shape().alpha);
    alpha.enable(Boolean(shape().alpha));
  };
  fitAlpha();
  ui.on("activation", () => {
    if (shape().alpha) {
      const { min, max } = shape().alpha;
      if (ui.get("alpha") < min || ui.get("alpha") > max) ui.set({ alpha: ALPHA[ui.get("activation")] });
    }
    fitAlpha();
  });
  const withAlpha = () => {
    const a = ui.get("alpha");
    const probes = {};
    for (const [name, args] of Object.entries(ui.get("probes"))) {
      if (name === "prelu_backward") probes[name] = [args[0], args[1], args[2].map(() => a)];
      else if (args.length === 2) probes[name] = [args[0], a];
    }
    ui.probe(probes);
  };
  ui.on("alpha", withAlpha);

  // A function that has just run is shown at once.
  ui.on("reader", () => {
    const { activation } = ui.reader() ? place(ui.reader().name) : {};
    if (activation in SHAPES && activation !== ui.get("activation")) ui.set({ activation });
  });

  const shade = (plot, sides) =>
    sides.forEach((s, i) => {
      const range = s && (i ? [Math.max(-LIMIT, s.edge), LIMIT] : [-LIMIT, Math.min(LIMIT, s.edge)]);
      plot.band(s?.hard ? "nw-hard" : "nw-soft", range, { key: `saturated-${sideOf(i ? 1 : -1)}` });
    });

  const drawReader = () => {
    const reader = ui.reader();
    const where = reader && place(reader.name);
    const on = where && where.activation === ui.get("activation");
    const mine = on && (where.slope ? low : top);
    let result = { text: "" };
    if (on) {
      const probe = ui.get("probes")[reader.name];
      const grid = where.backward ? probe[1][0] : probe[0];
      const values = where.backward && reader.values ? reader.values[0] : reader.values;
      result = compare(reader.name, { ...reader, values }, grid, where.slope ? prime : phi);
      if (where.backward && reader.values) {
        const dAlpha = compare("∂φ/∂α", { values: reader.values[1], error: "" }, grid, preluAlphaPrime);
        result.text = sentences(result.text, dAlpha.text);
      }
    }
    for (const plot of [top, low]) {
      const points = plot === mine ? (result.points ?? []) : [];
      plot.curve("nw-line nw-mine", points, { key: "yours" });
      plot.dots("nw-mine nw-dot", points.filter((p, i) => p && i % 10 === 0), { key: "yours-dots" });
    }
    return { text: result.text, name: result.points && reader.name };
  };

  ui.draw(() => {
    const z = ui.get("z");
    const threshold = ui.get("threshold");
    const a = shape().alpha ? ui.get("alpha") : 0;
    top.axes({ y: { domain: shape().y } });
    low.axes({ y: { domain: [Math.min(-0.25, a - 0.2), Math.max(1.25, a + 0.2)] } });

    const sides = [saturation(prime, -1, threshold), saturation(prime, 1, threshold)];
    shade(top, sides);
    shade(low, sides);
    low.curve("nw-limit", [[-LIMIT, threshold], [LIMIT, threshold]], { key: "limit-up" });
    low.curve("nw-limit", [[-LIMIT, -threshold], [LIMIT, -threshold]], { key: "limit-down" });

    top.curve("nw-line nw-one", phi, { key: "reference" });
    low.curve("nw-line nw-two", prime, { key: "reference" });
    const mine = drawReader();

    const reach = 1.5 / Math.hypot(1, prime(z));
    const jump = ui.get("activation") === "step" && z === 0;
    top.curve("nw-tangent", jump ? [] : [[z - reach, phi(z) - reach * prime(z)], [z + reach, phi(z) + reach * prime(z)]]);
    low.curve("nw-limit", [[z, low.y.domain()[0]], [z, low.y.domain()[1]]], { key: "stem" });
    low.dots("nw-knob", [[z, prime(z)]], { r: 6 });
    handle.place();

    ui.legend([
      { look: "nw-line nw-one", text: t("legendPhi", { name: phiName(ui.get("activation")) }) },
      { look: "nw-line nw-two", text: t("legendSlope") },
      ...(sides.some((s) => s && !s.hard) ? [{ look: "nw-soft", area: true, text: t("legendSoft") }] : []),
      ...(sides.some((s) => s?.hard) ? [{ look: "nw-hard", area: true, text: t("legendHard") }] : []),
      ...(mine.name ? [{ look: "nw-line nw-mine", mark: true, text: t("yoursNamed", { name: mine.name }) }] : []),
    ]);
    ui.show({ z: fixed(z), "φ(z)": number(phi(z), 4), "φ′(z)": jump ? t("none") : number(prime(z), 4) });
    ui.say(sentences(z === 0 && shape().zero && t(shape().zero), saturationWords(sides, threshold)), mine.text);
  });
});
