// What stands in for the code editor where that cannot be had: a plain text field with the same face.
import { element } from "./dom.js";

export function createEditor({ parent, text, label, describedBy, onChange, onCheck, onRun, onLeave, onFocus }) {
  const rows = () => area.value.split("\n").length + 1;
  const area = element("textarea", {
    class: "n2n-plain",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    "aria-label": label,
    "aria-describedby": describedBy,
    oninput: () => ((area.rows = rows()), onChange(area.value)),
    onfocus: onFocus,
    onkeydown: (event) => {
      const act = event.key === "Enter" && event.shiftKey ? onCheck : event.key === "Enter" && (event.ctrlKey || event.metaKey) ? onRun : event.key === "Escape" ? onLeave : null;
      if (act) (event.preventDefault(), act());
    },
  });
  const replace = (next) => {
    area.value = next;
    area.rows = rows();
    onChange(next);
  };
  area.value = text;
  area.rows = rows();
  parent.append(area);
  return { text: () => area.value, replace, focus: () => area.focus(), point: () => {} };
}

export function highlight(text) {
  return element("code", {}, text);
}
