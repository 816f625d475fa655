"""Figures of the page: few bytes, their room kept, fetched when the reader comes near, and never too small to read."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx

COLOURS = 64  # a plot's lines, letters and their soft edges; a contour map's bands too
DOTS_PER_INCH = 144  # `figure.dpi` of widgets/book.mplstyle
SHOWN_PER_INCH = 100  # CSS pixels, on a screen with room for it
READABLE_PER_INCH = 60  # below it, the letters of the figure (10.8 points) get smaller than 9 CSS pixels
IMAGE = re.compile(r'<img\b(?P<rest>[^>]*?\bsrc="[^"]*_images/(?P<name>[^"/]+\.png)"[^>]*?)/?>')


def settle_images(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """`html-page-context`: size, laziness and the least width of every plot."""
    if "body" not in context or app.builder.format != "html":
        return
    sources = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}

    def settled(found: re.Match[str]) -> str:
        source = sources.get(found["name"])
        if source is None or not source.is_file():
            return found[0]
        with Image.open(source) as image:
            width, height = image.size
        inches = width / DOTS_PER_INCH
        return (
            '<span class="n2n-plot pst-scrollable-table-container">'
            f'<img{found["rest"].rstrip()} loading="lazy" decoding="async" width="{width}" height="{height}" '
            f'style="width: {SHOWN_PER_INCH * inches:.0f}px; min-width: {READABLE_PER_INCH * inches:.0f}px" /></span>'
        )

    context["body"] = IMAGE.sub(settled, context["body"])


def shrink(path: Path) -> None:
    """A plot with a palette of its own: a third of the bytes, and no difference to see."""
    with Image.open(path) as image:
        if image.mode not in {"RGB", "RGBA"}:
            return
        small = image.convert("RGBA").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
        fresh = path.with_suffix(".small")
        small.save(fresh, format="PNG", optimize=True)
    if fresh.stat().st_size < path.stat().st_size:
        fresh.replace(path)
    else:
        fresh.unlink()


def shrink_all(app: Sphinx, exception: Exception | None) -> None:
    """`build-finished`: after Sphinx has copied them."""
    if exception is None and app.builder.format == "html":
        for path in sorted((Path(app.outdir) / app.builder.imagedir).glob("*.png")):
            shrink(path)
