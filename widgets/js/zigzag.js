// Two weights on their way to a goal, when the inputs have one sign and when they have both.

import { element } from "./lib/dom.js";
import { fixed, number, percent } from "./lib/format.js";
import { failure } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { CLOSE, GOAL, PATIENCE, axes, bestRate, curvature, deltas, descend, inputs, sameSignShare } from "./math/descent.js";
import english from "./words/en/zigzag.js";

const t = words("zigzag", english);

const KINDS = ["sigmoid", "centred", "tanh"];
const REACH = 2;

const steps = ({ path, end }) => (end === "arrived" ? String(path.length - 1) : end === "diverged" ? t("diverges") : t("lessThan", { n: PATIENCE }));

export default widget(t, (ui) => {
  let A, best;
  let walk = { path: [[0, 0]] };
  const last = () => walk.path.length - 1;
  const at = () => Math.min(last(), ui.get("shown"));

  ui.select("inputs", { label: t("inputsFrom"), choices: KINDS.map((kind) => [kind, t(kind)]) });
  ui.select("whole", { label: t("each"), choices: [[false, t("oneSample")], [true, t("allSamples", { n: 200 })]] });
  ui.slider("rate", { label: t("rate"), min: 0.05, max: 10, step: 0.05, scale: "log" });
  const shown = ui.slider("shown", { label: t("stepsTaken"), min: 0, max: 1, step: 1, format: () => String(at()) });
  ui.button(t("oneStep"), () => ui.set({ shown: Math.min(last(), at() + 1) }));
  ui.button(t("toTheEnd"), () => ui.set({ shown: last() }));
  ui.button(t("backToStart"), () => ui.set({ shown: 0 }));
  ui.button(t("otherSamples"), () => ui.set({ seed: ui.get("seed") + 1, shown: 0 }));

  ui.figure.classList.add("nw-two-columns");
  const plane = ui.plot({
    label: t("plane"), height: 330, square: true,
    x: { domain: [-REACH, REACH], label: "w₁" }, y: { domain: [-REACH, REACH], label: "w₂" },
  });
  const side = element("div", {});
  ui.figure.append(side);
  const pulls = ui.plot({
    into: side, label: t("pulls"), height: 230, square: true,
    x: { domain: [-1, 1], label: t("changeW1") }, y: { domain: [-1, 1], label: t("changeW2") },
  });
  const table = element("table", { class: "nw-table" });
  side.append(table);

  const handle = plane.handle({
    label: t("start"),
    at: () => ui.get("start"),
    move: (start) => ui.set({ start, shown: 0 }),
    text: () => ui.get("start").map((w, i) => `w${i + 1} = ${fixed(w, 1)}`).join(", "),
    step: 0.1,
    big: 0.5,
    x: [-REACH, REACH],
    y: [-REACH, REACH],
  });

  const compute = () => {
    const [start, rate, whole, seed] = ["start", "rate", "whole", "seed"].map((name) => ui.get(name));
    A = inputs(ui.get("inputs"), seed);
    walk = descend(A, start, rate, whole);
    best = KINDS.map((kind) => {
      const B = inputs(kind, seed);
      return { kind, here: descend(B, start, rate, whole), any: bestRate(B, start, whole), sign: sameSignShare(B, deltas(B, start)) };
    });
    shown.range({ max: last() });
    ui.probe({ same_sign_share: [A, deltas(A, start)] });
  };
  compute();
  ui.on("inputs whole rate start seed", compute);

  const ellipses = () => {
    const { values, angle } = axes(curvature(A));
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (let k = 0; k < 9; k++) {
      const level = 0.004 * 2.6 ** k; // error ½ eᵀ H e on this contour
      const [a, b] = values.map((value) => Math.sqrt((2 * level) / value));
      const points = Array.from({ length: 121 }, (_, i) => {
        const [u, v] = [a * Math.cos((i * Math.PI) / 60), b * Math.sin((i * Math.PI) / 60)];
        return [GOAL[0] + c * u - s * v, GOAL[1] + s * u + c * v];
      });
      plane.curve("nw-contour", points, { key: `contour-${k}` });
    }
  };

  const drawTable = () => {
    const cells = (tag, texts) => texts.map((text) => element(tag, {}, text));
    const head = [t("headInputs"), t("headSign"), t("headSteps", { rate: number(ui.get("rate")) }), t("headFewest")];
    const rows = best.map(({ kind, here, any, sign }) =>
      element("tr", kind === ui.get("inputs") ? { class: "nw-chosen" } : {}, element("th", { scope: "row" }, t(kind)),
        ...cells("td", [percent(sign), steps(here), any.steps < Infinity ? `${any.steps} (${number(any.rate, 2)})` : t("never")])),
    );
    table.replaceChildren(element("thead", {}, element("tr", {}, ...cells("th", head))), element("tbody", {}, ...rows));
  };

  ui.draw(() => {
    const start = ui.get("start");
    const delta = deltas(A, start);
    const path = walk.path.slice(0, at() + 1);
    ellipses();
    plane.curve("nw-path", path, { key: "path" });
    plane.dots("nw-stop", path.slice(-400), { key: "steps", r: 2 });
    plane.dots("nw-knob", [path.at(-1)], { key: "now", r: 5 });
    const [gx, gy] = [plane.x(GOAL[0]), plane.y(GOAL[1])];
    plane.path("nw-line nw-two", `M${gx - 7},${gy}h14M${gx},${gy - 7}v14`, { key: "goal" });
    plane.text("goal", t("goal"), [gx + 10, gy + 18], "start");
    handle.place();

    // Each sample moves the weights along -δ a. One sign: into the shaded quadrants only.
    const moves = A.map((a, i) => a.map((v) => -delta[i] * v));
    const far = Math.max(...moves.flat().map(Math.abs), 1e-9) * 1.05;
    pulls.axes({ x: { domain: [-far, far] }, y: { domain: [-far, far] } });
    const { left, right, top, bottom } = pulls.box;
    const [ox, oy] = [pulls.x(0), pulls.y(0)];
    pulls.path("nw-soft", `M${ox},${oy}V${top}H${right}V${oy}ZM${ox},${oy}V${bottom}H${left}V${oy}Z`, { key: "quadrants", into: pulls.back });
    pulls.path("nw-thin nw-one", moves.map(([x, y]) => `M${ox},${oy}L${pulls.x(x)},${pulls.y(y)}`).join(""), { key: "pulls" });

    const share = sameSignShare(A, delta);
    drawTable();
    ui.legend([
      { look: "nw-path", mark: true, text: t("legendPath") },
      { look: "nw-contour", text: t("equalError") },
      { look: "nw-thin nw-one", text: t("legendPull") },
      { look: "nw-soft", area: true, text: t("legendBoth") },
    ]);
    const now = path.at(-1);
    ui.show({ [t("stepShown")]: t("ofAll", { n: at(), all: last() }), "w₁": fixed(now[0]), "w₂": fixed(now[1]), [t("distance")]: number(Math.hypot(now[0] - GOAL[0], now[1] - GOAL[1]), 2) });
    const all = ui.get("whole") ? "All" : "One";
    const end = {
      arrived: () => t(`arrived${all}`, { close: CLOSE, n: last() }),
      diverged: () => t("diverged", { steps: t("steps", { n: last() }) }),
      late: () => t(`late${all}`, { n: PATIENCE }),
    }[walk.end]();
    const reader = ui.reader();
    const value = reader && (typeof reader.values === "number" ? percent(reader.values) : JSON.stringify(reader.values));
    const mine = failure(reader) || (reader ? t("saysCounted", { name: reader.name, value, right: percent(share) }) : "");
    const fewest = best.map(({ kind, any }) => t("fewestOf", { n: any.steps, inputs: t(kind) })).join(t("between"));
    ui.say(sentences(t("sameWay", { share: percent(share) }), end, t(`fewest${all}`, { fewest })), mine);
  });
});
