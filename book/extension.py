"""Sphinx extension of the book: `extra_extensions: [book.extension]` in `_config.yml` is all it needs."""

import os
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from book import cells, cleanup, executing, figures, formulas, icons, output, policy
from grader.words import say

EDITIONS = ("self-study", "course")


def choose_edition(app: Sphinx, config: Config) -> None:
    """`config-inited`: the edition of `n2n book --edition`, else the configured one."""
    config.n2n_edition = os.environ.get("N2N_EDITION") or config.n2n_edition
    if config.n2n_edition not in EDITIONS:
        raise ExtensionError(say("build.edition", name=repr(config.n2n_edition), known=EDITIONS))


def number_chapter(app: Sphinx, doctree: nodes.document) -> None:
    """`doctree-read`, before Sphinx collects titles: a chapter's number, which is in its file's name alone."""
    number = re.search(r"/(\d+)_", app.env.docname)
    title = doctree.next_node(nodes.title)
    if number and title is not None:
        title.insert(0, nodes.Text(f"{int(number[1])}\u2002"))


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("n2n_edition", EDITIONS[0], "env", (str,))
    app.add_config_value("n2n_runtime", "", "", (str,))
    app.add_config_value("n2n_digest", "", "env", (str,))
    app.connect("config-inited", choose_edition)
    app.connect("config-inited", executing.key_cache)
    app.connect("config-inited", cleanup.configure_page, priority=900)
    app.connect("builder-inited", output.place_static)
    app.connect("doctree-read", number_chapter, priority=400)
    app.connect("doctree-read", cells.swap)
    app.connect("env-updated", cleanup.drop_widget_state)
    app.connect("env-updated", output.place_notebooks)
    app.connect("html-page-context", output.load_scripts, priority=400)
    app.connect("html-page-context", cleanup.fix_accessibility)
    app.connect("html-page-context", cleanup.drop_unused_assets, priority=900)
    app.connect("html-page-context", figures.settle_images)
    app.connect("build-finished", figures.shrink_all)
    app.connect("build-finished", icons.remove_theirs)
    formulas.setup(app)
    app.connect("build-finished", policy.guard_all, priority=950)
    return {"version": "1", "env_version": 5, "parallel_read_safe": True, "parallel_write_safe": True}
