// The frame of every widget: state in the model, one draw function, one sentence that says what is seen.
//
//   const t = words("sine_wave", english);
//   export default widget(t, (ui) => {
//     ui.slider("omega", { label: t("frequency"), min: 0, max: 5, step: 0.1 });
//     const plot = ui.plot({ label: t("wave"), height: 240, x: { domain: [0, 6] }, y: { domain: [-1, 1] } });
//     ui.draw(() => {
//       plot.curve("nw-line nw-one", (x) => Math.sin(ui.get("omega") * x), { key: "reference" });
//       ui.say(t("seen", { omega: ui.get("omega") }));
//     });
//   });

import * as controls from "./controls.js";
import { element, unique } from "./dom.js";
import { Plot } from "./plot.js";
import { t as said } from "./words.js";

const QUIET = 900; // ms without a change before a screen reader is told

/** words: those of the widget's section, its "title" among them. */
export function widget(words, build) {
  return {
    render({ model, el }) {
      const ui = new Ui(model, words("title"));
      el.append(ui.root);
      ui.attempt(() => build(ui));
      ui.start();
      return () => ui.stop();
    },
  };
}

class Ui {
  #model;
  #draw = () => {};
  #plots = [];
  #frame = 0;
  #timer = 0;
  #width = 0;
  #touched = false;
  #gone = ""; // the reader's function, while it waits to be called again
  #endings = [];

  constructor(model, title) {
    this.#model = model;
    this.title = title;
    this.sayId = unique("says");
    this.controls = element("div", { class: "nw-controls" });
    this.figure = element("div", { class: "nw-figure" });
    this.legendBox = element("ul", { class: "nw-legend" });
    this.values = element("div", { class: "nw-values" });
    this.says = element("p", { class: "nw-seen" });
    this.yours = element("p", { class: "nw-yours" });
    const words = element("div", { class: "nw-says", id: this.sayId }, this.says, this.yours);
    this.status = element("p", { class: "nw-hidden", role: "status" });
    this.problem = element("p", { class: "nw-problem", role: "alert", hidden: true });
    const parts = [this.controls, this.values, this.figure, this.legendBox, words, this.status, this.problem];
    const body = element("div", { class: "nw-body" }, ...parts);
    // JupyterLab would take the arrow keys for its cells; it looks for this mark on the focused element itself.
    const keepKeys = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
    this.root = element("div", { class: "nw", role: "group", "aria-label": title, onfocusin: keepKeys }, body);
  }

  get(name) {
    return this.#model.get(name);
  }

  /** Changes of state: they go to the model, to Python if there is one, and to every view of it. */
  set(changes) {
    this.#touched = true;
    for (const [name, value] of Object.entries(changes)) this.#model.set(name, value);
    this.#model.save_changes();
    this.redraw(); // in JupyterLab a change made while another is being told is not told of itself
  }

  /** Call `f` whenever one of these traits changes. */
  on(names, f) {
    const events = names.split(" ").map((name) => `change:${name}`);
    for (const event of events) this.#model.on(event, f);
    this.#endings.push(() => events.forEach((event) => this.#model.off(event, f)));
  }

  /** Call `f` when the widget goes away. */
  atEnd(f) {
    this.#endings.push(f);
  }

  slider(trait, options) {
    return controls.slider(this, trait, options);
  }
  select(trait, options) {
    return controls.select(this, trait, options);
  }
  toggle(trait, options) {
    return controls.toggle(this, trait, options);
  }
  button(label, onclick) {
    return controls.button(this, label, onclick);
  }

  plot(options) {
    const plot = new Plot(this, options);
    this.#plots.push(plot);
    (options.into ?? this.figure).append(plot.el);
    return plot;
  }

  /** Set what draws the widget; it runs after every change of state or width. */
  draw(f) {
    this.#draw = f;
  }

  /** Ask for a new drawing: many changes, one drawing. */
  redraw = () => {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.drawNow());
  };

  drawNow() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const plot of this.#plots) plot.layout();
    this.attempt(this.#draw);
  }

  /**
   * What is seen, in words, and how the reader's own function compares (`yours`):
   * shown under the figure, and what a screen reader hears once things are quiet.
   */
  say(text, yours = "") {
    if (!yours && this.#gone && !this.reader()) yours = said("runAgain", { name: this.#gone });
    if (this.says.textContent === text && this.yours.textContent === yours) return;
    this.says.textContent = text;
    this.yours.textContent = yours;
    clearTimeout(this.#timer);
    if (this.#touched) this.#timer = setTimeout(() => (this.status.textContent = `${text} ${yours}`), QUIET);
  }

  /** Numbers to read off: { name: text }. */
  show(values) {
    const pairs = Object.entries(values);
    if (this.values.children.length !== pairs.length) {
      this.values.replaceChildren(...pairs.map(() => element("div", {}, element("span"), " ", element("b"))));
    }
    pairs.forEach(([name, text], i) => {
      const [label, value] = this.values.children[i].children;
      label.textContent = name;
      value.textContent = text;
    });
  }

  /** The reader's sampled function, or null: { name, values, error }. */
  reader() {
    const reader = this.get("reader");
    return reader?.name ? reader : null;
  }

  /**
   * Sample the reader's functions on other arguments from now on. What was drawn of them is taken away,
   * and comes back when the kernel, or the page, has called them again.
   */
  probe(probes) {
    const old = this.get("probes");
    const all = { ...old, ...probes };
    if (JSON.stringify(all) === JSON.stringify(old)) return;
    const name = this.reader()?.name ?? this.#gone;
    this.#gone = name in probes ? name : "";
    this.set(this.#gone ? { reader: {}, probes: all } : { probes: all });
  }

  legend(items) {
    controls.legend(this.legendBox, items);
  }

  /** Run `f`; what goes wrong is said in place, never swallowed. */
  attempt(f) {
    try {
      f();
      this.problem.hidden = true;
    } catch (error) {
      this.problem.hidden = false;
      this.problem.textContent = said("stopped", { error: error.message });
      console.error(error);
    }
  }

  start() {
    this.#model.on("change", this.redraw);
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== this.#width) this.redraw();
      this.#width = contentRect.width;
    });
    observer.observe(this.root);
    this.#endings.push(() => observer.disconnect(), () => this.#model.off("change", this.redraw));
    this.#width = this.root.clientWidth;
    if (this.problem.hidden) this.drawNow();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    for (const end of this.#endings) end();
    this.root.remove();
  }
}
