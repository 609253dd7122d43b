"""Screens for the step-by-step page: AliExpress's website as readers saved it in September 2026.

They are drawn because a capture would show somebody's order. Names come from labels.toml; unimportant text is grey
bars, and the button to press is ringed. The app is not drawn, because we have no capture of it.
"""

from collections.abc import Callable, Mapping

from htpy import Element, Node, div, figcaption, p, span

from checker.html.rich_text import label
from checker.model import Policy
from site_build.content.pages.figure import framed, icon
from site_build.content.pages.writer import Writer

ADDRESS = "aliexpress.com"
TABS = ("awaiting-payment", "awaiting-shipment", "tab-processed", "tab-completed")
BUTTONS = ("edit-address", "extend-processing", "receipt", "cancel-order")
AFTER = (
    ("wait", "cancelled", "screen-after-cancelled"),
    ("wait", "screen-will-be", "screen-after-will-be"),
    ("not-cancel-but", "screen-courier", "screen-after-courier"),
)
"""Each message: our kind of answer, its heading (a label or our words), and what to do."""
HIDDEN = span(".sit-hidden")
BAR = div(".screen-address", translate="no")[ADDRESS]
GREY = div(".screen-grey", aria_hidden="true")


def orders(policy: Policy, lang: str) -> Element:
    """The list of orders, with its tabs and the link to one order; it has no Cancel button."""
    writer = Writer(policy, lang)
    tabs = [span(class_={"screen-chosen": each == "awaiting-shipment"})[label(writer.place, each)] for each in TABS]
    return _screen(
        writer,
        "orders-web",
        BAR,
        div(".screen-tabs")[HIDDEN[writer.word("screen-tabs"), ": "], tabs],
        _heading(writer, "awaiting-shipment"),
        GREY,
        div(".screen-buttons")[_button(writer, "order-details", press=True)],
        GREY,
    )


def cancel(policy: Policy, lang: str) -> Element:
    """The order page: the status as heading, and a row of buttons below."""
    writer = Writer(policy, lang)
    return _screen(
        writer,
        "cancel-web",
        BAR,
        _heading(writer, "awaiting-shipment"),
        div(".screen-buttons")[
            HIDDEN[writer.word("screen-buttons"), ": "],
            [_button(writer, each, press=each == "cancel-order") for each in BUTTONS],
        ],
        p[writer.word("screen-late")],
        GREY,
    )


def after(policy: Policy, lang: str) -> Element:
    """Three messages of the order page after Cancel; the last two in our words, because captures show only dialogs."""
    writer = Writer(policy, lang)
    return _screen(
        writer,
        "after",
        [
            div(".screen-message")[
                _heading(writer, heading, icon(kind)),
                heading in policy.labels and div(".screen-buttons")[_button(writer, "refund-information")],
                p[writer.word(then)],
            ]
            for kind, heading, then in AFTER
        ],
    )


def _heading(writer: Writer, key: str, sign: Element | None = None) -> Element:
    """A label as a heading of the page, or our own words where nobody has seen the platform's."""
    words = label(writer.place, key) if key in writer.policy.labels else writer.word(key)
    return div(".screen-heading")[sign, words]


def _button(writer: Writer, ident: str, *, press: bool = False) -> Node:
    """A button's name in its frame; ringed if it is the one to press."""
    hint = HIDDEN[writer.word("screen-press"), ": "] if press else None
    return span(class_=["screen-button", {"screen-press": press}])[hint, label(writer.place, ident)]


def _screen(writer: Writer, name: str, *parts: Node) -> Element:
    """The screen in its frame, with the note that it is a drawing."""
    title = writer.word(f"screen-{name}-title")
    note = figcaption[writer.word("screen-note")]
    return framed(f"screen-{name}", title, div(".screen")[parts], note)


SCREENS: Mapping[str, Callable[[Policy, str], Element]] = {
    "screen-orders-web": orders,
    "screen-cancel-web": cancel,
    "screen-after": after,
}
"""Screens by the name in a page's mark."""
