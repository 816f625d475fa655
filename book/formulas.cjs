// Typesets formulas with MathJax while the book is built: a line of JSON in, a line of JSON out.
//   {"tex": "…", "display": true}  →  {"html": "…"} or {"error": "…"}
//   {"style": true}                →  {"css": "…"}, for what was set since the last time it was asked
//
//   node formulas.cjs <MathJax's es5 folder> <address of its fonts>
const [folder, fonts] = process.argv.slice(2);

const options = {
  loader: { load: ["input/tex", "output/chtml", "a11y/assistive-mml"] },
  options: { enableAssistiveMml: true },
  chtml: { adaptiveCSS: true, fontURL: fonts, matchFontHeight: false, scale: 1.08 },
};

require(`${folder}/node-main.js`)
  .init(options)
  .then(async (MathJax) => {
    const { adaptor, output } = MathJax.startup;

    async function answer({ tex, display, style }) {
      if (style) {
        const css = adaptor.textContent(MathJax.chtmlStylesheet());
        output.clearCache();
        return { css };
      }
      const node = await MathJax.tex2chtmlPromise(tex, { display, em: 16, ex: 8, containerWidth: 1280 });
      const html = adaptor.outerHTML(node);
      const [, error] = html.match(/data-mjx-error="([^"]*)"/) ?? [];
      return error ? { error } : { html };
    }

    for await (const line of require("node:readline").createInterface({ input: process.stdin })) {
      process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
    }
  });
