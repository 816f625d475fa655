// What a chapter's cells hand to Python: everything above, in order, with the reader's code in it.
import { embedded } from "./dom.js";
import * as store from "./store.js";

const table = document.querySelector("script.n2n-cells");
const cells = table ? embedded(table) : []; // each cell of the page once: { source, gives }
const stubs = new Map(); // exercise name -> what it starts from

export const register = ({ name, stub }) => stubs.set(name, stub);
export const codeOf = (name) => store.exercise(name).code ?? stubs.get(name) ?? "";

// What passed in an earlier chapter takes the place of the solution that this chapter gives.
const own = (name) => ({ name, source: store.exercise(name).passed, passed: true });

export const sources = (numbers) => numbers.map((k) => cells[k].source);

export function above({ prelude, above: names }) {
  return [
    ...prelude.map((k) => cells[k]).flatMap(({ source, gives = [] }) => [{ source }, ...gives.filter(store.hasPassed).map(own)]),
    ...names.map((name) => ({ name, source: codeOf(name), passed: store.hasPassed(name) })),
  ];
}
