"""Measures cold starts in other browsers, if they are installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.line import Line, serving
from bench.starts import spread
from tools.browsers import FIREFOX, WEBKIT, NoBrowserError, look_for
from tools.drivers import BROWSERS

VARIANTS = ("stock", "bundle", "snapshot")


def starts(folders: Mapping[str, Path], rounds: int) -> dict[str, Any]:
    """For each browser, milliseconds to the first answer by variant, or why it was not run."""
    found: dict[str, Any] = {}
    for browser in (FIREFOX, WEBKIT):
        try:
            look_for(browser)
        except NoBrowserError as reason:
            found[browser.name] = str(reason)
            continue
        times: dict[str, list[float]] = {name: [] for name in VARIANTS}
        for _ in range(rounds):
            for name in VARIANTS:
                times[name].append(start(browser.name, folders[name]))
                print(f"  {browser.name} {name:10} {times[name][-1]:8.0f} ms", flush=True)
        found[browser.name] = {name: spread(each) for name, each in times.items()}
    return found


def start(browser: str, folder: Path) -> float:
    """Milliseconds from opening a variant's page to its answer, in a new browser."""
    with (
        sync_playwright() as playwright,
        serving(folder, Line()) as (address, _wire),
        BROWSERS[browser](playwright) as driver,
    ):
        driver.open(f"{address}/")
        driver.until("Boolean(window.started || window.failed)")
        if failed := driver.ask("window.failed"):
            raise RuntimeError(f"{folder.name} did not start in {browser}: {failed}")
        return float(driver.ask("window.started"))
