"""Where a Chromium is. `python -m tests.browser` installs Playwright's own if this machine has none."""

import os
import shutil
import subprocess
import sys
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


def main() -> int:
    """Exit status 0 if there is a Chromium, installing one where necessary."""
    if find_chromium() is None:
        find_chromium.cache_clear()
        print("no Chromium found: installing Playwright's own", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    found = find_chromium()
    print(f"Chromium: {found}" if found else "NO CHROMIUM: browser tests will be skipped", flush=True)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
