// A network to train on points of the plane, in a worker: every choice of the book, and what it does, before your eyes.

import { element } from "./lib/dom.js";
import { number, percent } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences } from "./lib/words.js";
import { ACTIVATIONS } from "./math/activations.js";
import { flat } from "./math/compare.js";
import { dataset, isRegression, split } from "./math/datasets.js";
import { ALPHA } from "./math/declared.js";
import { diagnose } from "./math/diagnosis.js";
import { colours } from "./playground/colours.js";
import { Curves } from "./playground/curves.js";
import { Diagram } from "./playground/diagram.js";
import { LayerTable } from "./playground/layers.js";
import { Plane } from "./playground/plane.js";
import { Runner } from "./playground/runner.js";
import { Settings } from "./playground/settings.js";
import { standing, tasks } from "./playground/tasks.js";
import { transport } from "./playground/transport.js";
import { sentence, t } from "./playground/words.js";

const LIVE = ["lr", "optimizer", "batch", "penalty", "lam", "dropout"]; // these act at once, all others begin anew
const SETUP = ["data", "count", "noise", "share", "data_seed", "points", "features", "layers", "activation", "batch_norm", "init", "seed", "loss"];
const REST = 60_000; // ms out of sight until the worker is given back
const CALM = 600; // ms between pictures where the reader asked for less motion
const EVERY = { table: 120, words: 400 }; // ms between changes of the table and of the sentences while it plays

