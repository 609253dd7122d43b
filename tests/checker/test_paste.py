"""Reading what a buyer pastes: nothing wrong, nearly everything right, whatever comes in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.live import Live
from checker.load import load
from checker.model import Policy
from checker.paste import as_data, read
from checker.paste.lexicon import Lexicon, lexicon
from tests.checker.samples import PASTES, Paste

pytestmark = pytest.mark.cpython_only
"""What ships reads these samples in tests/engine/test_shipped.py."""

ENOUGH = 0.95
LEXICON = lexicon(load())


each_paste = pytest.mark.parametrize("paste", PASTES, ids=lambda paste: paste.name)


def came(paste: Paste) -> list[dict[str, Any]]:
    """The orders that are read from a sample."""
    return [as_data(order) for order in read(LEXICON, text=paste.text, html=paste.html)]


def told(order: Mapping[str, Any]) -> set[str]:
    """What an order says, each as one text: answers, days, the number."""
    answers = {f"{question}.{option}" for question, option in order.get("answers", {}).items()}
    days = {f"{field} {day}" for field, day in order.get("dates", {}).items()}
    return answers | days | ({f"order {order['order']}"} if order.get("order") else set())


def names(order: Mapping[str, Any]) -> set[str]:
    """Answers, questions and fields that an order says something about."""
    return {part for each in told(order) for part in (each, each.partition(".")[0], each.partition(" ")[0])}


@each_paste
def test_nothing_is_read_that_the_text_does_not_say(paste: Paste) -> None:
    """Each order says nothing but what belongs to it, and none of what must never be concluded."""
    found = came(paste)
    assert len(found) == len(paste.orders)
    for order, expected in zip(found, paste.orders, strict=True):
        assert told(order) <= told(expected)
        assert names(order).isdisjoint(paste.never)
        assert set(order["doubts"]) == set(expected.get("doubts", ()))
        assert set(expected.get("seen", ())) <= {seen["text"] for seen in order["seen"]}


def test_nearly_everything_is_read_that_can_be() -> None:
    """Over all samples, at least 95 % of what a careful reader would take from them."""
    pairs = [(order, expected) for paste in PASTES for order, expected in zip(came(paste), paste.orders, strict=True)]
    should = sum(len(told(expected)) for _, expected in pairs)
    does = sum(len(told(order) & told(expected)) for order, expected in pairs)
    assert len(PASTES) >= 54
    assert does >= ENOUGH * should, f"{does} of {should}"


@each_paste
def test_what_is_shown_stands_in_the_paste(paste: Paste) -> None:
    """A text that is given back is one of the paste's own, without what hides or turns letters."""
    shown = paste.text + re.sub(r"<[^>]*>", "", unescape(paste.html))
    pasted = "".join(letter for letter in shown if letter.isalnum())
    for order in came(paste):
        for seen in order["seen"]:
            assert "".join(letter for letter in seen["text"] if letter.isalnum()) in pasted


def test_every_text_of_every_sign_is_read_in_its_place(policy: Policy) -> None:
    """A status above its order, and the subject of an email, give what signs.toml says, in whatever language."""
    for sign in policy.signs.values():
        if not sign.means or sign.kind not in ("status", "mail"):
            continue
        for seen in (seen for ident in sign.labels for seen in policy.labels[ident].seen):
            card = f"{seen.text}\nDate: Sep 3, 2026\nRef. Number: 8214000000001234"
            text = card if sign.kind == "status" else seen.text.replace("…", "8214000000001234")
            (order,) = read(LEXICON, text=text)
            assert f"stage.{order.answers['stage']}" == sign.means, seen.text


@pytest.mark.parametrize("day", [date(2026, month, 28) for month in range(1, 13)], ids=str)
def test_months_are_read_in_every_language_and_form(policy: Policy, day: date) -> None:
    """Each month, in full and cut to three letters, with the day first or second."""
    for lang in policy.languages:
        name = policy.dates.months[lang][day.month - 1]
        for month in (name, name[:3], name[:3].title() + ".", name[:4].upper()):
            for text in (f"{month} 28, 2026", f"28 {month}, 2026", f"28 de {month} de 2026", f"28 {month} 2026 10:15"):
                (order,) = read(LEXICON, text=f"Paid on: {text}")
                assert order.dates == {"paid": day}, text


