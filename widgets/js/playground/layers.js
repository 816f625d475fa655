// What goes on inside: gradient, weights and activations of every layer, in a table that is read as one, too.

import { element } from "../lib/dom.js";
import { number, percent } from "../lib/format.js";
import { BINS } from "../math/trainer.js";
import { sharp } from "./colours.js";
import { t } from "./words.js";

const [WIDE, HIGH] = [72, 24];
const [LOW, DECADES] = [-8, 9]; // the bar of a gradient goes from 10⁻⁸ to 10

export class LayerTable {
  #rows = [];

  constructor() {
    const heads = ["layer", "gradientHead", "weightsHead", "activationsHead", "silentHead"].map((key) => t(key));
    this.body = element("tbody", {});
    const head = element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text))));
    this.el = element("table", { class: "nw-table nw-pg-layers" }, head, this.body);
  }

  layout(layers, palette) {
    this.palette = palette;
    this.#rows = [...layers, 1].map((n, l) => {
      const bar = element("span", { class: "nw-pg-bar" });
      const gradient = element("span", {});
      const weights = element("td", {});
      const canvas = element("canvas", { "aria-hidden": "true" });
      const range = element("span", {});
      const silent = element("td", {});
      const title = l < layers.length ? `${l + 1} (${n})` : t("output");
      gradient.textContent = weights.textContent = range.textContent = "–"; // their place is kept
      bar.style.width = "0";
      sharp(canvas, WIDE, HIGH);
      const el = element("tr", {}, element("th", { scope: "row" }, title), element("td", {}, bar, gradient), weights, element("td", { class: "nw-pg-histogram" }, canvas, range), silent);
      return { el, bar, gradient, weights, canvas, range, silent };
    });
    this.body.replaceChildren(...this.#rows.map(({ el }) => el));
  }

  paint({ layers }) {
    layers.forEach((layer, l) => {
      const row = this.#rows[l];
      if (!row) return;
      const share = (Math.log10(layer.gradient) - LOW) / DECADES;
      row.bar.style.width = `${Math.round(60 * Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0)))}px`;
      row.gradient.textContent = number(layer.gradient, 2);
      row.weights.textContent = number(layer.weight, 2);
      row.range.textContent = `±${number(layer.range)}`;
      const state = layer.dead ? t("dead", { n: layer.dead }) : layer.saturated > 0.005 ? t("flat", { share: percent(layer.saturated) }) : t("none");
      row.silent.textContent = l === layers.length - 1 ? "" : state;
      row.silent.classList.toggle("nw-pg-alarm", layer.dead > 0);
      this.#histogram(row.canvas, layer.histogram);
    });
  }

  #histogram(canvas, bins) {
    const context = sharp(canvas, WIDE, HIGH);
    context.clearRect(0, 0, WIDE, HIGH);
    let most = 1;
    for (const count of bins) if (count > most) most = count;
    const step = WIDE / BINS;
    context.fillStyle = this.palette.grid;
    context.fillRect(0, HIGH - 1, WIDE, 1);
    context.fillRect(WIDE / 2, 0, 1, HIGH);
    context.fillStyle = this.palette.one;
    bins.forEach((count, i) => {
      const tall = count ? Math.max(1.5, ((HIGH - 2) * count) / most) : 0;
      context.fillRect(i * step + 0.5, HIGH - tall, step - 1, tall);
    });
  }
}
