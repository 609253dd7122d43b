"""From what the clipboard holds, as markup or as text, to lines. Nothing of the markup is kept or shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice

LONGEST_MARKUP = 1_000_000
"""Characters read of markup: a browser copies the look of every element with it."""
LONGEST = 100_000
"""Characters read of text."""
MOST_LINES = 4_000
MOST_TAGS = 20_000
"""A list of fifty orders has 4,000 or so."""
LONGEST_TAG = 20_000

INLINE = frozenset(
    "abbr b bdi bdo cite code data dfn em font i img ins kbd label mark q s samp small span strong sub sup svg"
    " time u var wbr path use g".split()
)
ALONE = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements without an end."""
UNREAD = frozenset("script style title head template noscript textarea select svg iframe object".split())
DECLARATION = re.compile(r"<[!?][^<>]*>")
NO_TAG = re.compile(rf"<(?!/?[a-zA-Z][^<>]{{0,{LONGEST_TAG}}}>)")
MARKUP = re.compile(
    r"<(?:!doctype|html|head|meta|body|main|section|article|div|span|p|a|b|br|button|h[1-6]|ul|li|table|tr|td|pre)\b[^<>]*>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `mark` says of what kind.

    * "": plain text.
    * "card": a card of one order begins here.
    * "status": the text of the element that holds the card's status.
    * "link": a link. The text is its address.
    """

    text: str
    mark: str = ""


def is_markup(text: str) -> bool:
    """Whether a text is markup: among its first characters stands a tag of a page."""
    return MARKUP.search(text, 0, 4_000) is not None


def plain(text: str) -> Iterator[Line]:
    """The lines of a text."""
    return islice((Line(line) for line in text[:LONGEST].splitlines() if line.strip()), MOST_LINES)


def markup(text: str, cards: Collection[str], statuses: tuple[str, ...]) -> list[Line]:
    """The lines that markup shows. `cards`: classes of a card; `statuses`: how the classes of its status begin."""
    sound = NO_TAG.sub(" ", DECLARATION.sub("", _uncommented(text[:LONGEST_MARKUP])))
    reader = _Reader(cards, statuses)
    reader.feed("<".join(sound.split("<", MOST_TAGS)[:MOST_TAGS]))
    reader.close()
    reader.end_line()
    return reader.lines[:MOST_LINES]


def _uncommented(text: str) -> str:
    """Markup without comments; one that does not end takes the rest with it, as in a browser."""
    head, *rest = text.split("<!--")
    return head + "".join(part.partition("-->")[2] for part in rest)


class _Reader(HTMLParser):
    """Collects lines: each block, each button and each link is one of its own."""

    def __init__(self, cards: Collection[str], statuses: tuple[str, ...]) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._cards, self._statuses = cards, statuses
        self._open: list[tuple[str, str]] = []
        self._count: Counter[str] = Counter()
        self._text: list[str] = []
        self._length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        mark = self._open[-1][1] if self._open else ""
        if any(each in self._cards for each in classes):
            self.end_line()
            self.lines.append(Line("", "card"))
        if any(each.startswith(self._statuses) for each in classes):
            self.end_line()
            mark = "status"
        if tag in UNREAD or "hidden" in given or "display:none" in given.get("style", "").replace(" ", ""):
            mark = "unread"
        if tag not in INLINE or given.get("role") == "button":
            self.end_line()
        if tag == "a" and "href" in given:
            self.lines.append(Line(given["href"][:2000], "link"))
        if tag not in ALONE:
            self._open.append((tag, mark))
            self._count[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._count[tag]:
            return
        while self._open:
            name, mark = self._open[-1]
            if tag not in INLINE or mark:
                self.end_line()
            self._open.pop()
            self._count[name] -= 1
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._length < LONGEST and not (self._open and self._open[-1][1] == "unread"):
            self._text.append(data)
            self._length += len(data)

    def end_line(self) -> None:
        """What was collected is a line; what stands open says which kind."""
        text = "".join(self._text)
        self._text.clear()
        if text.strip():
            mark = self._open[-1][1] if self._open else ""
            self.lines.append(Line(" ".join(text.split()), mark))
