// Keeps values under keys in a browser's storage, or as long as the page lasts where that keeps nothing. A tab reads anew each
// time, so that two tabs see one another's work.
import { merged } from "./record.js";

export const PREFIX = "n2n:v1:";
const EXERCISE = `${PREFIX}exercise:`;
const STUDENT = `${PREFIX}student`;
const PROBE = `${PREFIX}probe`;

export class Keeper {
  #storage;
  #now;
  #memory = new Map(); // what the storage would not keep
  #listeners = new Set();
  trouble = ""; // "blocked" or "full"

  constructor(storage, now = Date.now) {
    this.#storage = storage;
    this.#now = now;
    try {
      storage().setItem(PROBE, "1");
      storage().removeItem(PROBE);
      if (storage().blocked) this.trouble = "blocked"; // book/templates/layout.html put it there for the theme
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    this.trouble = error?.name === "QuotaExceededError" ? "full" : "blocked";
  }

  #stored(key) {
    try {
      return JSON.parse(this.#storage().getItem(key));
    } catch {
      return null; // blocked, or written by something else
    }
  }

  #read(key) {
    const [stored, own] = [this.#stored(key), this.#memory.get(key)];
    if (own === undefined) return stored;
    return key.startsWith(EXERCISE) && stored ? merged(own, stored) : own;
  }

  #write(key, value) {
    try {
      this.#put(key, value);
      this.#memory.delete(key);
    } catch (error) {
      this.#memory.set(key, value);
      this.#failed(error);
    }
    this.tell(key);
  }

  // Where there is no room, histories go first: this exercise's, then the others'.
  #put(key, value) {
    const put = (name, what) => this.#storage().setItem(name, JSON.stringify(what));
    try {
      put(key, value);
    } catch (error) {
      if (error?.name !== "QuotaExceededError" || !key.startsWith(EXERCISE)) throw error;
      for (const other of this.#keys().filter((name) => name !== key)) {
        const record = this.#stored(other);
        if (record?.history?.length) put(other, { ...record, history: [] });
      }
      try {
        put(key, value);
      } catch {
        put(key, { ...value, history: [] });
      }
    }
  }

  #keys() {
    const names = new Set(this.#memory.keys());
    try {
      for (let k = 0; k < this.#storage().length; k++) names.add(this.#storage().key(k));
    } catch {
      // blocked: what is in memory is all there is
    }
    return [...names].filter((key) => key.startsWith(EXERCISE)).sort();
  }

  onChange(tell) {
    this.#listeners.add(tell);
  }

  tell(key) {
    const name = key === null ? null : key.startsWith(EXERCISE) ? key.slice(EXERCISE.length) : "";
    for (const tell of this.#listeners) tell(name); // null: anything may have changed
  }

  exercise(name) {
    const record = this.#read(EXERCISE + name);
    return record && typeof record === "object" ? record : {};
  }

  // `change(record, now)` gives the next record.
  update(name, change) {
    this.#write(EXERCISE + name, change(this.exercise(name), this.#now()));
  }

  student() {
    return this.#read(STUDENT) ?? "";
  }

  setStudent(id) {
    this.#write(STUDENT, id);
  }

  all() {
    return Object.fromEntries(this.#keys().map((key) => [key.slice(EXERCISE.length), this.#read(key)]));
  }

  // Joins what another computer exported. Returns how many exercises took its work, and how many had newer here.
  merge(exercises) {
    let taken = 0;
    let newer = 0;
    for (const [name, theirs] of Object.entries(exercises)) {
      const mine = this.exercise(name);
      const next = merged(mine, { ...theirs, at: Math.min(theirs.at, this.#now()) });
      this.#write(EXERCISE + name, next);
      if (next.code === theirs.code || (mine.code == null && theirs.code == null)) taken++;
      else newer++;
    }
    return { taken, newer };
  }
}
