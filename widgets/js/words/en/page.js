// The page around the exercises: Python's start and end, buttons, what is kept.
export default {
  // Python starts
  moment: "One moment …",
  fetching: "Starting Python: fetching it (9 MB, once) …",
  fetched: "Starting Python: {mb} MB have come …",
  starting: "Starting Python: unpacking numpy …",
  silent: "Starting Python: no news for {n} s, still waiting for the server. Stop ends the wait.",
  waiting: "Waiting until the exercise before is done …",
  plots: "Fetching matplotlib (10 MB, once): {mb} MB have come …",
  running: "Running …",

  // Python does not start
  notServed: "Python could not be started: the server does not hand out {file} ({status}). Tell whoever put the book there; Check tries again.",
  noAnswer: "Python could not be started: {file} did not come. Look whether you are connected, then press Check again.",
  cutOff: "Python could not be started: {file} broke off on the way. Press Check again.",
  damaged: "Python could not be started: {file} is not what the book was built with. Reload the page; if that does not help, tell whoever put the book there.",
  wasmRefused: "Python could not be started: this site forbids WebAssembly. Its Content-Security-Policy needs 'wasm-unsafe-eval'; tell whoever put the book there.",
  workerRefused: "Python could not be started: worker.js did not come, or this site forbids workers. Reload the page; if that does not help, tell whoever put the book there.",
  oldBrowser: "Python could not be started: this browser is too old for it. Use one of 2023 or later.",
  notStarted: "Python could not be started: {what}. Reload the page; if that does not help, try another browser.",
  broken: "Python broke down: {what}. Press Check again.",

  // Python is stopped
  stopped: "Stopped. Python starts afresh; your code is untouched.",
  cutOffAfter: "stopped after {n} s: one call did not come back. Python was started afresh.",

  // the editor
  editorMissing: "The editor did not come (editor.js), so here is a plain one. Reload the page to try again.",
};
