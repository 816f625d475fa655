// "Your work": the notebook to hand in, and progress as a file to carry to another computer.
import { element, served } from "./dom.js";
import { askText, confirm } from "./dialog.js";
import { fileName, filled, save } from "./notebook.js";
import { current, known } from "./progress.js";
import { MOST as MOST_KEPT } from "./record.js";
import * as store from "./store.js";
import { sentences, t } from "./words.js";

const PROGRESS = "n2n-progress.json";
const FORMAT = 1;
const MOST = 2_000_000; // bytes of a progress file: far beyond any honest one

export function mountWork(panel) {
  const status = panel.querySelector(".n2n-status");
  const file = element("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": t("progressFile") });
  panel.append(file);
  const { exercises, assignment } = current();

  const show = () => {
    const done = exercises.filter(store.hasPassed).length;
    panel.querySelector(".n2n-count").textContent = t("count", { done, n: exercises.length });
  };
  store.onChange(show);
  show();

  const actions = {
    async notebook() {
      const id = store.student() || (await askName());
      if (!id) return;
      const name = fileName(id, assignment);
      save(name, JSON.stringify(await filled(assignment, id), null, 1), "application/x-ipynb+json");
      const open = exercises.filter((e) => store.standing(e) !== "passed");
      const rest = open.length ? t("notPassed", { names: open.join(", ") }) : "";
      status.replaceChildren(sentences(t("savedFor", { name, id }), rest), " ", change());
    },
    export() {
      const content = { n2n: FORMAT, exported: new Date().toISOString(), student: store.student(), exercises: store.all() };
      save(PROGRESS, JSON.stringify(content, null, 1), "application/json");
      status.textContent = t("exported", { name: PROGRESS });
    },
    import() {
      file.click();
    },
  };
  const askName = async () => {
    const id = await askText(t("yourName"), {
      value: store.student(),
      explain: t("yourNameWhy"),
      yes: t("saveNotebook"),
    });
    if (id) store.setStudent(id);
    return id;
  };
  const change = () =>
    element("button", { type: "button", class: "n2n-link", onclick: async () => (await askName()) && actions.notebook() }, t("otherName"));

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    file.value = ""; // so that the same file can be chosen again; what was chosen stays readable
    try {
      const found = read(chosen.size > MOST ? "" : await chosen.text());
      if (!(await agreed(found, chosen.name))) {
        status.textContent = t("importedNothing");
        return;
      }
      const { taken, newer } = take(found);
      status.textContent = sentences(t("imported", { n: taken, name: chosen.name }), newer ? t("keptNewer", { n: newer }) : "");
    } catch {
      status.textContent = t("noProgress", { name: chosen.name });
    }
  });

  for (const button of panel.querySelectorAll("[data-do]")) {
    button.disabled = !served && button.dataset.do === "notebook";
    button.addEventListener("click", async () => {
      try {
        await actions[button.dataset.do]();
      } catch (error) {
        status.textContent = t("didNotWork", { what: error.message });
      }
    });
  }
}

// Whether the reader takes over what is in the file, whose code they can read first. Until then nothing of it is kept or run.
function agreed({ exercises }, name) {
  const texts = Object.entries(exercises).flatMap(([exercise, { code, passed }]) =>
    [...new Set([code, passed])].filter((text) => text != null).map((text) => [exercise, text]),
  );
  const shown = texts.map(([exercise, code]) =>
    element("details", {}, element("summary", {}, element("code", {}, exercise)), element("pre", { tabindex: "0", translate: "no" }, code)),
  );
  const question = t("importAsk", { name, n: Object.keys(exercises).length });
  return confirm(question, t("importYes"), element("div", { class: "n2n-theirs" }, ...shown));
}

// Reads a progress file; throws unless it is one. Only text and numbers of known exercises get in.
function read(written) {
  const content = JSON.parse(written);
  if (content.n2n !== FORMAT || typeof content.exercises !== "object") throw new Error("format");
  const clean = {};
  for (const name of known()) {
    const theirs = content.exercises[name];
    if (!theirs) continue;
    clean[name] = record(theirs);
  }
  return { exercises: clean, student: typeof content.student === "string" ? content.student.slice(0, 64) : "" };
}

function take({ exercises, student }) {
  if (!store.student() && student) store.setStudent(student);
  return store.merge(exercises);
}

const STATUSES = ["passed", "failed"];
const text = (value) => (typeof value === "string" ? value : undefined);
const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);
const status = (value) => (STATUSES.includes(value) ? value : "");

const record = (theirs) => ({
  code: text(theirs.code),
  passed: text(theirs.passed),
  passedAt: count(theirs.passedAt) || count(theirs.at),
  version: count(theirs.version),
  judged: text(theirs.judged) ?? text(theirs.code),
  status: status(theirs.status),
  fails: count(theirs.fails),
  hints: count(theirs.hints),
  at: count(theirs.at),
  history: (Array.isArray(theirs.history) ? theirs.history : [])
    .filter((entry) => typeof entry?.code === "string")
    .slice(0, MOST_KEPT)
    .map(({ code, at, status: how }) => ({ code, at: count(at), status: status(how) })),
});
