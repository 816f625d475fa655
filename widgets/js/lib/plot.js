// A pair of axes drawn in CSS pixels: it is laid out again at every width, so that its text never shrinks on a phone.

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear, scaleLog } from "d3-scale";
import { select } from "d3-selection";
import { line } from "d3-shape";
import { svg, unique } from "./dom.js";
import { power } from "./format.js";
import { handle } from "./handle.js";

const MARGIN = { top: 24, right: 14, bottom: 38, left: 44 };
const CORNER = 8; // px: ticks this close to the corner have their numbers side by side

/**
 * options: label (what a screen reader calls it), height (px), square (as wide as high),
 * x and y: { domain, label, log, ticks, format, names }, margin. `names`: the numbers name things, and 0 is no origin.
 */
export class Plot {
  #ui;
  #options;
  #paths = new Map();
  #texts = new Map();

  constructor(ui, options) {
    this.#ui = ui;
    this.#options = { ...options, margin: { ...MARGIN, ...options.margin } };
    const clip = unique("clip");
    this.clipRect = svg("rect");
    this.xAxis = svg("g", { class: "nw-axis" });
    this.yAxis = svg("g", { class: "nw-axis" });
    this.xLabel = svg("text", { class: "nw-label", "text-anchor": "end" });
    this.yLabel = svg("text", { class: "nw-label" });
    this.back = svg("g"); // regions
    this.marks = svg("g"); // curves
    this.front = svg("g"); // handles: not clipped, and not part of the picture
    const clipped = svg("g", { "clip-path": `url(#${clip})` }, this.back, this.marks);
    const picture = svg(
      "g",
      { role: "img", "aria-label": options.label, "aria-describedby": ui.sayId },
      ...[this.xAxis, this.yAxis, this.xLabel, this.yLabel, clipped],
    );
    this.el = svg("svg", { class: "nw-plot" }, svg("clipPath", { id: clip }, this.clipRect), picture, this.front);
    this.el.style.height = `${options.height}px`;
    const { left, right, top, bottom } = this.#options.margin;
    // Square: the same number of pixels to a unit on both axes.
    if (options.square) this.el.style.maxWidth = `${options.height - top - bottom + left + right}px`;
    this.x = scaleLinear();
    this.y = scaleLinear();
    this.axes({ x: options.x, y: options.y });
  }

  /** Change an axis: domain, label, log, ticks (number or values), format, names. */
  axes({ x = {}, y = {} }) {
    const options = this.#options;
    options.x = { ...options.x, ...x };
    options.y = { ...options.y, ...y };
    this.layout();
  }

  /** Another height, in pixels, from the next layout on. */
  set height(pixels) {
    this.#options.height = pixels;
    this.el.style.height = `${pixels}px`;
  }

  layout() {
    const { height, margin, square } = this.#options;
    const width = Math.max(120, this.el.clientWidth || (square ? height : 600));
    this.box = { left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom };
    const { left, right, top, bottom } = this.box;
    this.el.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const room = 6; // a mark on the edge is drawn whole
    for (const [k, v] of Object.entries({ x: left - room, y: top - room, width: right - left + 2 * room, height: bottom - top + 2 * room })) {
      this.clipRect.setAttribute(k, v);
    }
    this.x = this.#scale(this.#options.x, [left, right]);
    this.y = this.#scale(this.#options.y, [bottom, top]);
    this.#axis(this.xAxis, axisBottom(this.x), this.#options.x, Math.min(13, (right - left) / 55), top - bottom);
    this.#axis(this.yAxis, axisLeft(this.y), this.#options.y, (bottom - top) / 42, left - right);
    this.xAxis.setAttribute("transform", `translate(0,${bottom})`);
    this.yAxis.setAttribute("transform", `translate(${left},0)`);
    this.xLabel.textContent = this.#options.x.label ?? "";
    this.yLabel.textContent = this.#options.y.label ?? "";
    this.#clearCorner();
    for (const [label, x, y] of [[this.xLabel, right, height - 5], [this.yLabel, 2, 13]]) {
      label.setAttribute("x", x);
      label.setAttribute("y", y);
    }
  }

