"""What a page weighs before the reader touches it, and that its figures can be read on a phone."""

import gzip
from urllib.parse import urlsplit

import pytest
from PIL import Image

from book.figures import DOTS_PER_INCH

pytestmark = pytest.mark.browser
LETTERS = 10.8  # points, `font.size` of widgets/book.mplstyle


def test_every_chapter_keeps_to_its_budget(browser, book, address):
    for path in sorted((book / "chapters").glob("*.html")):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        asked = set()
        page.on("request", lambda request, asked=asked: asked.add(urlsplit(request.url).path))
        page.goto(f"{address}chapters/{path.name}", wait_until="networkidle")
        page.close()
        sizes = {}
        for name in asked:
            file = book / name.lstrip("/")
            if file.is_file():
                packed = file.suffix not in {".png", ".woff", ".woff2"}
                sizes[name] = len(gzip.compress(file.read_bytes())) if packed else file.stat().st_size
        rest = sum(n for name, n in sizes.items() if "mathjax" not in name)
        assert sum(sizes.values()) <= 700_000, (path.name, sizes)
        assert rest <= 250_000, (path.name, sizes)


def test_letters_in_figures_are_nine_pixels_high_on_a_phone(browser, book, address):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for path in sorted((book / "chapters").glob("0*.html")):
        page.goto(f"{address}chapters/{path.name}")
        shown = page.eval_on_selector_all(
            ".n2n-plot img",
            "all => all.map(i => [i.getAttribute('src').split('/').pop(), i.getBoundingClientRect().width])",
        )
        assert shown, path.name
        for name, width in shown:
            with Image.open(book / "_images" / name) as image:
                letters = LETTERS / 72 * DOTS_PER_INCH * width / image.width
            assert letters >= 8.9, (path.name, name, letters)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
