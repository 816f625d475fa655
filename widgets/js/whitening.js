// A cloud of two inputs, prepared in five ways, and the error surface above the weights of a neuron that sees it.

import { fixed, number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { flat } from "./math/compare.js";
import { apply, bestRate, cloud, curvatureTimes, descend, eigen, height, moments, preparation } from "./math/whitening.js";
import english from "./words/en/whitening.js";

const t = words("whitening", english);

const STEPS = 200;
const REACH = 4;
const CLOSE = 0.01; // done: the error above the lowest is this share of what it was
const CHOICES = ["raw", "centred", "standardized", "decorrelated", "whitened"];
const BELONGS = { standardize_fit: "standardized", pca_fit: "decorrelated", whiten_fit: "whitened" };
const RINGS = [1, 2, 3, 4, 5, 6, 7, 8];

export default widget(t, (ui) => {
  let P, prepared, X, H, bowl;
  let walk = [ui.get("start")];
  const last = () => walk.length - 1;
  const step = () => Math.min(last(), ui.get("shown"));
  const here = () => walk[step()];

  ui.select("preparation", { label: t("inputsAre"), choices: CHOICES.map((kind) => [kind, t(kind)]) });
  ui.slider("correlation", { label: t("correlation"), min: -0.95, max: 0.95, step: 0.05, format: (v) => fixed(v) });
  ui.slider("spread", { label: t("spread"), min: 0.2, max: 5, step: 0.1, scale: "log", format: (v) => fixed(v) });
  ui.slider("offset", { label: t("offset"), min: 0, max: 4, step: 0.25, format: (v) => fixed(v) });
  ui.slider("rate", { label: t("rate"), min: 0.01, max: 4, step: 0.05, scale: "log" });
  const shown = ui.slider("shown", { label: t("stepsTaken"), min: 0, max: STEPS, step: 1, format: () => String(step()) });
  ui.button(t("oneStep"), () => ui.set({ shown: Math.min(last(), step() + 1) }));
  ui.button(t("descend"), () => ui.set({ shown: last() }));
  ui.button(t("bestRate"), () => ui.set({ rate: Number(Math.min(4, Math.max(0.01, bestRate(bowl.values))).toPrecision(2)), shown: 0 }));
  ui.button(t("backToStart"), () => ui.set({ shown: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const points = ui.plot({ label: t("points"), height: 340, square: true, x: { domain: [-4, 4], label: "x₁" }, y: { domain: [-4, 4], label: "x₂" } });
  const map = ui.plot({
    label: t("map"), height: 340, square: true,
    x: { domain: [-REACH, REACH], label: t("w1") }, y: { domain: [-REACH, REACH], label: t("w2") },
  });
  const handle = map.handle({
    label: t("start"),
    at: here,
    move: (start) => ui.set({ start, shown: 0 }),
    text: () => t("startIs", { w1: fixed(here()[0]), w2: fixed(here()[1]), error: number(height(H, here())) }),
    step: 0.1,
    big: 1,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });

  const compute = () => {
    const [correlation, spread, offset] = ["correlation", "spread", "offset"].map((k) => ui.get(k));
    P = cloud({ correlation, spread, offset });
    prepared = preparation(ui.get("preparation"), P);
    X = apply(P, prepared.mean, prepared.T);
    H = moments(X);
    bowl = eigen(H);
    ui.probe(Object.fromEntries(Object.keys(BELONGS).map((name) => [name, [P]])));
    go();
  };
  const go = () => {
    walk = descend(H, ui.get("start"), ui.get("rate"), STEPS);
    shown.range({ max: last() });
  };
  compute();
  ui.on("preparation correlation spread offset", compute);
  ui.on("start rate", go);
  ui.on("reader", () => {
    const to = BELONGS[ui.reader()?.name];
    if (to) ui.set({ preparation: to });
  });

  /** The reader's statistics beside ours, and the points as they come out with them. */
  const readers = () => {
    const reader = ui.reader();
    if (!reader) return { text: "", cloud: [] };
    const { C, values, mean, T } = preparation(BELONGS[reader.name], P);
    const want = {
      standardize_fit: () => [...mean, Math.sqrt(C[0][0]), Math.sqrt(C[1][1])],
      pca_fit: () => [...mean, ...values],
      whiten_fit: () => [...mean, ...T.flat()],
    }[reader.name]();
    const parts = Array.isArray(reader.values) ? reader.values : [];
    // Components may point either way, so that only their variances are compared.
    const got = reader.name === "pca_fit" ? [parts[0], parts[2]] : parts;
    const numbers = flat(got).filter((v) => v !== undefined);
    if (!reader.error && numbers.length !== want.length) {
      return { text: t("gaveCount", { name: reader.name, numbers: t("numbers", { n: numbers.length }), wanted: want.length }), cloud: [] };
    }
    const told = compare(reader.name, { ...reader, values: numbers }, want.map((_, i) => i), (i) => want[i], (i) => t("place", { k: i + 1, all: want.length }));
    if (numbers.length !== want.length || numbers.includes(null)) return { text: told.text, cloud: [] };
    const [m, s] = parts;
    const matrix = { standardize_fit: () => [[1 / s[0], 0], [0, 1 / s[1]]], pca_fit: () => s, whiten_fit: () => s }[reader.name]();
    const fits = Array.isArray(matrix) && matrix.length === 2 && matrix.every((row) => row?.length === 2);
    return { text: told.text, cloud: fits ? apply(P, m, matrix) : [] };
  };

  ui.draw(() => {
    const mine = readers();
    const far = Math.max(3, ...X.flat().map(Math.abs)) * 1.05;
    points.axes({ x: { domain: [-far, far] }, y: { domain: [-far, far] } });
    points.curve("nw-limit", [[0, -far], [0, far]], { key: "upright" });
    points.curve("nw-limit", [[-far, 0], [far, 0]], { key: "level" });
    points.dots("nw-one nw-dot", X, { key: "points", r: 3 });
    const cross = ([x, y]) => `M${points.x(x) - 3},${points.y(y) - 3}l6,6m0,-6l-6,6`;
    points.path("nw-line nw-mine", mine.cloud.map(cross).join(""), { key: "yours" });

    // Lines of equal error are ellipses: half axes along the eigenvectors, as long as 1 / √curvature. The heights are those
    // at the start times 1/16, 4/16, 9/16, …
    const top = height(H, ui.get("start"));
    const [a, b] = bowl.values.map((v) => Math.sqrt((2 * top) / Math.max(v, 1e-12)));
    const { E } = bowl;
    RINGS.forEach((k) => {
      const ring = Array.from({ length: 97 }, (_, i) => {
        const turn = (2 * Math.PI * i) / 96;
        const [u, v] = [(a * k * Math.cos(turn)) / 4, (b * k * Math.sin(turn)) / 4];
        return [E[0][0] * u + E[0][1] * v, E[1][0] * u + E[1][1] * v];
      });
      map.path("nw-contour", `M${ring.map((p) => `${map.x(p[0])},${map.y(p[1])}`).join("L")}`, { key: `ring-${k}`, into: map.back });
    });
    const [cx, cy] = [map.x(0), map.y(0)];
    map.path("nw-line nw-three", `M${cx - 5},${cy - 5}l10,10m0,-10l-10,10`, { key: "lowest" });
    const path = walk.slice(0, step() + 1);
    map.curve("nw-path", path, { key: "path" });
    map.dots("nw-stop", path.slice(0, -1), { key: "steps", r: 2 });
    const g = curvatureTimes(H, here());
    const next = here().map((v, i) => v - ui.get("rate") * g[i]);
    map.curve("nw-limit", [here(), next], { key: "next" });
    handle.place();

    ui.legend([
      { look: "nw-one", mark: "only", text: t("legendInputs") },
      { look: "nw-contour", text: t("equalError") },
      { look: "nw-path", mark: true, text: t("wayTaken") },
      { look: "nw-limit", text: t("legendNext") },
      { look: "nw-line nw-three", mark: "cross", text: t("lowestPoint") },
      ...(mine.cloud.length ? [{ look: "nw-line nw-mine", mark: "cross", text: t("yoursNamed", { name: ui.reader().name }) }] : []),
    ]);
    const [largest, smallest] = bowl.values;
    const ratio = largest / smallest;
    const done = walk.findIndex((d) => height(H, d) <= CLOSE * top);
    const diverges = ui.get("rate") * largest > 2;
    ui.show({
      [t("steepest")]: number(largest),
      [t("flattest")]: number(smallest),
      [t("ratio")]: number(ratio),
      [t("stepsTo")]: done < 0 ? (diverges ? t("never") : t("moreThan", { n: STEPS })) : String(done),
    });
    const shape = t(ratio < 1.05 ? "round" : ratio < 4 ? "oval" : "ravine", { ratio: number(ratio, 2) });
    const speed = diverges
      ? t("grows", { most: number(2 / largest, 2) })
      : done < 0 ? t("notEnough", { steps: t("steps", { n: STEPS }) })
      : t("brings", { n: done });
    const after = step() > 0 && t("after", { steps: t("steps", { n: step() }), error: number(height(H, here()), 2) });
    ui.say(sentences(shape, speed, t("bestIs", { rate: number(bestRate(bowl.values), 2) }), after), mine.text);
  });
});
