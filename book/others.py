"""Keeps what other extensions bring out of the page: requests to other hosts and unused weight."""

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from book import icons

MATHJAX = "n2n/mathjax/tex-chtml.js"


def settle(app: Sphinx, config: Config) -> None:
    """`config-inited`, after everyone else: no Thebe, no CDN, no sources that hold solutions."""
    for event in ("builder-inited", "env-before-read-docs", "doctree-resolved"):
        listeners = app.events.listeners[event]
        listeners[:] = [x for x in listeners if not x.handler.__module__.startswith("sphinx_thebe")]
    sheets = app.registry.css_files
    sheets[:] = [sheet for sheet in sheets if "thebe" not in sheet[0]]
    config.html_context.setdefault("default_mode", "auto")  # else the theme logs an error on every page
    config.mathjax_path = MATHJAX
    # The menu offers add-ons that we do not serve; the MathML for screen readers stays.
    config.mathjax3_config = {"options": {"enableMenu": False}} | (config.mathjax3_config or {})
    config.templates_path.insert(0, str(icons.TEMPLATES))  # the theme's pages, less Font Awesome
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


def name_summaries(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """`html-page-context`: myst-nb's folded cells are called by the words one sees on them."""
    if "body" in context:
        context["body"] = context["body"].replace('<summary aria-label="Toggle hidden content">', "<summary>")
