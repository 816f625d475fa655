// A learning-rate range test: choose a rate from its curve, and see how training with it goes.

import { number, power } from "./lib/format.js";
import { widget } from "./lib/widget.js";
import { flat } from "./math/compare.js";
import { CLOSE, HIGH, LOW, RATES, bestRate, lossAndGradient, problem, rangeTest, trainWith } from "./math/range_test.js";

const PROBLEMS = { net: "a network 1-8-1", line: "a line", unscaled: "a line, x tenfold" };
const FLOOR = 1e-3;
const TOP = 1e2;

export default widget("A learning-rate range test", (ui) => {
  const rate = () => 10 ** ui.get("exponent");
  let task, test, training, best;

  ui.select("problem", { label: "what is trained", choices: Object.entries(PROBLEMS) });
  ui.select("optimizer", { label: "optimizer", choices: ["SGD", "Momentum", "Adam"].map((v) => [v, v]) });
  ui.slider("exponent", { label: "chosen rate\u00a0η", min: LOW, max: HIGH, step: 0.05, format: (v) => number(10 ** v, 2) });
  ui.slider("steps", { label: "steps of training", min: 20, max: 300, step: 20, format: (v) => String(v) });
  ui.toggle("reveal", { label: "show the good rates" });

  ui.figure.classList.add("nw-two-columns");
  const axis = { domain: [LOW, HIGH], ticks: [-4, -3, -2, -1, 0, 1, 2], format: (v) => power(v) };
  const curve = ui.plot({
    label: "range test: loss against the learning rate", height: 270,
    x: { ...axis, label: "learning rate, growing at every step" }, y: { domain: [FLOOR, TOP], log: true, label: "loss before the step" },
  });
  const graph = ui.plot({
    label: "loss while training with the chosen rate", height: 270,
    x: { domain: [0, 100], label: "steps" }, y: { domain: [FLOOR, TOP], log: true, label: "loss with the chosen rate" },
  });
  const handle = curve.handle({
    label: "chosen learning rate",
    at: () => [ui.get("exponent"), height(ui.get("exponent"))],
    move: ([v]) => ui.set({ exponent: Number(v.toFixed(6)) }),
    text: () => `η = ${number(rate(), 2)}`,
    step: 0.05,
    big: 0.5,
    x: [LOW, HIGH],
    surface: true,
  });
  // Where the curve is above this rate.
  const height = (v) => inside(test[Math.min(test.length - 1, Math.max(0, Math.round(((v - LOW) / (HIGH - LOW)) * (RATES.length - 1))))]);
  const inside = (loss) => Math.min(TOP, Math.max(FLOOR, Number.isFinite(loss) ? loss : TOP));

  const survey = () => {
    task = problem(ui.get("problem"));
    test = rangeTest(task, ui.get("optimizer"));
    best = bestRate(task, ui.get("optimizer"), ui.get("steps"));
    go();
  };
  function go() {
    training = trainWith(task, ui.get("optimizer"), rate(), ui.get("steps"));
    const args = (lr) => [lr, task.start, training.gradients];
    const names = { SGD: [rate()], Momentum: [rate(), 0.9], Adam: [rate(), 0.9, 0.999, 1e-8] };
    ui.probe({ [ui.get("optimizer")]: args(names[ui.get("optimizer")]) });
  }
  survey();
  ui.on("problem optimizer steps", survey);
  ui.on("exponent", go);
  ui.on("reader", () => {
    const name = ui.reader()?.name;
    if (name && name !== ui.get("optimizer")) ui.set({ optimizer: name });
  });

  ui.draw(() => {
    curve.curve("nw-line nw-one", test.map((loss, k) => [Math.log10(RATES[k]), inside(loss)]), { key: "test" });
    curve.curve("nw-limit", [[ui.get("exponent"), FLOOR], [ui.get("exponent"), TOP]], { key: "chosen" });
    const b = Math.log10(best.rate);
    curve.curve("nw-line nw-three", ui.get("reveal") ? [[b, FLOOR], [b, TOP]] : [], { key: "best" });
    curve.band("nw-soft", ui.get("reveal") ? best.good.map(Math.log10) : null, { key: "good" });
    handle.place();
    graph.axes({ x: { domain: [0, ui.get("steps")] } });
    graph.curve("nw-line nw-two", training.losses.map((loss, k) => [k, inside(loss)]), { key: "training" });
    graph.curve("nw-limit", [[0, inside(best.loss)], [ui.get("steps"), inside(best.loss)]], { key: "lowest" });
    const mine = yours();
    graph.curve("nw-line nw-mine", mine.points ?? [], { key: "yours" });

    const done = training.losses.length > ui.get("steps");
    const end = done ? training.losses.at(-1) : Infinity;
    ui.legend([
      { look: "nw-line nw-one", text: "range test" },
      { look: "nw-line nw-two", text: "training" },
      { look: "nw-limit", text: "chosen; best that can be had" },
      ...(ui.get("reveal") ? [{ look: "nw-line nw-three", text: "best rate" }, { look: "nw-soft", area: true, text: "good rates" }] : []),
      ...(mine.points ? [{ look: "nw-line nw-mine", text: `yours: ${ui.reader().name}` }] : []),
    ]);
    const lowest = RATES[test.indexOf(Math.min(...test.filter(Number.isFinite)))];
    ui.show({
      "chosen η": number(rate(), 2),
      "loss at the end": number(end),
      "best possible": number(best.loss),
      "curve lowest at": number(lowest, 2),
      ...(ui.get("reveal") ? { "best η": number(best.rate, 2), "good η": best.good.map((v) => number(v, 2)).join(" to ") } : {}),
    });
    const times = end / best.loss;
    const how =
      !done ? "Training with this rate blows up."
      : end > training.losses[0] ? "Training with this rate ends higher than it began."
      : times <= CLOSE ? `Goal reached: within a factor of ${CLOSE} of the best rate.`
      : `After ${ui.get("steps")} steps the loss is ${number(times, 2)} times that of the best rate.`;
    const ended = test.length < RATES.length ? ` The test stopped at η = ${number(RATES[test.length - 1], 2)}, where the loss was more than 4 times its smallest.` : "";
    const hint = times <= CLOSE ? "" : rate() < best.rate ? " It could go faster." : " It is too fast here.";
    ui.say(`${how}${done && ui.get("reveal") ? hint : ""}${ended}`, mine.text);
  });

  /** The reader's optimizer on the same gradients: the losses on its way. */
  function yours() {
    const reader = ui.reader();
    if (!reader || reader.name !== ui.get("optimizer")) return { text: "" };
    if (reader.error) return { text: `Your ${reader.name} could not be drawn: ${reader.error}` };
    const path = reader.values;
    const size = task.start.length;
    if (!Array.isArray(path) || path.length !== training.gradients.length + 1 || path.some((p) => p?.length !== size)) {
      return { text: `Your ${reader.name} gave no way that could be drawn.` };
    }
    const losses = path.map((p) => (flat(p).includes(null) ? Infinity : lossAndGradient(task, p).loss));
    const n = Math.min(losses.length, training.losses.length);
    let worst = 0;
    for (let k = 0; k < n; k++) worst = Math.max(worst, Math.abs(losses[k] - training.losses[k]) / training.losses[k]);
    const text = worst < 1e-9 ? `Your ${reader.name} trains exactly as the reference does.` : `Your ${reader.name}, handed the same gradients, has a loss up to ${number(100 * worst, 2)} % away from the reference's.`;
    return { points: losses.map((loss, k) => [k, inside(loss)]), text };
  }
});
