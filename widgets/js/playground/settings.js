// The settings, in four panels of which one is open: data, network, training, regularization.

import { element } from "../lib/dom.js";
import { fixed, number, percent } from "../lib/format.js";
import { FEATURES, dataset, isRegression } from "../math/datasets.js";
import { INITIALIZATIONS, OPTIMIZERS, TRAINABLE } from "../math/declared.js";
import { t } from "./words.js";

const KINDS = ["circles", "xor", "blobs", "moons", "spirals", "surface", "yours"];
const LOSSES = ["cross_entropy", "squared", "hinge"];
const MOST_LAYERS = 6;
const MOST_UNITS = 32;

export class Settings {
  #panels = {};
  #open = "";

  constructor(ui) {
    this.ui = ui;
    this.pencil = 1;
    this.tabs = element("div", { class: "nw-buttons nw-pg-tabs", role: "group", "aria-label": t("settings") });
    this.place = element("div", { class: "nw-pg-panel" });
    this.#panel("data", (box) => this.#data(box));
    this.#panel("network", (box) => this.#network(box));
    this.#panel("training", (box) => this.#training(box));
    this.#panel("regularization", (box) => this.#regularization(box));
  }

  #panel(name, build) {
    const box = element("div", { class: "nw-controls", role: "group", "aria-label": t(`panel_${name}`) });
    build(box);
    const tab = element("button", { type: "button", "aria-expanded": "false", onclick: () => this.open(this.#open === name ? "" : name) }, t(`panel_${name}`));
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
    option.textContent = text || t("yoursRunCell");
    option.disabled = option.hidden = !text;
  }

  #data(into) {
    const { ui } = this;
    const kind = ui.select("data", { label: t("pointsChoice"), choices: KINDS.map((kind) => [kind, t(`data_${kind}`)]), into });
    kind.input.addEventListener("change", () => ui.get("data") === "yours" && ui.set({ share: 1 }));
    const count = ui.slider("count", { label: t("howMany"), min: 20, max: 500, step: 20, format: String, into });
    const noise = ui.slider("noise", { label: t("noise"), min: 0, max: 0.6, step: 0.02, format: (v) => fixed(v), into });
    ui.slider("share", { label: t("train"), min: 0.1, max: 1, step: 0.05, format: percent, into });
    ui.toggle("show_test", { label: t("showTest"), into });
    const other = element("button", { type: "button", onclick: () => ui.set({ data_seed: ui.get("data_seed") + 1 }) }, t("otherPoints"));
    into.append(element("div", { class: "nw-buttons" }, other));

    const tools = [[1, t("pencilOne")], [0, t("pencilZero")], ["erase", t("eraser")]];
    const radios = element("div", { class: "nw-buttons nw-pg-tools", role: "group", "aria-label": t("pencil") });
    for (const [kind, text] of tools) {
      const button = element("button", { type: "button", "aria-pressed": String(kind === this.pencil) }, text);
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
    const start = element("button", { type: "button", onclick: copy }, t("drawOnThese"));
    const clear = element("button", { type: "button", onclick: () => ui.set({ points: [] }) }, t("clear"));
    radios.append(clear);
    const hint = element("p", { class: "nw-pg-hint" }, t("drawHint"));
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
      const input = element("input", { type: "checkbox", onchange: () => {
        const now = Object.keys(FEATURES).filter((f) => (f === name ? input.checked : ui.get("features").includes(f)));
        if (now.length) ui.set({ features: now });
        else input.checked = true; // a network needs an input
      } });
      return { name, input, el: element("label", { class: "nw-toggle" }, input, element("span", {}, label)) };
    });
    const features = element("fieldset", { class: "nw-pg-row" }, element("legend", {}, t("inputsLegend")), ...boxes.map(({ el }) => el));
    const steppers = element("div", { class: "nw-pg-row nw-pg-steppers" });
    into.append(features, steppers);
    this.activation = ui.select("activation", { label: t("activation"), choices: [...TRAINABLE.map((name) => [name, t(`phi_${name}`)]), ["yours", t("yours")]], into }).input;
    ui.select("init", { label: t("initialWeights"), choices: INITIALIZATIONS.map((name) => [name, t(`init_${name}`)]), into });
    ui.toggle("batch_norm", { label: t("batchNorm"), into });
    const set = (layers) => ui.set({ layers, shown: "output" });
    const stepper = (label, value, min, max, to) => {
      const button = (text, name, next) => element("button", { type: "button", "aria-label": name, disabled: next < min || next > max, onclick: () => to(next) }, text);
      return element("div", { class: "nw-pg-stepper", role: "group", "aria-label": label }, element("span", {}, label),
        button("−", t("oneLess", { what: label }), value - 1), element("b", {}, String(value)), button("+", t("oneMore", { what: label }), value + 1));
    };
    const show = () => {
      for (const { name, input } of boxes) input.checked = ui.get("features").includes(name);
      const layers = ui.get("layers");
      const focus = [...steppers.querySelectorAll("button")].indexOf(document.activeElement);
      steppers.replaceChildren(
        stepper(t("hiddenLayers"), layers.length, 0, MOST_LAYERS, (n) => set(n > layers.length ? [...layers, layers.at(-1) ?? 4] : layers.slice(0, n))),
        ...layers.map((units, l) => stepper(t("layerNumber", { k: l + 1 }), units, 1, MOST_UNITS, (n) => set(layers.map((old, k) => (k === l ? n : old))))),
      );
      const again = steppers.querySelectorAll("button")[focus];
      (again?.disabled ? steppers.querySelectorAll("button:not(:disabled)")[0] : again)?.focus();
    };
    ui.on("features layers", show);
    show();
  }

  #training(into) {
    const { ui } = this;
    ui.slider("lr", { label: t("rate"), min: 1e-4, max: 10, step: 0.1, scale: "log", into });
    ui.select("optimizer", { label: t("optimizer"), choices: OPTIMIZERS.map((name) => [name, name]), into });
    ui.slider("batch", { label: t("batch"), min: 1, max: 100, step: 1, format: (v) => String(v), into });
    const loss = ui.select("loss", { label: t("loss"), choices: LOSSES.map((name) => [name, t(`loss_${name}`)]), into });
    const show = () => (loss.input.disabled = isRegression(ui.get("data")));
    ui.on("data", show);
    show();
  }

  #regularization(into) {
    const { ui } = this;
    ui.select("penalty", { label: t("penalty"), choices: [["none", t("none")], ["L1", t("penaltyL1")], ["L2", t("penaltyL2")]], into });
    const lam = ui.slider("lam", { label: "λ", min: 1e-5, max: 1, step: 0.1, scale: "log", format: (v) => number(v), into });
    ui.slider("dropout", { label: t("dropout"), min: 0, max: 0.8, step: 0.05, format: (v) => (v ? fixed(v) : t("off")), into });
    const show = () => lam.enable(ui.get("penalty") !== "none");
    ui.on("penalty", show);
    show();
  }
}
