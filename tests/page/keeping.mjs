// Tabs of one browser and a second computer, driven by a list of events from standard input; says what is kept at each step.
// The book's own keeper and records (book/js), on a storage in memory: what is tried is what the page runs.
import fs from "node:fs";
import { Keeper } from "../../book/js/keeper.js";
import * as record from "../../book/js/record.js";

const STUB = "stub";
const NAME = "relu";

class Storage {
  map = new Map();
  room = Infinity;
  get length() {
    return this.map.size;
  }
  key(k) {
    return [...this.map.keys()][k] ?? null;
  }
  getItem(key) {
    return this.map.get(key) ?? null;
  }
  setItem(key, value) {
    const rest = [...this.map].filter(([name]) => name !== key).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    if (rest + key.length + value.length > this.room) throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
    this.map.set(key, value);
  }
  removeItem(key) {
    this.map.delete(key);
  }
}

// As book/js/exercise.js: an editor that follows the store.
class Tab {
  constructor(storage, clock) {
    this.keeper = new Keeper(() => storage, clock);
    this.keeper.onChange((name) => (name === null || name === NAME) && this.follow());
    this.editor = this.seen = this.kept();
  }
  kept() {
    return this.keeper.exercise(NAME).code ?? STUB;
  }
  follow() {
    this.editor = this.seen = this.kept();
  }
  type(text) {
    this.editor = text;
    this.keeper.update(NAME, (now, at) => record.edited(now, { text, stub: STUB, seen: this.seen }, at));
    this.seen = text;
  }
  judged(text, status) {
    this.keeper.update(NAME, (now, at) => record.judged(now, { text, status, version: 1 }, at));
  }
  reset() {
    this.keeper.update(NAME, (now, at) => record.replaced(now, undefined, at));
  }
}

function play(events) {
  let time = 1000;
  const clock = () => time;
  const computers = [0, 1].map(() => {
    const storage = new Storage();
    return { storage, tabs: [new Tab(storage, clock), new Tab(storage, clock)] };
  });
  let file = null;
  return events.map(([what, at = 0, ...rest]) => {
    time += 1;
    const { storage, tabs } = computers[at >> 1];
    const tab = tabs[at & 1];
    const checked = tab.editor;
    if (what === "type") tab.type(rest[0]);
    else if (what === "check") tab.judged(checked, rest[0]);
    else if (what === "type while it is checked") {
      tab.type(rest[1]);
      tab.judged(checked, rest[0]);
    } else if (what === "reset") tab.reset();
    else if (what === "tell") tab.keeper.tell(`n2n:v1:exercise:${NAME}`); // the browser tells this tab what others wrote
    else if (what === "reload") tabs[at & 1] = new Tab(storage, clock);
    else if (what === "fill") storage.room = [...storage.map].reduce((sum, [name, text]) => sum + name.length + text.length, 0) + rest[0];
    else if (what === "empty") storage.room = Infinity;
    else if (what === "export") file = JSON.parse(JSON.stringify(tab.keeper.all()));
    else if (what === "import" && file) tab.keeper.merge(JSON.parse(JSON.stringify(file)));
    return computers.flatMap((computer) => computer.tabs.map((each) => ({ editor: each.editor, record: each.keeper.exercise(NAME), trouble: each.keeper.trouble, checked })));
  });
}

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) console.log(JSON.stringify(play(JSON.parse(line))));
