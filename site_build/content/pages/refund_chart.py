"""The chart of refund times: one bar for each source and method, because the sources differ."""

import re
from collections.abc import Mapping
from typing import Any

from htpy import Element, dd, div, dl, dt, fragment, p, path, rect, span, svg

from checker.model import Fact, Policy
from site_build import BuildError
from site_build.content.pages.figure import framed
from site_build.content.pages.texts import rows
from site_build.content.pages.writer import Writer

STEP = 5
"""Days between grid lines."""


def ranges(policy: Policy, lang: str) -> Element:
    """The chart in one language. Raises BuildError when no claim of a row's fact contains its figures."""
    writer = Writer(policy, lang)
    known = rows("refund_chart", "row", policy.languages)
    for row in known:
        _prove(policy, row)
    last = STEP * -(-max(row.get("max", 0) for row in known) // STEP)
    return framed(
        "refund-ranges",
        writer.word("ranges-title"),
        p(".ranges-axis")[writer.word("ranges-axis")],
        div(".ranges-days", aria_hidden="true")[[span[str(days)] for days in range(0, last + 1, STEP)]],
        dl(".ranges")[[fragment[dt[row["name"][lang]], dd[_bar(row, last), _words(writer, row)]] for row in known]],
    )


def _bar(row: Mapping[str, Any], last: int) -> Element:
    """A unit of width is a day, up to `last`; the bar is stretched to the room there is."""
    start, end = row.get("min", 0), row.get("max")
    kind = "unknown" if end is None else "range" if "min" in row else "up-to"
    grid = "".join(f"M{days} 0v1" for days in range(0, last + 1, STEP))
    return svg(
        viewBox=f"0 0 {last} 1", preserveAspectRatio="none", data_range=kind, aria_hidden="true", focusable="false"
    )[end and rect(x=str(start), width=str(end - start), height="1"), path(d=grid)]


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
