"""Messages in pages: code and emphasis of ours, and nothing of anybody's that a browser would run."""

import pytest

from grader.engine.reports.markup import marked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("use `axis` of *some* array", "use <code>axis</code> of <em>some</em> array"),
        ("`a * b * c` is no emphasis", "<code>a * b * c</code> is no emphasis"),
        ("2 * 3 * 4 and z**2 and a*b*c", "2 * 3 * 4 and z**2 and a*b*c"),
        ("<b onclick=x>`<i>`</b>", "&lt;b onclick=x&gt;<code>&lt;i&gt;</code>&lt;/b&gt;"),
        ("an `open end", "an `open end"),
    ],
)
def test_marked(text: str, html: str) -> None:
    assert marked(text) == html
