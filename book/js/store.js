// What the reader has done, kept in this browser: one entry an exercise (record.js), written at every keystroke.
import { Keeper, PREFIX } from "./keeper.js";
import * as record from "./record.js";

const keeper = new Keeper(() => localStorage);
window.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(PREFIX)) keeper.tell(key); // another tab
});
// A tab that slept, or came back from the browser's memory, has missed what others told.
window.addEventListener("pageshow", ({ persisted }) => persisted && keeper.tell(null));
document.addEventListener("visibilitychange", () => document.hidden || keeper.tell(null));

export const trouble = () => keeper.trouble;
export const onChange = (tell) => keeper.onChange(tell);
export const exercise = (name) => keeper.exercise(name);
export const student = () => keeper.student();
export const setStudent = (id) => keeper.setStudent(id);
export const all = () => keeper.all();
export const merge = (exercises) => keeper.merge(exercises);
export const standing = (name, version) => record.standing(exercise(name), version);
export const hasPassed = (name) => exercise(name).passed != null;

export const edited = (name, given) => keeper.update(name, (now, at) => record.edited(now, given, at));
export const judged = (name, given) => keeper.update(name, (now, at) => record.judged(now, given, at));
export const replace = (name, text) => keeper.update(name, (now, at) => record.replaced(now, text, at));
export const showedHints = (name, hints) => keeper.update(name, (now) => ({ ...now, hints }));
