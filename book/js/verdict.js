// What came back from Python, as the reader sees it. Everything is set as text.
import { element, prose } from "./dom.js";

const MARK = { passed: "✓", failed: "✗", unjudged: "?" };

export function renderVerdict(verdict) {
  const box = element("div", { class: "n2n-verdict", "data-status": verdict.status });
  const mark = element("span", { class: "n2n-mark", "aria-hidden": "true" }, MARK[verdict.status]);
  const summary = prose(verdict.summary, "p", { class: "n2n-summary" });
  summary.prepend(mark, " ");
  box.append(summary);
  if (verdict.case) box.append(element("p", { class: "n2n-case" }, "Case: ", element("em", {}, verdict.case)));
  if (verdict.details.length) box.append(element("pre", { tabindex: "0", "aria-label": "details" }, verdict.details.join("\n")));
  if (verdict.why && verdict.why !== verdict.summary) {
    const why = prose(verdict.why, "p", { class: "n2n-why" });
    why.prepend(element("strong", {}, "Why: "));
    box.append(why);
  }
  return box;
}

const listed = (names) => names.map((name) => `\`${name}\``).join(", ");

export function renderUnproved(names) {
  return prose(`Not passed yet: ${listed(names)}. What you see is what your version does.`, "p", { class: "n2n-missing" });
}

export function renderMissing(names) {
  const verb = names.length > 1 ? "have" : "has";
  return prose(`This code uses ${listed(names)} from above, which ${verb} not passed yet: solve that first.`, "p", {
    class: "n2n-missing",
  });
}

export function renderText(text, kind = "") {
  return element("pre", { class: `n2n-text ${kind}`, tabindex: "0", "aria-label": kind === "n2n-error" ? "error" : "output" }, text);
}

// A sentence of the page itself: what it could not do, and what helps.
export const renderTrouble = (sentence) => element("p", { class: "n2n-trouble", role: "alert" }, sentence);

export function renderFigure(svg, label) {
  // as an image: whatever stands in the SVG, no script in it can run
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  return element("img", { class: "n2n-figure", src: url, alt: label, onload: () => URL.revokeObjectURL(url) });
}
