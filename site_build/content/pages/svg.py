"""Draws SVG pictures: wrapped text, shapes, icons, and a frame with a text alternative.

A picture is 340 units wide, about a phone's screen, so that its letters have the size of the surrounding text. Colours
come from CSS classes (pages.css), because the same picture appears on light pages, on dark pages and on paper.
"""

from collections.abc import Iterable
from textwrap import wrap

from htpy import Element, Node, circle, desc, div, figure, g, path, rect, svg, text, title, tspan

from checker.icons import VERDICT

WIDTH = 340
LETTER = 0.54
"""Average width of a letter as a share of the font size, rounded up so that no line overflows."""


def broken(words: str, width: float, size: float) -> list[str]:
    """A text wrapped to a width in user units."""
    return wrap(words, max(8, int(width / (size * LETTER))), break_long_words=False) or [""]


def lines(
    words: Iterable[str],
    x: float,
    y: float,
    size: float,
    kind: str = "",
    leading: float = 1.3,
    lang: str | None = None,
) -> Element:
    """Lines of text; (x, y) is the baseline start of the first. `lang`: a language other than the page's."""
    return text(class_=f"pic-text {kind}".strip(), font_size=number(size), lang=lang)[
        [
            [" " if row else None, tspan(x=number(x), y=number(y + row * size * leading))[each]]
            for row, each in enumerate(words)
        ]
    ]


def height(words: Iterable[str], size: float, leading: float = 1.3) -> float:
    """The height of lines of text in user units."""
    return len(list(words)) * size * leading


def number(value: float) -> str:
    """A length in its shortest notation."""
    return f"{value:.1f}".removesuffix(".0")


def bar(x: float, y: float, width: float, tall: float, kind: str, radius: float = 4) -> Element:
    """A rectangle with round corners."""
    round_by = number(min(radius, tall / 2))
    return rect(class_=kind, x=number(x), y=number(y), width=number(width), height=number(tall), rx=round_by)


def dot(x: float, y: float, radius: float, kind: str) -> Element:
    """A disc."""
    return circle(class_=kind, cx=number(x), cy=number(y), r=number(radius))


def line(points: str, kind: str) -> Element:
    """A stroke along a path."""
    return path(class_=kind, d=points, fill="none")


def icon(kind: str, x: float, y: float, size: float) -> Element:
    """The icon of a verdict kind, with its upper left corner at (x, y)."""
    return g(
        class_="pic-icon",
        data_kind=kind,
        transform=f"translate({number(x)} {number(y)}) scale({size / 24:.3f})",
    )[path(d=VERDICT[kind], fill="none", stroke_width="2", stroke_linecap="round", stroke_linejoin="round")]


def picture(ident: str, name: str, told: str, tall: float, *parts: Node) -> Element:
    """A picture with a name and a full text alternative. `ident` is unique on a page."""
    return div(class_="picture", data_picture=ident)[
        figure[
            svg(
                viewBox=f"0 0 {WIDTH} {number(tall)}",
                role="img",
                aria_labelledby=f"{ident}-title",
                aria_describedby=f"{ident}-told",
                focusable="false",
            )[title(id=f"{ident}-title")[name], desc(id=f"{ident}-told")[told], parts]
        ]
    ]
