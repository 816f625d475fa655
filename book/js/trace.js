// A case line by line: what each line of the reader's function gave. Everything that comes from Python is set as text.
import { element } from "./dom.js";
import { t } from "./words.js";

// `trace` is what grader.tracing made of it; `point` hears the line that is chosen.
export function renderTrace(trace, point) {
  const table = element(
    "table",
    { class: "n2n-trace" },
    element("caption", {}, trace.title),
    element("thead", {}, element("tr", {}, ...trace.heads.map((head) => element("th", { scope: "col" }, head)))),
    ...trace.steps.map(body),
  );
  const place = element("div", { class: "n2n-trace-place", role: "region", tabindex: "0", "aria-label": trace.title }, table);
  choosing(place, point);
  const parts = [place, ...trace.notes.map((note) => element("p", {}, note))];
  if (trace.printed) parts.unshift(element("pre", { class: "n2n-text", tabindex: "0", "aria-label": t("output") }, trace.printed.trimEnd()));
  return parts;
}

function body({ code, lines }) {
  const head = element("tr", { class: "n2n-step" }, element("th", { scope: "rowgroup", colspan: "3" }, code.join("\n")));
  return element("tbody", {}, ...(code.length ? [head] : []), ...lines.map(row));
}

function row({ number, source, depth, raised, values, told }) {
  const gave = [...values.map(value), ...told.map((sentence) => element("div", { class: "n2n-said" }, sentence))];
  const code = element("td", {}, ...(source || "…").split("\n").map((line) => codeLine(line, depth)));
  const first = element("th", { scope: "row" }, raised ? element("span", { "aria-hidden": "true" }, "✗ ") : "", number || "");
  return element("tr", { "data-line": number || null, "data-raised": raised }, first, code, element("td", {}, ...gave));
}

// The indentation is a margin, so that what does not fit goes on below itself.
const codeLine = (line, depth) => element("div", { style: `--in: ${line.search(/\S|$/) + 3 * depth}` }, line.trimStart());

const value = ({ name, text, form, note }) =>
  element("div", {}, `${name} = ${text}`, ...[form, note].filter(Boolean).map((more) => element("span", { class: "n2n-form" }, ` ${more}`)));

// A click, or the arrow keys, choose a row; its line is shown in the editor.
function choosing(place, point) {
  const rows = [...place.querySelectorAll("[data-line]")];
  let at = -1;
  const choose = (k) => {
    if (!rows[k]) return;
    rows[at]?.classList.remove("n2n-chosen");
    at = k;
    rows[at].classList.add("n2n-chosen");
    point(Number(rows[at].dataset.line));
  };
  place.addEventListener("click", ({ target }) => choose(rows.indexOf(target.closest("[data-line]"))));
  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(Math.max(0, at + step));
    rows[at]?.scrollIntoView({ block: "nearest" });
  });
}
