"""Drawn screens for the step-by-step page: what to look for, with the English name beside each description.

Drawings and not captures: the real pages change, and a capture would show somebody's order. Only what matters is in
words; the rest is grey bars. The thing to press has a ring around it.
"""

from collections.abc import Callable, Mapping

from htpy import Element, Node

from checker.markup import named
from checker.model import Policy
from site_build.pages.drawing import WIDTH, bar, broken, dot, icon, line, lines, number, picture
from site_build.pages.writer import Writer

LEFT, RIGHT, INSET = 14.0, WIDTH - 14.0, 30.0
NAME, TEXT, SMALL = 15.5, 14.0, 12.5
ADDRESS = "aliexpress.com"
REASONS = ("screen-reason-mind", "screen-reason-mistake", "screen-reason-address", "screen-reason-other")


class Screen:
    """A screen that grows from the top; every part moves the pen down by the room that it takes.

    `device` is where it is seen: `web` has a browser's address bar, `app` the round corners and the tabs of a phone.
    """

    def __init__(self, policy: Policy, lang: str, device: str = "") -> None:
        self.writer = Writer(policy, lang)
        self.policy, self.lang = policy, lang
        self.other = next(code for code in policy.languages if code != lang)
        self.device = device
        self.y = 30.0
        self.parts: list[Node] = []
        self.told: list[str] = []
        if device == "web":
            self.address_bar()

    def label(self, ident: str) -> tuple[str, str, str | None]:
        """What to look for, what stands beside it in brackets (nothing in the first language), and its language."""
        name = named(self.policy, ident, self.lang)
        own = name.own if name.seen else f"{name.own[0].upper()}{name.own[1:]}"
        return own, f"({name.beside.text})" if name.beside else "", name.beside.lang if name.beside else None

    def address_bar(self) -> None:
        """What tells a browser, and the one address that is right."""
        self.parts += [dot(INSET + 14 * place, 25, 4, "pic-absent") for place in range(3)]
        self.parts.append(bar(INSET + 46, 13, RIGHT - INSET - 60, 24, "pic-track", 12))
        self.parts.append(lines([ADDRESS], INSET + 60, 29.5, SMALL, "pic-soft"))
        self.told.append(f"{ADDRESS}.")
        self.y += 40

    def tabs(self) -> None:
        """The row at the end of the app, the last of its tabs chosen."""
        self.parts.append(line(f"M{number(LEFT - 8)} {number(self.y - 12)}H{number(RIGHT + 8)}", "pic-grid"))
        own, other = (Writer(self.policy, lang).word("screen-account") for lang in (self.lang, self.other))
        self.parts += [dot(INSET + 6 + 62 * place, self.y + 10, 6, "pic-absent") for place in range(3)]
        self.parts.append(dot(INSET + 210, self.y + 4, 6, "pic-button"))
        self.parts.append(lines([own], INSET + 224, self.y + 9, SMALL, "pic-name"))
        self.parts.append(lines([f"({other})"], INSET + 204, self.y + 26, SMALL, "pic-soft", lang=self.other))
        self.told.append(f"{own}.")
        self.y += 44

    def order(self, ident: str, kind: str) -> None:
        """An order in the list, ringed: it is what to press."""
        self.y += 12
        top = self.y - 26
        self.status(ident, kind)
        self.grey(200, 140)
        self.parts.append(bar(INSET - 8, top, RIGHT - INSET + 2, self.y - top - 8, "pic-focus"))
        self.told.append(f"{self.writer.word('screen-order')}.")
        self.y += 14

    def heading(self, ident: str) -> None:
        """The name of the screen."""
        own, other, lang = self.label(ident)
        self.write([own], NAME, "pic-name")
        if other:
            self.write([other], SMALL, "pic-soft", lang=lang)
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
        own, other, lang = self.label(ident)
        self.parts.append(icon(kind, INSET, self.y - 16, 21))
        self.write([own], TEXT, "pic-name", INSET + 30)
        if other:
            self.write([other], SMALL, "pic-soft", INSET + 30, lang)
        self.told.append(f"{own}.")
        self.y += 8

    def button(self, ident: str, *, pressed: bool = True) -> None:
        """A button, ringed if it is the one to press."""
        own, other, lang = self.label(ident)
        self.y += 8 if pressed else 0
        top, tall = self.y - 14, 48.0
        if pressed:
            self.parts.append(bar(INSET - 8, top - 6, RIGHT - INSET + 2, tall + 12, "pic-focus"))
        self.parts.append(bar(INSET, top, RIGHT - INSET - 14, tall, "pic-button"))
        self.parts.append(lines([own], INSET + 14, top + (20 if other else 29), NAME, "pic-button-text pic-name"))
        if other:
            self.parts.append(lines([other], INSET + 14, top + 38, SMALL, "pic-button-text", lang=lang))
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
        radius = 22 if self.device == "app" else 4
        frame = bar(LEFT - 8, 4, RIGHT - LEFT + 16, self.y - 8, "pic-frame", radius)
        note = lines([self.writer.word("screen-note")], LEFT - 4, self.y + 14, SMALL, "pic-soft")
        title = self.writer.word(f"screen-{name}-title")
        return picture(f"screen-{name}", title, " ".join(self.told), self.y + 22, frame, self.parts, note)


def orders_on_the_web(policy: Policy, lang: str) -> Element:
    """The list of orders in a browser, with the button that opens one."""
    screen = Screen(policy, lang, "web")
    screen.heading("my-orders")
    screen.status("awaiting-shipment", "yes-if-agreed")
    screen.grey(200, 140)
    screen.button("order-details")
    screen.grey(180, 220)
    return screen.done("orders-web")


def orders_in_the_app(policy: Policy, lang: str) -> Element:
    """The list of orders in the app, where the order itself is pressed."""
    screen = Screen(policy, lang, "app")
    screen.heading("my-orders")
    screen.order("awaiting-shipment", "yes-if-agreed")
    screen.grey(180, 220)
    screen.tabs()
    return screen.done("orders-app")


def cancel_on_the_web(policy: Policy, lang: str) -> Element:
    """The order's own page in a browser."""
    return _cancel(policy, lang, "web")


def cancel_in_the_app(policy: Policy, lang: str) -> Element:
    """The order's own page in the app."""
    return _cancel(policy, lang, "app")


def _cancel(policy: Policy, lang: str, device: str) -> Element:
    """The order's own page, with the button at its end."""
    screen = Screen(policy, lang, device)
    screen.heading("order-details")
    screen.status("awaiting-shipment", "yes-if-agreed")
    screen.say("screen-countdown", "pic-soft", SMALL)
    screen.y += 8
    screen.grey(230, 190, 210)
    screen.button("cancel-order")
    return screen.done(f"cancel-{device}")


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
    "screen-orders-web": orders_on_the_web,
    "screen-orders-app": orders_in_the_app,
    "screen-cancel-web": cancel_on_the_web,
    "screen-cancel-app": cancel_in_the_app,
    "screen-reason": reason,
    "screen-confirm": confirm,
    "screen-after": after,
}
"""By the name in a page's mark."""
