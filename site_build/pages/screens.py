"""Drawn screens for the step-by-step page: what to look for, with each button's name in both languages.

Drawings and not captures: the real pages change, and a capture would show somebody's order. Only what matters is in
words; the rest is grey bars. The thing to press has a ring around it.
"""

from collections.abc import Callable, Mapping

from htpy import Element, Node

from checker.model import Policy
from site_build.pages.drawing import WIDTH, bar, broken, dot, icon, line, lines, number, picture
from site_build.pages.writer import Writer

LEFT, RIGHT, INSET = 14.0, WIDTH - 14.0, 30.0
NAME, TEXT, SMALL = 15.5, 14.0, 12.5
REASONS = ("screen-reason-mind", "screen-reason-mistake", "screen-reason-address", "screen-reason-other")


class Screen:
    """A screen that grows from the top; every part moves the pen down by the room that it takes."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self.writer = Writer(policy, lang)
        self.policy, self.lang = policy, lang
        self.other = next(code for code in policy.languages if code != lang)
        self.y = 30.0
        self.parts: list[Node] = []
        self.told: list[str] = []

    def label(self, ident: str) -> tuple[str, str]:
        """A button's or status's name in this language, and in another one in brackets."""
        text = self.policy.labels[ident].text
        return text[self.lang], f"({text[self.other]})"

    def heading(self, ident: str) -> None:
        """The name of the screen."""
        own, other = self.label(ident)
        self.write([own], NAME, "pic-name")
        self.write([other], SMALL, "pic-soft", lang=self.other)
        self.parts.append(line(f"M{number(LEFT)} {number(self.y - 6)}H{number(RIGHT)}", "pic-grid"))
        self.told.append(f"{own}.")
        self.y += 16

    def write(self, words: list[str], size: float, kind: str = "", x: float = INSET, lang: str | None = None) -> None:
        """Lines of text."""
        self.parts.append(lines(words, x, self.y, size, kind, lang=lang))
        self.y += len(words) * size * 1.35

    def say(self, key: str, kind: str = "", size: float = TEXT) -> None:
        """A sentence of the picture's own."""
        words = self.writer.word(key)
        self.write(broken(words, RIGHT - INSET - 10, size), size, kind)
        self.told.append(words)

    def grey(self, *widths: float) -> None:
        """Text that does not matter."""
        for width in widths:
            self.parts.append(bar(INSET, self.y - 9, width, 9, "pic-absent"))
            self.y += 17
        self.y += 6

    def status(self, ident: str, kind: str) -> None:
        """A status with the sign of a verdict kind beside it."""
        own, other = self.label(ident)
        self.parts.append(icon(kind, INSET, self.y - 16, 21))
        self.write([own], TEXT, "pic-name", INSET + 30)
        self.write([other], SMALL, "pic-soft", INSET + 30, self.other)
        self.told.append(f"{own}.")
        self.y += 8

    def button(self, ident: str, *, pressed: bool = True) -> None:
        """A button, ringed if it is the one to press."""
        own, other = self.label(ident)
        top, tall = self.y - 14, 48.0
        if pressed:
            self.parts.append(bar(INSET - 8, top - 6, RIGHT - INSET + 2, tall + 12, "pic-focus"))
        self.parts.append(bar(INSET, top, RIGHT - INSET - 14, tall, "pic-button"))
        self.parts.append(lines([own], INSET + 14, top + 20, NAME, "pic-button-text pic-name"))
        self.parts.append(lines([other], INSET + 14, top + 38, SMALL, "pic-button-text", lang=self.other))
        self.told.append(f"{self.writer.word('screen-press')}: {own}.")
        self.y += tall + 22

    def choice(self, key: str, *, chosen: bool) -> None:
        """One entry of a list of which one is chosen."""
        self.parts.append(dot(INSET + 8, self.y - 5, 8, "pic-radio"))
        if chosen:
            self.parts.append(dot(INSET + 8, self.y - 5, 4, "pic-bar"))
        words = self.writer.word(key)
        found = broken(words, RIGHT - INSET - 44, TEXT)
        self.write(found, TEXT, "pic-name" if chosen else "", INSET + 28)
        self.told.append(words)
        self.y += 10

    def field(self, key: str) -> None:
        """An empty text field with its hint."""
        self.parts.append(bar(INSET, self.y - 14, RIGHT - INSET - 14, 54, "pic-unknown"))
        self.parts.append(lines([self.writer.word(key)], INSET + 12, self.y + 6, SMALL, "pic-soft"))
        self.told.append(self.writer.word(key))
        self.y += 62

    def done(self, name: str) -> Element:
        """The finished picture, with its frame and the note that it is a drawing."""
        frame = bar(LEFT - 8, 4, RIGHT - LEFT + 16, self.y - 8, "pic-frame")
        note = lines([self.writer.word("screen-note")], LEFT - 4, self.y + 14, SMALL, "pic-soft")
        title = self.writer.word(f"screen-{name}-title")
        return picture(f"screen-{name}", title, " ".join(self.told), self.y + 22, frame, self.parts, note)


def orders(policy: Policy, lang: str) -> Element:
    """The list of orders, with the order to open."""
    screen = Screen(policy, lang)
    screen.heading("my-orders")
    screen.status("awaiting-shipment", "yes-if-agreed")
    screen.grey(200, 140)
    screen.button("order-details")
    screen.grey(180, 220)
    return screen.done("orders")


def cancel(policy: Policy, lang: str) -> Element:
    """The order's own page, with the button at its end."""
    screen = Screen(policy, lang)
    screen.heading("order-details")
    screen.status("awaiting-shipment", "yes-if-agreed")
    screen.say("screen-countdown", "pic-soft", SMALL)
    screen.y += 8
    screen.grey(230, 190, 210)
    screen.button("cancel-order")
    return screen.done("cancel")


def reason(policy: Policy, lang: str) -> Element:
    """The dialog that asks for a reason: kinds of reasons, not the form's own words."""
    screen = Screen(policy, lang)
    screen.say("screen-reason-ask", "pic-name", NAME)
    screen.y += 8
    for place, key in enumerate(REASONS):
        screen.choice(key, chosen=place == 0)
    screen.field("screen-reason-details")
    return screen.done("reason")


def confirm(policy: Policy, lang: str) -> Element:
    """The end of the dialog, with the button that sends the request."""
    screen = Screen(policy, lang)
    screen.grey(150, 210)
    screen.button("confirm")
    return screen.done("confirm")


def after(policy: Policy, lang: str) -> Element:
    """The two things that the order page may say next."""
    screen = Screen(policy, lang)
    screen.status("cancelled", "done")
    screen.say("screen-after-done", "pic-soft", SMALL)
    screen.y += 10
    screen.parts.append(line(f"M{number(LEFT)} {number(screen.y - 8)}H{number(RIGHT)}", "pic-grid"))
    screen.y += 18
    screen.status("awaiting-cancellation", "wait")
    screen.say("screen-after-wait", "pic-soft", SMALL)
    screen.say("screen-countdown", "pic-soft", SMALL)
    screen.y += 6
    return screen.done("after")


SCREENS: Mapping[str, Callable[[Policy, str], Element]] = {
    "screen-orders": orders,
    "screen-cancel": cancel,
    "screen-reason": reason,
    "screen-confirm": confirm,
    "screen-after": after,
}
"""By the name in a page's mark."""
