// One exercise: the stub becomes an editor, the buttons wake up.
import { above, register } from "./chapter.js";
import { confirm } from "./dialog.js";
import { element, embedded, prose, served } from "./dom.js";
import { script } from "./load.js";
import * as plain from "./plain_editor.js";
import { python, startInView, Stopped } from "./python.js";
import { draw, onOtherArguments, probes } from "./reader.js";
import * as store from "./store.js";
import { renderFigure, renderMissing, renderText, renderTrouble, renderVerdict } from "./verdict.js";
import { t } from "./words.js";

const TRIES = 3; // failed checks after which the solution may be read
const BADGE = { passed: "✓ passed", changed: "✓ passed, changed since", failed: "not yet", edited: "begun", "": "" };

export class Exercise {
  #editor = null;
  #mounting = null;
  #beforeReset = null;
  #busy = false;
  #job = null;
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
    this.help = find(".n2n-help");
    this.buttons = Object.fromEntries([...this.bar.querySelectorAll("[data-do]")].map((b) => [b.dataset.do, b]));
    this.#badge();
    if (!served) {
      this.#saveHow();
      return;
    }
    store.onChange(() => this.#badge());
    this.bar.tabIndex = -1;
    const stub = find(".cell_input"); // stands for the editor until it is there, for the Tab key too
    stub.tabIndex = 0;
    stub.setAttribute("role", "group");
    stub.setAttribute("aria-label", `Code of exercise ${this.name}`);
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
    this.#mounting ??= script("editor.js", () => window.n2nEditor).catch(() => (this.#say(t("editorMissing")), plain)).then(({ createEditor, highlight }) => {
      this.highlight = highlight;
      const code = this.box.querySelector(".cell_input");
      const tip = element("p", { class: "n2n-tip", id: `n2n-tip-${this.name}` }, "Shift+Enter checks, Ctrl+Enter runs. Once you type, Tab indents; Escape, then Tab, leaves the editor.");
      const place = element("div", { class: "n2n-editor" });
      place.style.minHeight = `${code.offsetHeight}px`;
      this.#editor = createEditor({
        parent: place,
        text: store.exercise(this.name).code ?? this.data.stub,
        label: `Code of exercise ${this.name}`,
        describedBy: tip.id,
        onChange: (text) => this.#edited(text),
        onCheck: () => this.act("check"),
        onRun: () => this.act("run"),
        onLeave: () => this.bar.focus(),
        onFocus: () => python.boot(),
      });
      const focused = code.contains(document.activeElement);
      code.replaceWith(place);
      this.bar.after(tip);
      if (focused) this.#editor.focus();
    });
    return this.#mounting;
  }

  async act(name) {
    if (this.#busy && name !== "stop" && name !== "hint") return;
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
    const { reset } = this.buttons;
    if (this.#beforeReset !== null) {
      this.#editor.replace(this.#beforeReset); // tells #edited, which ends the offer to undo
      return;
    }
    const before = this.#editor.text();
    if (before === this.data.stub) return;
    this.#editor.replace(this.data.stub);
    this.#beforeReset = before;
    reset.textContent = "Undo reset";
    this.output.replaceChildren();
    this.#say("Back to the start; your code can be brought back.");
  }

  do_hint() {
    const shown = Math.min((store.exercise(this.name).hints ?? 0) + 1, this.data.hints.length);
    store.update(this.name, { hints: shown });
    this.#showHints(shown);
  }

  async do_solution() {
    const { fails = 0 } = store.exercise(this.name);
    if (!store.hasPassed(this.name)) {
      if (fails < TRIES) {
        this.#say(`The solution opens once you have passed, or after ${TRIES} failed checks (${fails} so far).`);
        return;
      }
      if (!(await confirm(`Show the solution of ${this.name}? You learn more by one more try.`, "Show it"))) return;
    }
    this.help.querySelector(".n2n-solution")?.remove();
    const code = element("pre", { tabindex: "0", "aria-label": `solution of ${this.name}` }, this.highlight(this.data.solution));
    this.help.append(element("div", { class: "n2n-solution" }, element("p", {}, "One solution"), code));
  }

  async #ask(check) {
    const code = this.#editor.text();
    this.#working(true);
    this.output.replaceChildren();
    try {
      const body = { above: above(this.data), run: [code], name: this.name, check, probes: probes(this.name) };
      this.#job = python.ask(body, (stage) => this.#say(stage));
      this.#show(await this.#job.result, code, check);
    } catch (error) {
      if (!(error instanceof Stopped)) this.output.append(renderTrouble(error.message));
      this.#say(error instanceof Stopped ? error.message : "");
    } finally {
      this.#job = null;
      this.#working(false);
    }
  }

  #show(reply, code, check) {
    this.#say("");
    const { verdict } = reply;
    if (reply.text) this.output.append(renderText(reply.text));
    if (reply.error && verdict?.kind !== "stopped") this.output.append(renderText(reply.error, "n2n-error"));
    if (verdict) this.output.append(renderVerdict(verdict));
    if (reply.missing.length && !verdict?.passed && (reply.error || verdict?.status !== "passed")) {
      this.output.append(renderMissing(reply.missing));
    }
    for (const svg of reply.figures) this.output.append(renderFigure(svg, `figure drawn by your ${this.name} cell`));
    if (draw(this.name, reply.samples)) {
      this.#drawn = code;
      onOtherArguments(this.name, () => this.#drawAgain());
      this.#say(`Your ${this.name} is drawn in the widget${reply.samples.length > 1 ? "s" : ""} of this page.`);
    }
    if (check) this.#judged(verdict?.status ?? "failed", code);
    else if (!this.output.childElementCount) {
      const call = `print(${this.name}(…))`;
      this.output.append(prose(`Ran without error and printed nothing. Add a line such as \`${call}\` to see a value.`));
    }
  }

  async #drawAgain() {
    if (this.#busy) return;
    const request = { above: above(this.data), run: [this.#drawn], name: this.name, check: false };
    const reply = await python.ask({ ...request, probes: probes(this.name) }, () => {}).result.catch(() => null);
    if (reply) draw(this.name, reply.samples);
  }

  #judged(status, code) {
    const { fails = 0 } = store.exercise(this.name);
    if (status === "passed") store.update(this.name, { code, passed: code, status, version: this.data.version });
    else if (status === "failed") store.update(this.name, { code, status, fails: fails + 1 });
  }

  #edited(text) {
    this.#beforeReset = null;
    this.buttons.reset.textContent = "Reset";
    const { status, code } = store.exercise(this.name);
    if (text !== code) store.update(this.name, { code: text === this.data.stub ? undefined : text, status: status === "failed" ? "" : status });
  }

  #showHints(count) {
    const { hints } = this.data;
    if (!this.buttons.hint) return;
    this.buttons.hint.textContent = count < hints.length ? `Hint ${count + 1} of ${hints.length}` : "No more hints";
    this.buttons.hint.disabled = count >= hints.length;
    let list = this.help.querySelector(".n2n-hints");
    if (!list && count) this.help.prepend((list = element("ol", { class: "n2n-hints", "aria-label": "hints", "aria-live": "polite" })));
    for (const text of hints.slice(list?.childElementCount ?? 0, count)) list.append(prose(text, "li"));
  }

  #badge() {
    const standing = store.standing(this.name);
    this.box.dataset.standing = standing;
    this.box.querySelector(".n2n-badge").textContent = BADGE[standing];
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

  #saveHow() {
    this.status.textContent = "";
    this.help.append(prose("To run code, this page must be served: `n2n serve`, or in the book's folder `python -m http.server`, then open the address it prints."));
  }
}
