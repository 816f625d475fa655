"""Widget outputs in the page: our private MIME type becomes `<n2n-widget>`, no widget manager needed."""

import json
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from widgets.base import MIME

if TYPE_CHECKING:
    from docutils import nodes


def embedded(data: object) -> str:
    """JSON that is safe inside a <script> element."""
    return json.dumps(data).replace("<", "\\u003c")


class WidgetRenderer:
    """Entry point of `myst_nb.mime_renderers`."""

    mime_priority_overrides: ClassVar = [(builder, MIME, 1) for builder in ("html", "dirhtml", "singlehtml")]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> "list[nodes.Element] | None":
        """The element that the widget host fills; None for every other MIME type."""
        if data.mime_type != MIME or inline:
            return None
        from docutils import nodes  # Sphinx's; a student's installation has the widgets without it

        widget = json.loads(data.content) if isinstance(data.content, str) else data.content
        html = (
            f'<n2n-widget name="{escape(widget["name"])}" model="{escape(widget["model"])}">'
            f'<script type="application/json">{embedded(widget["state"])}</script></n2n-widget>'
        )
        return [nodes.raw("", html, format="html", classes=["output"])]
