// Questions, in the browser's own modal dialog: focus is kept inside and comes back by itself.
import { element } from "./dom.js";
import { t } from "./words.js";

// Resolves to the value of the button that closed it, "" for none.
export function open(label, content, buttons) {
  return new Promise((resolve) => {
    const form = element("form", { method: "dialog" }, ...content, element("div", { class: "n2n-bar" }, ...buttons));
    const dialog = element("dialog", { class: "n2n-dialog", "aria-label": label }, form);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation()); // the theme takes it for its search
    document.body.append(dialog);
    dialog.showModal();
  });
}

const cancel = (autofocus = false) => element("button", { class: "n2n-button", value: "", formnovalidate: true, autofocus }, t("cancel"));

// Where more is `shown` than the question, the answer that does nothing has the focus.
export async function confirm(question, yes, ...shown) {
  const go = element("button", { class: "n2n-button n2n-primary", value: "yes" }, yes);
  return (await open(question, [element("p", {}, question), ...shown], [go, cancel(shown.length > 0)])) === "yes";
}

// The text typed in, or null.
export async function askText(question, { value = "", explain = "", yes = t("ok") } = {}) {
  const input = element("input", { type: "text", required: true, maxlength: "64", value, pattern: ".*[\\p{L}\\p{N}].*" });
  const label = element("label", {}, question, input);
  const go = element("button", { class: "n2n-button n2n-primary", value: "yes" }, yes);
  const answer = await open(question, [label, element("p", { class: "n2n-note" }, explain)], [go, cancel()]);
  return answer === "yes" ? input.value.trim() : null;
}
