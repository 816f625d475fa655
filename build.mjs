// Bundles the JavaScript of the book. The bundles are committed, so that nobody needs Node to read or run the book.
//   node build.mjs          write the bundles
//   node build.mjs --check  fail if a committed bundle is not what the sources give
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { languages, script } from "./widgets/js/words/catalogue.mjs";

const ROOT = path.dirname(fileURLToPath(import.meta.url));
process.chdir(ROOT);

const list = (folder, ext) =>
  fs.existsSync(folder) ? fs.readdirSync(folder).filter((f) => f.endsWith(ext)).sort().map((f) => `${folder}/${f}`) : [];
const stem = (file) => path.basename(file).replace(/\.\w+$/, "");

// Every file directly under widgets/js is one widget; its name is the name the page and Python know it by. For the page it is a
// script by itself, so that a page loads the widgets it shows; what all of them use is in book.js once.
const widgets = list("widgets/js", ".js");
const SHARED = ["widgets/js/lib/", "widgets/js/math/activations.js", "widgets/js/math/compare.js", "widgets/js/math/random.js"];
const shared = [...list("widgets/js/lib", ".js"), ...SHARED.filter((name) => name.endsWith(".js"))].filter((file) => stem(file) !== "host");
const host = [
  ...shared.map((file, i) => `import * as m${i} from "./${file}";`),
  `import { start } from "./widgets/js/lib/host.js";`,
  `start({ ${shared.map((file, i) => `${JSON.stringify(file)}: m${i}`).join(", ")} }, ${JSON.stringify(widgets.map(stem))});`,
].join("\n");
const joining = (file) => `import widget from "./${file}"; window.n2n.add(${JSON.stringify(stem(file))}, widget);`;
const sheets = ["widgets/js/lib/widgets.css", ...list("widgets/js", ".css")].map((file) => `@import "./${file}";`).join("\n");

// One line per bundle: what goes in (a file, or text), what comes out, and how the page loads it.
// iife = plain script, also from file://; esm = module, for a worker or Jupyter; css = style sheet; borrows = it takes what is
// shared from book.js.
const ENTRIES = [
  { text: host, out: "widgets/static/book.js", as: "iife" },
  ...widgets.map((file) => ({ text: joining(file), out: `widgets/static/${stem(file)}.js`, as: "iife", borrows: true })),
  { text: sheets, out: "widgets/static/widgets.css", as: "css" },
  ...widgets.map((file) => ({ file, out: `widgets/static/${stem(file)}.mjs`, as: "esm" })),
  { file: "book/js/page.js", out: "book/static/page.js", as: "iife" },
  { file: "book/js/landing.js", out: "book/static/landing.js", as: "iife" },
  { file: "book/css/page.css", out: "book/static/page.css", as: "css" },
  { file: "book/js/editor.js", out: "book/static/editor.js", as: "iife" },
  { file: "book/js/worker.js", out: "book/static/worker.js", as: "iife" },
];

const NOTICES = "THIRD_PARTY.txt"; // beside the bundles: the licenses of the packages inside them

// import code from "./worker.js?worker": the file and all it imports, as text to start a worker from. A page from file:// and
// a module in JupyterLab have nothing else to start one from.
const WORKERS = (esbuild) => ({
  name: "workers",
  setup(build) {
    build.onResolve({ filter: /\?worker$/ }, ({ path: file, resolveDir }) => ({
      path: path.join(resolveDir, file.replace("?worker", "")),
      namespace: "worker",
    }));
    build.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path: file }) => {
      const options = { bundle: true, minify: true, write: false, format: "iife", charset: "utf8", target: "es2022" };
      const result = await esbuild.build({ entryPoints: [file], ...options });
      return { contents: result.outputFiles[0].text, loader: "text" };
    });
  },
});

