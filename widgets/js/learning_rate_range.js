// A learning-rate range test: choose a rate from its curve, and see how training with it goes.

import { number, power } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { RANGE_TESTED } from "./math/declared.js";
import { CLOSE, HIGH, LOW, RATES, bestRate, lossAndGradient, problem, rangeTest, trainWith } from "./math/range_test.js";
import { positional } from "./math/optimizers.js";
import english from "./words/en/learning_rate_range.js";

const t = words("learning_rate_range", english);

const PROBLEMS = ["net", "line", "unscaled"];
const FLOOR = 1e-3;
const TOP = 1e2;

export default widget(t, (ui) => {
  const rate = () => 10 ** ui.get("exponent");
  let task, test, training, best;

  ui.select("problem", { label: t("problem"), choices: PROBLEMS.map((name) => [name, t(name)]) });
  ui.select("optimizer", { label: t("optimizer"), choices: RANGE_TESTED.map((v) => [v, v]) });
  ui.slider("exponent", { label: t("chosenRate"), min: LOW, max: HIGH, step: 0.05, format: (v) => number(10 ** v, 2) });
  ui.slider("steps", { label: t("length"), min: 20, max: 300, step: 20, format: (v) => String(v) });
  ui.toggle("reveal", { label: t("reveal") });

  ui.figure.classList.add("nw-two-columns");
  const axis = { domain: [LOW, HIGH], ticks: [-4, -3, -2, -1, 0, 1, 2], format: (v) => power(v) };
  const curve = ui.plot({
    label: t("curve"), height: 270,
    x: { ...axis, label: t("growing") }, y: { domain: [FLOOR, TOP], log: true, label: t("before") },
  });
  const graph = ui.plot({
    label: t("graph"), height: 270,
    x: { domain: [0, 100], label: t("stepsAxis") }, y: { domain: [FLOOR, TOP], log: true, label: t("withChosen") },
  });
  const handle = curve.handle({
    label: t("handle"),
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
    ui.probe({ [ui.get("optimizer")]: args(positional(ui.get("optimizer"), { lr: rate() })) });
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
      { look: "nw-line nw-one", text: t("legendTest") },
      { look: "nw-line nw-two", text: t("legendTraining") },
      { look: "nw-limit", text: t("legendLimit") },
      ...(ui.get("reveal") ? [{ look: "nw-line nw-three", text: t("bestRate") }, { look: "nw-soft", area: true, text: t("goodRates") }] : []),
      ...(mine.points ? [{ look: "nw-line nw-mine", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    const lowest = RATES[test.indexOf(Math.min(...test.filter(Number.isFinite)))];
    ui.show({
      [t("chosen")]: number(rate(), 2),
      [t("atTheEnd")]: number(end),
      [t("bestPossible")]: number(best.loss),
      [t("lowestAt")]: number(lowest, 2),
      ...(ui.get("reveal") ? { [t("best")]: number(best.rate, 2), [t("good")]: t("fromTo", { from: number(best.good[0], 2), to: number(best.good[1], 2) }) } : {}),
    });
    const times = end / best.loss;
    const how =
      !done ? t("blowsUp")
      : end > training.losses[0] ? t("higher")
      : times <= CLOSE ? t("reached", { factor: CLOSE })
      : t("times", { steps: t("steps", { n: ui.get("steps") }), times: number(times, 2) });
    const ended = test.length < RATES.length && t("stoppedAt", { rate: number(RATES[test.length - 1], 2) });
    const hint = done && ui.get("reveal") && times > CLOSE && t(rate() < best.rate ? "faster" : "tooFast");
    ui.say(sentences(how, hint, ended), mine.text);
  });

  /** The reader's optimizer on the same gradients: the losses on its way. */
  function yours() {
    const reader = ui.reader();
    if (!reader || reader.name !== ui.get("optimizer")) return { text: "" };
    if (reader.error) return { text: failure(reader) };
    const path = reader.values;
    const size = task.start.length;
    if (!Array.isArray(path) || path.length !== training.gradients.length + 1 || path.some((p) => p?.length !== size)) {
      return { text: t("gaveNoWay", { name: reader.name }) };
    }
    const losses = path.map((p) => (flat(p).includes(null) ? Infinity : lossAndGradient(task, p).loss));
    const n = Math.min(losses.length, training.losses.length);
    let worst = 0;
    for (let k = 0; k < n; k++) worst = Math.max(worst, Math.abs(losses[k] - training.losses[k]) / training.losses[k]);
    const text = t(worst < 1e-9 ? "sameTraining" : "otherTraining", { name: reader.name, share: number(100 * worst, 2) });
    return { points: losses.map((loss, k) => [k, inside(loss)]), text };
  }
});
