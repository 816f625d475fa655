// A function built of bumps or hinges, and what each further unit is worth.

import { number } from "./lib/format.js";
import { compare } from "./lib/reader.js";
import { widget } from "./lib/widget.js";
import { sentences, words } from "./lib/words.js";
import { FUNCTIONS, bump, bumps, errorOf, hinges } from "./math/regions.js";
import english from "./words/en/bump_approximator.js";

const t = words("bump_approximator", english);

const MOST = 64;
const GRID = Array.from({ length: 161 }, (_, i) => i / 160);

export default widget(t, (ui) => {
  const target = () => FUNCTIONS[ui.get("function")];
  let errors = [];

  ui.select("function", { label: t("function"), choices: Object.keys(FUNCTIONS).map((name) => [name, t(name)]) });
  ui.select("kind", { label: t("kind"), choices: [["bumps", t("kindBumps")], ["hinges", t("kindHinges")]] });
  ui.slider("n", { label: t("howMany"), min: 1, max: MOST, step: 1, format: String });
  const chosen = ui.slider("chosen", { label: t("oneOfThem"), min: 1, max: MOST, step: 1, format: (v) => String(Math.min(v, ui.get("n"))) });

  ui.figure.classList.add("nw-two-columns");
  const curves = ui.plot({
    label: t("curves"), height: 310,
    x: { domain: [0, 1], label: "x" }, y: { domain: [-1.2, 1.2], label: t("output") },
  });
  const graph = ui.plot({
    label: t("graph"), height: 310,
    x: { domain: [1, MOST], log: true, label: t("howMany") }, y: { domain: [1e-4, 2], log: true, label: t("largestError") },
  });
  const handle = graph.handle({
    label: t("howMany"),
    at: () => [ui.get("n"), Math.max(1e-4, errors[ui.get("n") - 1])],
    move: ([n]) => ui.set({ n: Math.round(n) }),
    text: () => t("handleIs", { n: ui.get("n"), error: number(errors[ui.get("n") - 1]) }),
    step: 1,
    x: [1, MOST],
  });

  const compute = () => {
    const { f } = target();
    errors = Array.from({ length: MOST }, (_, k) => errorOf(ui.get("kind"), f, k + 1));
  };
  const which = () => Math.min(ui.get("chosen"), ui.get("n")) - 1;
  const part = () => {
    const { edges, heights } = bumps(target().f, ui.get("n"));
    return [edges[which()], edges[which() + 1], heights[which()]];
  };
  const probe = () => {
    chosen.range({ max: ui.get("n") });
    ui.probe({ bump: [GRID, ...part()] });
  };
  compute();
  probe();
  ui.on("function kind", compute);
  ui.on("function n chosen", probe);

  ui.draw(() => {
    const { f, slope } = target();
    const [n, kind] = [ui.get("n"), ui.get("kind")];
    const jumpy = (list) => list.flatMap(([a, b, y]) => [[a, y], [b, y]]);
    const { edges, heights } = bumps(f, n);
    const g = hinges(f, n);
    curves.curve("nw-thin-line", GRID.concat([1]).map((x) => [x, f(x)]), { key: "function" });
    curves.curve("nw-line nw-one", kind === "bumps" ? jumpy(heights.map((h, k) => [edges[k], edges[k + 1], h])) : edges.map((x) => [x, g(x)]), { key: "approximation" });
    const [left, right, height] = part();
    curves.curve("nw-line nw-two nw-dashed", kind === "bumps" ? [[0, 0], [left, 0], [left, height], [right, height], [right, 0], [1, 0]] : unit(f, n), { key: "part" });

    const now = errors[n - 1];
    const low = Math.min(...errors.filter((e) => e > 1e-12), 0.1);
    graph.axes({ y: { domain: [10 ** Math.floor(Math.log10(low)), 2] } });
    const seen = (e) => (e > 1e-12 ? e : null);
    graph.curve("nw-line nw-one", errors.map((e, k) => (seen(e) ? [k + 1, e] : null)), { key: "errors" });
    graph.curve("nw-limit", slope && kind === "bumps" ? [[1, slope / 2], [MOST, slope / (2 * MOST)]] : [], { key: "bound" });
    handle.place();

    const reader = kind === "bumps" ? ui.reader() : null;
    const mine = reader ? compare("bump", reader, GRID, (x) => bump(x, left, right, height)) : { text: "" };
    curves.curve("nw-line nw-mine", mine.points ?? [], { key: "yours" });
    ui.legend([
      { look: "nw-thin-line", text: t("legendFunction") },
      { look: "nw-line nw-one", text: t(kind === "bumps" ? "legendBumps" : "legendHinges") },
      { look: "nw-line nw-two nw-dashed", text: t(kind === "bumps" ? "bumpNumber" : "unitNumber", { k: which() + 1 }) },
      ...(kind === "bumps" ? [{ look: "nw-limit", text: t("legendBound") }] : []),
      ...(reader ? [{ look: "nw-line nw-mine", text: t("yours") }] : []),
    ]);
    ui.show({
      [t(kind === "bumps" ? "bumps" : "units")]: String(n),
      [t("hiddenUnits")]: String(kind === "bumps" ? n + 1 : n),
      [t("largestError")]: number(now),
      ...(kind === "bumps" ? { [t("bound")]: slope ? number(slope / (2 * n)) : t("none") } : {}),
    });
    const twice = errors[2 * n - 1];
    const gain = twice === undefined ? "" : twice > 1e-12 ? t("gain", { n: 2 * n, error: number(twice), times: number(now / twice, 2) }) : t("gainAll", { n: 2 * n });
    const remaining = t(kind === "bumps" ? "leavesBumps" : "leavesHinges", { n, units: n + 1, error: number(now) });
    ui.say(sentences(remaining, gain, ui.get("function") === "jump" && t("warning")), mine.text);
  });

  /** The contribution of one ReLU unit. */
  function unit(f, n) {
    const k = which();
    const slopeAt = (i) => (i < 0 ? 0 : (f((i + 1) / n) - f(i / n)) * n);
    const turn = slopeAt(k) - slopeAt(k - 1);
    return [[0, 0], [k / n, 0], [1, turn * (1 - k / n)]];
  }
});
