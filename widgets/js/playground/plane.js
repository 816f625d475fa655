// The plane: what the network says everywhere, the points it learns from, and a pencil for points of the reader's own.

import { element } from "../lib/dom.js";
import { fixed } from "../lib/format.js";
import { REACH } from "../math/datasets.js";
import { GRID } from "../math/trainer.js";
import { Tile, sharp } from "./colours.js";
import { t } from "./words.js";

const NEAR = 0.16; // of the plane: what the eraser takes, and how close two points of one stroke may be
const MOST = 400;
const STEP = 0.1;
const whole = (v) => fixed(v, 0);

export class Plane {
  constructor(ui, { pencil, change }) {
    this.ui = ui;
    this.pencil = pencil; // () -> 1, 0 or "erase"
    this.change = change; // (points) -> void
    this.output = new Tile(GRID);
    this.canvas = element("canvas", { class: "nw-pg-map", "aria-hidden": "true" });
    this.box = element("div", { class: "nw-pg-plane" }, this.canvas);
    this.plot = ui.plot({
      into: this.box, label: t("plane"), height: 330, square: true, margin: { top: 20, left: 34 },
      x: { domain: [-REACH, REACH], label: "x₁", ticks: [-2, -1, 0, 1, 2], format: whole }, y: { domain: [-REACH, REACH], label: "x₂", ticks: [-2, -1, 0, 1, 2], format: whole },
    });
    this.plot.el.classList.add("nw-pg-above");
    this.cursor = [0, 0];
    this.#listen();
  }

  get drawing() {
    return this.ui.get("data") === "yours";
  }

  #listen() {
    const { ui, plot } = this;
    this.handle = plot.handle({
      label: t("pencilHandle"),
      at: () => this.cursor,
      move: (to) => {
        this.cursor = to;
        this.handle.place();
        ui.redraw();
      },
      text: () => t("pencilAt", { x: fixed(this.cursor[0], 1), y: fixed(this.cursor[1], 1) }),
      step: STEP,
      big: 0.5,
      x: [-REACH, REACH],
      y: [-REACH, REACH],
    });
    this.handle.el.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") this.mark(this.cursor);
      else if (event.key === "Delete" || event.key === "Backspace") this.erase(this.cursor, 0.5);
      else return;
      event.preventDefault();
    });
    let last = null;
    const where = (event) => {
      const frame = plot.el.getBoundingClientRect();
      return [plot.x.invert(event.clientX - frame.left), plot.y.invert(event.clientY - frame.top)];
    };
    const inside = (p) => p.every((v) => Math.abs(v) <= REACH);
    plot.el.addEventListener("pointerdown", (event) => {
      if (!this.drawing || event.button !== 0 || !inside(where(event))) return;
      plot.el.setPointerCapture(event.pointerId);
      this.handle.el.focus({ preventScroll: true });
      event.preventDefault();
      last = this.cursor = where(event);
      this.mark(last);
    });
    plot.el.addEventListener("pointermove", (event) => {
      if (!this.drawing || !plot.el.hasPointerCapture(event.pointerId)) return;
      const p = where(event);
      if (!inside(p) || Math.hypot(p[0] - last[0], p[1] - last[1]) < NEAR) return;
      last = this.cursor = p;
      this.mark(p);
    });
  }

  /** Put a point of the pencil's class, or take away what is near. */
  mark(at) {
    const kind = this.pencil();
    const points = this.ui.get("points");
    if (kind === "erase") this.erase(at, NEAR);
    else if (points.length < MOST) this.change([...points, [Number(at[0].toFixed(2)), Number(at[1].toFixed(2)), kind]]);
  }

  /** The nearest point within `reach`. */
  erase([x, y], reach) {
    const points = this.ui.get("points");
    const far = points.map((p) => Math.hypot(p[0] - x, p[1] - y));
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] <= reach) this.change(points.filter((_, i) => i !== nearest));
  }

  /** After a change of width, theme or data. */
  layout(palette, train, test, regression) {
    this.palette = palette;
    const { left, right, top, bottom } = this.plot.box;
    Object.assign(this.canvas.style, { left: `${left}px`, top: `${top}px` });
    this.size = [right - left, bottom - top];
    sharp(this.canvas, ...this.size);
    if (!this.drawing) this.handle.el.remove();
    else if (!this.handle.el.isConnected) this.plot.front.append(this.handle.el);
    this.plot.el.style.touchAction = this.drawing ? "none" : "";
    this.plot.el.style.cursor = this.drawing ? "crosshair" : "";
    if (this.drawing) this.handle.place();
    this.#points("train", train, regression, 4.2);
    this.#points("test", test, regression, 2.6);
  }

  // Class 1 is a ring, class 0 a cross; of heights the sign decides, and the size says how far from 0.
  #points(name, points, regression, size) {
    const { plot } = this;
    const rings = [];
    const crosses = [];
    for (let i = 0; i < points.length; i += 3) {
      const [x, y, value] = points.subarray(i, i + 3);
      const r = regression ? size * (0.35 + 0.75 * Math.min(1, Math.abs(value))) : size;
      const [px, py] = [plot.x(x), plot.y(y)].map((v) => Number(v.toFixed(1)));
      if (regression ? value >= 0 : value > 0.5) rings.push(`M${px - r},${py}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`);
      else crosses.push(`M${px - r},${py - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`);
    }
    for (const [kind, list] of [["rings", rings], ["crosses", crosses]]) {
      const d = list.join("");
      plot.path("nw-pg-halo", d, { key: `${name}-${kind}-halo` });
      plot.path(`nw-pg-${kind} nw-pg-${name}`, d, { key: `${name}-${kind}` });
    }
  }

  /** The map of the output, or of a unit; scores: of the output, for its boundary. */
  draw(tile, scores) {
    const [w, h] = this.size;
    const context = sharp(this.canvas, w, h);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    context.drawImage(tile.canvas, 0, 0, w, h);
    if (scores) this.#boundary(context, scores, w / GRID, h / GRID);
  }

  /** Where the output is undecided, 0: marching squares. */
  #boundary(context, scores, w, h) {
    context.beginPath();
    for (let r = 0; r + 1 < GRID; r++) {
      for (let c = 0; c + 1 < GRID; c++) {
        const i = r * GRID + c;
        const [a, b, d, e] = [scores[i], scores[i + 1], scores[i + GRID], scores[i + GRID + 1]];
        if (a > 0 === b > 0 && a > 0 === d > 0 && a > 0 === e > 0) continue;
        const [x, y] = [(c + 0.5) * w, (r + 0.5) * h];
        let n = 0;
        const cut = (px, py) => (n++ % 2 ? context.lineTo(px, py) : context.moveTo(px, py));
        if (a > 0 !== b > 0) cut(x + (w * a) / (a - b), y);
        if (b > 0 !== e > 0) cut(x + w, y + (h * b) / (b - e));
        if (d > 0 !== e > 0) cut(x + (w * d) / (d - e), y + h);
        if (a > 0 !== d > 0) cut(x, y + (h * a) / (a - d));
      }
    }
    context.strokeStyle = this.palette.text;
    context.lineWidth = 1.4;
    context.stroke();
  }
}
