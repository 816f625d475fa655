// Points of two classes that the reader moves, adds, turns over and takes away.

import { svg } from "./dom.js";
import { t } from "./words.js";

const NEAR = 16; // px: how far from a point a finger may be

/**
 * The points are a trait, a list of [x, y, label]; another trait is the number (from 1) of the chosen one.
 * The chosen point has a handle with the arrow keys; Enter turns it over, Delete takes it away. Mouse and finger take any point.
 * options: points() -> the list, set(points), chosen (trait), reach: they lie in [-reach, reach]², step, most: how many at most.
 * Call `place()` in every drawing.
 */
export function labelledPoints(ui, plot, { points, set, chosen, reach, step = 0.25, most = 40 }) {
  const at = () => Math.min(points().length, Math.max(1, ui.get(chosen))) - 1;
  const grid = (v) => Math.min(reach, Math.max(-reach, Math.round(v / step) * step));
  const change = (i, to) => set(points().map((p, k) => (k === i ? to : p)));
  const flip = (i = at()) => change(i, [points()[i][0], points()[i][1], 1 - points()[i][2]]);
  const remove = () => {
    if (points().length > 2) set(points().filter((_, k) => k !== at()));
  };
  const add = ([x, y] = free()) => {
    if (points().length >= most) return;
    set([...points(), [grid(x), grid(y), points()[at()][2]]]);
    ui.set({ [chosen]: points().length });
  };
  // Where no point is yet, near the middle.
  const free = () => {
    for (let r = 0; r <= reach; r += step) {
      for (const [x, y] of [[r, 0], [0, r], [-r, 0], [0, -r], [r, r], [-r, -r]]) {
        if (!points().some((p) => p[0] === x && p[1] === y)) return [x, y];
      }
    }
    return [0, 0];
  };

  const reaches = svg("g", {});
  plot.front.append(reaches);
  const handle = plot.handle({
    label: t("chosenPoint"),
    at: () => points()[at()].slice(0, 2),
    move: ([x, y]) => change(at(), [grid(x), grid(y), points()[at()][2]]),
    text: () => {
      const [x, y, label] = points()[at()];
      return t("pointIs", { k: at() + 1, all: points().length, x, y, label });
    },
    step,
    big: 1,
    x: [-reach, reach],
    y: [-reach, reach],
  });
  handle.el.classList.add("nw-chosen-point");
  handle.el.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") flip();
    else if (event.key === "Delete" || event.key === "Backspace") remove();
    else return;
    event.preventDefault();
  });

  let dragged = -1;
  const where = (event) => {
    const box = plot.el.getBoundingClientRect();
    return [plot.x.invert(event.clientX - box.left), plot.y.invert(event.clientY - box.top)];
  };
  reaches.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    dragged = Number(event.target.dataset.point);
    reaches.setPointerCapture(event.pointerId);
    ui.set({ [chosen]: dragged + 1 });
    handle.el.focus({ preventScroll: true });
    event.preventDefault();
  });
  reaches.addEventListener("pointermove", (event) => {
    if (!reaches.hasPointerCapture(event.pointerId)) return;
    const [x, y] = where(event).map(grid);
    const [px, py, label] = points()[dragged];
    if (x !== px || y !== py) change(dragged, [x, y, label]);
  });
  plot.el.addEventListener("dblclick", (event) => {
    event.preventDefault();
    if (event.target.dataset.point !== undefined || handle.el.contains(event.target)) return flip();
    const [x, y] = where(event);
    if (Math.abs(x) <= reach && Math.abs(y) <= reach) add([x, y]);
  });

  const place = () => {
    const list = points();
    plot.dots("nw-class-one", list.filter((p) => p[2] === 1), { key: "ones", r: 5 });
    const r = 5;
    const cross = ([x, y]) => `M${plot.x(x) - r},${plot.y(y) - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`;
    plot.path("nw-class-zero", list.filter((p) => p[2] === 0).map(cross).join(""), { key: "zeros" });
    while (reaches.childElementCount > list.length) reaches.lastChild.remove();
    while (reaches.childElementCount < list.length) {
      const circle = svg("circle", { class: "nw-reach", r: NEAR, "data-point": reaches.childElementCount });
      circle.style.touchAction = "none";
      circle.style.cursor = "move";
      reaches.append(circle);
    }
    list.forEach(([x, y], i) => {
      reaches.children[i].setAttribute("cx", plot.x(x));
      reaches.children[i].setAttribute("cy", plot.y(y));
    });
    handle.place();
  };
  return { place, add: () => add(), flip: () => flip(), remove, at };
}

/** The part of the line w₁x + w₂y + b = 0 within the plot's domain, for `plot.curve`; none if w is 0. */
export function lineAcross([w1, w2, b], reach) {
  const square = w1 * w1 + w2 * w2;
  if (!square || !Number.isFinite(square)) return [];
  const [x, y] = [(-b * w1) / square, (-b * w2) / square];
  const far = (4 * reach) / Math.sqrt(square);
  return [[x - far * w2, y + far * w1], [x + far * w2, y - far * w1]];
}

/** The half of the plot where w₁x + w₂y + b ≥ 0, as a path in pixels. */
export function halfPlane(plot, c, reach) {
  const corners = [[-reach, -reach], [reach, -reach], [reach, reach], [-reach, reach]];
  const value = ([x, y]) => c[0] * x + c[1] * y + c[2];
  const inside = corners.flatMap((p, i) => {
    const q = corners[(i + 1) % 4];
    const [a, b] = [value(p), value(q)];
    const cut = a >= 0 === b >= 0 ? [] : [[p[0] + ((q[0] - p[0]) * a) / (a - b), p[1] + ((q[1] - p[1]) * a) / (a - b)]];
    return a >= 0 ? [p, ...cut] : cut;
  });
  return inside.length ? `M${inside.map(([x, y]) => `${plot.x(x)},${plot.y(y)}`).join("L")}Z` : "";
}
