// Native form controls bound to a trait of the model: keyboard, touch and screen readers come for free.

import { element, svg } from "./dom.js";
import { number } from "./format.js";
import { t } from "./words.js";

const place = (ui, options, el) => (options.into ?? ui.controls).append(el);

/** A slider for a number. `scale: "log"` makes it move in decades, in `step`s of them. */
export function slider(ui, trait, { label, min, max, step, scale = "linear", format = number, ...options }) {
  const log = scale === "log";
  const toInput = log ? Math.log10 : (v) => v;
  const toValue = (v) => (log ? Number((10 ** v).toPrecision(2)) : Number(Number(v).toPrecision(12)));
  const name = element("span");
  const output = element("output", { "aria-hidden": "true" }); // the same as aria-valuetext
  const input = element("input", {
    type: "range",
    "data-trait": trait,
    oninput: () => ui.set({ [trait]: toValue(input.value) }),
  });
  const el = element("label", { class: "nw-slider" }, name, input, output);
  const show = () => {
    const value = ui.get(trait);
    if (Number(input.value) !== toInput(value)) input.value = toInput(value);
    output.textContent = input.disabled ? t("none") : format(value);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  const range = (limits) => {
    name.textContent = limits.label ?? name.textContent;
    for (const key of ["min", "max", "step"]) {
      if (key in limits) input.setAttribute(key, log && key !== "step" ? Math.log10(limits[key]) : limits[key]);
    }
    show();
  };
  range({ label, min, max, step });
  ui.on(trait, show);
  place(ui, options, el);
  const enable = (on) => {
    input.disabled = !on;
    show();
  };
  return { el, input, range, enable };
}

/** A choice. `choices`: [value, text] pairs, or { group: pairs }. */
export function select(ui, trait, { label, choices, format = (v) => v, ...options }) {
  const option = ([value, text]) => element("option", { value: String(value) }, text);
  const items = Array.isArray(choices)
    ? choices.map(option)
    : Object.entries(choices).map(([group, pairs]) => element("optgroup", { label: group }, ...pairs.map(option)));
  const values = new Map((Array.isArray(choices) ? choices : Object.values(choices).flat()).map(([v]) => [String(v), v]));
  const input = element(
    "select",
    { "data-trait": trait, onchange: () => ui.set({ [trait]: values.get(input.value) }) },
    ...items,
  );
  const show = () => (input.value = String(ui.get(trait)));
  show();
  ui.on(trait, show);
  const el = element("label", { class: "nw-select" }, element("span", {}, label), input);
  place(ui, options, el);
  return { el, input };
}

/** On or off. `on`, `off`: the values of the trait. */
export function toggle(ui, trait, { label, on = true, off = false, ...options }) {
  const input = element("input", {
    type: "checkbox",
    "data-trait": trait,
    onchange: () => ui.set({ [trait]: input.checked ? on : off }),
  });
  const show = () => (input.checked = ui.get(trait) === on);
  show();
  ui.on(trait, show);
  const el = element("label", { class: "nw-toggle" }, input, element("span", {}, label));
  place(ui, options, el);
  return { el, input };
}

/** Buttons stand together, in a row. */
export function button(ui, text, onclick) {
  const row = ui.controls.querySelector(".nw-buttons") ?? element("div", { class: "nw-buttons" });
  const el = element("button", { type: "button", onclick }, text);
  row.append(el);
  ui.controls.append(row);
  return el;
}

/** `items`: { look, text } — the look is the class of the line, so that the legend shows what the plot does. */
export function legend(box, items) {
  const key = JSON.stringify(items);
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  const swatch = ({ look, mark }) => {
    const sample = svg("svg", { width: 30, height: 12, "aria-hidden": "true" });
    if (!["only", "cross"].includes(mark)) sample.append(svg("path", { class: look, d: "M1,6H29" }));
    if (mark === "cross") sample.append(svg("path", { class: look, d: "M10,1l10,10m0,-10l-10,10" }));
    else if (mark) sample.append(svg("circle", { class: `${look} nw-dot`, cx: 15, cy: 6, r: 3.5 }));
    return sample;
  };
  const area = ({ look }) => svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, svg("rect", { class: look, width: 30, height: 12 }));
  box.replaceChildren(...items.map((item) => element("li", {}, item.area ? area(item) : swatch(item), item.text)));
}
