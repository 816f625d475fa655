// A small network learns a curve; every unit is watched, and the dead ones are counted.

import { count, fixed, number, percent } from "./lib/format.js";
import { h } from "./lib/dom.js";
import { widget } from "./lib/widget.js";
import { generator } from "./math/random.js";
import { Net, deadShare, onShares, samples } from "./math/shallow.js";

const UNITS = 24;
const SAMPLES = 64;
const { xs, ys } = samples(SAMPLES, 7);
const BLOWN = 1e6; // mean squared error
const SPEED = 2; // steps a frame

export default widget("ReLU units that die while a network learns", (ui) => {
  let net, rng, history, steps;
  const alpha = () => ui.get("alpha");

  ui.slider("rate", { label: "learning rate η", min: 0.01, max: 3, step: 0.05, scale: "log" });
  ui.slider("alpha", { label: "left slope α", min: 0, max: 0.3, step: 0.01, format: (v) => (v ? fixed(v) : "0, ReLU") });
  ui.select("batch", { label: "samples a step", choices: [[64, "all 64"], [16, "16"], [4, "4"]] });
  const play = ui.button("Play", () => run(!playing));
  const buttons = [
    ui.button("1 step", () => advance(1)),
    ui.button("100 steps", () => advance(100)),
  ];
  ui.button("Start again", () => begin());
  ui.button("Other start", () => ui.set({ seed: ui.get("seed") + 1 }));
  play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;

  ui.figure.classList.add("nw-two-columns");
  const side = h("div", {});
  const fit = ui.plot({
    label: "what the network has learnt", height: 290,
    x: { domain: [-1, 1], label: "x" }, y: { domain: [-2.2, 1.8], label: "output" },
  });
  ui.figure.append(side);
  const units = ui.plot({
    into: side, label: "hidden units", height: 145, margin: { bottom: 22 },
    x: { domain: [0.4, UNITS + 0.6], ticks: [1, 6, 12, 18, 24] }, y: { domain: [0, 1], label: "units: on for this share of samples", format: percent, ticks: [0, 0.5, 1] },
  });
  const graph = ui.plot({
    into: side, label: "share of silent units over the steps", height: 145,
    x: { domain: [0, 400], label: "steps" }, y: { domain: [0, 1], label: "silent for every sample", format: percent, ticks: [0, 0.5, 1] },
  });

  let playing = false;
  let frame = 0;
  const blown = () => !(history.at(-1).error < BLOWN);
  const record = () => history.push({ silent: deadShare(net.pre(xs)), error: net.error(xs, ys, alpha()) });

  function begin() {
    run(false);
    const seed = ui.get("seed");
    net = new Net(UNITS, seed);
    rng = generator(seed + 1000);
    history = [];
    steps = 0;
    record();
    rest();
  }

  function train(n) {
    for (let k = 0; k < n && !blown(); k++) {
      const size = ui.get("batch");
      const chosen = size === SAMPLES ? xs.map((_, i) => i) : Array.from({ length: size }, () => rng.integer(SAMPLES));
      net.step(chosen.map((i) => xs[i]), chosen.map((i) => ys[i]), alpha(), ui.get("rate"));
      steps++;
      record();
    }
  }

  function advance(n) {
    run(false);
    train(n);
    rest();
  }

  function run(on) {
    playing = on;
    play.textContent = on ? "Pause" : "Play";
    cancelAnimationFrame(frame);
    if (!on) return;
    const tick = () => {
      train(SPEED);
      if (blown()) {
        run(false);
        rest();
      } else {
        frame = requestAnimationFrame(tick);
        ui.redraw();
      }
    };
    frame = requestAnimationFrame(tick);
  }

  // At rest, the reader's dead_share is called on what the network is now.
  function rest() {
    if (!blown()) ui.probe({ dead_share: [net.pre(xs)] });
    ui.redraw();
  }
  play.addEventListener("click", () => playing || rest());
  ui.on("seed", begin);
  ui.atEnd(() => cancelAnimationFrame(frame));
  begin();

  ui.draw(() => {
    const { silent, error } = history.at(-1);
    const shares = onShares(net.pre(xs));
    for (const button of [play, ...buttons]) button.disabled = blown();

    fit.dots("nw-thin", xs.map((x, i) => [x, ys[i]]), { key: "data", r: 2.5 });
    fit.curve("nw-line nw-one", blown() ? [] : (x) => net.output(x, alpha()), { key: "network" });

    const [bottom, wide] = [units.y(0), (units.x(2) - units.x(1)) * 0.7];
    const bar = (share, j) => `M${units.x(j + 1) - wide / 2},${bottom}v${units.y(share) - bottom}h${wide}V${bottom}Z`;
    const cross = (j, r = Math.min(5, wide / 2)) => `M${units.x(j + 1) - r},${bottom - 6 - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`;
    const on = (test, draw) => (blown() ? "" : shares.map((share, j) => (test(share) ? draw(share, j) : "")).join(""));
    units.path("nw-bar", on((share) => share > 0, bar), { key: "on" });
    units.path(alpha() ? "nw-line nw-two" : "nw-line nw-bad", on((share) => share === 0, (_, j) => cross(j)), { key: "silent" });

    graph.axes({ x: { domain: [0, Math.max(400, steps)] } });
    graph.curve("nw-line nw-two", history.map((past, k) => (past.error < BLOWN ? [k, past.silent] : null)), { key: "silent" });

    const quiet = Math.round(silent * UNITS);
    const state = alpha() ? "asleep, still learning" : "dead";
    ui.legend([
      { look: "nw-line nw-one", text: "network" },
      { look: "nw-thin", mark: "only", text: `${SAMPLES} samples` },
      { look: alpha() ? "nw-line nw-two" : "nw-line nw-bad", mark: "cross", text: state },
    ]);
    ui.show({ step: String(steps), error: blown() ? "blown up" : number(error), [state.split(",")[0]]: blown() ? "–" : `${quiet} of ${UNITS}` });
    const reader = ui.reader();
    const mine = reader?.error ? `Your dead_share could not be called: ${reader.error}` : reader && `Your dead_share counts ${
      typeof reader.values === "number" ? percent(reader.values) : JSON.stringify(reader.values)
    } of the units as dead; counted here: ${percent(silent)}.`;
    ui.say(sentence(quiet, error), playing ? "" : (mine ?? ""));
  });

  function sentence(quiet, error) {
    if (blown()) return `Blown up at step ${steps}: the error has passed every bound. The learning rate is too large; start again.`;
    const who = `${count(quiet, "unit")} of ${UNITS} ${quiet === 1 ? "is" : "are"} left of 0 for every sample`;
    if (quiet === 0) return `After ${count(steps, "step")} the mean squared error is ${number(error)}. Every unit is on for some sample.`;
    return `After ${count(steps, "step")} the mean squared error is ${number(error)}. ${who}: ${
      alpha() ? `asleep, but with slope ${fixed(alpha())} there, gradients still reach them` : "dead, for no gradient reaches them"
    }.`;
  }
});
