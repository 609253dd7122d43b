"""Draws screens for the step-by-step page: AliExpress's website as readers saved it in September 2026.

They are drawings because a capture would show somebody's order. Names come from labels.toml; unimportant text is grey
bars, and the button to press is ringed. The app is not drawn, because we have no capture of it.
"""

from collections.abc import Callable, Iterable, Mapping

from htpy import Element, Node, g

from checker.markup import Named, named
from checker.model import Policy
from site_build.content.pages.svg import LETTER, WIDTH, bar, broken, dot, height, icon, line, lines, number, picture
from site_build.content.pages.writer import Writer

LEFT, RIGHT, INSET = 14.0, WIDTH - 14.0, 30.0
HEADING, NAME, SMALL = 17.0, 14.0, 12.5
GAP = 8.0
ADDRESS = "aliexpress.com"
TABS = ("awaiting-payment", "awaiting-shipment", "tab-processed", "tab-completed")
BUTTONS = ("edit-address", "extend-processing", "receipt", "cancel-order")


class Screen:
    """A screen drawn from the top; each part moves the pen down by its height."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self.writer = Writer(policy, lang)
        self.policy, self.lang = policy, lang
        self.y = 30.0
        self.parts: list[Node] = []
        self.told: list[str] = []

    def address_bar(self) -> None:
        """A browser's address bar with the genuine address."""
        self.parts += [dot(INSET + 14 * place, 25, 4, "pic-absent") for place in range(3)]
        self.parts.append(bar(INSET + 46, 13, RIGHT - INSET - 60, 24, "pic-track", 12))
        self.parts.append(_exact(ADDRESS, INSET + 60, 29.5, SMALL, "pic-soft"))
        self.told.append(f"{ADDRESS}.")
        self.y += 40

    def name(self, ident: str, x: float, size: float = NAME, kind: str = "") -> None:
        """A label's name or description, and below it a helpful name in another language."""
        it = named(self.policy, ident, self.lang)
        self.parts.append(_said(_capital(it.own), x, self.y, size, f"pic-name {kind}", exact=it.seen))
        self.told.append(f"{_capital(self.aloud(it))}.")
        if it.beside:
            self.y += SMALL * 1.3
            self.parts.append(_exact(f"({it.beside.text})", x, self.y, SMALL, kind or "pic-soft", it.beside.lang))
        self.y += size * 1.35

    def aloud(self, it: Named) -> str:
        """A name for the text alternative, with the name in another language as a quotation."""
        return f"{it.own} ({self.writer.word('screen-quoted', words=it.beside.text)})" if it.beside else it.own

    def tabs(self, chosen: str) -> None:
        """The tabs above the list; the chosen one is underlined."""
        self.told.append(f"{self.writer.word('screen-tabs')}:")
        room, top = (RIGHT - INSET - 4) / len(TABS), self.y
        for place, ident in enumerate(TABS):
            self.y = top
            it = named(self.policy, ident, self.lang)
            x = INSET - 6 + place * room
            kind = "pic-name" if ident == chosen else ""
            self.parts.append(_said(it.own, x, top, SMALL, kind, exact=it.seen))
            self.told.append(f"{self.aloud(it)}.")
            self.y += 9
            if it.beside:
                self.parts.append(_exact(it.beside.text, x, self.y + 8, SMALL, "pic-soft", it.beside.lang))
                self.y += 17
            if ident == chosen:
                self.parts.append(bar(x, self.y, room - 10, 4, "pic-bar", 2))
        self.parts.append(line(f"M{number(LEFT)} {number(self.y + 4)}H{number(RIGHT)}", "pic-grid"))
        self.y += 36

    def size(self, ident: str) -> tuple[float, float]:
        """Width and height of a button."""
        it = named(self.policy, ident, self.lang)
        letters = max(len(it.own), len(it.beside.text) + 2 if it.beside else 0)
        return letters * SMALL * LETTER + 22, 52.0 if it.beside else 35.0

    def button(self, ident: str, x: float, *, press: bool = False) -> None:
        """A button at the pen, without moving it; ringed if it is the one to press."""
        it = named(self.policy, ident, self.lang)
        wide, tall = self.size(ident)
        self.parts.append(bar(x, self.y, wide, tall, "pic-button" if press else "pic-frame", 6))
        kind = "pic-button-text" if press else ""
        self.parts.append(_said(_capital(it.own), x + 10, self.y + 22, SMALL, f"pic-name {kind}", exact=it.seen))
        if it.beside:
            beside = f"({it.beside.text})"
            self.parts.append(_exact(beside, x + 10, self.y + 39, SMALL, kind or "pic-soft", it.beside.lang))
        if press:
            self.parts.append(bar(x - 6, self.y - 6, wide + 12, tall + 12, "pic-focus", 8))
            self.told.append(f"{self.writer.word('screen-press')}:")
        self.told.append(f"{_capital(self.aloud(it))}.")

    def buttons(self, idents: Iterable[str], press: str) -> None:
        """Buttons in a row that wraps."""
        self.told.append(f"{self.writer.word('screen-buttons')}:")
        x, tall = INSET, 0.0
        for ident in idents:
            wide, tall = self.size(ident)
            if x > INSET and x + wide > RIGHT - GAP:
                x, self.y = INSET, self.y + tall + GAP * (1.8 if ident == press else 1)
            self.button(ident, x, press=ident == press)
            x += wide + GAP
        self.y += tall + 34

    def say(self, key: str) -> None:
        """A sentence of our own."""
        words = self.writer.word(key)
        found = broken(words, RIGHT - INSET - GAP, SMALL)
        self.parts.append(lines(found, INSET, self.y, SMALL, "pic-soft"))
        self.told.append(words)
        self.y += height(found, SMALL)

    def grey(self, *widths: float) -> None:
        """A grey bar instead of unimportant text."""
        for width in widths:
            self.parts.append(bar(INSET, self.y - 9, width, 9, "pic-absent"))
            self.y += 17
        self.y += 6

    def rule(self) -> None:
        """A separator line."""
        self.parts.append(line(f"M{number(LEFT)} {number(self.y)}H{number(RIGHT)}", "pic-grid"))
        self.y += 30

    def done(self, name: str) -> Element:
        """The finished picture, with its frame and the note that it is a drawing."""
        frame = bar(LEFT - 8, 4, RIGHT - LEFT + 16, self.y - 8, "pic-frame")
        note = lines([self.writer.word("screen-note")], LEFT - 4, self.y + 14, SMALL, "pic-soft")
        title = self.writer.word(f"screen-{name}-title")
        return picture(f"screen-{name}", title, " ".join(self.told), self.y + 22, frame, self.parts, note)


