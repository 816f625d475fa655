// The code editor: CodeMirror with Python. A script of its own, loaded only when an exercise comes near the screen.
import { closeBrackets, closeBracketsKeymap, insertBracket } from "@codemirror/autocomplete";
import { defaultKeymap, history, indentMore, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { highlightCode, tags } from "@lezer/highlight";

// Colours are the page's own variables, so that light and dark follow the book.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.self], class: "n2n-k" },
  { tag: [tags.string, tags.special(tags.string)], class: "n2n-s" },
  { tag: tags.comment, class: "n2n-c" },
  { tag: [tags.number, tags.bool, tags.null], class: "n2n-n" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "n2n-f" },
]);

// Tab walks past an editor until the reader has begun to work in it; from then on it indents. onLeave: Escape
// was pressed, the way out by keyboard.
function createEditor({ parent, text, label, describedBy, keys, onChange, onCheck, onRun, onLeave, onFocus }) {
  let clicked = false;
  const act = (f) => () => (f(), true);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        python(),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        Prec.highest(
          keymap.of([
            { key: "Shift-Enter", run: act(onCheck) },
            { key: "Mod-Enter", run: act(onRun) },
            { key: "Escape", run: act(onLeave) },
          ]),
        ),
        EditorView.domEventHandlers({
          mousedown: (_, at) => {
            clicked = true;
            at.setTabFocusMode(false);
          },
          keydown: ({ key }, at) => {
            if (!["Tab", "Shift", "Escape"].includes(key)) at.setTabFocusMode(false);
          },
        }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
          if (!update.focusChanged) return;
          if (update.view.hasFocus) onFocus();
          else clicked = false;
          update.view.setTabFocusMode(!clicked);
        }),
      ],
    }),
  });
  parent.prepend(keyRow(view, keys));
  return {
    text: () => view.state.doc.toString(),
    replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    focus: () => view.focus(),
    point: (line) => {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from } }); // the line of the cursor is the one that is tinted
    },
  };
}

const SYMBOLS = ["(", ")", "[", "]", ":", "=", "_", "*", "-", "+", ".", ",", '"'];

// Keys that a phone's keyboard hides. They take no focus, so that its keyboard stays; seen where a finger points (book/css/phone.css).
function keyRow(view, { tab, more }) {
  const row = document.createElement("div");
  row.className = "n2n-keys";
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", more);
  const key = (text, label, press) => {
    const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: text });
    button.setAttribute("aria-label", label);
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => (press(), view.focus()));
    row.append(button);
  };
  key("⇥", tab, () => indentMore(view) || view.dispatch(view.state.replaceSelection("    ")));
  for (const symbol of SYMBOLS) {
    key(symbol, symbol, () => {
      const pair = insertBracket(view.state, symbol);
      view.dispatch(pair ?? view.state.replaceSelection(symbol));
    });
  }
  return row;
}

// The same colours for code that is only shown.
function highlight(text) {
  const code = document.createElement("code");
  const put = (part, style) => {
    const span = document.createElement("span");
    if (style) span.className = style;
    span.textContent = part;
    code.append(span);
  };
  highlightCode(text, pythonLanguage.parser.parse(text), colours, put, () => put("\n"));
  return code;
}

window.n2nEditor = { createEditor, highlight };
