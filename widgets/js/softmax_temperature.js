// Four logits become probabilities; a temperature makes them bolder or more timid; a target makes them right or wrong.

import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { entropy, logSumExp, softmax, softmaxCrossEntropy, softmaxCrossEntropySlope } from "./math/losses.js";
import english from "./words/en/softmax_temperature.js";

const t = words("softmax_temperature", english);

const CLASSES = [0, 1, 2, 3];
const REACH = 5;

export default widget(t, (ui) => {
  const target = () => ui.get("target");
  const logits = () => CLASSES.map((k) => ui.get(`z${k}`));
  const scores = () => logits().map((z) => z / ui.get("temperature"));

  for (const k of CLASSES) ui.slider(`z${k}`, { label: t("logit", { name: `z${"₀₁₂₃"[k]}` }), min: -REACH, max: REACH, step: 0.1, format: (v) => fixed(v, 1) });
  ui.slider("temperature", { label: t("temperature"), min: 0.1, max: 10, step: 0.05, scale: "log" });
  ui.select("target", { label: t("rightClass"), choices: CLASSES.map((k) => [k, t("classNumber", { k })]) });
  const change = (f) => ui.set(Object.fromEntries(logits().map((z, k) => [`z${k}`, Math.max(-REACH, Math.min(REACH, Number(f(z).toFixed(6))))])));
  ui.button(t("up"), () => change((z) => z + 1));
  ui.button(t("down"), () => change((z) => z - 1));

  ui.figure.classList.add("nw-two-columns");
  const x = { domain: [-0.6, 3.6], ticks: CLASSES, format: String, label: t("className"), names: true };
  const chances = ui.plot({ label: t("chances"), height: 230, x, y: { domain: [0, 1.08], ticks: [0, 0.5, 1], label: t("probability") } });
  const pulls = ui.plot({ label: t("pulls"), height: 230, x, y: { domain: [-1.15, 1.15], ticks: [-1, -0.5, 0, 0.5, 1], label: t("gradient") } });

  const probe = () => {
    const z = scores();
    const label = { labels: [target()] };
    ui.probe({
      softmax: [z],
      log_sum_exp: [z],
      softmax_cross_entropy: [[z], label],
      softmax_cross_entropy_grad: [[z], label],
      cross_entropy: [CLASSES.map((k) => Number(k === target())), softmax(z)],
    });
  };
  probe();
  ui.on("z0 z1 z2 z3 temperature target", probe);

  const bars = (plot, look, values, key) => {
    const wide = (plot.x(1) - plot.x(0)) * 0.6;
    const bar = (v, k) => (v === null ? "" : `M${plot.x(k) - wide / 2},${plot.y(0)}V${plot.y(v)}h${wide}V${plot.y(0)}Z`);
    plot.path(look, values.map(bar).join(""), { key });
  };
  const label = (plot, k, value, text) => {
    const up = value >= 0;
    plot.text(`value-${k}`, text, [plot.x(k), plot.y(value) + (up ? -6 : 15)]);
  };

  const mine = (p, gradient, loss) => {
    const reader = ui.reader();
    if (!reader) return { text: "" };
    const one = { log_sum_exp: logSumExp(scores()), softmax_cross_entropy: loss, cross_entropy: loss }[reader.name];
    if (one !== undefined) {
      if (reader.error || flat(reader.values).length !== 1) return compare(reader.name, reader, [0], () => one);
      const [value] = flat(reader.values);
      return { text: t("says", { name: reader.name, value: value === null ? t("infOrNan") : number(value, 5), right: number(one, 5) }) };
    }
    const right = reader.name === "softmax" ? p : gradient;
    return { ...compare(reader.name, reader, CLASSES, (k) => right[k], (k) => t("classNumber", { k })), plot: reader.name === "softmax" ? chances : pulls };
  };

  ui.draw(() => {
    const z = scores();
    const p = softmax(z);
    const gradient = softmaxCrossEntropySlope(z, target());
    const loss = softmaxCrossEntropy(z, target());
    const is = (k) => k === target();

    bars(chances, "nw-bar", p.map((v, k) => (is(k) ? null : v)), "others");
    bars(chances, "nw-full", p.map((v, k) => (is(k) ? v : null)), "right");
    bars(pulls, "nw-bar", gradient.map((v, k) => (is(k) ? null : v)), "others");
    bars(pulls, "nw-full", gradient.map((v, k) => (is(k) ? v : null)), "right");
    for (const k of CLASSES) {
      label(chances, k, p[k], fixed(p[k], 3));
      label(pulls, k, gradient[k], fixed(gradient[k], 3));
    }

    const yours = mine(p, gradient, loss);
    for (const plot of [chances, pulls]) {
      plot.dots("nw-line nw-mine nw-dot", plot === yours.plot && yours.points ? yours.points.filter(Boolean) : [], { key: "yours", r: 5 });
    }

    ui.legend([
      { look: "nw-full", area: true, text: t("legendRight", { k: target() }) },
      { look: "nw-bar", area: true, text: t("legendOthers") },
      ...(yours.points ? [{ look: "nw-mine", mark: "only", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    const H = entropy(p);
    const most = Math.log(CLASSES.length);
    ui.show({
      [t("loss")]: fixed(loss, 3),
      [t("entropy")]: t("atMost", { entropy: fixed(H, 3), most: fixed(most, 3) }),
      [t("sum")]: fixed(gradient.reduce((a, b) => a + b, 0), 3),
    });
    const best = p.indexOf(Math.max(...p));
    const sure = t(H < 0.1 * most ? "verySure" : H > 0.95 * most ? "undecided" : "inclined");
    const verdict = t(is(best) ? "isRight" : "isWrong", { best, target: target(), sure });
    const pull = t("pull", { k: target(), strength: fixed(1 - p[target()]) });
    ui.say(sentences(verdict, t("gets", { p: number(p[target()]), loss: number(loss) }), pull), yours.text);
  });
});
