// The network: a small map for every unit, and a line for every weight. Thicker is larger, dashed is negative.

import { element, svg } from "../lib/dom.js";
import { FEATURES, inputs } from "../math/datasets.js";
import { UNIT_GRID, gridPoints, shadeOfUnit } from "../math/trainer.js";
import { Tile, sharp } from "./colours.js";
import { t } from "./words.js";

const HEIGHT = 300;
const TOP = 26; // room for the captions
const AREA = UNIT_GRID * UNIT_GRID;

export class Diagram {
  #places = []; // per column, per unit: { x, y } of its middle, and half its side
  #tiles = [];
  #inputTiles = [];
  #outputTile = null;

  /** pick(name): the reader has pointed at a unit, "output" or "layer.unit". */
  constructor(ui, pick) {
    this.ui = ui;
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.labels = svg("g", { role: "img", "aria-label": t("networkPicture"), "aria-describedby": ui.sayId });
    this.el = svg("svg", { class: "nw-plot nw-pg-over" }, this.labels);
    this.box = element("div", { class: "nw-pg-diagram" }, this.canvas, this.el);
    this.el.addEventListener("click", (event) => {
      const frame = this.el.getBoundingClientRect();
      const name = this.#at(event.clientX - frame.left, event.clientY - frame.top);
      if (name) pick(name);
    });
  }

  #at(x, y) {
    for (let c = 1; c < this.#places.length; c++) {
      for (let j = 0; j < this.#places[c].length; j++) {
        const place = this.#places[c][j];
        if (Math.abs(place.x - x) <= Math.max(14, place.half + 2) && Math.abs(place.y - y) <= Math.max(place.half + 2, 5)) {
          return c === this.#places.length - 1 ? "output" : `${c}.${j + 1}`;
        }
      }
    }
    return "";
  }

  /** After a change of structure, width or theme. */
  layout(features, layers, palette, shown) {
    const width = Math.max(240, this.box.clientWidth);
    const columns = [features.length, ...layers, 1];
    const left = features.some((name) => FEATURES[name].label.length > 5) ? 44 : 26; // for the names of the inputs
    const gap = (width - left - 6) / columns.length;
    const pitch = (n) => Math.min(46, (HEIGHT - TOP - 6) / n);
    const half = (n) => Math.max(5, Math.min(34, pitch(n) - (pitch(n) > 20 ? 5 : 1.5), gap * 0.62)) / 2;
    this.#places = columns.map((n, c) => {
      const x = left + gap * (c + 0.5);
      return Array.from({ length: n }, (_, j) => ({ x, y: TOP + (HEIGHT - TOP) / 2 + (j - (n - 1) / 2) * pitch(n), half: half(n) }));
    });
    this.width = width;
    this.palette = palette;
    sharp(this.canvas, width, HEIGHT);
    this.el.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.el.style.height = `${HEIGHT}px`;

    const text = (words, x, y, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor, class: "nw-note" }, words);
    const captions = this.#places.map((column, c) => {
      const [first, last] = (gap > 48 ? ["inputsColumn", "output"] : ["inColumn", "outColumn"]).map((key) => t(key));
      const name = c === 0 ? first : c === columns.length - 1 ? last : gap > 62 ? t("layerNumber", { k: c }) : String(c);
      return text(name, column[0].x, 13);
    });
    const names = this.#places[0].map((p, k) => text(FEATURES[features[k]].label, p.x - p.half - 4, p.y + 4, "end"));
    const chosen = this.#find(shown);
    const side = 2 * (chosen?.half ?? 0) + 6;
    const mark = chosen ? [svg("rect", { class: "nw-pg-chosen", x: chosen.x - side / 2, y: chosen.y - side / 2, width: side, height: side, rx: 4 })] : [];
    this.labels.replaceChildren(...captions, ...names, ...mark);

    const points = gridPoints(UNIT_GRID);
    this.#inputTiles = features.map((name) => {
      const tile = new Tile(UNIT_GRID);
      tile.paint(inputs(points, [name]).map((v) => Math.round(shadeOfUnit(0.7 * v))), 0, palette.shades);
      return tile;
    });
    const units = layers.reduce((sum, n) => sum + n, 0);
    while (this.#tiles.length < units) this.#tiles.push(new Tile(UNIT_GRID));
    this.#tiles.length = units;
  }

  #find(name) {
    if (name === "output") return this.#places.at(-1)?.[0];
    const [c, j] = name.split(".").map(Number);
    return this.#places[c]?.[j - 1];
  }

  /** Weights and maps of now. `output`: the tile of the large map. */
  paint(shot, output) {
    const context = sharp(this.canvas, this.width, HEIGHT);
    context.clearRect(0, 0, this.width, HEIGHT);
    let at = 0;
    for (const sign of [1, -1]) {
      context.setLineDash(sign > 0 ? [] : [4, 3]);
      context.strokeStyle = sign > 0 ? this.palette.one : this.palette.zero;
      at = 0;
      for (let c = 0; c + 1 < this.#places.length; c++) {
        for (const from of this.#places[c]) {
          for (const to of this.#places[c + 1]) {
            const w = shot.weights[at++];
            if (!(w * sign > 0.01)) continue;
            const strength = 1 - Math.exp(-Math.abs(w) / 1.5);
            context.lineWidth = 0.4 + 3.6 * strength;
            context.globalAlpha = 0.25 + 0.6 * strength;
            context.beginPath();
            const [x0, x1] = [from.x + from.half, to.x - to.half];
            const middle = (x0 + x1) / 2;
            context.moveTo(x0, from.y);
            context.bezierCurveTo(middle, from.y, middle, to.y, x1, to.y);
            context.stroke();
          }
        }
      }
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.strokeStyle = this.palette.muted;
    context.lineWidth = 1;
    const draw = (tile, { x, y, half }) => {
      context.drawImage(tile.canvas, x - half, y - half, 2 * half, 2 * half);
      context.strokeRect(x - half, y - half, 2 * half, 2 * half);
    };
    this.#places[0].forEach((place, k) => draw(this.#inputTiles[k], place));
    let unit = 0;
    for (const column of this.#places.slice(1, -1)) {
      for (const place of column) {
        this.#tiles[unit].paint(shot.units, AREA * unit, this.palette.shades);
        draw(this.#tiles[unit++], place);
      }
    }
    draw(output, this.#places.at(-1)[0]);
  }

  /** The tile of a hidden unit, by its name. */
  tile(name, layers) {
    const [c, j] = name.split(".").map(Number);
    return this.#tiles[layers.slice(0, c - 1).reduce((sum, n) => sum + n, 0) + j - 1];
  }
}
