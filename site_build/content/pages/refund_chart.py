"""The chart of refund times: one bar for each source and method, because the sources differ."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from htpy import Element, Node

from checker.model import Fact, Policy
from site_build import BuildError
from site_build.content.pages.svg import WIDTH, bar, broken, height, line, lines, number, picture
from site_build.content.pages.texts import rows
from site_build.content.pages.writer import Writer

LEFT, RIGHT = 6.0, WIDTH - 14.0
NAME, TEXT, TICK, BAR = 14.5, 13.5, 12.5, 11.0
STEP = 5
"""Days between grid lines."""


def ranges(policy: Policy, lang: str) -> Element:
    """The chart in one language. Raises BuildError when no claim of a row's fact contains its figures."""
    writer = Writer(policy, lang)
    known = rows("refund_chart", "row", policy.languages)
    for row in known:
        _prove(policy, row)
    axis = broken(writer.word("ranges-axis"), RIGHT - LEFT, TEXT)
    top = height(axis, TEXT) + 26
    last: int = STEP * -(-max(row.get("max", 0) for row in known) // STEP)
    ticks = range(0, last + 1, STEP)

    def at(days: int) -> float:
        return LEFT + 2 + (RIGHT - LEFT - 2) * days / last

    drawn: list[Node] = [lines(axis, LEFT, 14, TEXT, "pic-soft")]
    drawn += [lines([str(days)], at(days) - (3.5 if days < 10 else 7), top - 6, TICK, "pic-soft") for days in ticks]
    below = top + 4
    bars: list[Node] = []
    tops: list[float] = []
    for row in known:
        name = broken(row["name"][lang], RIGHT - LEFT, NAME)
        bars.append(lines(name, LEFT, below + NAME, NAME, "pic-name"))
        below += height(name, NAME) + 5
        bars += _bar(writer, row, below, at)
        tops.append(below)
        below += BAR + TEXT * 1.3 + 14
    # Lines between the bars only, so that they do not cross text.
    grid = [line(f"M{number(at(days))} {number(y - 3)}v{number(BAR + 6)}", "pic-grid") for y in tops for days in ticks]
    told = " ".join(f"{row['name'][lang]}: {_words(writer, row)}." for row in known)
    return picture("refund-ranges", writer.word("ranges-title"), told, below - 4, grid, drawn, bars)


def _bar(writer: Writer, row: Mapping[str, Any], y: float, at: Callable[[int], float]) -> list[Node]:
    words = lines([_words(writer, row)], LEFT, y + BAR + TEXT * 1.1, TEXT)
    whole = RIGHT - at(0)
    if "max" not in row:
        return [bar(at(0), y, whole, BAR, "pic-unknown"), words]
    start = at(row.get("min", 0))
    kind = "pic-bar" if "min" in row else "pic-bar pic-bar-up"
    return [
        bar(at(0), y, whole, BAR, "pic-track"),
        bar(start, y, at(row["max"]) - start, BAR, kind),
        words,
    ]


def _words(writer: Writer, row: Mapping[str, Any]) -> str:
    if "max" not in row:
        return writer.word("ranges-unknown")
    if "min" not in row:
        return writer.word("ranges-up-to", max=row["max"])
    return writer.word("ranges-range", min=row["min"], max=row["max"])


def _prove(policy: Policy, row: Mapping[str, Any]) -> None:
    """The figures of a row stand together in one claim of its fact, in every language; none stands there by itself."""
    fact: Fact | None = policy.facts.get(row["fact"])
    figures = {str(row[end]) for end in ("min", "max") if end in row}
    if fact and any(
        all(figures <= set(re.findall(r"\d+", words)) for words in claim.says.values()) for claim in fact.claim
    ):
        return
    shown = " and ".join(sorted(figures, key=int))
    raise BuildError(
        f"site_build/content/pages/refund_chart.toml: no claim of the fact “{row['fact']}” says {shown}. "
        "Mend one of them."
    )
