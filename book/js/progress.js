// How far the reader is: beside each chapter in the sidebar.
import { element, page } from "./dom.js";
import * as store from "./store.js";
import { t } from "./words.js";

const chapters = () => Object.entries(window.n2nBook?.chapters ?? {});
const passedOf = (names) => names.filter(store.hasPassed).length;

export const known = () => chapters().flatMap(([, { exercises }]) => exercises);
export const current = () => window.n2nBook?.chapters[page.page];

export function showProgress() {
  for (const [target, { exercises }] of chapters()) {
    const href = new URL(page.root + target, document.baseURI).href;
    for (const link of document.querySelectorAll(".bd-links a.reference.internal")) {
      if (link.href.split("#")[0] !== href) continue;
      const done = passedOf(exercises);
      let count = link.querySelector(".n2n-progress");
      if (!count) link.append(" ", (count = element("span", { class: "n2n-progress" })));
      const spoken = element("span", { class: "visually-hidden" }, t("count", { done, n: exercises.length }));
      count.replaceChildren(element("span", { "aria-hidden": "true" }, `${done}/${exercises.length}`), spoken);
      count.classList.toggle("n2n-all", done === exercises.length);
    }
  }
}

// Where the reader goes on: the first exercise of the book, from the one last worked on, that has not passed.
export function next() {
  const all = chapters().flatMap(([target, { exercises }]) => exercises.map((name) => ({ target, name })));
  const at = (name) => store.exercise(name).at ?? 0;
  const last = all.reduce((found, entry, k) => (at(entry.name) > (found < 0 ? 0 : at(all[found].name)) ? k : found), -1);
  if (last < 0) return null; // nothing was begun
  const open = ({ name }) => !store.hasPassed(name);
  return all.slice(last).find(open) ?? all.find(open) ?? null;
}

export function showNext() {
  const place = document.querySelector(".n2n-landing");
  const found = place && next();
  document.querySelector(".n2n-continue")?.remove();
  if (!found) return;
  const href = new URL(`${page.root}${found.target}#exercise-${found.name}`, document.baseURI).href;
  place.before(element("p", { class: "n2n-continue" }, element("a", { class: "n2n-button n2n-primary", href }, t("goOn", { name: found.name }))));
}
