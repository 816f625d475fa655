// Gives a widget's module its model where no kernel runs: in the built page, also from file://.
//
//   <n2n-widget name="dead_relu" model="…"><script type="application/json">{state}</script></n2n-widget>
//
// Every widget has a script of its own beside this one, which joins by window.n2n.add(name, widget). A page names those it shows; one that
// is not there is fetched. What the scripts share they take from window.n2n.shared.
// window.n2n.widgets lists what is mounted as { name, model, el }; `n2n:widget` on document tells of each new one.

import { t } from "./words.js";

class Model {
  #state;
  #listeners = new Map();

  constructor(state) {
    this.#state = { ...state };
  }

  get(name) {
    return this.#state[name];
  }

  set(name, value) {
    const changes = typeof name === "object" ? name : { [name]: value };
    const changed = Object.keys(changes).filter((key) => this.#state[key] !== changes[key]);
    Object.assign(this.#state, changes);
    for (const key of changed) this.#emit(`change:${key}`, changes[key]);
    if (changed.length) this.#emit("change");
  }

  on(events, listener) {
    for (const event of events.split(" ")) {
      if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
      this.#listeners.get(event).add(listener);
    }
  }

  off(events, listener) {
    if (events == null) this.#listeners.clear();
    else for (const event of events.split(" ")) listener ? this.#listeners.get(event)?.delete(listener) : this.#listeners.delete(event);
  }

  save_changes() {} // nobody else to tell
  send() {}

  get widget_manager() {
    throw new Error(t("noManager"));
  }

  #emit(event, value) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener({ model: this, value });
  }
}

/** shared: what the scripts of the widgets take from here, by file; names: the widgets there are. */
export function start(shared, names) {
  const n2n = (window.n2n ??= {});
  const registry = {};
  n2n.shared = shared;
  const mounted = (n2n.widgets ??= []);
  const models = new Map(); // one widget shown twice is one model
  const home = document.currentScript.src;
  const coming = new Map();

  // Scripts that stand in the page have run when it is parsed.
  const parsed = new Promise((go) => {
    if (document.readyState === "complete") return go();
    document.addEventListener("DOMContentLoaded", go);
    window.addEventListener("load", go); // this script may have come after the event before
  });
  n2n.add = (name, afm) => (registry[name] = afm);

  // A script element, for a page from a file can load nothing else.
  function fetchWidget(name) {
    if (!coming.has(name)) {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, home).href;
      const loaded = new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = () => reject(new Error(t("notLoaded", { file: `${name}.js` })));
      });
      document.head.append(script);
      coming.set(name, loaded);
    }
    return coming.get(name);
  }

  async function modelOf(element, afm) {
    const id = element.getAttribute("model");
    if (!models.has(id)) {
      const model = new Model(JSON.parse(element.querySelector("script").textContent));
      models.set(id, Promise.resolve(afm.initialize?.({ model })).then(() => model));
    }
    return models.get(id);
  }

  class WidgetElement extends HTMLElement {
    #stop = null;

    async connectedCallback() {
      await parsed;
      if (this.#stop) return;
      const name = this.getAttribute("name");
      const el = document.createElement("div");
      this.#stop = () => {};
      try {
        if (!names.includes(name)) throw new Error(t("unknownWidget", { name }));
        if (!registry[name]) await fetchWidget(name);
        const afm = registry[name];
        const model = await modelOf(this, afm);
        this.replaceChildren(el);
        const cleanup = await afm.render({ model, el });
        const entry = { name, model, el };
        mounted.push(entry);
        this.#stop = () => {
          cleanup?.();
          mounted.splice(mounted.indexOf(entry), 1);
        };
        this.setAttribute("ready", "");
        document.dispatchEvent(new CustomEvent("n2n:widget", { detail: entry }));
      } catch (error) {
        el.className = "nw-problem";
        el.textContent = t("notShown", { error: error.message });
        this.replaceChildren(el);
        console.error(error);
      }
    }

    disconnectedCallback() {
      this.#stop?.();
      this.#stop = null;
    }
  }
  customElements.define("n2n-widget", WidgetElement);
}
