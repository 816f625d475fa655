// The settings, in four panels of which one is open: data, network, training, regularization.

import { h } from "../lib/dom.js";
import { fixed, number, percent } from "../lib/format.js";
import { FEATURES, dataset, isRegression } from "../math/datasets.js";
import { INITIALIZATIONS, INITIALIZATION_LABELS } from "../math/initialization.js";
import { OPTIMIZERS } from "../math/optimizers.js";

const KINDS = { circles: "circles", xor: "XOR", blobs: "two blobs", moons: "moons", spirals: "two spirals", surface: "surface (numbers)", yours: "your own points" };
export const ACTIVATION_NAMES = {
  sigmoid: "sigmoid", tanh: "tanh", softsign: "softsign", relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU",
  softplus: "softplus", silu: "SiLU", gelu: "GELU", identity: "identity (linear)", step: "step", yours: "yours",
};
export const LOSS_NAMES = { cross_entropy: "cross-entropy", squared: "squared error", hinge: "hinge" };
const MOST_LAYERS = 6;
const MOST_UNITS = 32;

export class Settings {
  #panels = {};
  #open = "";

  constructor(ui) {
    this.ui = ui;
    this.pencil = 1;
    this.tabs = h("div", { class: "nw-buttons nw-pg-tabs", role: "group", "aria-label": "settings" });
    this.place = h("div", { class: "nw-pg-panel" });
    this.#panel("Data", (box) => this.#data(box));
    this.#panel("Network", (box) => this.#network(box));
    this.#panel("Training", (box) => this.#training(box));
    this.#panel("Regularization", (box) => this.#regularization(box));
  }

