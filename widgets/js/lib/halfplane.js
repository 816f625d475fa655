// Shade where a neuron fires, and draw its boundary.

import { boundary, halfPlane } from "../math/neuron.js";

const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9]; // outputs at which the shade of a soft neuron deepens

const closed = (plot, points) => points.map(([x, y], i) => `${i ? "L" : "M"}${plot.x(x)},${plot.y(y)}`).join("") + (points.length ? "Z" : "");

/** `soft`: a sigmoid, shaded in steps; otherwise a hard threshold. Keys begin with `key`. */
export function shade(plot, w, b, { soft = false, key = "fires" } = {}) {
  const [xs, ys] = [plot.x.domain(), plot.y.domain()];
  LEVELS.forEach((level, i) => {
    const edge = soft ? Math.log(level / (1 - level)) : 0;
    plot.path("nw-fires", closed(plot, halfPlane(w, b - edge, xs, ys)), { key: `${key}-${i}`, into: plot.back });
  });
}

export function line(plot, look, w, b, { key = look } = {}) {
  return plot.curve(look, boundary(w, b, plot.x.domain(), plot.y.domain()), { key });
}

const KNOB = 8; // px

/** An arrow from one point to a handle at another: its head ends where the knob begins. */
export function arrow(plot, look, from, to, { key = look } = {}) {
  const [[x0, y0], [x, y]] = [from, to].map((p) => [plot.x(p[0]), plot.y(p[1])]);
  const length = Math.hypot(x - x0, y - y0);
  if (length <= KNOB) return plot.path(look, "", { key });
  const [u, v] = [(x - x0) / length, (y - y0) / length];
  const [x1, y1] = [x - KNOB * u, y - KNOB * v];
  const side = (s) => `M${x1},${y1}L${x1 - 9 * u - 5 * s * v},${y1 - 9 * v + 5 * s * u}`;
  return plot.path(look, `M${x0},${y0}L${x1},${y1}${side(1)}${side(-1)}`, { key });
}
