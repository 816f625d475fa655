// A function and its slope, one above the other, with a point to move and the saturated regions shaded.

import { fixed, number } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { ACTIVATIONS, preluAlphaPrime, saturation } from "./math/activations.js";
import { compare } from "./math/compare.js";

const LIMIT = 6;
const UNIT = { y: [-0.25, 1.25] };
const SIGNED = { y: [-1.25, 1.25] };
const OPEN = { y: [-2, 6] };

// name -> text, range of φ, slider of α (with the value it starts at), and what happens at 0.
const KINK = "At 0 there is a kink; the slope there is set by convention";
const SHAPES = {
  step: { text: "step", ...UNIT, zero: "At 0 it jumps, and has no slope" },
  sigmoid: { text: "sigmoid", ...UNIT },
  tanh: { text: "tanh", ...SIGNED },
  softsign: { text: "softsign", ...SIGNED },
  identity: { text: "identity", ...OPEN },
  relu: { text: "ReLU", ...OPEN, zero: KINK },
  leaky_relu: { text: "leaky ReLU", ...OPEN, zero: KINK, alpha: { start: 0.1, min: 0, max: 1, step: 0.01 } },
  prelu: { text: "PReLU", ...OPEN, zero: KINK, alpha: { start: 0.25, min: -0.5, max: 2, step: 0.05 } },
  softplus: { text: "softplus", ...OPEN },
  elu: { text: "ELU", ...OPEN, alpha: { start: 1, min: 0, max: 2, step: 0.05 } },
  silu: { text: "SiLU", ...OPEN },
  gelu: { text: "GELU", ...OPEN },
};
const pairs = (...names) => names.map((name) => [name, SHAPES[name].text]);
const CHOICES = {
  Bounded: pairs("step", "sigmoid", "tanh", "softsign"),
  "Straight in parts": pairs("identity", "relu", "leaky_relu", "prelu"),
  "Smooth ramps": pairs("softplus", "elu", "silu", "gelu"),
};

/** Which curve a function of the reader belongs to: "elu_prime" is the slope of elu. */
function place(name) {
  const [, base, kind] = name.match(/^(\w+?)(_prime(?:_draft)?|_backward)?$/);
  return { activation: base, slope: kind !== undefined, backward: kind === "_backward" };
}

const sideOf = (side) => (side < 0 ? "left" : "right");

/** "Soft saturation (|φ′| < 0.05) left of −2.89 and right of 2.89." */
function saturationWords(sides, threshold) {
  const places = { true: [], false: [] };
  sides.forEach((s, i) => {
    if (s) places[s.hard].push(Number.isFinite(s.edge) ? `${sideOf(i ? 1 : -1)} of ${fixed(s.edge)}` : "everywhere");
  });
  const where = (list) => [...new Set(list)].join(" and ");
  const hard = places.true.length ? `Hard saturation (φ′ is exactly 0) ${where(places.true)}.` : "";
  const soft = places.false.length ? `Soft saturation (|φ′| < ${number(threshold)}) ${where(places.false)}.` : "";
  const none = sides.every((s) => !s) ? "No saturation on either side." : "";
  const one = sides.filter(Boolean).length === 1 ? `None on the ${sides[0] ? "right" : "left"}.` : "";
  return [hard, soft, none, one].filter(Boolean).join(" ");
}

export default widget("Activation function and its slope", (ui) => {
  const shape = () => SHAPES[ui.get("activation")];
  const phi = (z) => ACTIVATIONS[ui.get("activation")].phi(z, ui.get("alpha"));
  const prime = (z) => ACTIVATIONS[ui.get("activation")].prime(z, ui.get("alpha"));

  ui.select("activation", { label: "activation φ", choices: CHOICES });
  const alpha = ui.slider("alpha", { label: "parameter α", min: 0, max: 1, step: 0.01, format: (v) => fixed(v) });
  ui.slider("threshold", { label: "flat if |φ′| <", min: 0.005, max: 0.25, step: 0.005 });

  const x = { domain: [-LIMIT, LIMIT], label: "z" };
  const top = ui.plot({ label: "activation φ(z)", height: 230, margin: { bottom: 24 }, x: { ...x, label: "" }, y: { domain: UNIT.y, label: "φ(z)" } });
  const low = ui.plot({ label: "slope φ′(z)", height: 180, x, y: { domain: UNIT.y, label: "φ′(z)" } });

  const handle = top.handle({
    label: "z, the input",
    at: () => [ui.get("z"), phi(ui.get("z"))],
    move: ([z]) => ui.set({ z }),
    text: () => `z = ${fixed(ui.get("z"))}, φ(z) = ${number(phi(ui.get("z")))}, slope ${number(prime(ui.get("z")))}`,
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
      const { start, min, max } = shape().alpha;
      if (ui.get("alpha") < min || ui.get("alpha") > max) ui.set({ alpha: start });
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
        result.text += ` ${dAlpha.text}`;
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
      { look: "nw-line nw-one", text: `φ: ${shape().text}` },
      { look: "nw-line nw-two", text: "slope φ′" },
      ...(sides.some((s) => s && !s.hard) ? [{ look: "nw-soft", area: true, text: "soft saturation" }] : []),
      ...(sides.some((s) => s?.hard) ? [{ look: "nw-hard", area: true, text: "hard saturation: φ′ = 0" }] : []),
      ...(mine.name ? [{ look: "nw-line nw-mine", mark: true, text: `yours: ${mine.name}` }] : []),
    ]);
    ui.show({ z: fixed(z), "φ(z)": number(phi(z), 4), "φ′(z)": jump ? "none" : number(prime(z), 4) });
    const zero = z === 0 && shape().zero ? `${shape().zero}. ` : "";
    ui.say(`${zero}${saturationWords(sides, threshold)}`, mine.text);
  });
});