  #panel(name, build) {
    const box = h("div", { class: "nw-controls", role: "group", "aria-label": name });
    build(box);
    const tab = h("button", { type: "button", "aria-expanded": "false", onclick: () => this.open(this.#open === name ? "" : name) }, name);
    this.tabs.append(tab);
    this.#panels[name] = { box, tab };
  }

  /** Open one panel; "" closes all. What is closed is not in the page. */
  open(name) {
    this.#open = name;
    for (const [key, { tab }] of Object.entries(this.#panels)) tab.setAttribute("aria-expanded", String(key === name));
    this.place.replaceChildren(...(name ? [this.#panels[name].box] : []));
    this.ui.redraw();
  }

  /** The reader's own activation, as a choice; "" takes it away. */
  offerOwn(text) {
    const option = this.activation.querySelector("[value=yours]");
    option.textContent = text || "yours: run a cell";
    option.disabled = option.hidden = !text;
  }

  #data(into) {
    const { ui } = this;
    const kind = ui.select("data", { label: "points", choices: Object.entries(KINDS), into });
    kind.input.addEventListener("change", () => ui.get("data") === "yours" && ui.set({ share: 1 }));
    const count = ui.slider("count", { label: "how many", min: 20, max: 500, step: 20, format: String, into });
    const noise = ui.slider("noise", { label: "noise", min: 0, max: 0.6, step: 0.02, format: (v) => fixed(v), into });
    ui.slider("share", { label: "of them train", min: 0.1, max: 1, step: 0.05, format: percent, into });
    ui.toggle("show_test", { label: "show test points too", into });
    const other = h("button", { type: "button", onclick: () => ui.set({ data_seed: ui.get("data_seed") + 1 }) }, "Other points");
    into.append(h("div", { class: "nw-buttons" }, other));

    const tools = [[1, "○ class 1"], [0, "× class 0"], ["erase", "eraser"]];
    const radios = h("div", { class: "nw-buttons nw-pg-tools", role: "group", "aria-label": "pencil" });
    for (const [kind, text] of tools) {
      const button = h("button", { type: "button", "aria-pressed": String(kind === this.pencil) }, text);
      button.addEventListener("click", () => {
        this.pencil = kind;
        for (const one of radios.children) one.setAttribute("aria-pressed", String(one === button));
      });
      radios.append(button);
    }
    const copy = () => {
      if (isRegression(ui.get("data"))) return;
      const flat = dataset(ui.get("data"), ui.get("count"), ui.get("noise"), ui.get("data_seed"));
      const points = Array.from({ length: flat.length / 3 }, (_, i) => [...flat.subarray(3 * i, 3 * i + 3)].map((v) => Number(v.toFixed(2))));
      ui.set({ points, data: "yours" });
    };
    const start = h("button", { type: "button", onclick: copy }, "Draw on these points");
    const clear = h("button", { type: "button", onclick: () => ui.set({ points: [] }) }, "Clear");
    radios.append(clear);
    const hint = h("p", { class: "nw-pg-hint" }, "Draw with mouse or finger in the plane. Or go there with Tab: arrow keys move the pencil, Enter puts a point, Delete takes the nearest away.");
    other.after(start);
    into.append(radios, hint);
    const show = () => {
      const own = ui.get("data") === "yours";
      for (const el of [count.el, noise.el, other]) el.hidden = own;
      start.hidden = own || isRegression(ui.get("data"));
      radios.hidden = hint.hidden = !own;
    };
    ui.on("data", show);
    show();
  }

  #network(into) {
    const { ui } = this;
    const boxes = Object.entries(FEATURES).map(([name, { label }]) => {
      const input = h("input", { type: "checkbox", onchange: () => {
        const now = Object.keys(FEATURES).filter((f) => (f === name ? input.checked : ui.get("features").includes(f)));
        if (now.length) ui.set({ features: now });
        else input.checked = true; // a network needs an input
      } });
      return { name, input, el: h("label", { class: "nw-toggle" }, input, h("span", {}, label)) };
    });
    const features = h("fieldset", { class: "nw-pg-row" }, h("legend", {}, "inputs"), ...boxes.map(({ el }) => el));
    const steppers = h("div", { class: "nw-pg-row nw-pg-steppers" });
    into.append(features, steppers);
    this.activation = ui.select("activation", { label: "activation", choices: Object.entries(ACTIVATION_NAMES), into }).input;
    ui.select("init", { label: "initial weights", choices: INITIALIZATIONS.map((name) => [name, INITIALIZATION_LABELS[name]]), into });
    ui.toggle("batch_norm", { label: "batch normalization", into });
    const set = (layers) => ui.set({ layers, shown: "output" });
    const stepper = (label, value, min, max, to) => {
      const button = (text, name, next) => h("button", { type: "button", "aria-label": name, disabled: next < min || next > max, onclick: () => to(next) }, text);
      return h("div", { class: "nw-pg-stepper", role: "group", "aria-label": label }, h("span", {}, label),
        button("−", `one less: ${label}`, value - 1), h("b", {}, String(value)), button("+", `one more: ${label}`, value + 1));
    };
    const show = () => {
      for (const { name, input } of boxes) input.checked = ui.get("features").includes(name);
      const layers = ui.get("layers");
      const focus = [...steppers.querySelectorAll("button")].indexOf(document.activeElement);
      steppers.replaceChildren(
        stepper("hidden layers", layers.length, 0, MOST_LAYERS, (n) => set(n > layers.length ? [...layers, layers.at(-1) ?? 4] : layers.slice(0, n))),
        ...layers.map((units, l) => stepper(`layer ${l + 1}`, units, 1, MOST_UNITS, (n) => set(layers.map((old, k) => (k === l ? n : old))))),
      );
      const again = steppers.querySelectorAll("button")[focus];
      (again?.disabled ? steppers.querySelectorAll("button:not(:disabled)")[0] : again)?.focus();
    };
    ui.on("features layers", show);
    show();
  }

  #training(into) {
    const { ui } = this;
    ui.slider("lr", { label: "learning rate η", min: 1e-4, max: 10, step: 0.1, scale: "log", into });
    ui.select("optimizer", { label: "optimizer", choices: OPTIMIZERS.map((name) => [name, name]), into });
    ui.slider("batch", { label: "samples a step", min: 1, max: 100, step: 1, format: (v) => String(v), into });
    const loss = ui.select("loss", { label: "loss", choices: Object.entries(LOSS_NAMES), into });
    const show = () => (loss.input.disabled = isRegression(ui.get("data")));
    ui.on("data", show);
    show();
  }

  #regularization(into) {
    const { ui } = this;
    ui.select("penalty", { label: "penalty on weights", choices: [["none", "none"], ["L1", "L1: λ Σ |w|"], ["L2", "L2: ½ λ Σ w²"]], into });
    const lam = ui.slider("lam", { label: "λ", min: 1e-5, max: 1, step: 0.1, scale: "log", format: (v) => number(v), into });
    ui.slider("dropout", { label: "dropout p", min: 0, max: 0.8, step: 0.05, format: (v) => (v ? fixed(v) : "off"), into });
    const show = () => lam.enable(ui.get("penalty") !== "none");
    ui.on("penalty", show);
    show();
  }
}
