// Elements in one call: element("p", { class: "big", onclick: f }, "text", child).

const fill = (el, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (value === true) el.setAttribute(name, "");
    else if (value !== false && value != null) el.setAttribute(name, value);
  }
  el.append(...children);
  return el;
};

export const element = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// In Jupyter every widget brings its own copy of this file, so that a count alone would repeat.
const copy = Math.random().toString(36).slice(2, 10);
let count = 0;
/** An id that no other element of the page has. */
export const unique = (name) => `nw-${name}-${copy}-${++count}`;
