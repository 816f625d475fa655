// A small network learns a curve; every unit is watched, and the dead ones are counted.

import { fixed, number, percent } from "./lib/format.js";
import { element } from "./lib/dom.js";
import { player } from "./lib/player.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { generator } from "./math/random.js";
import { optimizer } from "./math/optimizers.js";
import { deadShare, meanSquaredError, onShares, preActivations, samples, waveNetwork } from "./math/shallow.js";
import english from "./words/en/dead_relu.js";

const t = words("dead_relu", english);

const UNITS = 24;
const SAMPLES = 64;
const { xs, ys } = samples(SAMPLES, 7);
const BLOWN = 1e6; // mean squared error
const SPEED = 2; // steps a picture

export default widget(t, (ui) => {
  let net, descent, rng, history, steps;
  const alpha = () => ui.get("alpha");

  ui.slider("rate", { label: t("rate"), min: 0.01, max: 3, step: 0.05, scale: "log" });
  ui.slider("alpha", { label: t("leftSlope"), min: 0, max: 0.3, step: 0.01, format: (v) => (v ? fixed(v) : t("plainRelu")) });
  ui.select("batch", { label: t("batch"), choices: [[SAMPLES, t("all", { n: SAMPLES })], [16, "16"], [4, "4"]] });
  const play = player(ui, {
    every: 16,
    step: (n) => {
      train(SPEED * n);
      ui.redraw();
      return !blown();
    },
    rest: () => rest(),
  });
  const buttons = [
    ui.button(t("oneStep"), () => advance(1)),
    ui.button(t("hundredSteps"), () => advance(100)),
  ];
  ui.button(t("startAgain"), () => begin());
  ui.button(t("otherStart"), () => ui.set({ seed: ui.get("seed") + 1 }));

  ui.figure.classList.add("nw-two-columns");
  const side = element("div", {});
  const fit = ui.plot({
    label: t("fit"), height: 290,
    x: { domain: [-1, 1], label: "x" }, y: { domain: [-2.2, 1.8], label: t("output") },
  });
  ui.figure.append(side);
  const units = ui.plot({
    into: side, label: t("units"), height: 145, margin: { bottom: 22, left: 50 },
    x: { domain: [0.4, UNITS + 0.6], ticks: [1, 6, 12, 18, 24] }, y: { domain: [0, 1], label: t("onShare"), format: percent, ticks: [0, 0.5, 1] },
  });
  const graph = ui.plot({
    into: side, label: t("silentOver"), height: 145, margin: { left: 50 },
    x: { domain: [0, 400], label: t("stepsAxis") }, y: { domain: [0, 1], label: t("silentFor"), format: percent, ticks: [0, 0.5, 1] },
  });

  const blown = () => !(history.at(-1).error < BLOWN);
  const record = () => history.push({ silent: deadShare(preActivations(net, xs)), error: meanSquaredError(net, xs, ys) });

  function begin() {
    play.stop();
    const seed = ui.get("seed");
    net = waveNetwork(UNITS, seed, alpha, SAMPLES);
    descent = optimizer("SGD");
    rng = generator(seed + 1000);
    history = [];
    steps = 0;
    record();
    rest();
  }

  function train(n) {
    for (let k = 0; k < n && !blown(); k++) {
      const size = ui.get("batch");
      const chosen = Array.from({ length: size }, (_, i) => (size === SAMPLES ? i : rng.integer(SAMPLES)));
      const [x, y] = [xs, ys].map((all) => Float64Array.from(chosen, (i) => all[i]));
      net.differentiate("squared_error", x, y, size);
      descent.lr = ui.get("rate");
      descent.step(net.params, net.grads);
      steps++;
      record();
    }
  }

  function advance(n) {
    play.stop();
    train(n);
    rest();
  }

  // At rest, the reader's dead_share is called on what the network is now.
  function rest() {
    if (!blown()) ui.probe({ dead_share: [preActivations(net, xs)] });
    ui.redraw();
  }
  ui.on("seed", begin);
  begin();

  ui.draw(() => {
    const { silent, error } = history.at(-1);
    const shares = onShares(preActivations(net, xs));
    for (const button of [play.button, ...buttons]) button.disabled = blown();

    fit.dots("nw-thin", Array.from(xs, (x, i) => [x, ys[i]]), { key: "data", r: 2.5 });
    fit.curve("nw-line nw-one", blown() ? [] : (x) => net.forward(Float64Array.of(x), 1)[0], { key: "network" });

    const [bottom, wide] = [units.y(0), (units.x(2) - units.x(1)) * 0.7];
    const bar = (share, j) => `M${units.x(j + 1) - wide / 2},${bottom}v${units.y(share) - bottom}h${wide}V${bottom}Z`;
    const cross = (j, r = Math.min(5, wide / 2)) => `M${units.x(j + 1) - r},${bottom - 6 - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`;
    const on = (test, draw) => (blown() ? "" : shares.map((share, j) => (test(share) ? draw(share, j) : "")).join(""));
    units.path("nw-bar", on((share) => share > 0, bar), { key: "on" });
    units.path(alpha() ? "nw-line nw-two" : "nw-line nw-bad", on((share) => share === 0, (_, j) => cross(j)), { key: "silent" });

    graph.axes({ x: { domain: [0, Math.max(400, steps)] } });
    graph.curve("nw-line nw-two", history.map((past, k) => (past.error < BLOWN ? [k, past.silent] : null)), { key: "silent" });

    const quiet = Math.round(silent * UNITS);
    ui.legend([
      { look: "nw-line nw-one", text: t("network") },
      { look: "nw-thin", mark: "only", text: t("samples", { n: SAMPLES }) },
      { look: alpha() ? "nw-line nw-two" : "nw-line nw-bad", mark: "cross", text: t(alpha() ? "asleepLegend" : "dead") },
    ]);
    ui.show({
      [t("stepShown")]: String(steps),
      [t("error")]: blown() ? t("blown") : number(error),
      [t(alpha() ? "asleep" : "dead")]: blown() ? "–" : t("ofAll", { n: quiet, all: UNITS }),
    });
    const reader = ui.reader();
    const value = reader && (typeof reader.values === "number" ? percent(reader.values) : JSON.stringify(reader.values));
    const mine = failure(reader) || (reader && t("counts", { name: reader.name, value, right: percent(silent) }));
    ui.say(sentence(quiet, error), play.playing ? "" : (mine ?? ""));
  });

  function sentence(quiet, error) {
    if (blown()) return t("blownUp", { step: steps });
    const now = t("now", { steps: t("steps", { n: steps }), error: number(error) });
    if (quiet === 0) return sentences(now, t("allOn"));
    return sentences(now, t(alpha() ? "asleepNow" : "deadNow", { n: quiet, all: UNITS, slope: fixed(alpha()) }));
  }
});
