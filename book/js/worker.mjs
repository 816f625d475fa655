// The worker's JavaScript half: brings Pyodide up and hands requests to n2n_worker.py.
const NOTHING = "data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="; // a zip without files

let python;

async function body(address) {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
  return reply.body;
}

const whole = (stream) => new Response(stream).arrayBuffer();

// A pack, a gzipped tar, that book/bytecode.py made.
async function unpacked(address) {
  const pack = new Uint8Array(await whole((await body(address)).pipeThrough(new DecompressionStream("gzip"))));
  const text = new TextDecoder();
  const field = (from, length) => text.decode(pack.subarray(from, from + length)).replace(/\0[^]*$/, "");
  const files = [];
  for (let at = 0; pack[at]; ) {
    const size = parseInt(field(at + 124, 12), 8);
    const name = ["", field(at + 345, 155), field(at, 100)].filter((part, k) => !k || part).join("/");
    files.push([name, pack.subarray(at + 512, at + 512 + size)]);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}

function write(FS, files) {
  const made = new Set();
  for (const [name, content] of files) {
    const folder = name.slice(0, name.lastIndexOf("/"));
    if (!made.has(folder)) FS.mkdirTree(folder);
    made.add(folder);
    FS.writeFile(name, content, { canOwn: true });
  }
}

async function boot({ pyodide, pack, plots, code }, tell) {
  tell("Python");
  // all is fetched at once; the pack is opened while WebAssembly is compiled
  const files = unpacked(pack);
  const starting = import(`${pyodide}pyodide.mjs`).then(({ loadPyodide }) =>
    loadPyodide({
      indexURL: pyodide,
      stdLibURL: NOTHING, // the pack brings it
      env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
      fsInit: (FS) => files.then((all) => write(FS, all), () => {}), // what failed is told below
    }),
  );
  const [archive, , py] = await Promise.all([body(code).then(whole), files, starting]);
  tell("numpy");
  py.unpackArchive(archive, "zip", { extractDir: "/home/n2n" });
  py.runPython("import sys, warnings; sys.path.insert(0, '/home/n2n'); warnings.filterwarnings('ignore', '.*non-interactive.*')");
  const half = py.pyimport("n2n_worker");
  python = { py, packages: half.packages, handle: half.handle, plots };
}

async function request({ body }, tell) {
  const text = JSON.stringify(body);
  const { py, plots } = python;
  if (plots && JSON.parse(python.packages(text)).some((name) => plots.modules.includes(name))) {
    tell("matplotlib");
    write(py.FS, await unpacked(plots.pack));
    py.runPython("import importlib; importlib.invalidate_caches()");
    python.plots = null; // it is here
  }
  tell("running");
  return JSON.parse(python.handle(text));
}

const jobs = { boot, request };
self.onmessage = async ({ data: { id, job, ...given } }) => {
  const tell = (stage) => self.postMessage({ id, stage });
  try {
    self.postMessage({ id, value: await jobs[job](given, tell) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};
