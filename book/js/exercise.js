// One exercise: the stub becomes an editor, the buttons wake up.
import { above, register } from "./chapter.js";
import { confirm } from "./dialog.js";
import { element, embedded, prose, served } from "./dom.js";
import { chooseEarlier } from "./history.js";
import { script, soon } from "./load.js";
import * as plain from "./plain_editor.js";
import { python, startInView, Stopped } from "./python.js";
import { draw, onOtherArguments, probes } from "./reader.js";
import * as store from "./store.js";
import { renderTrace } from "./trace.js";
import { renderBroken, renderEarlier, renderFigure, renderMissing, renderText, renderTrouble, renderVerdict } from "./verdict.js";
import { t } from "./words.js";

const TRIES = 3; // failed checks after which the solution may be read

export class Exercise {
  #editor = null;
  #mounting = null;
  #seen = ""; // what this page's editor last had in common with the store
  #beforeReset = null;
  #busy = false;
  #job = null; // what Python does for this exercise, or will
  #shown = null; // the code that the output below speaks of
  #drawn = ""; // the code that the widgets of this page show

  constructor(box) {
    this.box = box;
    this.data = embedded(box.querySelector("script.n2n-exercise"));
    this.name = this.data.name;
    register(this.data);
    const find = (selector) => box.querySelector(selector);
    this.bar = find(".n2n-bar");
    this.status = find(".n2n-status");
    this.output = find(".n2n-output");
    this.traced = element("div", { class: "n2n-traced" }); // not in the output, which is read aloud as it comes
    this.output.after(this.traced);
    this.help = find(".n2n-help");
    this.buttons = Object.fromEntries([...this.bar.querySelectorAll("[data-do]")].map((b) => [b.dataset.do, b]));
    for (const name of ["back", "history"]) {
      this.buttons[name] = element("button", { type: "button", class: "n2n-button", "data-do": name, hidden: true }, t(name));
      this.buttons.stop.before(this.buttons[name]);
    }
    this.#badge();
    if (!served) {
      this.help.append(prose(t("serveIt")));
      return;
    }
    store.onChange((name) => (name === this.name || name === null) && this.#follow());
    this.bar.tabIndex = -1;
    const stub = find(".cell_input"); // stands for the editor until it is there, for the Tab key too
    stub.tabIndex = 0;
    stub.setAttribute("role", "group");
    stub.setAttribute("aria-label", t("codeOf", { name: this.name }));
    stub.addEventListener("focus", () => this.mount());
    for (const [name, button] of Object.entries(this.buttons)) {
      button.disabled = false;
      button.addEventListener("click", () => this.act(name));
    }
    this.#showHints(store.exercise(this.name).hints ?? 0);
    startInView(this.box);
  }

  // Puts the editor where the stub stands. Called when the box comes near the screen, or is used.
  mount() {
    if (this.#mounting) return this.#mounting;
    const kit = script("editor.js", () => window.n2nEditor);
    this.#mounting = soon(kit).then(
      (it) => this.#put(it, this.box.querySelector(".cell_input")),
      () => {
        this.#say(t("editorMissing"));
        this.#put(plain, this.box.querySelector(".cell_input"));
        kit.then((it) => this.#exchange(it), () => {}); // it does not come: the plain one stays
      },
    );
    return this.#mounting;
  }

  // The real editor came after all: it takes the plain one's place, but never under the hands of someone who writes.
  #exchange(kit) {
    const place = this.box.querySelector(".n2n-editor");
    const change = () => {
      if (this.status.textContent === t("editorMissing")) this.#say("");
      this.box.querySelector(".n2n-tip").remove();
      this.#put(kit, place);
    };
    if (place.contains(document.activeElement) && this.#editor.text() !== this.data.stub) place.addEventListener("focusout", change, { once: true });
    else change();
  }

  #put({ createEditor, highlight }, old) {
    this.highlight = highlight;
    const tip = element("p", { class: "n2n-tip", id: `n2n-tip-${this.name}` }, t("keys"));
    const place = element("div", { class: "n2n-editor", translate: "no" });
    place.style.minHeight = `${old.offsetHeight}px`;
    this.#seen = this.#kept();
    this.#editor = createEditor({
      parent: place,
      text: this.#seen,
      label: t("codeOf", { name: this.name }),
      describedBy: tip.id,
      keys: { tab: t("tabKey"), more: t("symbolKeys") },
      onChange: (text) => this.#edited(text),
      onCheck: () => this.act("check"),
      onRun: () => this.act("run"),
      onLeave: () => this.bar.focus(),
      onFocus: () => python.boot(),
    });
    const focused = old.contains(document.activeElement);
    old.replaceWith(place);
    this.bar.after(tip);
    if (focused) this.#editor.focus();
  }

  async act(name) {
    if (this.#busy && (name === "check" || name === "run")) return;
    if (name === "check" || name === "run") {
      python.boot(); // at once, while the editor may still be on its way
      this.#say(t("moment"));
    }
    if (name !== "stop") await this.mount();
    await this[`do_${name}`]();
  }

  do_check = () => this.#ask(true);
  do_run = () => this.#ask(false);
  do_stop = () => this.#job && python.stop(this.#job, t("stopped"));

  do_reset() {
    const before = this.#editor.text();
    if (this.#beforeReset !== null) {
      this.#take(this.#beforeReset);
      return;
    }
    if (before === this.data.stub) return;
    this.#take(this.data.stub);
    this.#beforeReset = before;
    this.buttons.reset.textContent = t("undoReset");
    this.#clear();
    this.#say(t("wasReset"));
  }

  do_back() {
    this.#take(store.exercise(this.name).passed);
    this.#editor.focus();
  }

  async do_history() {
    const chosen = await chooseEarlier(this.name, store.exercise(this.name).history ?? [], this.highlight);
    if (chosen !== null) this.#take(chosen);
  }

  do_hint() {
    const shown = Math.min((store.exercise(this.name).hints ?? 0) + 1, this.data.hints.length);
    store.showedHints(this.name, shown);
    this.#showHints(shown);
  }

  async do_solution() {
    const { fails = 0 } = store.exercise(this.name);
    if (!store.hasPassed(this.name)) {
      if (fails < TRIES) {
        this.#say(t("solutionLater", { tries: TRIES, fails }));
        return;
      }
      if (!(await confirm(t("solutionSure", { name: this.name }), t("solutionYes")))) return;
    }
    this.help.querySelector(".n2n-solution")?.remove();
    const code = element("pre", { tabindex: "0", translate: "no", "aria-label": t("solutionOf", { name: this.name }) }, this.highlight(this.data.solution));
    this.help.append(element("div", { class: "n2n-solution" }, element("p", {}, t("oneSolution")), code));
  }

  async #ask(check) {
    const code = this.#editor.text();
    this.#clear();
    this.#shown = code;
    this.#fade();
    await this.#request({ run: [code], check, probes: probes(this.name) }, this.output, (reply) => this.#show(reply, code, check));
    this.#fade();
  }

  // Hands a request to Python, with Stop in place of Check and Run; `use` gets the reply, what goes wrong is said in `place`.
  async #request(body, place, use) {
    this.#working(true);
    try {
      this.#job = python.ask({ above: above(this.data), name: this.name, ...body }, (stage) => this.#say(stage));
      use(await this.#job.result);
    } catch (error) {
      if (!(error instanceof Stopped)) place.append(renderTrouble(error.message));
      this.#say(error instanceof Stopped ? error.message : "");
    } finally {
      this.#job = null;
      this.#working(false);
    }
  }

  #show(reply, code, check) {
    this.#say("");
    const { verdict } = reply;
    const put = (...parts) => this.output.append(...parts);
    const passed = verdict?.status === "passed";
    const blocked = reply.missing.length > 0 && !passed && Boolean(reply.error || verdict);
    if (reply.text) put(renderText(reply.text));
    if (reply.error && verdict?.kind !== "stopped") put(renderText(reply.error, "n2n-error"));
    if (blocked) {
      put(renderMissing(reply.missing));
      for (const name of reply.missing) if (reply.broken[name]) put(renderBroken(name, reply.broken[name]));
    } else if (verdict) put(renderVerdict(verdict, () => this.#trace(verdict, code)));
    if (reply.broken[""]) put(renderBroken("", reply.broken[""]));
    if (reply.earlier.length) put(renderEarlier(reply.earlier));
    for (const svg of reply.figures) put(renderFigure(svg, t("figureOf", { name: this.name })));
    if (draw(this.name, reply.samples)) {
      this.#drawn = code;
      onOtherArguments(this.name, () => this.#drawAgain());
      this.#say(t("drawn", { n: reply.samples.length, name: this.name }));
    }
    if (check && !blocked && !reply.broken[""]) this.#judged(verdict?.status ?? "failed", verdict?.kind, code);
    else if (!check && !this.output.childElementCount) put(prose(t("nothingPrinted", { call: `print(${this.name}(…))` })));
  }

  // The case that a verdict tells, once more and line by line, on the code that it speaks of.
  async #trace(verdict, code) {
    if (this.#busy) return;
    this.traced.replaceChildren();
    await this.#request({ run: [code], check: false, trace: true, case: verdict.case }, this.traced, ({ trace, error }) => {
      this.#say("");
      this.traced.append(...(trace ? renderTrace(trace, (line) => this.#editor.text() === code && this.#editor.point(line)) : [renderText(error, "n2n-error")]));
      this.traced.querySelector("[role=region]")?.focus({ preventScroll: true });
      this.traced.scrollIntoView({ block: "nearest" });
    });
  }

  #clear() {
    this.output.replaceChildren();
    this.traced.replaceChildren();
  }

  async #drawAgain() {
    if (this.#busy) return;
    const request = { above: above(this.data), run: [this.#drawn], name: this.name, check: false };
    const reply = await python.ask({ ...request, probes: probes(this.name) }, () => {}).result.catch(() => null);
    if (reply) draw(this.name, reply.samples);
  }

  // A stub that nobody has touched is no try.
  #judged(status, kind, code) {
    if (status === "unjudged") return;
    const counts = kind !== "missing" && code.trim() !== this.data.stub.trim();
    store.judged(this.name, { text: code, status, counts, version: this.data.version });
  }

  #kept() {
    return store.exercise(this.name).code ?? this.data.stub;
  }

  #edited(text) {
    this.#beforeReset = null;
    this.buttons.reset.textContent = t("reset");
    const { stub } = this.data;
    if (text !== this.#kept()) store.edited(this.name, { text, stub, seen: this.#seen });
    this.#seen = text;
    this.#fade();
  }

  // Another text takes the editor's place; what stands there is kept in the history.
  #take(text) {
    store.replace(this.name, text === this.data.stub ? undefined : text);
    this.#follow();
  }

  // The store has changed: by another tab, an import, a reset, or by what was typed here.
  #follow() {
    const text = this.#kept();
    if (this.#editor && text !== this.#editor.text()) {
      this.#seen = text; // first: the editor tells #edited
      this.#editor.replace(text);
    }
    this.#badge();
    this.#fade();
  }

  // What stands below speaks of the code that was checked or run, and is greyed when that has changed.
  #fade() {
    const old = this.#editor !== null && this.#shown !== null && this.output.childElementCount > 0 && this.#editor.text() !== this.#shown;
    for (const part of [this.output, this.traced]) part.toggleAttribute("data-old", old);
    let note = this.output.querySelector(".n2n-old");
    if (old && !note) this.output.prepend((note = element("p", { class: "n2n-old" }, t("ofEarlierCode"))));
    else if (!old) note?.remove();
  }

  #showHints(count) {
    const { hints } = this.data;
    const { hint } = this.buttons;
    if (!hint) return;
    hint.textContent = count < hints.length ? t("hint", { k: count + 1, n: hints.length }) : t("noMoreHints");
    hint.disabled = count >= hints.length;
    let list = this.help.querySelector(".n2n-hints");
    if (!list && count) this.help.prepend((list = element("ol", { class: "n2n-hints", "aria-label": t("hints"), "aria-live": "polite" })));
    for (const text of hints.slice(list?.childElementCount ?? 0, count)) list.append(prose(text, "li"));
  }

  #badge() {
    const { passed, code, history = [] } = store.exercise(this.name);
    const standing = store.standing(this.name, this.data.version);
    this.box.dataset.standing = standing;
    this.box.querySelector(".n2n-badge").textContent = standing && t(`standing.${standing}`);
    this.buttons.back.hidden = passed == null || code === passed;
    this.buttons.history.hidden = !history.some((entry) => entry.code !== code);
  }

  #working(busy) {
    this.#busy = busy;
    this.box.toggleAttribute("data-busy", busy);
    this.output.setAttribute("aria-busy", busy);
    this.buttons.stop.hidden = !busy;
    for (const name of ["check", "run"]) this.buttons[name].setAttribute("aria-disabled", busy);
    if (!busy && document.activeElement === document.body) this.buttons.check.focus({ preventScroll: true });
  }

  #say(text) {
    this.status.textContent = text;
  }
}
