// What the reader has done, kept in this browser. One localStorage entry an exercise:
// {code, passed: code that passed, status: "passed" | "failed" | "", fails, hints, version, at}.
const PREFIX = "n2n:v1:";
const EXERCISE = `${PREFIX}exercise:`;
const STUDENT = `${PREFIX}student`;

const memory = new Map(); // what the browser would not keep lasts as long as the page
const listeners = new Set();
let trouble = "";

function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // blocked, or written by something else
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
  } catch (error) {
    memory.set(key, value);
    trouble =
      error?.name === "QuotaExceededError"
        ? "This browser's storage is full: what you do from now on is lost when you close the page. Export your progress to keep it."
        : "This browser keeps no data for this site: what you do is lost when you close the page. Export your progress to keep it.";
  }
  for (const tell of listeners) tell(key);
}

export const storageTrouble = () => trouble;
export const onChange = (tell) => listeners.add(tell);
window.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(PREFIX)) for (const tell of listeners) tell(key); // another tab
});

export const exercise = (name) => read(EXERCISE + name) ?? {};
export const update = (name, patch) => write(EXERCISE + name, { ...exercise(name), ...patch, at: Date.now() });
export const student = () => read(STUDENT) ?? "";
export const setStudent = (id) => write(STUDENT, id);

// "passed", "changed" (since it passed), "failed", "edited" or "" (untouched)
export function standing(name) {
  const { code, passed, status } = exercise(name);
  if (passed != null) return code === passed ? "passed" : "changed";
  if (code == null) return "";
  return status || "edited";
}
export const hasPassed = (name) => exercise(name).passed != null;

export function all() {
  const names = new Set([...memory.keys()]);
  try {
    for (let k = 0; k < localStorage.length; k++) names.add(localStorage.key(k));
  } catch {
    // blocked: what is in memory is all there is
  }
  const own = [...names].filter((key) => key.startsWith(EXERCISE));
  return Object.fromEntries(own.map((key) => [key.slice(EXERCISE.length), read(key)]).sort());
}

// Takes over whatever is newer. Returns how many exercises were taken and how many were newer here.
export function merge(exercises) {
  let taken = 0;
  let newer = 0;
  for (const [name, theirs] of Object.entries(exercises)) {
    if ((exercise(name).at ?? 0) > theirs.at) newer++;
    else {
      write(EXERCISE + name, theirs);
      taken++;
    }
  }
  return { taken, newer };
}
