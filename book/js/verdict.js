// What came back from Python, as the reader sees it. Everything is set as text.
import { element, prose } from "./dom.js";
import { list, t } from "./words.js";

const MARK = { passed: "✓", failed: "✗", unjudged: "?" };

// `run` runs the case that is told once more, line by line.
export function renderVerdict(verdict, run) {
  const box = element("div", { class: "n2n-verdict", "data-status": verdict.status });
  const mark = element("span", { class: "n2n-mark", "aria-hidden": "true" }, MARK[verdict.status]);
  const summary = prose(verdict.summary, "p", { class: "n2n-summary" });
  summary.prepend(mark, " ");
  box.append(summary);
  if (verdict.case) box.append(element("p", { class: "n2n-case" }, t("case"), " ", element("em", {}, verdict.case)));
  if (verdict.details.length) box.append(element("pre", { tabindex: "0", "aria-label": t("details") }, verdict.details.join("\n")));
  if (verdict.why && verdict.why !== verdict.summary) {
    const why = prose(verdict.why, "p", { class: "n2n-why" });
    why.prepend(element("strong", {}, t("why"), " "));
    box.append(why);
  }
  if (verdict.repeatable && run) box.append(element("button", { type: "button", class: "n2n-button", "data-do": "trace", onclick: run }, t("runCase")));
  return box;
}

const listed = (names) => list(names.map((name) => `\`${name}\``));
const remark = (text) => prose(text, "p", { class: "n2n-missing" });

export const renderUnproved = (names) => remark(t("unproved", { names: listed(names) }));
export const renderMissing = (names) => remark(t("missing", { n: names.length, names: listed(names) }));
export const renderEarlier = (names) => remark(t("asPassed", { n: names.length, names: listed(names) }));

// A cell above that did not run: an exercise's, or (without a name) the chapter's own.
export const renderBroken = (name, what) => remark(name ? t("brokenAbove", { name: `\`${name}\``, what }) : t("brokenChapter", { what }));

export function renderText(text, kind = "") {
  return element("pre", { class: `n2n-text ${kind}`, tabindex: "0", "aria-label": t(kind === "n2n-error" ? "error" : "output") }, text);
}

// A sentence of the page itself: what it could not do, and what helps.
export const renderTrouble = (sentence) => element("p", { class: "n2n-trouble", role: "alert" }, sentence);

export function renderFigure(svg, label) {
  // as an image: whatever stands in the SVG, no script in it can run
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = element("img", { class: "n2n-figure", src: url, alt: label, onload: () => URL.revokeObjectURL(url) });
  image.addEventListener("error", () => image.replaceWith(renderTrouble(t("figureRefused"))));
  return image;
}
