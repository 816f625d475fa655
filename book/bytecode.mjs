// Compiles Python source to bytecode with the very Python that the pages run, while the book is built.
//
//   node bytecode.mjs FOLDER
//
// FOLDER/pyodide holds Pyodide; FOLDER/job.json says {trees: {folder: where it will lie in the page}, imports: {stage:
// [modules]}}. Every .py of the trees gets a .pyc beside it; the imports may write into the trees. The answer, a line of
// JSON, names for each stage the files of the standard library's zip that its imports and those before had read.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${folder}/pyodide/`, env: { HOME: "/home/pyodide", MPLBACKEND: "agg" } });
python.mountNodeFS("/made", folder);
python.globals.set("job", python.toPy(JSON.parse(fs.readFileSync(`${folder}/job.json`, "utf8"))));

try {
  console.log(python.runPython(`
import importlib, json, os, sys
from importlib._bootstrap_external import _code_to_hash_pyc
from _imp import source_hash

for tree, place in job["trees"].items():
    for where, _, names in os.walk(f"/made/{tree}"):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(where, name)
                with open(path, "rb") as file:
                    source = file.read()
                code = compile(source, path.replace(f"/made/{tree}", place, 1), "exec", dont_inherit=True, optimize=0)
                with open(path + "c", "wb") as file:  # unchecked: no file times are compared in the page
                    file.write(_code_to_hash_pyc(code, source_hash(importlib.util._RAW_MAGIC_NUMBER, source), False))

sys.path += [f"/made/{tree}" for tree in job["trees"]]  # after the library's zip, which is still read first
library = next(path for path in sys.path if path.endswith(".zip")) + "/"
read = {}
for stage, names in job["imports"].items():
    for name in names:
        importlib.import_module(name)
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    read[stage] = sorted({file.removeprefix(library) for file in files if file.startswith(library)})
json.dumps(read)
`));
} catch (error) {
  console.error(error.message.trim().split("\n").at(-1)); // of a Python traceback, the line that says what went wrong
  process.exit(1);
}
process.exit(0);
