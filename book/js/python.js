// Python in a worker: started on first use, or when an exercise comes into view where it has run before; one request at a time,
// always stoppable.
import { asset, page } from "./dom.js";
import { language, t } from "./words.js";

export const SECONDS = 10; // after these the worker's own clock stops a Python loop
const GRACE = 5; // seconds more until a call that never returns to Python is cut off from here
const SILENCE = 1500; // ms without news of a start after which the page says what it is waiting for

const PACK = window.n2nBook?.python ?? ""; // the standard library and numpy, as this build of the book has them
const PLOTS = window.n2nBook?.plots; // matplotlib and what it needs: { pack, modules }
const HERE = "n2n:v1:python"; // the pack that this browser has run before, so that it lies in its cache

// The reader pressed Stop, or time was up. `message` is a sentence.
export class Stopped extends Error {}
// Python is not to be had here. `message` says why, and what to do.
export class Unavailable extends Error {}

// Starts Python when an exercise comes into view, but only where it has run before: there that fetches next to nothing.
export function startInView(box) {
  if (navigator.connection?.saveData || !hasRunHere()) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    python.boot();
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

// A worker that is made of a blob has the policy of its page (book/policy.py): it reaches no other host.
function guarded() {
  const start = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(asset("worker.js"))})`], { type: "text/javascript" }));
  try {
    return new Worker(start);
  } finally {
    setTimeout(() => URL.revokeObjectURL(start), 10_000);
  }
}
// One that is made of a file has only what the server sends with it.
const unguarded = () => new Worker(asset("worker.js"));

const said = ({ code, params }) => new Unavailable(t(code, params));
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

class Python {
  #worker = null;
  #ready = false;
  #stage = ""; // of the start that is under way, as a sentence
  #heard = 0; // when the worker last said something
  #beat = 0;
  #jobs = []; // the first is being done, or will be when Python is up
  #watch = 0;

  // Starts Python, if it has not been. Safe to call at any time.
  boot() {
    if (this.#worker) return;
    if (!PACK || !PLOTS) this.#fail(new Unavailable(t("notServed", { file: "chapters.js", status: "?" })));
    else if (typeof Worker !== "function") this.#fail(new Unavailable(t("oldBrowser")));
    else this.#launch(guarded);
  }

  #launch(make) {
    let heard = false;
    let worker = null;
    const refused = (event) => {
      event.preventDefault?.();
      if (worker !== this.#worker) return;
      if (make !== guarded || heard) return this.#fail(new Unavailable(t("workerRefused")));
      this.#end(); // this site's own policy refuses blobs: then it binds the worker's file too
      this.#launch(unguarded);
    };
    try {
      worker = this.#worker = make();
    } catch (error) {
      refused(error);
      return;
    }
    worker.onmessage = ({ data }) => {
      heard = true;
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = refused;
    this.#say(t("fetching"));
    this.#heard = Date.now();
    this.#beat = setInterval(() => {
      if (Date.now() - this.#heard > SILENCE) this.#say(t("silent", { n: Math.round((Date.now() - this.#heard) / 1000) }));
    }, 250);
    worker.postMessage({ id: 0, job: "boot", language: language(), pyodide: asset(page.runtime), pack: asset(PACK), plots: { ...PLOTS, pack: asset(PLOTS.pack) }, code: asset("checker.zip") });
  }

  // One request; `tell` hears how it goes, from the first moment. `result` rejects with Stopped or Unavailable.
  ask(body, tell) {
    const job = { body: { seconds: SECONDS, ...body }, tell };
    job.result = new Promise((resolve, reject) => Object.assign(job, { resolve, reject }));
    this.#jobs.push(job);
    if (this.#jobs.length > 1) tell(t("waiting"));
    this.#next();
    return job;
  }

  // Ends this request alone; one that runs ends with its worker, and Python starts anew so that the next does not wait.
  stop(job, sentence) {
    const place = this.#jobs.indexOf(job);
    if (place < 0) return;
    if (place > 0) {
      this.#jobs.splice(place, 1);
      job.reject(new Stopped(sentence));
      return;
    }
    const started = this.#ready;
    if (started || this.#jobs.length === 1) this.#end(); // a start goes on while others wait for it
    this.#finish((first) => first.reject(new Stopped(sentence)));
    if (started) this.boot();
  }

  #next() {
    const [job] = this.#jobs;
    if (!job || job.sent) return;
    if (!this.#worker) this.boot();
    if (!this.#ready) {
      if (this.#worker) job.tell(this.#stage);
      return;
    }
    job.sent = true;
    this.#worker.postMessage({ id: 1, job: "request", body: job.body });
  }

  #finish(settle) {
    clearTimeout(this.#watch);
    settle(this.#jobs.shift());
    this.#next();
  }

  #end() {
    clearInterval(this.#beat);
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = false;
  }

  // Python could not be started, or died: who waits for it is told, and the next request tries again.
  #fail(error) {
    this.#end();
    for (const job of this.#jobs.splice(0)) job.reject(error);
  }

  #say(sentence) {
    this.#stage = sentence;
    this.#jobs[0]?.tell(sentence);
  }

  #receive({ id, stage, params, value, error }) {
    this.#heard = Date.now();
    if (id === 0) this.#booting(stage, params, error);
    else if (stage) this.#running(stage, params);
    else if (error) this.#crashed(error);
    else if (this.#jobs[0]?.sent) {
      if (value.stopped) this.#end(); // what was broken off may have left anything half done
      this.#finish((job) => job.resolve(value));
      if (value.stopped) this.boot();
    }
  }

  #booting(stage, params, error) {
    if (error) this.#fail(said(error));
    else if (stage) this.#say(stage === "fetching" ? t("fetched", { mb: megabytes(params.bytes) }) : t(stage));
    else {
      clearInterval(this.#beat);
      this.#ready = true;
      remember();
      this.#next();
    }
  }

  #running(stage, params) {
    const [job] = this.#jobs;
    job?.tell(stage === "plots" ? t("plots", { mb: megabytes(params.bytes) }) : t(stage));
    if (stage !== "running" || !job) return;
    const { seconds } = job.body;
    this.#watch = setTimeout(() => this.stop(job, t("cutOffAfter", { n: seconds + GRACE })), (seconds + GRACE) * 1000);
  }

  #crashed(error) {
    this.#end(); // Pyodide is not to be trusted after a crash
    this.#finish((job) => job.reject(said(error)));
  }
}

export const python = new Python();
