// Classic scripts that are fetched when they are needed: every server knows their ending, and they come from file:// too.
import { asset, element } from "./dom.js";

const PATIENCE = 2500; // ms until the reader gets something plainer

const coming = new Map();

// Resolves when the script has run, rejects when it cannot be had, or not soon.
export function script(name, ready) {
  if (!coming.has(name)) {
    coming.set(
      name,
      new Promise((resolve, reject) => {
        const tag = element("script", { src: asset(name), onload: () => (ready() ? resolve(ready()) : reject(new Error(name))), onerror: () => reject(new Error(name)) });
        document.head.append(tag);
        setTimeout(() => reject(new Error(name)), PATIENCE);
      }),
    );
  }
  return coming.get(name);
}
