"""What a page of the book may load and run, said by the page itself, so that it holds on any server and from a file.

Everything is the book's own. Python's worker is made of a blob and has the page's policy (`book/js/python.js`): code
of a reader, or code that a reader took over from somebody, reaches no other host.
"""

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # WebAssembly is Python's; no text becomes a script
    "worker-src": "'self' blob:",  # 'self' for sites whose own policy refuses blobs
    "connect-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # widgets, editor and formulas write style attributes
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*"\s*/?>\n?')
_DATA = re.compile(r'\btype="application/(?:ld\+)?json"|\bsrc=')


def policy(html: str) -> str:
    """The policy of a page: of scripts within it, those that it was built with run, by their digests."""
    texts = [m["text"] for m in _INLINE.finditer(html) if not _DATA.search(m["attributes"])]
    digests = sorted({base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts})
    scripts = " ".join([DIRECTIVES["script-src"], *(f"'sha256-{d}'" for d in digests)])
    return "; ".join(f"{name} {value}" for name, value in (DIRECTIVES | {"script-src": scripts}).items())


def guarded(html: str) -> str:
    """The page with its policy before anything that loads."""
    html = _META.sub("", html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(html), quote=False)}">\n'
    head = re.search(r"<head[^>]*>\s*(?:<meta charset=[^>]*>\s*)?", html)
    at = head.end() if head else 0
    return html[:at] + meta + html[at:]


def guard_all(app: Sphinx, error: Exception | None) -> None:
    """`build-finished`, after everyone else has written."""
    if error or app.builder.format != "html":
        return
    for path in sorted(Path(app.outdir).rglob("*.html")):
        if "_static" in path.parts:
            continue  # templates of the theme
        html = path.read_text("utf8")
        if (made := guarded(html)) != html:
            path.write_text(made, "utf8")
