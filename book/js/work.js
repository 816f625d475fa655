// "Your work": the notebook to hand in, and progress as a file to carry to another computer.
import { element, served } from "./dom.js";
import { askText } from "./dialog.js";
import { fileName, filled, save } from "./notebook.js";
import { current, known } from "./progress.js";
import * as store from "./store.js";

const FORMAT = 1;
const MOST = 2_000_000; // bytes of a progress file: far beyond any honest one

export function mountWork(panel) {
  const status = panel.querySelector(".n2n-status");
  const note = element("p", { class: "n2n-note n2n-trouble", role: "alert" });
  const file = element("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "progress file" });
  panel.append(note, file);
  const { exercises, assignment } = current();

  const show = () => {
    const done = exercises.filter(store.hasPassed).length;
    panel.querySelector(".n2n-count").textContent = `${done} of ${exercises.length} exercises passed`;
    note.textContent = store.storageTrouble();
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
      const rest = open.length ? ` Not passed as it stands: ${open.join(", ")}.` : "";
      status.replaceChildren(`Saved ${name} for ${id}.${rest} `, change());
    },
    export() {
      const content = { n2n: FORMAT, exported: new Date().toISOString(), student: store.student(), exercises: store.all() };
      save("n2n-progress.json", JSON.stringify(content, null, 1), "application/json");
      status.textContent = "Saved n2n-progress.json. Import it on the other computer.";
    },
    import() {
      file.click();
    },
  };
  const askName = async () => {
    const id = await askText("Your name or student id", {
      value: store.student(),
      explain: "It is written into the notebook you hand in, and kept in this browser.",
      yes: "Save notebook",
    });
    if (id) store.setStudent(id);
    return id;
  };
  const change = () =>
    element("button", { type: "button", class: "n2n-link", onclick: async () => (await askName()) && actions.notebook() }, "Other name");

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      const { taken, newer } = take(chosen.size > MOST ? "" : await chosen.text());
      const kept = newer ? `, ${newer} kept because newer here` : "";
      status.textContent = `${taken} exercise${taken === 1 ? "" : "s"} imported from ${chosen.name}${kept}.`;
    } catch {
      status.textContent = `${chosen.name} is not a progress file of this book: export one here first. Nothing was changed.`;
    }
    file.value = "";
  });

  for (const button of panel.querySelectorAll("[data-do]")) {
    button.disabled = !served && button.dataset.do === "notebook";
    button.addEventListener("click", async () => {
      try {
        await actions[button.dataset.do]();
      } catch (error) {
        status.textContent = `That did not work: ${error.message}.`;
      }
    });
  }
}

// Reads a progress file; throws unless it is one. Only text and numbers of known exercises get in.
function take(text) {
  const content = JSON.parse(text);
  if (content.n2n !== FORMAT || typeof content.exercises !== "object") throw new Error("format");
  const clean = {};
  for (const name of known()) {
    const theirs = content.exercises[name];
    if (!theirs) continue;
    const text = (value) => (typeof value === "string" ? value : undefined);
    const count = (value) => (Number.isInteger(value) && value > 0 ? value : 0);
    clean[name] = {
      code: text(theirs.code),
      passed: text(theirs.passed),
      status: ["passed", "failed"].includes(theirs.status) ? theirs.status : "",
      fails: count(theirs.fails),
      hints: count(theirs.hints),
      version: count(theirs.version),
      at: count(theirs.at),
    };
  }
  if (!store.student() && typeof content.student === "string" && content.student) store.setStudent(content.student.slice(0, 64));
  return store.merge(clean);
}