export default widget(t, (ui) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const regression = () => isRegression(ui.get("data"));
  let shot = null; // what the training side told last
  let palette, train, test, setup, live;
  let [playing, stopAt, frame, timer, restTimer, fresh] = [false, Infinity, 0, 0, 0, false];
  let [tableAt, wordsAt, turn] = [0, 0, 0];

  // ---- the parts ----
  const { strip, watch } = tasks(ui, ask);
  const settings = new Settings(ui);
  const controls = transport(ui, { play: () => play(!playing), step: (what) => go(what), rewind, renew, look });
  const run = element("div", { class: "nw-pg-run" }, controls.buttons, settings.tabs);
  const top = [strip, watch, run, settings.place, controls.bar];
  for (const el of top) el.classList.add("nw-pg-wide");
  ui.controls.append(...top);
  ui.root.classList.add("nw-pg-root");
  ui.figure.classList.add("nw-pg");
  const diagram = new Diagram(ui, (name) => ui.set({ shown: name }));
  ui.figure.append(diagram.box);
  const plane = new Plane(ui, { pencil: () => settings.pencil, change: (points) => ui.set({ points }) });
  ui.figure.append(plane.box);
  const table = new LayerTable();
  const inside = element("div", { class: "nw-pg-inside" }, table.el);
  const right = element("div", { class: "nw-pg-curves" });
  ui.figure.append(inside, right);
  const curves = new Curves(ui, right);

  // ---- training ----
  const runner = new Runner(
    (news) => {
      shot = news;
      frame ||= requestAnimationFrame(picture);
    },
    (text) => {
      play(false);
      ui.problem.hidden = false;
      ui.problem.textContent = t("trainingStopped", { error: text });
    },
  );

  const own = () => {
    const reader = ui.reader();
    const xs = reader && ui.get("probes")[reader.name]?.[0];
    const ys = reader?.values && flat(reader.values);
    return xs && ys?.length === xs.length && ys.every((v) => typeof v === "number") ? { xs, ys } : null;
  };

  function config() {
    const names = ["features", "layers", "activation", "init", "loss", "optimizer", "lr", "batch", "penalty", "lam", "dropout", "share", "seed"];
    const chosen = Object.fromEntries(names.map((name) => [name, ui.get(name)]));
    const mine = chosen.activation === "yours" ? own() : null;
    if (chosen.activation === "yours" && !mine) chosen.activation = "tanh";
    return { ...chosen, own: mine, batchNorm: ui.get("batch_norm"), dataSeed: ui.get("data_seed"), regression: regression() };
  }

  function begin() {
    const points = ui.get("data") === "yours"
      ? Float64Array.from(ui.get("points").flat())
      : dataset(ui.get("data"), ui.get("count"), ui.get("noise"), ui.get("data_seed"));
    ({ train, test } = split(points, ui.get("share"), ui.get("data_seed")));
    shot = null;
    fresh = false;
    if (!ui.values.children.length) numbers({ epoch: 0, train: {}, test: {} }); // their place is kept
    controls.reset();
    runner.start(config(), points);
  }

  function go(what) {
    play(false);
    controls.reset();
    runner.request(what);
  }
  function rewind() {
    play(false);
    fresh = true;
    ui.redraw();
  }
  function renew() {
    play(false);
    ui.set({ seed: ui.get("seed") + 1 });
  }
  function look(at) {
    if (playing) play(false);
    if (!runner.busy) runner.request({ at });
    else setTimeout(() => look(at), 8);
  }

  function ask(name) {
    const { settings: chosen, until } = ui.get("presets").find((preset) => preset.name === name);
    play(false);
    ui.set({ ...ui.get("defaults"), shown: "output", goal: "", ...chosen, preset: name });
    fresh = true; // also where nothing has changed
    stopAt = until ?? Infinity;
    playing = true; // from the drawing on that this has asked for
  }

  function play(on) {
    playing = on;
    if (!on) clearTimeout(timer);
    if (!on) stopAt = Infinity;
    controls.playing(on);
    if (on) {
      controls.reset();
      if (!runner.busy) next();
    } else ui.redraw();
  }

  const amount = () => (calm ? { ms: 300 } : { batch: { steps: 1 }, epoch: { epoch: true }, fast: { ms: 20 } }[ui.get("speed")]);
  function next() {
    if (playing && visible && !runner.busy) runner.request({ ...amount(), until: Number.isFinite(stopAt) ? stopAt : undefined });
  }

  // One picture a frame: the worker goes on while this is painted.
  function picture() {
    frame = 0;
    if (!shot) return;
    const done = shot.blown || shot.last >= stopAt - 1e-9;
    if (playing && done) return play(false);
    if (playing) calm ? (timer = setTimeout(next, CALM)) : next();
    ui.attempt(() => paint(performance.now()));
  }

  /** While it plays, the network and the curves take turns, and sentences change slowly enough to be read. */
  function paint(now, all = !playing) {
    const { shown, layers } = { shown: ui.get("shown"), layers: ui.get("layers") };
    const units = all || turn++ % 2 === 0;
    plane.output.paint(shot.output, 0, palette.shades);
    if (units) diagram.paint(shot, plane.output);
    const tile = shown === "output" ? null : diagram.tile(shown, layers);
    plane.draw(tile ?? plane.output, tile ? null : shot.scores);
    if (all || !units) curves.paint(shot, shot.at >= 0);
    if (all || (!units && now - tableAt > EVERY.table)) {
      tableAt = now;
      table.paint(shot);
      numbers();
      controls.show(shot, playing);
    }
    if (all || (!units && now - wordsAt > EVERY.words)) {
      wordsAt = now;
      words();
    }
  }

  function numbers({ epoch, train, test } = shot) {
    const error = (v) => (Number.isNaN(v ?? NaN) ? "–" : regression() ? number(v) : percent(v));
    const loss = (v) => (Number.isNaN(v ?? NaN) && !shot?.blown ? "–" : number(v, 3));
    ui.show({
      [t("epochValue")]: epoch < 10 ? epoch.toFixed(1) : String(Math.floor(epoch)),
      [t("trainingLoss")]: loss(train.loss),
      [t("testLoss")]: loss(test.loss),
      [t(regression() ? "testRmse" : "wrongTest")]: error(test.error),
      [t("start")]: t("startNumber", { seed: ui.get("seed") }),
    });
  }

  function words() {
    const goal = ui.get("goals").find(({ name }) => name === ui.get("goal"));
    const traits = Object.fromEntries([...SETUP, ...LIVE, "speed"].map((name) => [name, ui.get(name)]));
    const found = shot.at >= 0 ? [] : diagnose(shot);
    const text = sentence({ ...traits, regression: regression(), trained: train.length / 3, tested: test.length / 3, own: ui.reader()?.name }, shot, found);
    ui.say(sentences(goal && t("goalIs", { goal: standing(goal, traits, shot).text }), text), playing ? "" : yours());
  }

  /** How the reader's own activation compares, and that it is the one that trains. */
  function yours() {
    const reader = ui.reader();
    if (!reader) return "";
    const { name } = reader;
    const reference = (z) => ACTIVATIONS[name].phi(z, ALPHA[name]);
    const { text } = compare(name, reader, ui.get("probes")[name][0], reference);
    if (!own()) return sentences(text, t("notTrainable"));
    if (ui.get("activation") !== "yours") return text;
    return sentences(text, t("itsValues", { n: own().xs.length }));
  }

  function readerChanged() {
    settings.offerOwn(own() ? t("yoursNamed", { name: ui.reader().name }) : "");
    if (own() && !ui.get("preset")) ui.set({ activation: "yours" }); // a question keeps its own, and offers it
    fresh = ui.get("activation") === "yours";
    ui.redraw();
  }
  ui.on("reader", readerChanged);
  settings.offerOwn(own() ? t("yoursNamed", { name: ui.reader().name }) : "");

  // ---- out of sight, nothing is trained; after a while the worker goes ----
  let visible = true;
  function sight(on) {
    visible = on;
    clearTimeout(restTimer);
    if (on) next();
    else {
      restTimer = setTimeout(() => {
        play(false);
        runner.rest();
      }, REST);
    }
  }
  const seen = new IntersectionObserver((entries) => sight(entries.at(-1).isIntersecting && !document.hidden));
  seen.observe(ui.root);
  const hidden = () => sight(!document.hidden);
  document.addEventListener("visibilitychange", hidden);
  const theme = new MutationObserver(ui.redraw);
  for (const el of [document.documentElement, document.body]) theme.observe(el, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] });
  ui.atEnd(() => {
    playing = false;
    cancelAnimationFrame(frame);
    for (const one of [timer, restTimer]) clearTimeout(one);
    for (const one of [seen, theme]) one.disconnect();
    document.removeEventListener("visibilitychange", hidden);
    runner.end();
  });

  // After every change of state, width or theme; pictures of the training do not come this way.
  ui.draw(() => {
    const now = JSON.stringify(SETUP.map((name) => ui.get(name)));
    const settled = JSON.stringify(LIVE.map((name) => ui.get(name)));
    if (now !== setup || fresh) {
      const wanted = playing;
      if (setup !== undefined && now !== setup && !fresh) playing = false;
      begin();
      if (wanted && playing) controls.playing(true);
      else controls.playing(false);
    } else if (settled !== live) runner.change(Object.fromEntries(LIVE.map((name) => [name, ui.get(name)])));
    [setup, live] = [now, settled];

    palette = colours(ui.root);
    const { features, layers, shown } = { features: ui.get("features"), layers: ui.get("layers"), shown: ui.get("shown") };
    diagram.layout(features, layers, palette, shown);
    plane.layout(palette, train, ui.get("show_test") ? test : new Float64Array(0), regression());
    table.layout(layers, palette);
    controls.units(layers);
    ui.legend([
      { look: "nw-line nw-one", text: t("trainingLoss") },
      { look: "nw-line nw-two nw-pg-testline", text: t("testLoss") },
      { look: "nw-pg-rings", mark: "only", text: t(regression() ? "aboveZero" : "classOne") },
      { look: "nw-pg-crosses", mark: "cross", text: t(regression() ? "belowZero" : "classZero") },
      { look: "nw-pg-positive", text: t("weightAbove") },
      { look: "nw-pg-negative", text: t("weightBelow") },
    ]);
    if (shot) paint(performance.now(), true);
  });
});
