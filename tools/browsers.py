"""The browser for the tests: a Chromium that is here, else Playwright's own, else the system package manager's.

`chromium_path()` is the one way to ask for it. `python -m tools.browsers` (part of `make test`) installs it and
remembers the answer in build/chromium.txt, so that asking again costs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "build" / "chromium.txt"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
"""What Chromium needs to start as root, in a container, without a graphics card."""


class NoBrowserError(Exception):
    """There is no Chromium that starts; the message says what to do."""


def chromium_path() -> str:
    """The path of a Chromium that starts.

    The variable CHROMIUM comes first, then what an earlier run found. Raises NoBrowserError when there is none.
    """
    for path in candidates():
        if path and Path(path).exists() and (path == remembered() or starts(path)):
            remember(path)
            return path
    raise NoBrowserError("No Chromium found: run `make test`, which installs one, or set CHROMIUM to its path.")


def candidates() -> Iterator[str]:
    """Where a Chromium may be, best first."""
    yield os.environ.get("CHROMIUM", "")
    yield remembered()
    for name in NAMES:
        yield shutil.which(name) or ""
    yield playwright_path()


def remembered() -> str:
    """What an earlier run found to work, or nothing."""
    return NOTE.read_text(encoding="utf-8").strip() if NOTE.exists() else ""


def remember(path: str) -> None:
    """Note the browser for the next time."""
    if remembered() != path:
        NOTE.parent.mkdir(parents=True, exist_ok=True)
        NOTE.write_text(path + "\n", encoding="utf-8")


def playwright_path() -> str:
    """Where Playwright's own Chromium is, or would be once installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether this browser can show an empty page; a stub or one with missing libraries cannot."""
    try:
        done = subprocess.run(
            [path, "--headless", *FLAGS, "--dump-dom", "about:blank"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"<body>" in done.stdout


def install() -> str:
    """Get a Chromium by the gentlest way that works and return its path; raises NoBrowserError when none does."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0:
        ways.append([sys.executable, "-m", "playwright", "install-deps", "chromium"])
        ways.append(["apt-get", "update"])
        ways.append(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    for way in ways:
        shown = " ".join(way).replace(sys.executable, "python")
        print(f"No browser for the tests yet: {shown} …", flush=True)
        try:
            done = subprocess.run(way, capture_output=True, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            try:
                return chromium_path()
            except NoBrowserError:
                continue
    raise NoBrowserError("Could not get a Chromium: install the package `chromium` (or set CHROMIUM to a path).")


def main() -> int:
    """Make sure that there is a browser; 1 and one sentence when there cannot be."""
    try:
        try:
            chromium_path()
        except NoBrowserError:
            print(f"The tests will use {install()}", flush=True)
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
