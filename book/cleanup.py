"""Keeps what other extensions bring out of the page: requests to other hosts and unused weight."""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from book import icons
from grader.words import say

UNUSED = (
    "togglebutton",
    "sphinx-design",
    "design-tabs",
    "toggleHint",
    "toggleOpenOnPrint",
    "search_as_you_type",
)
"""Scripts and style sheets that JupyterBook loads for directives which no page of this book has."""


def configure_page(app: Sphinx, config: Config) -> None:
    """`config-inited`, after everyone else: no Thebe, no CDN, no sources that hold solutions."""
    for event in ("builder-inited", "env-before-read-docs", "doctree-resolved"):
        listeners = app.events.listeners[event]
        listeners[:] = [x for x in listeners if not x.handler.__module__.startswith("sphinx_thebe")]
    sheets = app.registry.css_files
    sheets[:] = [sheet for sheet in sheets if "thebe" not in sheet[0]]
    config.html_context.setdefault("default_mode", "auto")  # else the theme logs an error on every page
    config.html_math_renderer = "n2n"  # book/formulas.py
    config.templates_path.insert(0, str(icons.TEMPLATES))  # the theme's pages, less what weighs
    config.html_copy_source = False
    config.nb_execution_raise_on_error = True
    options = config.html_theme_options
    options.update(use_download_button=False, use_fullscreen_button=False, use_source_button=False)
    app.warningiserror = True


def drop_widget_state(app: Sphinx, env: BuildEnvironment) -> None:
    """`env-updated`: myst-nb inlines the state of all ipywidgets and loads their manager; our host needs neither."""
    for metadata in getattr(env, "nb_metadata", {}).values():
        files = metadata.get("js_files", {})
        for key in [k for k in files if k.startswith("ipywidgets_")]:
            del files[key]


def fix_accessibility(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """`html-page-context`: what others wrote and a screen reader would stumble over."""
    if "body" in context:
        # myst-nb's folded cells are called by the words one sees on them
        body = context["body"].replace('<summary aria-label="Toggle hidden content">', "<summary>")
        # a heading that is a formula is read out by its letters
        body = re.sub(r'<th class="head[^"]*">(?:(?!</th>).)*?<math.*?</th>', named, body, flags=re.S)
        # the empty corner of a table is no heading
        body = re.sub(r'<th class="head[^"]*">\s*(?:<p></p>)?\s*</th>', "<td></td>", body)
        # a browser that translates pages leaves code alone
        body = re.sub(r"<(pre|code)(?=[\s>])", r'<\1 translate="no"', body)
        notice = f'<noscript><p class="n2n-notice">{say("page.no_script")}</p></noscript>'
        context["body"] = notice + body


def named(heading: re.Match[str]) -> str:
    """A table's heading with the words and letters of its formula as text, in place of the formula's MathML."""
    seen = re.sub(r"<mjx-math.*?</mjx-math>", "", heading[0], flags=re.S)
    name = " ".join(re.sub(r"<[^>]+>", " ", seen).split())
    shown = heading[0].removesuffix("</th>").replace("<mjx-container ", '<mjx-container aria-hidden="true" ')
    return f'{shown}<span class="visually-hidden">{name}</span></th>'


def drop_unused_assets(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """`html-page-context`, after everyone else: the page does not ask for what it does not use."""
    for kind in ("script_files", "css_files"):
        context[kind] = [x for x in context.get(kind, []) if not any(name in described(x) for name in UNUSED)]


def described(asset: Any) -> str:
    """A script's or sheet's address and text."""
    return f"{getattr(asset, 'filename', asset)} {getattr(asset, 'attributes', {}).get('body', '')}"
