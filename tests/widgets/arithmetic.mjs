// Calls functions of widgets/js for the tests, one process for all of them: a line on stdin holds
// [[module, expression, arguments], …], the line that answers holds { results } or { error }.
// The module's path starts at widgets/js/math; the expression is evaluated with its exports in scope,
// the default one as `main`.
import readline from "node:readline";

const home = new URL("../../widgets/js/math/", import.meta.url);

async function call([name, expression, args]) {
  const { default: main, ...named } = await import(new URL(/\.\w+$/.test(name) ? name : `${name}.js`, home));
  return await new Function("main", ...Object.keys(named), `return (${expression})`)(main, ...Object.values(named))(...args);
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let answer;
  try {
    const results = [];
    for (const asked of JSON.parse(line)) results.push(await call(asked));
    answer = { results };
  } catch (error) {
    answer = { error: error.stack };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
