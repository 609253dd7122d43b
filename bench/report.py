"""Reports one run: tables in bench/README.md, charts, and targets with results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.chart import PALETTES, chart
from bench.starts import READERS

type Figures = Mapping[str, Any]

README = Path(__file__).with_name("README.md")
FIRST_ANSWER = "Milliseconds to the first answer that Python has computed: median (least–most)."
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- /figures -->"


@dataclass(frozen=True, slots=True)
class Target:
    """A target: its name, its bound, whether the bound is a minimum, and the measured value."""

    name: str
    bound: float
    at_least: bool
    found: float

    @property
    def is_met(self) -> bool:
        """Whether the value meets the bound."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound


def targets(figures: Figures) -> list[Target]:
    """All targets with the values of this run. On both profiles, ours starts from the snapshot."""
    starts, presses = figures["starts"], figures["presses"]

    def ratio(profile: str, ours: str, theirs: str, part: str) -> float:
        rows = starts[profile]
        return float(rows[theirs][part]["median"] / rows[ours][part]["median"])

    def share(ours: str) -> float:
        return float(starts["phone"][ours]["brotli"] / starts["phone"]["stock"]["brotli"])

    return [
        Target(
            "cold start, loopback: times faster than stock", 4.5, True, ratio("loopback", "snapshot", "stock", "cold")
        ),
        Target("cold start, phone: times faster than stock", 2, True, ratio("phone", "snapshot", "stock", "cold")),
        Target(
            "cold start, loopback: times faster than compiled",
            1.5,
            True,
            ratio("loopback", "snapshot", "compiled", "cold"),
        ),
        Target(
            "cold start, phone: times faster than compiled", 1.5, True, ratio("phone", "snapshot", "compiled", "cold")
        ),
        Target(
            "repeat visit, loopback: times faster than stock", 4, True, ratio("loopback", "snapshot", "stock", "repeat")
        ),
        Target("repeat visit, phone: times faster than stock", 4, True, ratio("phone", "snapshot", "stock", "repeat")),
        Target("the engine's bytes on the wire, with the snapshot: of stock", 0.8, False, share("snapshot")),
        Target("the engine's bytes on the wire, from the zip: of stock", 0.62, False, share("bundle")),
        Target("press to paint, unthrottled, p99: milliseconds", 64, False, presses["loopback"]["p99"]),
        Target("press to paint, phone, p99: milliseconds", 150, False, presses["phone"]["p99"]),
        Target(
            "tasks over 50 ms once the engine is up, unthrottled: number", 0, False, presses["loopback"]["long tasks"]
        ),
        Target(
            "an answer in the engine, p99: milliseconds", 5, False, figures["decisions"]["Pyodide"]["answer"]["p99"]
        ),
        Target(
            "growth of the build with states and languages: exponent",
            1.1,
            False,
            figures["growth"]["pages"]["exponent"],
        ),
        Target("a build from warm: seconds", 30, False, figures["builds"]["median"]),
    ]


def markdown(figures: Figures, names: Mapping[str, str], profiles: Mapping[str, str]) -> str:
    """The whole report as Markdown."""
    return "\n".join(_lines(figures, names, profiles)) + "\n"


