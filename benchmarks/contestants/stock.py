"""A chapter's page with Jupyter's own widget manager in place of ours."""

import json
import re
import shutil
from pathlib import Path

from benchmarks.contestants.packages import npm

MANAGER, LOADER = "@jupyter-widgets/html-manager@1.0.14", "requirejs@2.3.7"


def stock_site(book: Path, chapter: str, work: Path) -> Path:
    """The book with this chapter's widgets embedded as `jupyter nbconvert` or plain Sphinx embed them. Raises NotHad."""
    manager, loader = npm(MANAGER, work / "manager"), npm(LOADER, work / "loader")
    import anywidget
    from ipywidgets.embed import embed_data

    import widgets

    page = (book / chapter).read_text("utf8")
    classes = {
        w.module: w for w in vars(widgets).values() if isinstance(w, type) and getattr(w, "module", "")
    }
    made = [classes[name]() for name in re.findall(r'<n2n-widget name="(\w+)"', page)]
    # with its defaults: the code of an anywidget and the names of its view are default values, too
    data = embed_data(views=made, drop_defaults=False)
    for spec in data["view_specs"]:
        view = f'<script type="application/vnd.jupyter.widget-view+json">{json.dumps(spec)}</script>'
        page = re.sub(r"<n2n-widget .*?</n2n-widget>", lambda _, v=view: v, page, count=1, flags=re.S)
    page = re.sub(r"<script[^>]*n2n/book\.js[^>]*></script>", "", page)
    state = json.dumps(data["manager_state"]).replace("<", "\\u003c")
    end = f"""<script src="../stock/require.js"></script>
<script>requirejs.config({{paths: {{"anywidget": "../stock/anywidget"}}}});</script>
<script src="../stock/embed-amd.js"></script>
<script type="application/vnd.jupyter.widget-state+json">{state}</script></body>"""
    site = work / "site"
    shutil.copytree(book, site, ignore=shutil.ignore_patterns("pyodide-*", "notebooks"))
    (site / chapter).write_text(page.replace("</body>", end), "utf8")
    (site / "stock").mkdir()
    shutil.copy(manager / "dist" / "embed-amd.js", site / "stock")
    shutil.copy(loader / "require.js", site / "stock")
    shutil.copy(Path(anywidget.__file__).parent / "nbextension" / "index.js", site / "stock" / "anywidget.js")
    return site
