"""What figures share: their frame with a name, and the icon of a kind of verdict.

A figure is text that CSS draws (pages.css), so it grows with the reader's letters and is read out as it stands.
"""

from htpy import Element, Node, div, figure, path, svg

from checker.html.icons import VERDICT


def framed(ident: str, name: str, *parts: Node) -> Element:
    """A figure with a name for screen readers. `ident` is unique on a page."""
    return div(".picture", data_picture=ident)[figure(aria_label=name)[parts]]


def icon(kind: str) -> Element:
    """The icon of a verdict kind, hidden from screen readers because a text next to it says as much."""
    return svg(".sign", data_kind=kind, viewBox="0 0 24 24", aria_hidden="true", focusable="false")[
        path(d=VERDICT[kind])
    ]
