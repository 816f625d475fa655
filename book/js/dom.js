// Small helpers to build elements. Text always goes in as text: nothing from Python becomes HTML.

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// A sentence in which `backticks` mark code.
export function prose(text, tag = "p", attributes = {}) {
  const parts = text.split(/`([^`]+)`/);
  return element(tag, attributes, ...parts.map((part, k) => (k % 2 ? element("code", {}, part) : part)));
}

export function embedded(script) {
  return JSON.parse(script.textContent);
}

// Where a file of the built book lies, from whatever page and under whatever path it is served.
export const page = window.n2nPage ?? { page: "", root: "./", runtime: "" };
export const asset = (name) => new URL(`${page.root}_static/n2n/${name}`, document.baseURI).href;
export const served = location.protocol !== "file:";
