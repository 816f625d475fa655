// The training side of the playground: messages in, pictures out. It runs in a worker, or in slices on the page.

import { Trainer } from "../math/trainer.js";

export class Engine {
  #trainer = null;
  #id = 0;

  /**
   * { type: "start", id, config, points, script }: a new network; `script` repeats changes at the steps where they were made.
   * { type: "change", config }: settings that act at once.
   * { type: "frame", id, steps, epoch, ms, until, at }: train that far, then describe what there is: { id, shot }.
   */
  handle(message) {
    if (message.type === "start") {
      this.#trainer = new Trainer(message.config, message.points);
      this.#trainer.script = message.script ?? [];
      this.#id = message.id;
    } else if (message.type === "change") this.#trainer?.change(message.config);
    else if (message.id === this.#id) {
      this.#trainer.run(message);
      return { id: this.#id, shot: this.#trainer.snapshot({ at: message.at }) };
    }
    return null;
  }

  /** The same in a slice of `ms` milliseconds: null as long as there is more to do. */
  slice(message, ms) {
    if (message.type !== "frame" || message.id !== this.#id) return { reply: this.handle(message) };
    const done = this.#trainer.run({ ...message, ms: Math.min(ms, message.ms ?? Infinity) });
    const left = message.steps === undefined ? undefined : message.steps - done;
    const endless = message.ms !== undefined || (message.steps === undefined && !message.epoch && !message.until);
    const finished = endless || done === 0 || left === 0 || this.#trainer.blown || (message.epoch && this.#trainer.epochEnds);
    if (!finished) return { again: { ...message, steps: left } };
    return { reply: { id: this.#id, shot: this.#trainer.snapshot({ at: message.at }) } };
  }
}
