// What is known of one exercise, and what each event makes of it. Pure: no storage, no page, no clock of its own.
//
// {code: what stands in the editor (none: the stub), passed, passedAt, version: of the exercise when it passed,
//  judged, status: the text last checked, and "passed" | "failed", fails, hints, at: when `code` last changed,
//  history: [{code, at, status}], the newest first}
export const MOST = 12; // texts in a history
const LONGEST = 40_000; // letters of a text that is kept there

// "passed", "changed" (since it passed), "earlier" (passed an earlier version of the exercise), "failed", "edited" or "" (untouched)
export function standing({ code, passed, judged = code, status, version }, now = 1) {
  if (passed != null) return (version || 1) < now ? "earlier" : code === passed ? "passed" : "changed";
  if (code == null) return "";
  return judged === code && status ? status : "edited";
}

function kept(history = [], code, at, status = "") {
  if (code == null || code.length > LONGEST) return history;
  const same = history.find((entry) => entry.code === code);
  const entry = { code, at: Math.max(at, same?.at ?? 0), status: status || same?.status || "" };
  return [entry, ...history.filter((other) => other !== same)].sort((a, b) => b.at - a.at).slice(0, MOST);
}

// The reader typed. `seen` is what this page's editor showed before: what another tab wrote meanwhile is not overwritten for good.
export function edited(record, { text, stub, seen }, at) {
  const code = text === stub ? undefined : text;
  const theirs = record.code ?? stub;
  const history = theirs !== seen && theirs !== text && theirs !== stub ? kept(record.history, theirs, record.at ?? 0) : record.history;
  return { ...record, code, history, at };
}

// A check of `text` ended. What stands in the editor by now is not touched.
export function judged(record, { text, status, version, counts = true }, at) {
  const history = kept(record.history, text, at, status);
  if (status === "passed") return { ...record, judged: text, status, passed: text, passedAt: at, version, history };
  return { ...record, judged: text, status, fails: (record.fails ?? 0) + (counts ? 1 : 0), history };
}

// Another text takes the editor's place (none: the stub); the one that stood there is kept.
export function replaced(record, text, at) {
  return { ...record, code: text, history: kept(record.history, record.code, record.at ?? at), at };
}

const newer = (a, b, when) => (b == null || (a != null && when(a) >= when(b)) ? a : b);

// Two records of the same exercise, from two computers or two tabs: the newest work stands, none is lost.
export function merged(mine, theirs) {
  const code = newer(mine.code == null ? null : mine, theirs.code == null ? null : theirs, (r) => r.at ?? 0) ?? newer(mine, theirs, (r) => r.at ?? 0);
  const passed = newer(mine.passed == null ? null : mine, theirs.passed == null ? null : theirs, (r) => r.passedAt ?? r.at ?? 0);
  let history = [];
  for (const record of [mine, theirs]) {
    for (const entry of record.history ?? []) history = kept(history, entry.code, entry.at, entry.status);
    if (record !== code) history = kept(history, record.code, record.at ?? 0);
    if (record !== passed) history = kept(history, record.passed, record.passedAt ?? record.at ?? 0, "passed");
  }
  return {
    code: code.code,
    judged: code.judged,
    status: code.status,
    passed: passed?.passed,
    passedAt: passed?.passedAt,
    version: passed?.version,
    fails: Math.max(mine.fails ?? 0, theirs.fails ?? 0),
    hints: Math.max(mine.hints ?? 0, theirs.hints ?? 0),
    at: Math.max(mine.at ?? 0, theirs.at ?? 0),
    history,
  };
}
