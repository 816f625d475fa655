// Trains in a worker; where none can be started, in slices of a few milliseconds on the page.

import code from "./worker.js?worker";
import { Engine } from "./engine.js";

const SLICE = 5; // ms

export class Runner {
  #worker = null;
  #engine = null;
  #timer = 0;
  #queue = [];
  #unanswered = []; // what a worker that fails has not done
  #begun = null;
  #id = 0;
  #answered = false;

  /** show(shot): a picture has come; fail(text): the training stopped with an error. */
  constructor(show, fail) {
    this.show = show;
    this.fail = fail;
    this.busy = false;
  }

  /** "worker", "page" or "": where it trains. */
  get where() {
    return this.#worker ? "worker" : this.#engine ? "page" : "";
  }

  /** A new network. `replay`: { script, steps } of one to bring back. */
  start(config, points, replay = {}) {
    this.#begun = { config, points };
    this.#id++;
    this.busy = false;
    this.#unanswered = [];
    this.#send({ type: "start", id: this.#id, config, points, script: replay.script });
    this.request({ steps: replay.steps ?? 0 });
  }

  change(config) {
    this.#wake();
    this.#send({ type: "change", config });
  }

  /** Train (`steps`, `epoch`, `ms`, `until`: see Trainer.run) and show; `at`: show that record of the history. */
  request(what) {
    this.#wake();
    this.busy = true;
    this.#send({ type: "frame", id: this.#id, ...what });
  }

  /** Give the worker back. What it had learnt is learnt again when it is asked for. */
  rest() {
    this.#stop();
    if (this.last) this.#asleep = { script: this.last.log, steps: this.last.lastStep };
  }

  end() {
    this.#stop();
    this.#begun = null;
  }

  #asleep = null;

  #wake() {
    if (!this.#asleep || !this.#begun) return;
    const replay = this.#asleep;
    this.#asleep = null;
    this.#send({ type: "start", id: ++this.#id, ...this.#begun, script: replay.script });
    this.#send({ type: "frame", id: this.#id, steps: replay.steps });
  }

  #stop() {
    this.#worker?.terminate();
    clearTimeout(this.#timer);
    this.#worker = this.#engine = null;
    this.#queue = [];
    this.#timer = 0;
    this.busy = false;
  }

  #send(message) {
    if (message.type === "start") this.#asleep = null;
    if (!this.#worker && !this.#engine) this.#open();
    if (this.#worker) {
      if (!this.#answered) this.#unanswered.push(message);
      this.#worker.postMessage(message);
      return;
    }
    this.#queue.push(message);
    this.#timer ||= setTimeout(() => this.#work());
  }

  #open() {
    try {
      const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      const worker = new Worker(url);
      this.#answered = false;
      worker.onmessage = ({ data }) => {
        if (!this.#answered) URL.revokeObjectURL(url);
        this.#answered = true;
        this.#unanswered = [];
        this.#take(data);
      };
      // A policy of the page may forbid workers: that is told here, after the fact.
      worker.onerror = (event) => {
        event.preventDefault();
        if (worker !== this.#worker) return;
        worker.terminate();
        this.#worker = null;
        this.#engine = new Engine();
        this.#queue = this.#unanswered;
        this.#unanswered = [];
        this.#work();
      };
      this.#worker = worker;
    } catch {
      this.#engine = new Engine();
    }
  }

  #work() {
    this.#timer = 0;
    const message = this.#queue.shift();
    if (!message || !this.#engine) return;
    try {
      const { reply, again } = this.#engine.slice(message, SLICE);
      if (again) this.#queue.unshift(again);
      if (reply) this.#take(reply);
    } catch (error) {
      this.#take({ problem: error.message });
    }
    if (this.#queue.length) this.#timer ||= setTimeout(() => this.#work(), 4);
  }

  #take({ problem, id, shot }) {
    if (problem) {
      this.busy = false;
      return this.fail(problem);
    }
    if (id !== this.#id) return;
    this.busy = false;
    this.last = shot;
    this.show(shot);
  }
}
