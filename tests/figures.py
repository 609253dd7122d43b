"""What a run of the tests has tried, in numbers: each test tells its own, and a run ends with all of them in one table.

Tests ask for the fixture `tally`. Figures travel in the reports of the tests, so it does not matter which process ran
them. The newest figures of each test are kept in build/figures.json; `python -m tests.figures` puts them into
README.md, beside this file.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"

FIGURES = {
    "states": "states compared: Pyodide's answer with the build's, by language and details",
    "examples": "examples: answers given, outcome expected",
    "mutants": "mistakes put into the table of rules, one at a time",
    "mutants noticed": "… of these noticed by the audit or an example",
    "requests": "hostile requests to the engine, in CPython",
    "addresses": "hostile addresses read, in CPython",
    "details": "hostile details read, in CPython",
    "requests in Pyodide": "hostile requests to the engine, in Pyodide under Node",
    "requests, long": "hostile requests to the engine, in CPython, `make test-long`",
    "addresses, long": "hostile addresses read, in CPython, `make test-long`",
    "details, long": "hostile details read, in CPython, `make test-long`",
    "addresses opened": "hostile addresses opened in the browser",
    "fields": "hostile texts typed into fields in the browser",
    "stored": "hostile things found in storage by the browser",
    "messages": "hostile messages from a worker in the browser",
    "faults": "faults injected between page and engine",
    "views": "views scanned by axe: pages and states, by language, palette and width",
    "widget states": "states of the widget scanned by axe: typed, wrong, failed, offline …, by language and palette",
    "zoomed": "pages at 200 % and 400 % zoom",
    "targets": "targets measured against 44 pixels",
    "announcements": "changes whose announcement was listened to",
    "answers in a row": "answers in a row in one page, without growth",
    "policed": "pages and states on which no rule of the Content-Security-Policy was broken",
    "zones": "time zones and wrong clocks",
}
"""Every figure, in the order of the table, with what it counts."""

KEPT = BUILD / "figures.json"
SUMMARY = BUILD / "test-summary.md"
PAGE = ROOT / "tests" / "README.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"

type Tally = Callable[[str, int], None]
"""What the fixture `tally` gives: counts, under a name of `FIGURES`."""

type Told = list[tuple[str, int | str]]
"""What one test tells: figures as numbers, browsers as sentences."""


def rows(told: Collection[Told]) -> list[tuple[str, str]]:
    """The lines of the table: figures added up, each browser with what it did in every language."""
    total: dict[str, int] = {}
    browsers: dict[str, dict[str, None]] = {}
    for name, value in (each for test in told for each in test):
        if isinstance(value, int):
            total[name] = total.get(name, 0) + value
        else:
            browsers.setdefault(name, {})[value] = None
    figures = [(what, f"{total[name]:,}") for name, what in FIGURES.items() if name in total]
    return [*figures, *((name, "; ".join(said)) for name, said in sorted(browsers.items()))]


def as_markdown(lines: Collection[tuple[str, str]]) -> str:
    """The table as people read it on a page."""
    return "\n".join(["| what | |", "|---|---|", *(f"| {what} | {count} |" for what, count in lines)]) + "\n"


def kept() -> dict[str, dict[str, Any]]:
    """The newest figures of every test that has told some: its day and what it told."""
    found: dict[str, dict[str, Any]] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return found


def keep(told: Mapping[str, Told], today: date) -> None:
    """Remember what this run's tests told, in the place of what they told before."""
    BUILD.mkdir(exist_ok=True)
    fresh = {test: {"day": today.isoformat(), "told": figures} for test, figures in told.items()}
    KEPT.write_text(json.dumps(kept() | fresh, indent=0), encoding="utf-8")


def machine() -> str:
    """Where the figures come from, in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> int:
    """Put the kept figures of the tests that there are into the page for maintainers; 1 when none are kept."""
    listed = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-m", "long or not long"]
    there = set(subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines())
    found = [entry for test, entry in kept().items() if test in there]
    if not found:
        print("No figures are kept: run `make test` first.", file=sys.stderr)
        return 1
    first, last = min(entry["day"] for entry in found), max(entry["day"] for entry in found)
    days = first if first == last else f"{first} to {last}"
    table = as_markdown(rows([entry["told"] for entry in found]))
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    after = rest.partition(END)[2]
    made = f"{START}\n\nMeasured {days} on {machine()}.\n\n{table}\n{END}"
    PAGE.write_text(f"{before}{made}{after}", encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} has the figures of {len(found)} tests.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