def _lines(figures: Figures, names: Mapping[str, str], profiles: Mapping[str, str]) -> Iterator[str]:
    machine = figures["machine"]
    yield f"One run of `make bench` on {figures['day']}: {', '.join(machine.values())}."
    yield ""
    yield from row("what was promised", "bound", "found", "kept")
    yield from rule(4)
    for target in targets(figures):
        sign = "≥" if target.at_least else "≤"
        yield from row(
            target.name, f"{sign} {target.bound:g}", f"{target.found:.2f}", "yes" if target.is_met else "**no**"
        )
    for profile, title in profiles.items():
        rows = figures["starts"][profile]
        yield from ("", f"**The page that readers open: {title}.** {FIRST_ANSWER}", "")
        yield from row("page", "first answer", "times faster", "Brotli, kB", "files", "main thread blocked")
        yield from rule(6)
        for name in ("stock", *READERS):
            found = rows[name]
            yield from row(
                "stock Pyodide on an empty page" if name == "stock" else names[name],
                times(found["cold"]),
                f"{rows['stock']['cold']['median'] / found['cold']['median']:.1f}",
                f"{found['brotli'] / 1000:,.0f}",
                found["files"],
                times(found["blocked"]),
            )
    for profile, title in profiles.items():
        rows = figures["starts"][profile]
        yield from ("", f"**The engine alone, on a bare page: {title}.** {FIRST_ANSWER}", "")
        heads = ("variant", "cold", "of stock", "again", "of stock", "Brotli, kB", "gzip, kB", "files")
        yield from row(*heads, "peak memory, MB", "main thread blocked")
        yield from rule(10)
        for name, found in rows.items():
            if name in READERS:
                continue
            yield from row(
                names[name],
                times(found["cold"]),
                f"{found['cold']['median'] / rows['stock']['cold']['median']:.2f}",
                times(found["repeat"]),
                f"{found['repeat']['median'] / rows['stock']['repeat']['median']:.2f}",
                f"{found['brotli'] / 1000:,.0f}",
                f"{found['gzip'] / 1000:,.0f}",
                found["files"],
                f"{found['memory']['median'] / 2**20:.0f}",
                times(found["blocked"]),
            )
    for browser, rows in figures.get("browsers", {}).items():
        yield from ("", f"**Starts in {browser}**, loopback.", "")
        if isinstance(rows, str):
            yield f"Not run: {rows}"
            continue
        yield from row("variant", "cold", "of stock")
        yield from rule(3)
        for name, found in rows.items():
            share = found["median"] / rows["stock"]["median"]
            yield from row(names[name], times(found), f"{share:.2f}")
    yield from ("", "**Presses on /check/**, press to paint by the browser's event timing, in milliseconds.", "")
    yield from row("where", "presses", "states", "p50", "p98", "p99", "worst", "tasks over 50 ms", "longest")
    yield from rule(9)
    for profile, title in profiles.items():
        yield from row(title, *(f"{value:,.0f}" for value in figures["presses"][profile].values()))
    yield from ("", "**Decisions and answers**, milliseconds a state.", "")
    yield from row("where", "what", "p50", "p99", "worst")
    yield from rule(5)
    for where, found in figures["decisions"].items():
        for what in ("decide", "path", "answer"):
            yield from row(where, what, *(f"{found[what][part]:.3f}" for part in ("p50", "p99", "worst")))
    growth = figures["growth"]
    yield from (
        "",
        "**Growth.** Pages of all states in all languages, rendered and written; decisions in larger tables.",
        "",
    )
    yield from row("states", "languages", "seconds")
    yield from rule(3)
    for found in growth["pages"]["rows"]:
        yield from row(found["states"], found["languages"], f"{found['seconds']:.2f}")
    yield from row("exponent", "", f"{growth['pages']['exponent']:.2f}")
    yield ""
    yield from row("rules", "milliseconds a decision")
    yield from rule(2)
    for found in growth["decisions"]["rows"]:
        yield from row(found["rules"], f"{found['milliseconds']:.3f}")
    yield from row("exponent", f"{growth['decisions']['exponent']:.2f}")


def row(*cells: object) -> Iterator[str]:
    """One row of a table."""
    yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def rule(columns: int) -> Iterator[str]:
    """The delimiter row of a table: first column left-aligned, others right-aligned."""
    yield "|---|" + "---:|" * (columns - 1)


def times(found: Mapping[str, float]) -> str:
    """A median with its range."""
    return f"{found['median']:,.0f} ({found['min']:,.0f}–{found['max']:,.0f})"


def write(figures: Figures, names: Mapping[str, str], profiles: Mapping[str, str]) -> None:
    """Write the figures into bench/README.md and the charts into bench/results/. Raises ValueError without markers."""
    page = README.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{README} has lost the place for its figures: {BEGIN} … {END}")
    made = f"{BEGIN}\n{markdown(figures, names, profiles)}{END}"
    README.write_text(pattern.sub(lambda _: made, page), encoding="utf-8")
    for palette in PALETTES:
        drawn = str(chart(figures["starts"], names, profiles, palette))
        (README.parent / "results" / f"starts-{palette}.svg").write_text(drawn + "\n", encoding="utf-8")
