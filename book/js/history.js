// What an exercise's editor has held: each text that was checked, or that another took the place of.
import { open } from "./dialog.js";
import { element } from "./dom.js";
import { t } from "./words.js";

const when = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

// Resolves to the text that the reader wants back, or null.
export async function chooseEarlier(name, history, highlight) {
  const entry = ({ code, at, status }, k) =>
    element(
      "details",
      { class: "n2n-earlier" },
      element("summary", {}, when(at), status ? ` · ${t(`standing.${status}`)}` : ""),
      element("pre", { tabindex: "0", translate: "no" }, highlight(code)),
      element("button", { class: "n2n-button", value: k }, t("takeBack")),
    );
  const close = element("button", { class: "n2n-button n2n-primary", value: "" }, t("close"));
  const answer = await open(t("historyOf", { name }), [element("p", {}, t("historyOf", { name })), ...history.map(entry)], [close]);
  return answer === "" ? null : history[answer].code;
}
