// Calls functions of widgets/js/math for the tests: [[module, expression, arguments], …] on stdin, results on stdout.
// The expression is evaluated with the module's exports in scope.
import fs from "node:fs";

const home = new URL("../../widgets/js/math/", import.meta.url);
const results = [];
for (const [name, expression, args] of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const module = await import(new URL(`${name}.js`, home));
  results.push(new Function(...Object.keys(module), `return (${expression})`)(...Object.values(module))(...args));
}
process.stdout.write(JSON.stringify(results));
