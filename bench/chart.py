"""Draws a bar chart of the cold starts of all variants, in a light and a dark palette."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from htpy import Element, Node, fragment, line, rect, svg, text
from htpy import title as svg_title

PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {"ink": "#1d2530", "quiet": "#5a6573", "theirs": "#9aa5b1", "ours": "#0b6e4f", "ground": "#ffffff"},
    "dark": {"ink": "#e8edf2", "quiet": "#a9b4c0", "theirs": "#5f6b78", "ours": "#4cc38a", "ground": "#14191f"},
}
THEIRS = ("stock", "pyscript", "compiled", "floor")
WIDTH, LEFT, RIGHT, MARGIN = 720, 190, 90, 12
BAR, STEP, HEAD, GAP = 16, 26, 34, 20


def chart(starts: Mapping[str, Any], names: Mapping[str, str], profiles: Mapping[str, str], palette: str) -> Element:
    """One block of bars for each profile; a line on each bar shows minimum and maximum."""
    colours = PALETTES[palette]
    parts, told, top = list[Node](), list[str](), 0
    for profile, title in profiles.items():
        rows = starts[profile]
        scale = (WIDTH - LEFT - RIGHT) / max(found["cold"]["max"] for found in rows.values())
        parts.append(text(x=0, y=top + 20, fill=colours["ink"], font_weight="bold")[f"Cold start, {title}"])
        for place, (name, found) in enumerate(rows.items()):
            colour = colours["theirs" if name in THEIRS else "ours"]
            parts.append(bar(names[name], found["cold"], top + HEAD + place * STEP, scale, colour, colours))
        told.append(f"{title}: " + ", ".join(f"{names[name]} {seconds(found['cold'])}" for name, found in rows.items()))
        top += HEAD + len(rows) * STEP + GAP
    return svg(
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-MARGIN} 0 {WIDTH + 2 * MARGIN} {top}",
        role="img",
        font_family="sans-serif",
        font_size="14",
    )[
        svg_title[f"Cold starts. {'; '.join(told)}"],
        rect(x=-MARGIN, y=0, width=WIDTH + 2 * MARGIN, height=top, fill=colours["ground"]),
        parts,
    ]


def bar(name: str, cold: Mapping[str, float], y: int, scale: float, colour: str, colours: Mapping[str, str]) -> Node:
    """One variant: its name, its bar, its range and its seconds."""
    least, middle, most = (f"{LEFT + cold[part] * scale:.1f}" for part in ("min", "median", "max"))
    centre, base = y + BAR // 2, y + BAR - 4
    return fragment[
        text(x=LEFT - 8, y=base, text_anchor="end", fill=colours["ink"])[name],
        rect(x=LEFT, y=y, width=f"{float(middle) - LEFT:.1f}", height=BAR, rx=3, fill=colour),
        line(x1=least, x2=most, y1=centre, y2=centre, stroke=colours["ink"], stroke_width=2),
        text(x=f"{float(most) + 8:.1f}", y=base, fill=colours["quiet"])[seconds(cold)],
    ]


def seconds(found: Mapping[str, float]) -> str:
    """A median in seconds."""
    return f"{found['median'] / 1000:.2f} s"
