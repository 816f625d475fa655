// The worker's JavaScript half: brings Pyodide up and hands requests to n2n_worker.py. A classic script, and no file depends on
// the type that a server gives it: stock servers know neither .mjs nor .wasm.
const NOTHING = "n2n:nothing"; // Pyodide asks here for the standard library, which the pack brings
const EMPTY = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]); // a zip without files
const TELL = 250; // ms between two words on how much has come
// What code could reach other sites or the reader's data with. Python in the page needs none of it once it is up.
const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches", "cookieStore"];

let python;

// What went wrong, as a code that the page has a sentence for.
class Refused extends Error {
  constructor(code, params = {}) {
    super(code);
    this.told = { code, params };
  }
}

const browsers = self.fetch.bind(self);
const nameOf = (address) => new URL(address).pathname.split("/").pop();

async function ask(address, options) {
  const reply = await browsers(address, options).catch(() => {
    throw new Refused("noAnswer", { file: nameOf(address) });
  });
  if (!reply.ok) throw new Refused("notServed", { file: nameOf(address), status: reply.status });
  return reply;
}

function checkFeatures() {
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") throw new Refused("oldBrowser");
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)); // the smallest there is
  } catch {
    throw new Refused("wasmRefused");
  }
}

// Pyodide only logs what goes wrong with its WebAssembly, and then waits for ever.
function watchPyodide() {
  return new Promise((_, reject) => {
    self.fetch = async (input, options) => {
      const address = String(input.url ?? input);
      if (address === NOTHING) return new Response(EMPTY);
      const reply = await ask(address, options).catch((error) => (reject(error), Promise.reject(error)));
      const wasm = address.endsWith(".wasm") && reply.headers.get("Content-Type") !== "application/wasm";
      return wasm ? new Response(reply.body, { headers: { "Content-Type": "application/wasm" } }) : reply;
    };
    const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = (...given) =>
      instantiate(...given).catch((error) => (reject(error.told ? error : new Refused("damaged", { file: "pyodide.asm.wasm" })), Promise.reject(error)));
  });
}

const whole = (stream) => new Response(stream).arrayBuffer();

// A file's content, unpacked if it is packed: a server may have unpacked it on the way.
async function content(address, count) {
  const reader = (await ask(address)).body.getReader();
  const read = () =>
    reader.read().then(
      (part) => (count(part.value?.length ?? 0), part),
      () => {
        throw new Refused("cutOff", { file: nameOf(address) });
      },
    );
  const first = await read();
  const packed = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  const body = new ReadableStream({
    start: (out) => (first.done ? out.close() : out.enqueue(first.value)),
    pull: async (out) => {
      const { done, value } = await read();
      if (done) out.close();
      else out.enqueue(value);
    },
  });
  try {
    return await whole(packed ? body.pipeThrough(new DecompressionStream("gzip")) : body);
  } catch (error) {
    throw error.told ? error : new Refused("damaged", { file: nameOf(address) });
  }
}

// The files of a pack, a tar that book/bytecode.py made.
async function unpacked(address, count) {
  const pack = new Uint8Array(await content(address, count));
  const text = new TextDecoder();
  const field = (from, length) => text.decode(pack.subarray(from, from + length)).replace(/\0[^]*$/, "");
  const files = [];
  for (let at = 0; pack[at]; ) {
    const size = parseInt(field(at + 124, 12), 8);
    if (field(at + 257, 5) !== "ustar") throw new Refused("damaged", { file: nameOf(address) });
    const name = ["", field(at + 345, 155), field(at, 100)].filter((part, k) => !k || part).join("/");
    files.push([name, pack.subarray(at + 512, at + 512 + size)]);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}

function write(FS, files) {
  const made = new Set();
  for (const [name, bytes] of files) {
    const folder = name.slice(0, name.lastIndexOf("/"));
    if (!made.has(folder)) FS.mkdirTree(folder);
    made.add(folder);
    FS.writeFile(name, bytes, { canOwn: true });
  }
}

// Tells how many bytes have come, not too often.
function counter(tell) {
  let bytes = 0;
  let last = 0;
  return (more) => {
    bytes += more;
    if (Date.now() - last < TELL) return;
    last = Date.now();
    tell("fetching", { bytes });
  };
}

function isolate() {
  for (const name of NETWORK) {
    for (let holder = self; holder; holder = Object.getPrototypeOf(holder)) delete holder[name];
    Object.defineProperty(self, name, { value: undefined });
  }
  delete Object.getPrototypeOf(self.navigator).storage; // files that a browser keeps for a site
}

async function boot({ language, pyodide, pack, plots, code }, tell) {
  checkFeatures();
  const failed = watchPyodide();
  const count = counter(tell);
  // all is fetched at once; the pack is opened while WebAssembly is compiled
  const files = unpacked(pack, count);
  const starting = import(`${pyodide}pyodide.js`).then(
    ({ loadPyodide }) =>
      loadPyodide({
        indexURL: pyodide,
        stdLibURL: NOTHING,
        env: { MPLBACKEND: "agg", HOME: "/home/pyodide", N2N_PAGE_LANGUAGE: language },
        fsInit: (FS) => files.then((all) => write(FS, all), () => {}), // what failed is told below
      }),
    () => {
      throw new Refused("noAnswer", { file: "pyodide.js" });
    },
  );
  const [archive, , py] = await Promise.race([failed, Promise.all([content(code, count), files, starting])]);
  tell("starting");
  py.unpackArchive(archive, "zip", { extractDir: "/home/n2n" });
  py.runPython("import sys, warnings; sys.path.insert(0, '/home/n2n'); warnings.filterwarnings('ignore', '.*non-interactive.*')");
  const half = py.pyimport("n2n_worker");
  isolate();
  python = { py, packages: half.packages, prepare: half.prepare, handle: half.handle, renew: half.renew, plots };
}

async function request({ body }, tell) {
  const text = JSON.stringify(body);
  const { py, plots } = python;
  if (plots && JSON.parse(python.packages(text)).some((name) => plots.modules.includes(name))) {
    tell("plots", { bytes: 0 });
    write(py.FS, await unpacked(plots.pack, counter((_, params) => tell("plots", params))));
    py.runPython("import importlib; importlib.invalidate_caches()");
    python.plots = null; // it is here
  }
  python.prepare(text);
  tell("running");
  return JSON.parse(python.handle(text));
}

const jobs = { boot, request };
self.onmessage = async ({ data: { id, job, ...given } }) => {
  const tell = (stage, params = {}) => self.postMessage({ id, stage, params });
  try {
    self.postMessage({ id, value: await jobs[job](given, tell) });
    python.renew(); // after the answer: nobody waits for it
  } catch (error) {
    const what = String(error?.message ?? error);
    const script = error?.name === "NetworkError" && what.match(/[\w.]+\.js/)?.[0]; // from importScripts, in Pyodide
    const told = script ? { code: "noAnswer", params: { file: script } } : { code: job === "boot" ? "notStarted" : "broken", params: { what } };
    self.postMessage({ id, error: error?.told ?? told });
  }
};
