// The worker's JavaScript half: brings Pyodide up and hands requests to n2n_worker.py.
let python;

async function boot({ pyodide, code }, tell) {
  tell("Python");
  const [{ loadPyodide }, archive] = await Promise.all([
    import(pyodide + "pyodide.mjs"),
    fetch(code).then((reply) => (reply.ok ? reply.arrayBuffer() : Promise.reject(new Error(`${code}: ${reply.status}`)))),
  ]);
  const py = await loadPyodide({
    indexURL: pyodide,
    packages: ["numpy"],
    env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
  });
  tell("numpy");
  py.unpackArchive(archive, "zip", { extractDir: "/home/n2n" });
  py.runPython("import sys, warnings; sys.path.insert(0, '/home/n2n'); warnings.filterwarnings('ignore', '.*non-interactive.*')");
  const half = py.pyimport("n2n_worker");
  python = { py, packages: half.packages, handle: half.handle };
}

async function request({ body }, tell) {
  const text = JSON.stringify(body);
  const wanted = JSON.parse(python.packages(text)).map((name) => `import ${name}`).join("\n");
  if (/^import matplotlib$/m.test(wanted) && !python.plots) {
    tell("matplotlib");
    python.plots = true;
  }
  await python.py.loadPackagesFromImports(wanted, { messageCallback() {}, errorCallback() {} });
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
