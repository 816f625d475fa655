// Entry point on every page of the book. Classic script: it also runs from file://.
import { element, served } from "./dom.js";
import { Exercise } from "./exercise.js";
import { mountExperiment } from "./experiment.js";
import { showNext, showProgress } from "./progress.js";
import * as store from "./store.js";
import { mountWork } from "./work.js";
import { t } from "./words.js";

const { classList, dataset } = document.documentElement;
classList.add("n2n-awake");
if (dataset.mode === undefined) {
  // the theme's inline script was refused, which settles light or dark
  dataset.mode = "auto";
  dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

// At the top of the page, and as soon as it is known: nothing that is done here will last.
const notice = element("p", { class: "n2n-notice", role: "alert", hidden: true });
document.querySelector(".bd-article")?.prepend(notice);

function show() {
  showProgress();
  showNext();
  const trouble = store.trouble();
  notice.hidden = !trouble;
  const text = trouble && t(`storage.${trouble}`);
  if (notice.textContent !== text) notice.textContent = text;
}
show();
store.onChange(show);

// The theme wakes only the first button of each kind, and that stands in its header bar, which this book does not show.
for (const kind of [".primary-toggle", ".secondary-toggle"]) {
  const [first, ...others] = document.querySelectorAll(kind);
  others.forEach((button) => button.addEventListener("click", (event) => (event.preventDefault(), first.click(), event.stopPropagation())));
}

const exercises = new Map([...document.querySelectorAll(".n2n-box")].map((box) => [box, new Exercise(box)]));
document.querySelectorAll(".n2n-experiment").forEach(mountExperiment);
document.querySelectorAll(".n2n-work").forEach(mountWork);

if (served && exercises.size) {
  // editors come a screen ahead of the reader, and whenever a box is used
  const near = new IntersectionObserver(
    (entries) => entries.filter((e) => e.isIntersecting).forEach((e) => (near.unobserve(e.target), exercises.get(e.target).mount())),
    { rootMargin: "800px" },
  );
  for (const [box, exercise] of exercises) {
    near.observe(box);
    box.addEventListener("focusin", () => exercise.mount(), { once: true });
  }
}
