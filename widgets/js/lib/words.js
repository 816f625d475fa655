// The words of widgets and page, by key. Code holds keys, a catalogue holds sentences: widgets/js/words/README.md.

import shared from "../words/en/shared.js";

const BUNDLED = "en"; // the catalogue inside the bundles; another language comes in a script of its own

/** The page's language: `lang` of its root. */
export const language = () => globalThis.document?.documentElement.lang || BUNDLED;

// "zh-Hans-CN", "zh-Hans", "zh"
function* widening(tag) {
  for (; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) yield tag;
}

/** [message, the language it is in] */
function find(section, english, key) {
  for (const tag of widening(language())) {
    const catalogue = globalThis.n2nWords?.[tag];
    const message = catalogue?.[section]?.[key] ?? (key in english ? undefined : catalogue?.shared?.[key]);
    if (message !== undefined) return [message, tag];
  }
  const message = english[key] ?? shared[key];
  if (message === undefined) throw new Error(`there are no words for ${section}.${key}`);
  return [message, BUNDLED];
}

const rules = new Map();
function plural(tag, n) {
  if (!rules.has(tag)) rules.set(tag, new Intl.PluralRules(tag));
  return rules.get(tag).select(n);
}

/**
 * The words of one section: `const t = words("dead_relu", english)`, then `t("dead", { n: 3 })`. What the section lacks, `shared` has.
 * A message is text with `{name}`s to fill in, or one text for each plural form of the parameter `n`.
 */
export function words(section, english) {
  return (key, params = {}) => {
    const [message, tag] = find(section, english, key);
    const text = typeof message === "string" ? message : (message[plural(tag, params.n)] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      if (params[name] === undefined) throw new Error(`${section}.${key} needs {${name}}`);
      return params[name];
    });
  };
}

/** The shared section: buttons, counts, what is said of the reader's function. */
export const t = words("shared", shared);

/** Sentences one after the other; empty ones are left out. */
export const sentences = (...parts) => parts.filter(Boolean).join(t("betweenSentences"));

/** "a, b and c" */
export const list = (items) => items.reduce((text, item, i) => (i ? t(i === items.length - 1 ? "last" : "next", { text, item }) : item), "");
