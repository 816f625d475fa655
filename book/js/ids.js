// Who somebody is: the one rule by which a name becomes an id, as grader/engine/course/ids.py states it.
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const UNSEEN = /[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu; // two ids that look the same are the same
const INSIDE = "._-@+";
const MOST = 128;

export function studentId(name) {
  const kept = [...name.replace(UNSEEN, "").normalize("NFC")].map((c) => (LETTER.test(c) || INSIDE.includes(c) ? c : " ")).join("");
  const joined = kept.trim().split(/\s+/).join("-").replace(/_{2,}/g, "_");
  const from = [...joined];
  const begin = from.findIndex((c) => /[\p{L}\p{N}]/u.test(c));
  if (begin < 0) return "";
  return from.slice(begin, begin + MOST).join("").replace(/[._\-@+]+$/, "");
}
