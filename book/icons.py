"""The few icons the theme shows, as CSS masks, in place of the 700 kB of Font Awesome that it loads on every page."""

import re
import shutil
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

TEMPLATES = Path(__file__).with_name("templates")

# Font Awesome's name -> strokes on a 16 x 16 grid.
ICONS = {
    "angle-left": "M10 3 5 8l5 5",
    "angle-right": "M6 3l5 5-5 5",
    "arrow-up": "M8 14V3M3.5 7 8 2.5 12.5 7",
    "bars": "M2 3.5h12M2 8h12M2 12.5h12",
    "chevron-down": "M3 6l5 5 5-5",
    "circle-half-stroke": "M8 2a6 6 0 0 0 0 12ZM8 2a6 6 0 0 1 0 12M8 3.5a4.5 4.5 0 0 0 0 9M8 5a3 3 0 0 0 0 6M7 6.5v3",
    "list": "M2 3.5h.01M2 8h.01M2 12.5h.01M6 3.5h8M6 8h8M6 12.5h8",
    "magnifying-glass": "M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2ZM10.8 10.8 14.5 14.5",
    "moon": "M13.5 10A6 6 0 0 1 6 2.5 6 6 0 1 0 13.5 10Z",
    "outdent": "M2 2.5h12M8 6.200h6M8 9.800h6M2 13.500h12M5 6 2.5 8 5 10",
    "sun": "M8 5.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5ZM8 1v1M8 14v1M1 8h1M14 8h1M3 3l.7.7M12.3 12.300l.7.7M13 3l-.7.7M3.7 12.3 3 13",
    "xmark": "M3 3l10 10M13 3 3 13",
}
# Marks of a note and of a warning; every kind of admonition shows one of them in its own colour.
NOTE = "M8 1.500a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13ZM8 7.500v4M8 4.700h.01"
WARNING = "M8 2 1.5 14h13ZM8 6.500v3.500M8 12h.01"
WARNINGS = ("attention", "caution", "danger", "error", "important", "warning")

RULES = """\
:root { --fa-font-solid: 400 1em/1 var(--pst-font-family-base); }
html {
  --pst-icon-download: "\\2193";
  --pst-icon-external-link: "\\2197\\fe0e";
  --pst-icon-search-minus: "\\00d7";
}
.fa-solid::before, .admonition > .admonition-title::after, .bd-sidebar-secondary.hide:not(:hover) .onthispage::after {
  content: "" !important; display: inline-block; width: 1em; height: 1em; vertical-align: -0.125em;
  background: currentColor; -webkit-mask: var(--n2n-icon) center / contain no-repeat; mask: var(--n2n-icon) center / contain no-repeat;
}
.fa-solid { font-family: inherit; }
.fa-solid.fa-lg { line-height: 1; vertical-align: middle; }
.search-button-field > .fa-solid { display: inline-block; }
@media (forced-colors: active) {
  .fa-solid::before, .admonition > .admonition-title::after { forced-color-adjust: none; background: CanvasText; }
}
"""


def picture(path: str) -> str:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='black' "
        f"stroke-width='2' stroke-linecap='round' stroke-linejoin='round'><path d='{path}'/></svg>"
    )
    address = quote(svg, safe=" '=:/")
    return f'url("data:image/svg+xml,{address}")'


def sheet() -> str:
    """The style sheet that draws `<i class="fa-solid fa-NAME">` for each name in ICONS, and what else used the font."""
    shown = {f".fa-{name}": path for name, path in ICONS.items()}
    shown[".onthispage"] = ICONS["chevron-down"]
    shown[".admonition"] = NOTE
    shown[", ".join(f".admonition.{kind}" for kind in WARNINGS)] = WARNING
    return RULES + "".join(f"{names} {{ --n2n-icon: {picture(path)}; }}\n" for names, path in shown.items())


def remove_theirs(app: Sphinx, exception: Exception | None) -> None:
    """`build-finished`: Font Awesome's script and fonts leave the built book; no page asks for them any more."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        for path in (static / "scripts").glob("fontawesome.js*"):
            path.unlink()
        shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
        theme = static / "styles" / "pydata-sphinx-theme.css"
        theme.write_text(
            re.sub(r"(?:\.fa-[\w-]+::?before,?)+\{content:\"[^\"]*\"\}", "", theme.read_text("utf8")), "utf8"
        )