def orders(policy: Policy, lang: str) -> Element:
    """The list of orders, with its tabs and the link to one order; it has no Cancel button."""
    screen = Screen(policy, lang)
    screen.address_bar()
    screen.tabs("awaiting-shipment")
    screen.name("awaiting-shipment", INSET)
    screen.grey(200, 140)
    screen.button("order-details", INSET, press=True)
    screen.y += 84
    screen.grey(180, 220)
    return screen.done("orders-web")


def cancel(policy: Policy, lang: str) -> Element:
    """The order page: the status as heading, and a row of buttons below."""
    screen = Screen(policy, lang)
    screen.address_bar()
    screen.name("awaiting-shipment", INSET, HEADING)
    screen.y += 4
    screen.buttons(BUTTONS, "cancel-order")
    screen.say("screen-late")
    screen.y += 12
    screen.grey(230, 190, 210)
    return screen.done("cancel-web")


def after(policy: Policy, lang: str) -> Element:
    """Three messages of the order page after Cancel; the last two in our words, because captures show only dialogs."""
    screen = Screen(policy, lang)
    for place, (kind, heading, then) in enumerate(AFTER):
        if place:
            screen.rule()
        screen.parts.append(icon(kind, INSET, screen.y - 17, 21))
        if heading in policy.labels:
            screen.name(heading, INSET + 30)
            screen.y += 2
            screen.button("refund-information", INSET)
            screen.y += screen.size("refund-information")[1] + 22
        else:
            words = broken(screen.writer.word(heading), RIGHT - INSET - 40, NAME)
            screen.parts.append(lines(words, INSET + 30, screen.y, NAME, "pic-name"))
            screen.told.append(f"{screen.writer.word(heading)}.")
            screen.y += height(words, NAME) + 4
        screen.say(then)
        screen.y += 2
    screen.y += 8
    return screen.done("after")


AFTER = (
    ("wait", "cancelled", "screen-after-cancelled"),
    ("wait", "screen-will-be", "screen-after-will-be"),
    ("not-cancel-but", "screen-courier", "screen-after-courier"),
)
"""Each message: our kind of answer, its heading (a label or our words), and what to do."""


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _said(words: str, x: float, y: float, size: float, kind: str, *, exact: bool) -> Node:
    return _exact(words, x, y, size, kind) if exact else lines([words], x, y, size, kind)


def _exact(words: str, x: float, y: float, size: float, kind: str, lang: str | None = None) -> Node:
    """Words with translate="no", because the reader must find exactly these."""
    return g(translate="no")[lines([words], x, y, size, kind, lang=lang)]


SCREENS: Mapping[str, Callable[[Policy, str], Element]] = {
    "screen-orders-web": orders,
    "screen-cancel-web": cancel,
    "screen-after": after,
}
"""Screens by the name in a page's mark."""
