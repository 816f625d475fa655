// The network that learns on the first page. Classic script: it also runs from file://.
import { words } from "../../widgets/js/lib/words.js";
import english from "../../widgets/js/words/en/landing.js";
import { element } from "./dom.js";
import { Net, sample } from "./landing/net.js";

const t = words("landing", english);

const POINTS = 160;
const GRID = 40; // cells of the map, each way
const SIDE = 320; // the map and the diagram are drawn on squares of this many units
const STEPS = 6; // of gradient descent, for every frame
const RATE = 1.2;
const ENOUGH = 4000; // steps after which it rests
const DATA = ["rings", "corners", "moons"];
const UNITS = [1, 2, 3, 4, 6, 8];
const SVG = "http://www.w3.org/2000/svg";

const draw = (tag, attributes, parent) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent.append(node);
  return node;
};

class Landing {
  constructor(place) {
    this.map = element("canvas", { class: "n2n-map", width: SIDE, height: SIDE, role: "img" });
    this.diagram = draw("svg", { class: "n2n-diagram", viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img" }, document.createDocumentFragment());
    this.play = element("button", { type: "button", class: "n2n-button n2n-primary", onclick: () => this.toggle() });
    const again = element("button", { type: "button", class: "n2n-button", onclick: () => this.restart(this.seed + 1) }, t("newStart"));
    this.said = element("p", { class: "n2n-said", role: "status" });
    const choice = (label, values, say, now, change) =>
      element("label", {}, label, element("select", { onchange: (event) => change(event.target.value) },
        ...values.map((value) => element("option", { value, selected: value === now }, say(value)))));
    const bar = element("div", { class: "n2n-bar" }, this.play, again,
      choice(t("data"), DATA, t, "rings", (value) => ((this.data = value), this.restart(this.seed))),
      choice(t("neurons"), UNITS, String, 6, (value) => ((this.units = +value), this.restart(this.seed))));
    place.replaceChildren(element("div", { class: "n2n-pictures" }, this.diagram, this.map), bar, this.said);
    this.data = "rings";
    this.units = 6;
    new MutationObserver(() => this.paint()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    new IntersectionObserver(([{ isIntersecting }]) => ((this.seen = isIntersecting), this.run())).observe(place);
    this.going = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.restart(7);
    place.setAttribute("ready", "");
  }

  restart(seed) {
    this.seed = seed;
    this.points = sample(this.data, POINTS, 40);
    this.net = new Net(this.units, seed);
    this.steps = 0;
    this.layOut();
    this.paint();
    this.say();
    this.run();
  }

  toggle() {
    this.going = !this.going;
    if (this.going && this.steps >= ENOUGH) this.restart(this.seed + 1);
    this.say();
    this.run();
  }

  run() {
    this.play.textContent = t(this.going ? "pause" : "learn");
    if (!this.going || !this.seen || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (let k = 0; k < STEPS; k++) this.net.step(this.points, RATE);
      this.steps += STEPS;
      this.paint();
      if (this.steps >= ENOUGH) this.going = false;
      if (!this.going) this.say();
      this.run();
    });
  }

  say() {
    const right = t("right", { percent: (100 * this.net.right(this.points)).toFixed(0), points: POINTS });
    this.said.textContent = this.going ? t("learning") : t("after", { n: this.steps, right });
    this.map.setAttribute("aria-label", t("map", { right }));
    this.diagram.setAttribute("aria-label", t("diagram", { n: this.units }));
  }

  layOut() {
    this.diagram.replaceChildren();
    const y = (k, n) => SIDE / 2 + (k - (n - 1) / 2) * Math.min(46, (SIDE - 40) / n);
    const [left, middle, right] = [34, SIDE / 2, SIDE - 34];
    const line = (x1, y1, x2, y2) => draw("line", { x1, y1, x2, y2 }, this.diagram);
    this.lines = this.net.W.map((_, j) => ({
      from: [0, 1].map((i) => line(left, y(i, 2), middle, y(j, this.units))),
      on: line(middle, y(j, this.units), right, SIDE / 2),
    }));
    const disc = (x, at, text) => {
      draw("circle", { cx: x, cy: at, r: 15 }, this.diagram);
      draw("text", { x, y: at + 5 }, this.diagram).textContent = text;
    };
    ["x₁", "x₂"].forEach((text, i) => disc(left, y(i, 2), text));
    this.net.W.forEach((_, j) => disc(middle, y(j, this.units), ""));
    disc(right, SIDE / 2, "ŷ");
  }

  paint() {
    const { net, lines } = this;
    const stroke = (line, weight) => {
      line.setAttribute("class", weight < 0 ? "n2n-minus" : "n2n-plus");
      line.setAttribute("stroke-width", Math.min(9, 0.6 + 1.5 * Math.abs(weight)).toFixed(2));
    };
    lines.forEach(({ from, on }, j) => {
      from.forEach((line, i) => stroke(line, net.W[j][i]));
      stroke(on, net.v[j]);
    });
    const style = getComputedStyle(this.map);
    const [one, zero, ink] = ["--n2n-one", "--n2n-zero", "--pst-color-background"].map((name) => style.getPropertyValue(name).trim());
    const brush = this.map.getContext("2d");
    const cell = SIDE / GRID;
    brush.clearRect(0, 0, SIDE, SIDE);
    for (let r = 0; r < GRID; r++) {
      for (let c = 0; c < GRID; c++) {
        const p = 1 / (1 + Math.exp(-net.logit((2 * (c + 0.5)) / GRID - 1, 1 - (2 * (r + 0.5)) / GRID)));
        brush.fillStyle = p > 0.5 ? one : zero;
        brush.globalAlpha = 0.12 + 0.9 * Math.abs(p - 0.5);
        brush.fillRect(c * cell, r * cell, cell, cell);
      }
    }
    brush.globalAlpha = 1;
    for (const [x, y, label] of this.points) {
      const [at, down] = [((x + 1) * SIDE) / 2, ((1 - y) * SIDE) / 2];
      brush.beginPath();
      if (label) brush.arc(at, down, 4.2, 0, 7);
      else brush.rect(at - 3.6, down - 3.6, 7.2, 7.2); // never by colour alone
      brush.fillStyle = label ? one : zero;
      brush.strokeStyle = ink;
      brush.lineWidth = 1.4;
      brush.fill();
      brush.stroke();
    }
  }
}

for (const place of document.querySelectorAll(".n2n-landing")) new Landing(place);
