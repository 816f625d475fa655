// What a language's script is made of. Used by build.mjs, and by tests for the language that a machine makes:
//   node widgets/js/words/catalogue.mjs en-XA     print the script of the pseudo-language (or of any language here)
import fs from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const HOME = new URL("./", import.meta.url);
export const PSEUDO = "en-XA"; // the tag that Unicode's CLDR keeps for a pseudo-language with accents

/** Languages that are written here, English apart: it is inside the bundles. */
export const languages = () =>
  fs.readdirSync(HOME, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "en").map(({ name }) => name).sort();

/** { section: { key: message } } */
async function catalogue(tag) {
  const home = new URL(`${tag}/`, HOME);
  const files = fs.readdirSync(home).filter((name) => name.endsWith(".js")).sort();
  const sections = await Promise.all(files.map(async (name) => [name.replace(".js", ""), (await import(new URL(name, home))).default]));
  return Object.fromEntries(sections);
}

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀçđéƒğĥíĵķłɱñóþɋřšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓÞɊŘŠŤÚṼŴẊÝŽ";
const accent = (text) => text.replace(/[A-Za-z]/g, (letter) => ACCENTED[PLAIN.indexOf(letter)]);

/** A message as the pseudo-language has it: all but places to fill in and `code` carries accents, so that a plain word is no word of a catalogue. */
export function pseudo(message) {
  if (typeof message !== "string") return Object.fromEntries(Object.entries(message).map(([form, text]) => [form, pseudo(text)]));
  if (!/[A-Za-z]/.test(message.replace(/\{\w+\}|`[^`]*`/g, ""))) return message; // only joins other messages
  return `[!! ${message.replace(/(\{\w+\}|`[^`]*`)|[^{`]+/g, (part, kept) => kept ?? accent(part))} !!]`;
}

const pseudoCatalogue = (sections) =>
  Object.fromEntries(
    Object.entries(sections).map(([section, messages]) => [
      section,
      Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, pseudo(message)])),
    ]),
  );

/** A plain script that gives the page a language; it stands before the scripts that use it. */
export async function script(tag) {
  const sections = tag === PSEUDO ? pseudoCatalogue(await catalogue("en")) : await catalogue(tag);
  return `(globalThis.n2nWords ??= {})[${JSON.stringify(tag)}] = ${JSON.stringify(sections)};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await script(process.argv[2]));
