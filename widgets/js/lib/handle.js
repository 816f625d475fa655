// A point on a plot that moves with mouse, finger and arrow keys.

import { svg } from "./dom.js";
import { t } from "./words.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const PAGES = { PageDown: -1, PageUp: 1 };

/**
 * options: label; at() -> [x, y]; move([x, y]); text() -> the value in words; step; big (with Shift, or Page keys);
 * x: [min, max]; y: [min, max] if it moves in two dimensions; surface: the whole plot drags it.
 * Call `place()` of what comes back in every drawing.
 */
export function handle(ui, plot, { label, at, move, text, step, big = 10 * step, x, y, surface = false }) {
  const both = y !== undefined;
  const el = svg(
    "g",
    {
      class: "nw-handle",
      tabindex: 0,
      role: "slider",
      "aria-label": label,
      "aria-valuemin": x[0],
      "aria-valuemax": x[1],
      ...(both ? { "aria-roledescription": t("movedByArrows") } : { "aria-orientation": "horizontal" }),
    },
    svg("circle", { class: "nw-reach", r: 22 }),
    svg("circle", { class: "nw-ring", r: 12 }),
    svg("circle", { class: "nw-knob", r: 7 }),
  );
  plot.front.append(el);

  const clamp = (v, [min, max]) => Math.min(max, Math.max(min, Number(v.toPrecision(12))));
  const go = (px, py) => move([clamp(px, x), both ? clamp(py, y) : py]);
  const toStep = (v) => Math.round(v / step) * step;

  const drag = (event) => {
    const box = plot.el.getBoundingClientRect();
    go(toStep(plot.x.invert(event.clientX - box.left)), toStep(plot.y.invert(event.clientY - box.top)));
  };
  const area = surface ? plot.el : el;
  area.style.touchAction = both ? "none" : "pan-y"; // a page still scrolls under a finger
  area.style.cursor = both ? "move" : "ew-resize";
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    area.setPointerCapture(event.pointerId);
    el.focus({ preventScroll: true });
    event.preventDefault();
    drag(event);
  });
  area.addEventListener("pointermove", (event) => area.hasPointerCapture(event.pointerId) && drag(event));

  el.addEventListener("keydown", (event) => {
    const [px, py] = at();
    const size = event.shiftKey ? big : step;
    const arrow = ARROWS[event.key];
    if (arrow && both) go(px + arrow[0] * size, py + arrow[1] * size);
    else if (arrow) go(px + (arrow[0] + arrow[1]) * size, py);
    else if (event.key in PAGES) go(px + PAGES[event.key] * big, py);
    else if (event.key === "Home") go(x[0], py);
    else if (event.key === "End") go(x[1], py);
    else return;
    event.preventDefault();
  });

  const place = () => {
    const [px, py] = at();
    const { left, right, top, bottom } = plot.box;
    const inside = [Math.min(right, Math.max(left, plot.x(px))), Math.min(bottom, Math.max(top, plot.y(py)))];
    el.setAttribute("transform", `translate(${inside})`);
    el.setAttribute("aria-valuenow", Number(px.toFixed(6))); // 1e-17 is no valid value
    el.setAttribute("aria-valuetext", text());
  };
  return { el, place };
}
