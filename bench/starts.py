"""Measures starts: time from opening a page to Python's first answer, bytes, memory and long tasks."""

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
from site_build.hosting.headers import CACHING, load_rules
from site_build.layout import SITE
from tools.browsers import FLAGS, chromium_path

QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
LIMIT = 180_000
"""Timeout of a start in milliseconds."""
LONG = 50
"""Milliseconds from which a task of the main thread counts as long."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A Playwright device and its connection. `slower`: factor by which its processor is slowed."""

    id: str
    name: str
    line: Line
    slower: float
    device: str


PROFILES = (
    Profile("loopback", "loopback, unthrottled", Line(), 1, "Desktop Chrome"),
    Profile("phone", "phone: 4 times slower, 10 Mbit/s, 40 ms", Line(10_000_000, 0.04), 4, "Pixel 7"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a folder to serve, the page to open in it, and a script that observes the page."""

    folder: Path
    path: str = ""
    script: str = ""


WATCH = """
  window.blocked = [];
  new PerformanceObserver((list) => blocked.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask", buffered: true });
  window.Worker = class extends Worker {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("message", ({ data }) => {
        if (data.type === "ready") this.postMessage({ type: "answer", request: { id: 0, today: "2026-11-28" } });
        if (data.type === "answered") window.started ??= performance.now();
        if (data.type === "failed") window.failed ??= data.cause;
      });
    }
  };
"""
"""Observer for the real page: asks once the engine is up, as a press would, and sets `started` at the answer."""
TOUCH = """
  customElements.whenDefined("still-in-time").then(() => {
    document.querySelector("still-in-time").dispatchEvent(new PointerEvent("pointerdown"));
  });
"""
"""Touches the checker as soon as its element is defined."""
READERS = {
    "check": ("/check/, untouched", Subject(SITE, "check/", WATCH)),
    "check-touched": ("/check/, touched at once", Subject(SITE, "check/", WATCH + TOUCH)),
    "es": ("/es/, untouched", Subject(SITE, "es/", WATCH)),
    "es-touched": ("/es/, touched at once", Subject(SITE, "es/", WATCH + TOUCH)),
}
"""The real pages by id, with their names. The service worker is blocked."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start. Times in milliseconds, sizes in bytes. `repeat`: the second visit, where one was measured."""

    cold: float
    repeat: float | None
    blocked: float
    memory: int
    brotli: int
    gzip: int
    files: int


def measure(subject: Subject, profile: Profile) -> Start:
    """Start a subject in a new browser; a variant on a bare page is then visited again."""
    is_site = subject.folder == SITE
    told = headers() if is_site else None
    with sync_playwright() as playwright, serving(subject.folder, profile.line, told) as (address, wire):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *QUIET])
        context = browser.new_context(**playwright.devices[profile.device], service_workers="block")
        context.add_init_script(subject.script)
        times = []
        for turn in range(1 if is_site else 2):
            page = context.new_page()
            at_rest(os.getpid())
            with slowed(os.getpid(), profile.slower):
                times.append(visit(page, f"{address}/{subject.path}"))
                if turn == 0:
                    blocked = page.evaluate("() => window.blocked")
                    memory = peak_memory(os.getpid())
                    sent = list(wire.sent)
            page.close()
        browser.close()
    sizes = [packed(file) for file in sent]
    return Start(
        cold=times[0],
        repeat=times[1] if times[1:] else None,
        blocked=sum(duration - LONG for duration in blocked),
        memory=memory,
        brotli=sum(min(len(size["br"]), len(size[""])) for size in sizes),
        gzip=sum(min(len(size["gzip"]), len(size[""])) for size in sizes),
        files=len(sent),
    )


def visit(page: Page, address: str) -> float:
    """Open the page and wait for its answer; milliseconds from opening to the answer."""
    page.goto(address, timeout=LIMIT, wait_until="commit")
    page.wait_for_function("() => window.started || window.failed", timeout=LIMIT)
    if failed := page.evaluate("() => window.failed"):
        raise RuntimeError(f"{address} did not start: {failed}")
    return float(page.evaluate("() => window.started"))


def headers() -> dict[str, str]:
    """The site's headers without those for caching, which the server of the connection sets."""
    return {name: value for name, value in load_rules().headers.items() if name != CACHING}


def alternate(subjects: Mapping[str, Subject], profile: Profile, rounds: int) -> dict[str, dict[str, Any]]:
    """Measure all subjects in alternating rounds; returns medians with minimum and maximum for each."""
    for subject in subjects.values():
        packed(subject.folder / subject.path / "index.html")
        for file in subject.folder.rglob("*"):
            if file.is_file() and file.suffix not in (".html", ".map", ".ts"):
                packed(file)
    found: dict[str, list[Start]] = {name: [] for name in subjects}
    for turn in range(rounds):
        for name, subject in subjects.items():
            begun = time.perf_counter()
            found[name].append(measure(subject, profile))
            start = found[name][-1]
            again = f", again {start.repeat:8.0f} ms" if start.repeat else ""
            took = time.perf_counter() - begun
            print(
                f"  {profile.id} {turn + 1}/{rounds} {name:14} {start.cold:8.0f} ms{again}  ({took:.0f} s)", flush=True
            )
    return {name: summary(starts) for name, starts in found.items()}


def summary(starts: list[Start]) -> dict[str, Any]:
    """Median, minimum and maximum of several starts."""
    found = {part: [getattr(start, part) for start in starts] for part in ("cold", "repeat", "blocked", "memory")}
    times = {part: spread(values) for part, values in found.items() if None not in values}
    sizes = {part: int(median(getattr(start, part) for start in starts)) for part in ("brotli", "gzip", "files")}
    return {**times, **sizes}


def spread(values: list[float]) -> dict[str, float]:
    """Median, minimum and maximum."""
    return {"median": round(median(values), 1), "min": round(min(values), 1), "max": round(max(values), 1)}
