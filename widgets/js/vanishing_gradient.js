// The length of a gradient on its way back through sampled networks, and what each layer multiplies it by.

import { activationLabel } from "./lib/choices.js";
import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { backwardNorms, median, sampleNetwork } from "./math/deep.js";
import { ALPHA, STACKED } from "./math/declared.js";
import english from "./words/en/vanishing_gradient.js";

const t = words("vanishing_gradient", english);

const NETWORKS = 20;
const GONE = 1e-3;
const range = (n) => Array.from({ length: n }, (_, i) => i);

export default widget(t, (ui) => {
  ui.select("activation", { label: t("activation"), choices: STACKED.map((name) => [name, activationLabel(name)]) });
  ui.slider("depth", { label: t("layersL"), min: 1, max: 30, step: 1, format: String });
  ui.slider("gain", { label: t("gain"), min: 0.25, max: 8, step: 0.25, format: (v) => fixed(v) });
  ui.slider("scale", { label: t("scale"), min: 0.1, max: 10, step: 0.1, scale: "log" });
  ui.button(t("newNetworks"), () => ui.set({ seed: ui.get("seed") + NETWORKS }));

  const plot = ui.plot({
    label: t("plot"),
    height: 265,
    margin: { bottom: 24 },
    x: { domain: [0, 10] },
    y: { domain: [1e-6, 10], log: true, label: t("share") },
  });
  const factors = ui.plot({
    label: t("factors"),
    height: 160,
    x: { domain: [0, 10], label: t("passed") },
    y: { domain: [0.01, 10], log: true, label: t("multiplies") },
  });

  let networks;
  let runs;
  const sample = () => {
    const [activation, depth, gain, scale, seed] = ["activation", "depth", "gain", "scale", "seed"].map((k) => ui.get(k));
    const draw = (i) => sampleNetwork({ activation, alpha: ALPHA[activation], depth, gain, scale, seed: seed + i });
    networks = range(NETWORKS).map(draw);
    runs = networks.map(backwardNorms);
    const { dA, weights, slopes } = networks[0];
    ui.probe({ backward_norms: [dA, weights, slopes] });
  };
  sample();
  ui.on("activation depth gain scale seed", sample);

  ui.draw(() => {
    const depth = ui.get("depth");
    const layers = range(depth + 1);
    const left = layers.map((k) => median(runs.map(({ norms }) => norms[k] / norms[0])));
    const slopes = layers.slice(1).map((k) => median(runs.map((run) => run.bySlopes[k - 1])));
    const weights = layers.slice(1).map((k) => median(runs.map((run) => run.byWeights[k - 1])));
    const seen = left.filter((v) => v > 0);
    const decade = (v, round) => 10 ** Math.max(-40, Math.min(40, round(Math.log10(v))));
    const y = { domain: [Math.min(1e-5, decade(Math.min(...seen), Math.floor)), Math.max(10, decade(Math.max(...seen), Math.ceil))] };
    const ticks = depth < 12 ? range(depth + 1) : undefined;
    plot.axes({ x: { domain: [0, depth], ticks, format: String }, y });
    const both = [...slopes, ...weights].filter((v) => v > 0);
    const low = Math.min(0.1, decade(Math.min(...both, 1), Math.floor));
    factors.axes({ x: { domain: [0, depth], ticks, format: String }, y: { domain: [low, Math.max(10, decade(Math.max(...both, 1), Math.ceil))] } });

    plot.curve("nw-limit", [[0, GONE], [depth, GONE]], { key: "gone" });
    plot.text("gone", t("gone"), [plot.box.left + 6, plot.y(GONE) + 16], "start");
    plot.curve("nw-limit", [[0, 1], [depth, 1]], { key: "one" });
    const positive = (points) => points.map(([x, v]) => (v > 0 ? [x, v] : null));
    const line = (norms) => positive(norms.map((v, k) => [k, v / norms[0]]));
    runs.forEach(({ norms }, i) => plot.curve("nw-thin", line(norms), { key: `network-${i}` }));
    const typical = positive(left.map((v, k) => [k, v]));
    plot.curve("nw-line nw-one", typical, { key: "median" });
    plot.dots("nw-one nw-dot", typical.filter(Boolean), { key: "median-dots" });

    factors.curve("nw-limit", [[0, 1], [depth, 1]], { key: "one" });
    for (const [look, values] of [["two", slopes], ["three", weights]]) {
      const points = positive(values.map((v, k) => [k + 1, v]));
      factors.curve(`nw-line nw-${look}`, points, { key: look });
      factors.dots(`nw-${look} nw-dot`, points.filter(Boolean), { key: `${look}-dots`, r: look === "two" ? 3.5 : 2.5 });
    }

    const reader = ui.reader();
    const mine = reader ? compare(reader.name, reader, layers, (k) => runs[0].norms[k]) : { text: "" };
    const points = (mine.points ?? []).map((p) => p && p[1] > 0 ? [p[0], p[1] / runs[0].norms[0]] : null);
    plot.curve("nw-line nw-mine", points, { key: "yours" });
    plot.dots("nw-mine nw-dot", points.filter(Boolean), { key: "yours-dots" });

    ui.legend([
      { look: "nw-line nw-one", mark: true, text: t("legendMedian", { n: NETWORKS }) },
      { look: "nw-thin", text: t("eachNetwork") },
      { look: "nw-line nw-two", mark: true, text: t("legendSlopes") },
      { look: "nw-line nw-three", mark: true, text: t("legendWeights") },
      ...(points.length ? [{ look: "nw-line nw-mine", mark: true, text: t("legendYours") }] : []),
    ]);
    const gone = left.findIndex((v) => v < GONE);
    ui.show({ [t("left")]: number(left[depth]), [t("goneAfter")]: gone < 0 ? t("never") : t("layers", { n: gone }) });
    const typicalSlope = median(slopes);
    const typicalWeight = median(weights);
    const end =
      gone >= 0 ? t("isGone", { layers: t("layers", { n: gone }) })
      : left[depth] > 10 ? t("explodes", { times: number(left[depth]) })
      : t("isLeft", { layers: t("layers", { n: depth }), share: number(left[depth]) });
    const factorsNow = t("typical", { slopes: number(typicalSlope), weights: number(typicalWeight), both: number(typicalSlope * typicalWeight) });
    ui.say(sentences(factorsNow, end), mine.text && t("onFirst", { text: mine.text }));
  });
});
