"""What the tests need of the machine beside Python: browsers and web servers.

`python -m tests.machine` installs what is missing where it may (root on Debian or Ubuntu; else a Chromium of
Playwright's), and says what stays away and how to get it. Tests that need it are then skipped, loudly; with
N2N_REQUIRE_BROWSER set, as `.ci/run` sets it, they fail.
"""

import os
import shutil
import subprocess
import sys

from tests.browser import find_chromium

# program: Debian's package
PROGRAMS = {
    "firefox": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "nginx": "nginx",
    "apache2": "apache2",
    "Xvfb": "xvfb",  # a screen for WebKit
}


def missing() -> list[str]:
    """The packages whose program is not here."""
    path = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"
    found = [package for program, package in PROGRAMS.items() if shutil.which(program, path=path) is None]
    find_chromium.cache_clear()
    return found + ([] if find_chromium() else ["chromium"])


def install(packages: list[str]) -> None:
    """What can be installed without asking anybody."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"installing {' '.join(packages)}", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        options = ["-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run(["apt-get", "install", *options, *packages], check=False, **quiet)
    if "chromium" in packages and "chromium" in missing():
        print("no Chromium found: installing Playwright's own", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Exit status 0 if everything is here."""
    if packages := missing():
        install(packages)
    if left := missing():
        print(f"NOT HERE, so their tests will be skipped: {', '.join(left)}", flush=True)
        print(f"  sudo apt-get install --no-install-recommends {' '.join(left)}", flush=True)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
