"""Line icons, one shape a verdict kind, so that the kind never rests on colour alone. Drawn on a 24 by 24 grid."""

from __future__ import annotations

from collections.abc import Mapping

from htpy import Element, path, svg

VERDICT: Mapping[str, str] = {
    "yes-now": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.5l2.7 2.7L16 9.5",
    "yes-if-agreed": "M4 5h16v11h-9l-4 4v-4H4zM8.5 9h7M8.5 12h4.5",
    "wait": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3.2 2",
    "not-cancel-but": "M4 8h11a5 5 0 0 1 0 10H9M4 8l4-4M4 8l4 4",
    "done": "M4 5h16v14H4zM4 9.5h16M8 15l2 1.8 4-3.6",
    "get-help": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9.5 9.5a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.9-1.1 1.8M12 17h.01",
    "find-out": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.3 15.3L20 20",
}


def verdict_icon(kind: str) -> Element:
    """The icon of a verdict kind, hidden from screen readers: the kind stands beside it in words."""
    return svg(
        ".sit-icon",
        viewBox="0 0 24 24",
        fill="none",
        stroke="currentColor",
        stroke_width="2",
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
        focusable="false",
    )[path(d=VERDICT[kind])]
