"""A student's Markdown as one line of HTML in which no later Markdown parser finds anything to parse.

Formgrader renders Markdown in the instructor's browser, with raw HTML and MathJax. What reaches it from here is
made by a CommonMark parser with our own rules: known tags, links by an allow-list of schemes, pictures that the
notebook itself holds, and text of which every character that could be markup is written by number. Formulas stay,
but only of known commands: MathJax has others that make links, styles and attributes.
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.words import say

MOST_TEXT = 20_000
"""Characters of a notebook that are rendered: a parser of Markdown is quadratic in what is made to be hard. The
worst of so many take about a second; what is beyond is shown as it was typed, in linear time."""
MOST_PICTURE = 5_000_000
"""Bytes of a picture that is shown."""

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
_COMMAND = re.compile(r"\\(?=([A-Za-z]+))")

_MATHEMATICS = frozenset(
    re.findall(
        r"\w+",
        """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    ell hbar imath jmath Re Im aleph nabla partial infty emptyset varnothing forall exists nexists neg lnot prime
    frac dfrac tfrac cfrac binom sqrt sum prod coprod int iint iiint oint lim limsup liminf max min sup inf arg argmax
    argmin log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth det dim ker deg gcd hom Pr
    cdot times div pm mp ast star circ bullet oplus ominus otimes odot wedge vee land lor cap cup setminus in notin ni
    subset supset subseteq supseteq le leq ge geq ne neq ll gg approx equiv sim simeq cong propto perp parallel mid
    nmid vdash models prec succ preceq succeq to gets mapsto leftarrow rightarrow leftrightarrow Leftarrow Rightarrow
    Leftrightarrow iff implies longrightarrow longleftarrow longmapsto uparrow downarrow hookrightarrow because
    therefore left right middle big Big bigg Bigg bigl bigr Bigl Bigr langle rangle lfloor rfloor lceil rceil lvert
    rvert lVert rVert vert Vert lbrace rbrace lbrack rbrack backslash
    hat widehat bar overline underline tilde widetilde vec dot ddot overbrace underbrace overset underset stackrel
    overrightarrow boxed not mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt mathscr boldsymbol bm rm bf it
    text textbf textit textrm texttt operatorname mbox limits nolimits displaystyle textstyle scriptstyle quad qquad
    dots ldots cdots vdots ddots colon begin end hline substack phantom vphantom hphantom smash top bot intercal
    dagger triangle square Box blacksquare diamond angle degree tag notag nonumber label ref eqref mod bmod pmod
    """,
    )
)
"""The commands of formulas that MathJax gets to see."""
_ENVIRONMENTS = frozenset(
    name + star
    for name in re.findall(
        r"\w+",
        "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned alignedat gathered array split "
        "equation align gather multline",
    )
    for star in ("", "*")
)
_BEGIN = re.compile(r"\\(begin|end)\s*\{([^}]*)\}")


def as_html(source: str, attachments: Mapping[str, Any] | None = None, room: int = MOST_TEXT) -> str:
    """The Markdown `source` as HTML that can neither act nor load; pictures are those of `attachments`.

    `attachments` are the cell's own: name -> MIME type -> base64 text. A source longer than `room` is not rendered.
    """
    if len(source) > room:
        return f"<div><pre>{_numbered(source)}</pre></div>"
    html = _parser().render(source, {"attachments": attachments or {}})
    return "<div>" + html.replace("\n", "") + "</div>"


def _text(text: str) -> str:
    """Letters, digits and blanks as they are, all else by number, so that nothing is markup to anybody.

    What cannot be printed (control and direction characters) is shown as U+FFFD; joiners stay, scripts need them.
    """
    return _numbered(_tamed(text).replace("\n", " ").replace("\t", " "))


def _numbered(text: str) -> str:
    shown = (c if c.isprintable() or c in "\u200c\u200d\n\t" else "\ufffd" for c in text)
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in shown)


def _tamed(text: str) -> str:
    """TeX of known commands and environments; others are parted from their backslash, and so are plain text."""

    def environment(m: re.Match[str]) -> str:
        return m[0] if m[2] in _ENVIRONMENTS else f"\\ {m[1]} {m[2]}"

    known = _BEGIN.sub(environment, text)
    return _COMMAND.sub(lambda m: "\\" if m[1] in _MATHEMATICS else "\\ ", known)


def _picture(url: str, attachments: Mapping[str, Any]) -> str:
    """The `data:` address of an attached picture that is one, else empty."""
    if not url.startswith("attachment:"):
        return ""
    found = attachments.get(unquote(url.removeprefix("attachment:")))
    for kind, magic in _PICTURES.items():
        encoded = found.get(kind) if isinstance(found, Mapping) else None
        if isinstance(encoded, list) and all(isinstance(part, str) for part in encoded):
            encoded = "".join(encoded)
        if not isinstance(encoded, str) or len(encoded) > MOST_PICTURE * 3 // 2:
            continue
        try:
            data = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if data.startswith(magic) and len(data) <= MOST_PICTURE:
            return f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return ""


# ---- the rules of the renderer: every way in which a student's text becomes HTML ----


def _image(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    url = str(tokens[i].attrs.get("src", ""))
    name = tokens[i].content
    if address := _picture(url, env["attachments"]):
        return f'<img alt="{_text(name)}" src="{address}">'
    return _text(say("markdown.picture", name=name, url=url[:200]))


def _link(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    href = str(tokens[i].attrs.get("href", ""))
    if not _LINK.fullmatch(href):
        return "<a>"
    return f'<a rel="noopener noreferrer" target="_blank" href="{_text(href)}">'


def _content(tokens: Sequence[Token], i: int, options: Any, env: Any) -> str:
    return _text(tokens[i].content)


def _code(before: str, after: str) -> Any:
    """Code, in which MathJax looks for no formulas."""
    return lambda tokens, i, options, env: before + _numbered(tokens[i].content) + after


def _formula(around: str) -> Any:
    return lambda tokens, i, options, env: _text(around + tokens[i].content + around)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 50}).enable(["table", "strikethrough"])
    parser.disable("reference")  # quadratic in the number of definitions
    parser.use(dollarmath_plugin, double_inline=True).use(amsmath_plugin)
    # what is no link to us stays text; the renderer decides about pictures
    parser.validateLink = lambda url: bool(_LINK.fullmatch(url)) or url.startswith("attachment:")  # type: ignore[method-assign]
    block = _code("<pre><code>", "</code></pre>")
    parser.renderer.rules |= {  # type: ignore[attr-defined]
        "text": _content,
        "softbreak": lambda *_: " ",
        "hardbreak": lambda *_: "<br>",
        "code_inline": _code("<code>", "</code>"),
        "fence": block,
        "code_block": block,
        "math_inline": _formula("$"),
        "math_inline_double": _formula("$$"),
        "math_block": _formula("$$"),
        "math_block_label": _formula("$$"),
        "amsmath": _content,
        "image": _image,
        "link_open": _link,
    }
    return parser