  // Where both axes have a tick in the corner, the lower left one is lifted: it would touch its neighbour.
  #clearCorner() {
    const { left, bottom } = this.box;
    const at = (g, along) => [...g.querySelectorAll(".tick")].map((tick) => ({ tick, at: tick.transform.baseVal[0].matrix[along] }));
    const first = at(this.xAxis, "e").some((tick) => tick.at < left + CORNER);
    for (const { tick, at: y } of at(this.yAxis, "f")) {
      tick.querySelector("text").setAttribute("dy", first && y > bottom - CORNER ? "-0.1em" : "0.32em");
    }
  }

  #scale({ domain, log }, range) {
    return (log ? scaleLog() : scaleLinear()).domain(domain).range(range).clamp(false);
  }

  #axis(g, axis, { ticks, log, format, domain, names }, room, grid) {
    axis.tickSizeInner(grid).tickSizeOuter(0).tickPadding(6);
    if (Array.isArray(ticks)) axis.tickValues(ticks);
    else if (log) {
      const [low, high] = domain.map(Math.log10);
      const every = Math.max(1, Math.ceil((high - low) / room));
      const powers = [];
      for (let k = Math.ceil(low - 1e-9); k <= high + 1e-9; k++) if (k % every === 0) powers.push(k);
      axis.tickValues(powers.map((k) => 10 ** k)).tickFormat((v) => power(Math.round(Math.log10(v))));
    } else axis.ticks(ticks ?? room);
    if (format) axis.tickFormat(format);
    select(g).call(axis);
    for (const tick of g.querySelectorAll(".tick")) tick.classList.toggle("nw-zero", !log && !names && tick.__data__ === 0);
  }

  /** A path that is found again by its key; `look` is its class. Points may hold null: a gap. */
  curve(look, points, { key = look, into = this.marks } = {}) {
    const list = typeof points === "function" ? this.sample(points) : points;
    const shape = line()
      .defined((p) => p !== null && Number.isFinite(p[0]) && Number.isFinite(p[1]))
      .x((p) => this.x(p[0]))
      .y((p) => this.#near(this.y(p[1])));
    return this.path(look, shape(list) ?? "", { key, into });
  }

  /** Any path, in pixels. */
  path(look, d, { key = look, into = this.marks } = {}) {
    let path = this.#paths.get(key);
    if (!path) {
      this.#paths.set(key, (path = svg("path", { "data-key": key })));
      into.append(path);
    }
    if (path.getAttribute("class") !== look) path.setAttribute("class", look);
    path.setAttribute("d", d);
    return path;
  }

  /** Small circles at the points, one path for all. */
  dots(look, points, { key = look, into = this.marks, r = 3.5 } = {}) {
    const circle = ([x, y]) => `M${this.x(x) - r},${this.#near(this.y(y))}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
    return this.path(look, points.map(circle).join(""), { key, into });
  }

  /** Shade from x0 to x1 over the whole height; null takes the shade away. */
  band(look, range, { key = look } = {}) {
    const [from, to] = range ? range.map((v) => Math.min(this.box.right, Math.max(this.box.left, this.x(v)))) : [0, 0];
    const d = to > from ? `M${from},${this.box.top}H${to}V${this.box.bottom}H${from}Z` : "";
    return this.path(look, d, { key, into: this.back });
  }

  /** Words in the plot, at pixels. */
  text(key, words, [x, y], anchor = "middle") {
    let el = this.#texts.get(key);
    if (!el) {
      this.#texts.set(key, (el = svg("text", { class: "nw-note", "data-key": key })));
      this.marks.append(el);
    }
    el.textContent = words;
    for (const [name, value] of Object.entries({ x, y, "text-anchor": anchor })) el.setAttribute(name, value);
  }

  /** Values of f, one every two pixels; the curve is lifted at x = 0, where activations jump. */
  sample(f) {
    const { left, right } = this.box;
    const n = Math.max(2, Math.round((right - left) / 2));
    const xs = Array.from({ length: n + 1 }, (_, i) => this.x.invert(left + ((right - left) * i) / n));
    const after = xs.findIndex((x) => x > 0);
    if (after > 0) xs.splice(xs[after - 1] === 0 ? after - 1 : after, xs[after - 1] === 0 ? 1 : 0, -1e-9, null, 1e-9);
    return xs.map((x) => (x === null ? null : [x, f(x)]));
  }

  /** A point that the reader moves with mouse, finger or arrow keys: see handle.js. */
  handle(options) {
    return handle(this.#ui, this, options);
  }

  // SVG renderers lose precision far outside the picture.
  #near(pixel) {
    return Math.max(-1e4, Math.min(1e4, pixel));
  }
}