def test_the_page_gets_an_address_and_sentences(policy: Policy) -> None:
    """For each order: the state that its sure answers lead to, and what was read in the words of the reader."""
    live = Live(policy, "test")
    text = "Processing\nEdit addressCancel\nRef. Number: 8214000000001234\nOrder placed on: Sep 3, 2026\nPaid on: Sep 9"
    (order,) = live.read({"text": text, "html": "", "lang": "es", "today": "2026-11-28"})["orders"]
    assert order["address"] == "stage.to-ship"
    assert order["dates"] == {"ordered": "2026-09-03"}
    assert order["answers"] == {"stage": "to-ship", "button": "yes"}
    said = " ".join(order["says"])
    assert "«Processing»" in said
    assert "3 de septiembre de 2026" in said
    assert "8214000000001234" in said
    assert "Día en que pagaste" in said
    (doubtful,) = live.read({"text": "Paquete 315190000000000012 entregado", "today": "2026-11-28"})["orders"]
    assert (doubtful["address"], doubtful["answers"]) == ("", {"stage": "delivered"})
    (late,) = live.read({"text": "Paid on: Sep 3, 2027", "lang": "en", "today": "2026-11-28"})["orders"]
    assert (late["dates"], late["doubts"]) == ({}, ["paid"])


@pytest.mark.parametrize("request_", [None, 7, [], {"text": 3, "html": [], "lang": "xx", "today": None}, {}])
def test_a_request_of_any_shape_is_answered(policy: Policy, request_: object) -> None:
    """What is no request reads as an empty one."""
    assert Live(policy, "test").read(request_)["orders"] == []


PIECES = st.sampled_from(
    [piece for paste in PASTES for piece in (paste.text + paste.html).splitlines() if piece]
    + ["<", "</", "<!--", "-->", "<a ", "<a href='?orderId=8214000000001234'>", "<div class='order-item'>", "</div>"]
    + ["<script>", "&lt;", "&#0;", "&#xD800;", "\u202e", "\ud800", "\x00", "Ref. Number:", "Sep", "2026", "<![CDATA["]
)
SOUP = st.lists(PIECES | st.text(max_size=20), max_size=30).map("\n".join) | st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(SOUP, SOUP | st.just(""))
def test_whatever_is_pasted_is_read_or_left_and_brings_no_markup(text: str, html: str) -> None:
    """No text makes it fail, the same text gives the same orders, and no tag that was pasted as markup comes back."""
    orders = read(LEXICON, text=text, html=html)
    assert orders == read(LEXICON, text=text, html=html)
    for order in orders:
        for seen in order.seen:
            assert seen.text.isprintable()
            assert len(seen.text) <= 200


HUGE = {
    "one letter": "a",
    "open tags": "<a ",
    "open comments": "<!--",
    "open scripts": "<script>",
    "nested blocks": "<div>",
    "quotes": "<a b='",
    "ends": "</div>",
    "entities": "&#",
    "months": "Sep ",
    "days": "Sep 3, 2026 ",
    "labels": "Ref. Number: ",
    "orders": "Ref. Number: 8214000000001234\n",
    "statuses": "Completed\n",
    "buttons": "CancelCopy",
    "numbers": "1234",
    "mails": "Order 8214000000001234: order shipped\n",
    "steps": "Jul. 28, 2026\nDelivered\n",
    "cards": "<div class='order-item'><a href='?orderId=8214000000001234'>x</a>",
    "spaces": " ",
    "marks": "\u202e",
}


def calls(work: Callable[[], object]) -> int:
    """How many calls some work takes, the steps of generators among them."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", HUGE.values(), ids=HUGE)
def test_a_million_characters_cost_no_more_than_their_share(piece: str) -> None:
    """A text of double the length takes about double the work, counted in calls, and a huge one is read to its end."""
    assert (
        read(LEXICON, **{"html" if piece[0] in "<&" else "text": "x" + piece * (1_000_000 // len(piece))}) is not None
    )
    for kind in ("text", "html"):
        work = (partial(read, LEXICON, **{kind: piece * (size // len(piece))}) for size in (4_000, 8_000))
        short, long = map(calls, work)
        assert long <= 2.5 * short + 500


def test_nothing_of_a_paste_is_kept(policy: Policy) -> None:
    """A second reading knows nothing of the first."""
    live = Live(policy, "test")
    live.read({"text": PASTES[0].text, "lang": "en", "today": "2026-11-28"})
    assert live.read({"text": "", "lang": "en", "today": "2026-11-28"})["orders"] == []


def test_signs_are_data(policy: Policy) -> None:
    """Without signs nothing is read: no word of the platform stands in the code."""
    bare: Lexicon = lexicon(replace(policy, signs={}))
    assert all(read(bare, text=paste.text, html=paste.html) == () for paste in PASTES)
