// Classic scripts that are fetched when they are needed: every server knows their ending, and they come from file:// too.
import { asset, element } from "./dom.js";

const PATIENCE = 2500; // ms until the reader gets something plainer in the meantime

const coming = new Map();

// Resolves when the script has run, however late; rejects when it cannot be had.
export function script(name, ready) {
  if (!coming.has(name)) {
    coming.set(
      name,
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error(name));
        const tag = element("script", { src: asset(name), onload: () => (ready() ? resolve(ready()) : failed()), onerror: failed });
        document.head.append(tag);
      }),
    );
  }
  return coming.get(name);
}

// The same, or a rejection once a reader has waited long enough.
export const soon = (promise) => Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE))]);
