// Small helpers to build elements. Text always goes in as text: nothing from Python becomes HTML.

import { element } from "../../widgets/js/lib/dom.js";

export { element };

// A sentence in which `backticks` mark code.
export function prose(text, tag = "p", attributes = {}) {
  const parts = text.split(/`([^`]+)`/);
  return element(tag, attributes, ...parts.map((part, k) => (k % 2 ? element("code", {}, part) : part)));
}

export function embedded(script) {
  return JSON.parse(script.textContent);
}

// What the build says of this page, on the tag of one of our scripts: where inline scripts are forbidden it stands there too.
const given = document.querySelector("script[data-n2n-page]")?.dataset.n2nPage;
export const page = given ? JSON.parse(given) : { page: "", root: "./", runtime: "" };

// Where a file of the built book lies, from whatever page and under whatever path it is served; with its version, so that no
// browser takes an older build's for it.
export const asset = (name) => new URL(`${page.root}_static/n2n/${window.n2nBook?.files?.[name] ?? name}`, document.baseURI).href;
export const served = location.protocol !== "file:";
