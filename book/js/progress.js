// How far the reader is: beside each chapter in the sidebar.
import { element, page } from "./dom.js";
import * as store from "./store.js";

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
      if (!count) link.append((count = element("span", { class: "n2n-progress" })));
      count.textContent = `${done}/${exercises.length}`;
      count.classList.toggle("n2n-all", done === exercises.length);
      count.title = `${done} of ${exercises.length} exercises passed`;
    }
  }
}
