// Lines of equal height, by marching squares.

/** Heights f(x, y) on an n × n grid over [-reach, reach]²: rows of equal y, from below. */
export function heights(f, reach, n) {
  const at = Array.from({ length: n }, (_, i) => -reach + (2 * reach * i) / (n - 1));
  return { at, rows: at.map((y) => at.map((x) => f(x, y))) };
}

// Corners of a cell: 0 below left, 1 below right, 2 above right, 3 above left. Side k joins the corners k and k + 1.
const SIDES = {
  1: [[3, 0]], 2: [[0, 1]], 3: [[3, 1]], 4: [[1, 2]], 6: [[0, 2]], 7: [[3, 2]],
  8: [[2, 3]], 9: [[2, 0]], 11: [[2, 1]], 12: [[1, 3]], 13: [[1, 0]], 14: [[0, 3]],
}; // prettier-ignore

/** Pieces [[x, y], [x, y]] of the line on which the heights are `level`. */
export function contour({ at, rows }, level) {
  const pieces = [];
  for (let j = 0; j + 1 < at.length; j++) {
    for (let i = 0; i + 1 < at.length; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const h = corners.map(([p, q]) => rows[q][p]);
      const kind = h.reduce((sum, v, k) => sum + (v >= level ? 1 << k : 0), 0);
      const cut = (k) => {
        const [a, b] = [corners[k], corners[(k + 1) % 4]];
        const t = (level - h[k]) / (h[(k + 1) % 4] - h[k]);
        return [at[a[0]] + t * (at[b[0]] - at[a[0]]), at[a[1]] + t * (at[b[1]] - at[a[1]])];
      };
      // Two opposite corners above the level: the height in the middle says which of them hang together.
      const high = (h[0] + h[1] + h[2] + h[3]) / 4 >= level;
      const saddle = { 5: high, 10: !high }[kind];
      const sides = saddle === undefined ? (SIDES[kind] ?? []) : saddle ? [[0, 1], [2, 3]] : [[3, 0], [1, 2]];
      for (const [from, to] of sides) pieces.push([cut(from), cut(to)]);
    }
  }
  return pieces;
}
