// Loss on training and test points over the epochs.

import { fixed, number } from "../lib/format.js";
import { t } from "./words.js";

const NICE = [1, 2, 5, 10];

/** The smallest of … 0.1, 0.2, 0.5, 1, 2, 5 … that is not below v. */
function nice(v) {
  const size = 10 ** Math.floor(Math.log10(v));
  return size * NICE.find((k) => k * size >= v * (1 - 1e-9));
}

export class Curves {
  #far = 0;
  #top = 0;

  constructor(ui, into) {
    this.plot = ui.plot({
      into, label: t("lossOver"), height: 190, margin: { top: 25, bottom: 38, left: 46 },
      x: { domain: [0, 20], label: t("epochsAxis") }, y: { domain: [0, 1], label: t("loss") },
    });
  }

  paint(shot, scrubbed) {
    const { plot } = this;
    const { history } = shot;
    const n = history.length / 3;
    let [first, top] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (const v of [history[3 * i + 1], history[3 * i + 2]]) {
        if (i === 0 && v > first) first = v;
        if (Number.isFinite(v) && v > top) top = v;
      }
    }
    // A loss that explodes leaves the picture, so that the rest stays readable.
    top = nice(Math.max(0.02, Math.min(top, 6 * Math.max(first, 0.2))) * 1.02);
    const far = nice(Math.max(10, shot.last));
    if (far !== this.#far || top !== this.#top) {
      plot.axes({ x: { domain: [0, far] }, y: { domain: [0, top], format: (v) => (top < 0.2 ? fixed(v, 2) : number(v)) } });
      [this.#far, this.#top] = [far, top];
    }
    const line = (k) => {
      let d = "";
      let pen = "M";
      for (let i = 0; i < n; i++) {
        const v = history[3 * i + k];
        if (Number.isFinite(v)) d += `${pen}${plot.x(history[3 * i]).toFixed(1)},${Math.max(-500, plot.y(v)).toFixed(1)}`;
        pen = Number.isFinite(v) ? "L" : "M";
      }
      return d;
    };
    plot.path("nw-line nw-two nw-pg-testline", line(2), { key: "test" });
    plot.path("nw-line nw-one", line(1), { key: "train" });
    const x = plot.x(scrubbed ? shot.epoch : Math.min(shot.epoch, far)).toFixed(1);
    plot.path("nw-limit", scrubbed ? `M${x},${plot.box.top}V${plot.box.bottom}` : "", { key: "now" });
  }
}
