// An experiment of the chapter, run again on the reader's own functions.
import { asTheyStand, sources } from "./chapter.js";
import { embedded, element, served } from "./dom.js";
import { python, Stopped } from "./python.js";
import * as store from "./store.js";
import { renderFigure, renderBroken, renderMissing, renderText, renderTrouble, renderUnproved } from "./verdict.js";
import { t } from "./words.js";

const SECONDS = 60; // experiments train networks; Stop ends them any time

export function mountExperiment(box) {
  const data = embedded(box.querySelector("script"));
  const [run, stop] = ["mine", "stop"].map((name) => box.querySelector(`[data-do=${name}]`));
  const status = box.querySelector(".n2n-status");
  const output = box.querySelector(".n2n-output");
  if (!served) {
    box.hidden = true;
    return;
  }
  run.disabled = false;
  let job = null;
  stop.addEventListener("click", () => job && python.stop(job, t("stopped")));
  run.addEventListener("click", async () => {
    output.replaceChildren();
    const open = data.uses.filter((name) => (store.exercise(name).code ?? store.exercise(name).passed) == null);
    if (open.length) {
      output.append(renderMissing(open));
      return;
    }
    stop.hidden = false;
    run.setAttribute("aria-disabled", "true");
    try {
      const body = { above: asTheyStand(data), run: sources(data.run), check: false, seconds: SECONDS };
      job = python.ask(body, (stage) => (status.textContent = stage));
      const reply = await job.result;
      status.textContent = "";
      output.append(element("p", { class: "n2n-case" }, t("with", { names: data.uses.join(", ") })));
      if (reply.text) output.append(renderText(reply.text));
      if (reply.error) output.append(renderText(reply.error, "n2n-error"));
      for (const [name, what] of Object.entries(reply.broken)) output.append(renderBroken(name, what));
      if (reply.missing.length) output.append(renderUnproved(reply.missing));
      for (const svg of reply.figures) output.append(renderFigure(svg, t("experimentFigure")));
    } catch (error) {
      status.textContent = error instanceof Stopped ? error.message : "";
      if (!(error instanceof Stopped)) output.append(renderTrouble(error.message));
    } finally {
      stop.hidden = true;
      run.setAttribute("aria-disabled", "false");
    }
  });
}