// What book.js has already, in a script that runs after it. A module's names are read from the module itself.
const BORROWED = {
  name: "borrowed",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path: file, resolveDir }) => {
      const name = path.relative(ROOT, path.resolve(resolveDir, file)).replaceAll(path.sep, "/");
      return shared.includes(name) ? { path: name, namespace: "borrowed", sideEffects: false } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "borrowed" }, async ({ path: name }) => {
      const names = Object.keys(await import(pathToFileURL(path.join(ROOT, name))));
      return { contents: `export const { ${names.join(", ")} } = window.n2n.shared[${JSON.stringify(name)}];` };
    });
  },
};

async function bundle(esbuild, { file, text, out, as, borrows }) {
  const css = as === "css";
  const result = await esbuild.build({
    ...(file ? { entryPoints: [file] } : { stdin: { contents: text, resolveDir: ROOT, loader: css ? "css" : "js" } }),
    outfile: out,
    ...(css ? {} : { format: as }),
    plugins: [WORKERS(esbuild), ...(borrows ? [BORROWED] : [])],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    charset: "utf8",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
  return { out, contents: Buffer.from(result.outputFiles[0].contents), inputs: Object.keys(result.metafile.inputs) };
}

function notices(outputs) {
  const used = new Map(); // folder of the bundles -> packages inside them
  for (const { out, inputs } of outputs) {
    const folder = path.dirname(out);
    for (const input of inputs) {
      const name = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
      if (name) used.set(folder, (used.get(folder) ?? new Set()).add(name));
    }
  }
  return [...used].map(([folder, names]) => ({
    out: `${folder}/${NOTICES}`,
    contents: Buffer.from(
      [...names].sort().map((name) => {
        const home = `node_modules/${name}`;
        const license = fs.readdirSync(home).find((f) => /^licen[cs]e/i.test(f));
        const { version, license: kind } = JSON.parse(fs.readFileSync(`${home}/package.json`, "utf8"));
        const text = license ? fs.readFileSync(`${home}/${license}`, "utf8").trim() : "";
        return `${name} ${version} (${kind})\n\n${text}\n`;
      }).join("\n" + "-".repeat(72) + "\n\n"),
    ),
  }));
}

async function main() {
  let esbuild;
  try {
    esbuild = await import("esbuild");
  } catch {
    return fail("build.mjs: the JavaScript packages are not installed: run `npm ci` first.");
  }
  let outputs;
  try {
    outputs = await Promise.all(ENTRIES.map((entry) => bundle(esbuild, entry)));
  } catch (error) {
    return fail(`build.mjs: nothing written: ${error.message.split("\n").slice(0, 2).join(" ")}`);
  }
  const spoken = languages().map(async (tag) => ({ out: `widgets/static/words.${tag}.js`, contents: Buffer.from(await script(tag)) }));
  const files = [...outputs, ...notices(outputs), ...(await Promise.all(spoken))];
  // The bundle of a widget that is no more. Everything in this folder is made here.
  const made = new Set(files.map(({ out }) => out));
  const left = [".mjs", ".js"].flatMap((ext) => list("widgets/static", ext)).filter((file) => !made.has(file));

  if (process.argv.includes("--check")) {
    const stale = files.filter(({ out, contents }) => !fs.existsSync(out) || !fs.readFileSync(out).equals(contents));
    const names = [...stale.map(({ out }) => out), ...left.map((f) => `${f} (has no source)`)];
    if (names.length) return fail(`build.mjs: not what the sources give: ${names.join(", ")}. Run \`npm run build\` and commit.`);
    return console.log(`build.mjs: ${files.length} bundles are current`);
  }
  for (const { out, contents } of files) {
    fs.mkdirSync(path.dirname(out), { recursive: true });
    fs.writeFileSync(out, contents);
  }
  for (const file of left) fs.rmSync(file);
  for (const { out, contents } of files) console.log(`${String(contents.length).padStart(8)}  ${out}`);
}

function fail(line) {
  console.error(line);
  process.exitCode = 1;
}

await main();
