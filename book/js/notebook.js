// "Download my notebook": the chapter's release notebook with the reader's code in it, ready to hand in.
import { asset } from "./dom.js";
import { studentId } from "./ids.js";
import * as store from "./store.js";
import { t } from "./words.js";

// <id>__<assignment>.ipynb, by which the grader knows whose it is.
export const fileName = (student, assignment) => `${studentId(student) || "student"}__${assignment}.ipynb`;

export async function filled(assignment, student) {
  const reply = await fetch(asset(`notebooks/${assignment}.ipynb`));
  if (!reply.ok) throw new Error(t("noNotebook", { status: reply.status }));
  const notebook = await reply.json();
  for (const cell of notebook.cells) {
    const graded = cell.metadata?.nbgrader;
    if (!graded?.solution || graded.locked) continue;
    const { code } = store.exercise(graded.grade_id);
    if (code != null) cell.source = code;
  }
  notebook.metadata.n2n = { ...notebook.metadata.n2n, student };
  return notebook;
}

export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
