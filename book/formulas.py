"""Formulas are typeset when the book is built, by MathJax in Node: a page brings no script for them, only fonts.

What a screen reader reads is MathJax's own MathML, hidden beside the glyphs.
"""

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from book.node import node_program
from grader.words import say

INLINE = '<span class="math notranslate nohighlight">'
WITH_MARKS = re.compile(
    rf"[(“‘]?{INLINE}(?:(?!</mjx-container>).)*</mjx-container></span>[.,:;?!)”’]*", re.DOTALL
)
SCRIPT = Path(__file__).with_name("formulas.cjs")
FONTS = "mathjax/output/chtml/fonts/woff-v2/"
FIRST = ("MathJax_Main-Regular.woff", "MathJax_Math-Italic.woff")  # in nearly every formula


def workshop(app: Sphinx) -> Path:
    """Where runtime files lie that the build needs and no page asks for."""
    return Path(app.doctreedir) / "n2n"


def for_build(name: str) -> bool:
    """Whether a runtime file is one of those."""
    return name.startswith("mathjax/") and name.endswith(".js")


def node() -> str:
    """Node. Raises ExtensionError where there is none."""
    try:
        return node_program("node")
    except ImportError:
        raise ExtensionError(say("build.no_node.formulas")) from None


class Typesetter:
    """MathJax in a process of its own, started with the first formula."""

    def __init__(self, mathjax: Path) -> None:
        self.mathjax = mathjax
        self.process: subprocess.Popen[str] | None = None

    def ask(self, **request: Any) -> dict[str, str]:
        if self.process is None:
            # its files are CommonJS, whatever a package.json further up says of .js files
            (self.mathjax / "package.json").write_text('{"type": "commonjs"}', "utf8")
            self.process = subprocess.Popen(
                [node(), SCRIPT, self.mathjax, "@fonts@"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf8",
            )
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise ExtensionError(say("build.mathjax"))
        return dict(json.loads(line))

    def html(self, tex: str, display: bool) -> str:
        """A formula as HTML. Raises ExtensionError for TeX that MathJax does not understand."""
        answer = self.ask(tex=tex, display=display)
        if "error" in answer:
            raise ExtensionError(f"formula {tex!r}: {unescape(answer['error'])}")
        return answer["html"]

    def style(self, fonts: str) -> str:
        """The rules that the formulas since the last call need."""
        return self.ask(style=True)["css"].replace("@fonts@", fonts) if self.process else ""

    def close(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def typesetter(app: Sphinx) -> Typesetter:
    """The one of this build process."""
    if not hasattr(app, "n2n_typesetter"):
        app.n2n_typesetter = Typesetter(workshop(app) / "mathjax")  # type: ignore[attr-defined]
    return app.n2n_typesetter  # type: ignore[attr-defined,no-any-return]


def inline(self: Any, formula: nodes.math) -> None:
    html = typesetter(self.builder.app).html(formula.astext(), False)
    self.body.append(f"{INLINE}{html}</span>")
    raise nodes.SkipNode


def block(self: Any, formula: nodes.math_block) -> None:
    tex = formula.astext().strip()
    if "\\\\" in tex and not tex.startswith("\\begin"):
        tex = f"\\begin{{split}}{tex}\\end{{split}}"
    self.body.append(self.starttag(formula, "div", CLASS="math notranslate nohighlight"))
    self.body.append(typesetter(self.builder.app).html(tex, True) + "</div>\n")
    raise nodes.SkipNode


def keep_marks(body: str) -> str:
    """No line begins with the comma behind a formula, or ends with the bracket before it."""

    def kept(found: re.Match[str]) -> str:
        text = found[0]
        bare = text.startswith(INLINE) and text.endswith("</span>")
        return text if bare else f'<span class="n2n-kept">{text}</span>'

    return WITH_MARKS.sub(kept, body)


def add_style(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """`html-page-context`: the rules of this page's formulas, and a hint to fetch the two main fonts at once."""
    if "mjx-container" not in context.get("body", ""):
        return
    context["body"] = keep_marks(context["body"])
    root = relative_uri(app.builder.get_target_uri(pagename), "")
    fonts = f"{root}_static/n2n/{FONTS}"
    hints = "".join(
        f'<link rel="preload" as="font" type="font/woff" crossorigin href="{fonts}{name}" />'
        for name in FIRST
    )
    style = typesetter(app).style(fonts.rstrip("/"))
    context["metatags"] = f"{context.get('metatags', '')}{hints}<style>{style}</style>"


def end_typesetter(app: Sphinx, exception: Exception | None) -> None:
    """`build-finished`."""
    if hasattr(app, "n2n_typesetter"):
        app.n2n_typesetter.close()


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("n2n", inline_renderers=(inline, None), block_renderers=(block, None))
    app.connect("html-page-context", add_style)
    app.connect("build-finished", end_typesetter)
