// Colours of maps and lines, read from the theme. A map goes from class 0 (orange) over the background to class 1 (blue).

const ENDS = { light: { zero: [238, 148, 60], middle: [246, 246, 243], one: [72, 140, 222] }, dark: { zero: [214, 112, 30], middle: [24, 28, 34], one: [44, 112, 205] } };

let probe = null; // one element, asked for every colour

function channels(root, name) {
  probe ??= document.createElement("i");
  probe.style.color = `var(${name})`;
  root.append(probe);
  const text = getComputedStyle(probe).color;
  probe.remove();
  return text;
}

/** { shades: 256 pixels as Uint32, text, muted, back, grid, one, zero, accent } */
export function colours(root) {
  const of = (name) => channels(root, name);
  const back = of("--nw-back");
  const dark = back.match(/[\d.]+/g).slice(0, 3).reduce((sum, v) => sum + Number(v), 0) < 384;
  const { zero, middle, one } = ENDS[dark ? "dark" : "light"];
  const shades = new Uint32Array(256);
  const bytes = new Uint8ClampedArray(shades.buffer);
  for (let i = 0; i < 256; i++) {
    const t = Math.abs(i - 127.5) / 127.5;
    const end = i < 127.5 ? zero : one;
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = middle[c] + (end[c] - middle[c]) * t ** 0.85;
    bytes[4 * i + 3] = 255;
  }
  return { shades, text: of("--nw-text"), muted: of("--nw-muted"), back, grid: of("--nw-grid"), one: of("--nw-one"), zero: of("--nw-mine"), accent: of("--nw-accent"), bad: of("--nw-bad") };
}

/** A square map of n × n shades, painted once and drawn at any size. */
export class Tile {
  constructor(n) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = n;
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(n, n);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** levels: n² numbers from 0 to 255, from `offset` on. */
  paint(levels, offset, shades) {
    const { pixels } = this;
    for (let i = 0; i < pixels.length; i++) pixels[i] = shades[levels[offset + i]];
    this.context.putImageData(this.image, 0, 0);
  }
}

/** A canvas as sharp as the screen; `fit` says whether its size changed. */
export function sharp(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
