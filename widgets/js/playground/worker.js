// The worker: its code travels as text inside the bundle, for a page opened from a file cannot load another one.

import { Engine } from "./engine.js";

const engine = new Engine();

self.onmessage = ({ data }) => {
  try {
    const reply = engine.handle(data);
    if (reply) self.postMessage(reply, ["output", "scores", "units", "history"].map((name) => reply.shot[name].buffer));
  } catch (error) {
    self.postMessage({ problem: error.message });
  }
};
