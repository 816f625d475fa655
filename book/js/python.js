// Python in a worker: started on first use, or when an exercise comes into view where it has run before; one request at a time,
// always stoppable.
import { asset, page } from "./dom.js";

const STAGES = {
  Python: "Starting Python: fetching it (once, then your browser keeps it) …",
  numpy: "Starting Python: loading numpy …",
  matplotlib: "Fetching matplotlib (once) …",
  running: "Running …",
};
export const SECONDS = 10; // after these the worker's own clock stops a Python loop
const GRACE = 5; // seconds more until a call that never returns to Python is cut off from here

const PACK = window.n2nBook?.python ?? ""; // the standard library and numpy, as this build of the book has them
const PLOTS = window.n2nBook?.plots; // matplotlib and what it needs: { pack, modules }
const HERE = "n2n:v1:python"; // the pack that this browser has run before, so that it lies in its cache

export class Stopped extends Error {}

// Starts Python when an exercise comes into view, but only where it has run before: there that fetches next to nothing.
export function startInView(box) {
  if (navigator.connection?.saveData || !hasRunHere()) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    python.boot().catch(() => {});
  }).observe(box);
}

function hasRunHere() {
  try {
    return localStorage.getItem(HERE) === PACK;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(HERE, PACK);
  } catch {
    // nothing is kept here: then each visit starts it on first use
  }
}

class Python {
  #worker = null;
  #ready = null;
  #count = 0;
  #open = new Map();
  #last = Promise.resolve();

  // Resolves when Python is up. Safe to call at any time; starts only once.
  boot(tell = () => {}) {
    if (!this.#ready) {
      this.#worker = new Worker(asset("worker.mjs"), { type: "module" });
      this.#worker.onmessage = ({ data }) => this.#receive(data);
      this.#worker.onerror = (event) => this.#end(new Error(event.message || "the worker could not be started"));
      this.#ready = this.#send("boot", { pyodide: asset(page.runtime), pack: asset(PACK), plots: { ...PLOTS, pack: asset(PLOTS.pack) }, code: asset("checker.zip") }, tell);
      this.#ready.then(remember, () => {
        this.#ready = null;
      });
    } else {
      for (const call of this.#open.values()) if (call.job === "boot") call.tell.push(tell);
    }
    return this.#ready;
  }

  // Requests wait for one another; each starts in an empty namespace.
  ask(body, tell) {
    const turn = this.#last.then(() => this.#ask(body, tell));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #ask(body, tell) {
    try {
      await this.boot(tell);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      throw new Error(`Python could not be started (${error.message}). Reload the page, or look whether its files are all served.`);
    }
    const request = { seconds: SECONDS, ...body };
    let watch;
    const started = (stage) => {
      tell(stage);
      if (stage !== STAGES.running) return;
      watch = setTimeout(() => {
        this.stop(`stopped after ${request.seconds + GRACE} s: one call did not come back. Python was started afresh.`);
      }, (request.seconds + GRACE) * 1000);
    };
    try {
      return await this.#send("request", { body: request }, started);
    } catch (error) {
      if (!(error instanceof Stopped)) this.#end(error); // Pyodide is not to be trusted after a crash
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  // Ends whatever runs and starts anew, so that the next check does not wait.
  stop(sentence = "stopped") {
    this.#end(new Stopped(sentence));
    this.boot().catch(() => {});
  }

  #end(error) {
    this.#worker?.terminate();
    this.#worker = this.#ready = null;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const call of open) call.reject(error);
  }

  #send(job, given, tell) {
    return new Promise((resolve, reject) => {
      const id = ++this.#count;
      this.#open.set(id, { job, resolve, reject, tell: [tell] });
      this.#worker.postMessage({ id, job, ...given });
    });
  }

  #receive({ id, stage, value, error }) {
    const call = this.#open.get(id);
    if (!call) return;
    if (stage) {
      for (const tell of call.tell) tell(STAGES[stage]);
      return;
    }
    this.#open.delete(id);
    if (error === undefined) call.resolve(value);
    else call.reject(new Error(error));
  }
}

export const python = new Python();
