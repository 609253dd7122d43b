"""Measures the traffic of a visit: `make cost` prints requests and bytes of whole visits, as counted by nginx.

A real browser visits the release, first with an empty cache, then again. The count includes response headers, 304s and
the service worker's requests. Headers would be smaller over HTTP/2.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from site_build.hosting.headers import load_rules
from site_build.release import RELEASE, make
from tools import nginx
from tools.browsers import FLAGS, chromium_path

FORMAT = "log_format counted '$status $bytes_sent $request_uri';"
QUIET = 2.0
"""Seconds without a request after which a visit counts as over."""
LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Visit:
    """The traffic of one visit."""

    requests: int
    bytes: int
    engine: int
    """Bytes below assets/engine."""


def read(page: Page, home: str) -> None:
    """Open a page of the guide without the checker."""
    page.goto(f"{home}/tips/")


def look(page: Page, home: str) -> None:
    """Open a page with the checker, without using it."""
    page.goto(f"{home}/steps/")


def use(page: Page, home: str) -> None:
    """Open the checker and answer until Python shows an outcome."""
    page.goto(f"{home}/check/")
    checker = page.locator("still-in-time")
    expect(checker).to_have_attribute("data-engine", "ready", timeout=60_000)
    for option in ("asked", "silent", "over"):
        page.locator(f'still-in-time a[data-option="{option}"]').click()
    expect(page.locator("still-in-time .sit")).to_have_attribute("data-outcome", "silence-over")


def tap(page: Page, home: str) -> None:
    """Do the same without scripts, with a page load for every tap."""
    page.goto(f"{home}/check/")
    for option in ("asked", "silent", "over"):
        page.locator(f'still-in-time a[data-option="{option}"]').click()
    expect(page.locator("still-in-time .sit")).to_have_attribute("data-outcome", "silence-over")


def devices(playwright: Playwright) -> dict[str, tuple[Callable[[Page, str], None], dict[str, Any]]]:
    """The kinds of visit: actions and device."""
    phone = {**playwright.devices["Pixel 7"]}
    phone.pop("default_browser_type")
    computer = {"viewport": {"width": 1280, "height": 800}}
    return {
        "reads a page of the guide": (read, phone),
        "reads one with the checker in it": (look, phone),
        "uses the checker, on a phone": (use, phone),
        "uses the checker, on a computer": (use, computer),
        "uses it without scripts": (tap, {**computer, "java_script_enabled": False}),
    }


@contextmanager
def counted(log: Path) -> Iterator[list[Visit]]:
    """Count traffic during the block and until it stops; the yielded list then holds the visit."""
    before = len(log.read_text().splitlines())
    visits: list[Visit] = []
    yield visits
    seen, since, end = -1, time.monotonic(), time.monotonic() + LIMIT
    while time.monotonic() < min(since + QUIET, end):
        if (size := log.stat().st_size) != seen:
            seen, since = size, time.monotonic()
        time.sleep(0.1)
    lines = [line.split() for line in log.read_text().splitlines()[before:]]
    engine = sum(int(sent) for _, sent, path in lines if "/assets/engine/" in path)
    visits.append(Visit(len(lines), sum(int(sent) for _, sent, _ in lines), engine))


def measure(browser: Browser, home: str, log: Path, act: Callable[[Page, str], None], device: Any) -> Iterator[Visit]:
    """A first visit with an empty cache, then a second one with the filled cache."""
    context = browser.new_context(**device, service_workers="allow")
    for _ in ("first", "again"):
        page = context.new_page()
        with counted(log) as visits:
            act(page, home)
            page.wait_for_load_state("networkidle")
        page.close()
        yield from visits
    context.close()


def size(count: int) -> str:
    """Bytes in a readable unit."""
    return f"{count / 1_000_000:.2f} MB" if count >= 1_000_000 else f"{count / 1000:.1f} kB"


def main() -> int:
    """Print a row for each kind of visitor."""
    make()
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        log = Path(made) / "access.log"
        log.touch()
        with nginx.running(RELEASE / "nginx", load_rules(), extra=[FORMAT], log=f"{log} counted") as home:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
            print("| a visitor | first visit: requests | bytes | of them the engine | next visit: requests | bytes |")
            print("|---|---|---|---|---|---|")
            for name, (act, device) in devices(playwright).items():
                first, again = measure(browser, home, log, act, device)
                row = [name, first.requests, size(first.bytes), size(first.engine), again.requests, size(again.bytes)]
                print(f"| {' | '.join(map(str, row))} |", flush=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
