// What a chapter's cells hand to Python: everything above, in order, with the reader's code in it.
import { embedded } from "./dom.js";
import * as store from "./store.js";

const table = document.querySelector("script.n2n-cells");
const cells = table ? embedded(table) : []; // each cell of the page once: { source, gives }
const stubs = new Map(); // exercise name -> what it starts from

export const register = ({ name, stub }) => stubs.set(name, stub);
const codeOf = (name) => store.exercise(name).code ?? stubs.get(name) ?? "";

export const sources = (numbers) => numbers.map((k) => cells[k].source);

// What passed in an earlier chapter takes the place of the solution that this chapter gives.
const own = (name) => ({ name, source: store.exercise(name).passed, passed: true });
const chapters = (prelude) =>
  prelude.map((k) => cells[k]).flatMap(({ source, gives = [] }) => [{ source }, ...gives.filter(store.hasPassed).map(own)]);

// For an exercise: what passed counts as it stood then, whatever has become of it since.
export function above({ prelude, above: names }) {
  const then = (name) => {
    const { passed } = store.exercise(name);
    const now = codeOf(name);
    return { name, source: passed ?? now, passed: passed != null, changed: passed != null && passed !== now };
  };
  return [...chapters(prelude), ...names.map(then)];
}

// For an experiment: the reader's functions as they stand.
export function asTheyStand({ prelude, above: names }) {
  const now = (name) => {
    const { code, passed } = store.exercise(name);
    return { name, source: code ?? passed ?? stubs.get(name) ?? "", passed: passed != null && (code ?? passed) === passed };
  };
  return [...chapters(prelude), ...names.map(now)];
}
