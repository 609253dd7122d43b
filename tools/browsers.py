"""The browsers for the tests. A Chromium has to be there: one that is found, else Playwright's own, else the system
package manager's. Firefox ESR and WebKitGTK come from the system's package manager where that can be; where not, the
tests say that they did not run, and why. Most tests run in Chromium's headless shell where it is: the same pages and
scripts without the windows around them, for half the work.

`chromium_path()`, `shell_path()` and `look_for()` are the ways to ask. `python -m tools.browsers` (part of `make test`)
installs them and remembers the answers in build/, so that asking again costs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "build" / "chromium.txt"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
"""What Chromium needs to start as root, in a container, without a graphics card."""


@dataclass(frozen=True, slots=True)
class Further:
    """A browser that the tests use where it is: its parts, by patterns of where they lie, and the Debian packages."""

    name: str
    parts: tuple[str, ...]
    packages: tuple[str, ...]

    @property
    def note(self) -> Path:
        """Holds why it could not be installed, once that has been tried; `make clean` forgets it."""
        return ROOT / "build" / f"{self.packages[0]}.txt"


SHELL = Further("Chromium's headless shell", ("/usr/bin/chromium-headless-shell",), ("chromium-headless-shell",))
FIREFOX = Further("Firefox ESR", ("/usr/bin/firefox-esr",), ("firefox-esr",))
WEBKIT = Further(
    "WebKitGTK",
    ("/usr/bin/WebKitWebDriver", "/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/bin/Xvfb"),
    ("webkit2gtk-driver", "xvfb"),
)


class NoBrowserError(Exception):
    """There is no such browser, or none that starts; the message says what to do, or why."""


def chromium_path() -> str:
    """The path of a Chromium that starts.

    The variable CHROMIUM comes first, then what an earlier run found. Raises NoBrowserError when there is none.
    """
    for path in candidates():
        if path and Path(path).exists() and (path == remembered() or starts(path)):
            remember(path)
            return path
    raise NoBrowserError("No Chromium found: run `make test`, which installs one, or set CHROMIUM to its path.")


def shell_path() -> str:
    """The path of Chromium's headless shell; where there is none, or CHROMIUM names another browser, of Chromium.

    Raises NoBrowserError when there is neither.
    """
    if os.environ.get("CHROMIUM"):
        return chromium_path()
    try:
        return look_for(SHELL)[0]
    except NoBrowserError:
        return chromium_path()


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


def may_install(packages: str) -> bool:
    """Whether packages may be installed for the whole system: who sits at a terminal is asked, nobody else can be."""
    if not sys.stdin.isatty():
        return True
    try:
        return input(f"Install {packages} for the whole system, for the tests? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def install() -> str:
    """Get a Chromium by the gentlest way that works and return its path; raises NoBrowserError when none does.

    Playwright's lies in a folder of the user's own; the other ways are the system's, and asked for.
    """
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0:
        ways.append([sys.executable, "-m", "playwright", "install-deps", "chromium"])
        ways.append(["apt-get", "update"])
        ways.append(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    for number, way in enumerate(ways):
        if number == 1 and not may_install("chromium and its libraries"):
            break
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


def look_for(browser: Further) -> list[str]:
    """Where each part of a further browser lies. Raises NoBrowserError, with the reason, when it is not whole."""
    found = [next((str(file) for file in sorted(Path("/").glob(part[1:]))), "") for part in browser.parts]
    if all(found):
        return found
    if browser.note.exists():
        raise NoBrowserError(browser.note.read_text(encoding="utf-8").strip())
    missing = next(part for part, file in zip(browser.parts, found, strict=True) if not file)
    raise NoBrowserError(f"there is no {missing}; `make test` as root installs {' and '.join(browser.packages)}")


def install_further(browser: Further) -> None:
    """Install a further browser if that can be and has not failed before; otherwise note why not, and say so."""
    try:
        look_for(browser)
        return
    except NoBrowserError:
        if browser.note.exists():
            return
    packages = " ".join(browser.packages)
    if os.geteuid() or not shutil.which("apt-get"):
        reason = f"Debian's {packages} would have to be installed, which needs root and apt-get"
    elif not may_install(packages):
        reason = f"{packages} was not to be installed"
    else:
        print(f"{browser.name} for the tests: apt-get install {packages} …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--no-install-recommends", *browser.packages]
        for command in (install, ["apt-get", "update"], install):
            done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
            if command == install and done.returncode == 0:
                return
        lines = [line for line in done.stderr.splitlines() if line.startswith("E: ")] or [f"exit {done.returncode}"]
        reason = f"apt-get install {packages}: {lines[0].removeprefix('E: ')}"
    browser.note.parent.mkdir(parents=True, exist_ok=True)
    browser.note.write_text(reason + "\n", encoding="utf-8")
    print(f"The tests go without {browser.name}: {reason} (`make clean` forgets this).", flush=True)


def main() -> int:
    """Make sure that there is a Chromium; 1 and one sentence when there cannot be. The others are welcome, no more."""
    try:
        try:
            chromium_path()
        except NoBrowserError:
            print(f"The tests will use {install()}", flush=True)
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    for browser in (SHELL, FIREFOX, WEBKIT):
        install_further(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
