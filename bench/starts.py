"""How long a start takes: from opening a page to the first answer that Python has computed, and what it costs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.line import Line, packed, serving
from bench.slow import at_rest, peak_memory, slowed
from tools.browsers import FLAGS, chromium_path

QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
LIMIT = 180_000
"""Milliseconds that a start may take."""
LONG = 50
"""Milliseconds from which on a task of the main thread blocks the reader."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A device and its line. `slower`: how many times as long the device takes."""

    id: str
    name: str
    line: Line
    slower: float


PROFILES = (
    Profile("loopback", "loopback, unthrottled", Line(), 1),
    Profile("phone", "phone: 4 times slower, 10 Mbit/s, 40 ms", Line(10_000_000, 0.04), 4),
)


@dataclass(frozen=True, slots=True)
class Start:
    """One start. Times in milliseconds, sizes in bytes."""

    cold: float
    repeat: float
    blocked: float
    memory: int
    brotli: int
    gzip: int
    files: int


def measure(folder: Path, profile: Profile) -> Start:
    """Start a variant twice in a browser of its own: as never before, and again."""
    with sync_playwright() as playwright, serving(folder, profile.line) as (address, wire):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *QUIET])
        context = browser.new_context()
        page = context.new_page()
        at_rest(os.getpid())
        with slowed(os.getpid(), profile.slower):
            cold = visit(page, address)
            blocked = page.evaluate("() => window.blocked")
            memory = peak_memory(os.getpid())
            sent = list(wire.sent)
            page.close()
        page = context.new_page()
        at_rest(os.getpid())
        with slowed(os.getpid(), profile.slower):
            repeat = visit(page, address)
        browser.close()
    sizes = [packed(file) for file in sent]
    return Start(
        cold=cold,
        repeat=repeat,
        blocked=sum(duration - LONG for duration in blocked),
        memory=memory,
        brotli=sum(min(len(size["br"]), len(size[""])) for size in sizes),
        gzip=sum(min(len(size["gzip"]), len(size[""])) for size in sizes),
        files=len(sent),
    )


def visit(page: Page, address: str) -> float:
    """Open the page and wait for its answer; milliseconds from opening to the answer."""
    page.goto(f"{address}/", timeout=LIMIT, wait_until="commit")
    page.wait_for_function("() => window.started || window.failed", timeout=LIMIT)
    if failed := page.evaluate("() => window.failed"):
        raise RuntimeError(f"{address} did not start: {failed}")
    return float(page.evaluate("() => window.started"))


def alternate(folders: Mapping[str, Path], profile: Profile, rounds: int) -> dict[str, dict[str, Any]]:
    """Every variant in turn, several times: for each its figures, as medians with least and most."""
    for folder in folders.values():
        for file in folder.rglob("*"):
            if file.is_file() and file.suffix not in (".map", ".ts"):
                packed(file)
    found: dict[str, list[Start]] = {name: [] for name in folders}
    for turn in range(rounds):
        for name, folder in folders.items():
            begun = time.perf_counter()
            found[name].append(measure(folder, profile))
            start = found[name][-1]
            print(
                f"  {profile.id} {turn + 1}/{rounds} {name:10} {start.cold:8.0f} ms, again {start.repeat:8.0f} ms"
                f"  ({time.perf_counter() - begun:.0f} s)",
                flush=True,
            )
    return {name: summary(starts) for name, starts in found.items()}


def summary(starts: list[Start]) -> dict[str, Any]:
    """The middle of several starts, with the least and the most of each time."""
    times = {
        part: spread([getattr(start, part) for start in starts]) for part in ("cold", "repeat", "blocked", "memory")
    }
    return {**times, "brotli": starts[0].brotli, "gzip": starts[0].gzip, "files": starts[0].files}


def spread(values: list[float]) -> dict[str, float]:
    """Median, least and most."""
    return {"median": round(median(values), 1), "min": round(min(values), 1), "max": round(max(values), 1)}
