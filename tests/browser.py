"""Where a Chromium is. `python -m tests.machine` installs one if this machine has none."""

import os
import shutil
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@cache
def find_chromium() -> str | None:
    """The executable: $N2N_CHROMIUM, Playwright's own, or one of the system; None if there is none."""
    if named := os.environ.get("N2N_CHROMIUM"):
        return named
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return next(filter(None, map(shutil.which, NAMES)), None)
