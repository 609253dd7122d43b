"""What a page shows of a text: findings with their words, questions where it is not certain, no markup of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from checker.decide import parse_address
from checker.live import Live
from checker.load import load
from checker.model import Policy
from tests.checker.samples import PASTES, Paste

pytestmark = pytest.mark.cpython_only
"""What ships reads the same texts in tests/engine/test_shipped.py."""

LIVE = Live(load(), "test")
HARMLESS = frozenset(
    "h2 h3 div ul li p span strong a label input select option button details summary".split()
)  # fmt: skip
"""All elements that a reply is made of."""


class Seen(HTMLParser):
    """A reply as a browser reads it: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data

    def links(self) -> Iterator[tuple[str | None, str | None]]:
        """Where the links lead, and the answers that they carry."""
        return ((each["data-state"], each["data-read"]) for tag, each in self.elements if tag == "a")

    def fields(self) -> dict[str | None, str | None]:
        """What the fields hold, by name."""
        return {each["name"]: each.get("value") for tag, each in self.elements if tag == "input"}


def reply(text: str, *, lang: str = "en", html: str = "", **more: Any) -> Seen:
    """The reply to a text on the day of the tests."""
    answer = LIVE.understand({"text": text, "html": html, "lang": lang, "today": "2026-11-28", **more})
    assert "fault" not in answer, answer["fault"]
    return Seen(answer["html"])


PAGE = """Processing
Edit addressExtend timeReceiptCancel
Ref. Number: 8214000000001234Copy
Order placed on: Sep 3, 2026
Paid on: Sep 3, 2026
"""


def test_what_was_read_is_shown_with_its_words_and_can_be_changed() -> None:
    """The status and the button link to their questions; number and days stand in fields; one link goes on."""
    shown = reply(PAGE)
    for words in ("“Processing”", "“Cancel”", "“Paid on: Sep 3, 2026”", "“Ref. Number: 8214000000001234”"):
        assert words in shown.text
    assert shown.fields() == {"order": "8214000000001234", "ordered": "2026-09-03", "paid": "2026-09-03"}
    change, button, onwards = shown.links()
    assert change == ("", "")
    assert button == ("stage.to-ship", "stage.to-ship")
    assert onwards == ("stage.to-ship", "stage.to-ship/button.yes")
    assert sum(each.get("data-put") == "" for _, each in shown.elements) == 3


def test_a_stage_in_doubt_is_asked() -> None:
    """A parcel that was “delivered” may be one of several: the reader says yes, or chooses."""
    shown = reply("Paquete 315190000000000012 entregado", lang="es")
    assert "¿Es correcto?" in shown.text
    assert list(shown.links()) == [("stage.delivered", "stage.delivered"), ("", "")]


def test_a_day_in_doubt_waits_for_the_reader() -> None:
    """A day without a year, or with day and month perhaps exchanged, stands in no field before it is confirmed."""
    no_year = reply("Ref. Number: 8214000000001234\nPaid on: Sep 3\n")
    assert no_year.fields() == {"order": "8214000000001234", "paid": None}
    assert "does not make this day clear" in no_year.text
    exchanged = reply("Package 315190000000000012 has been delivered\nDelivered 03/09/2026\n")
    assert exchanged.fields() == {"delivered": None}
    assert [each["data-put"] for _, each in exchanged.elements if each.get("data-put")] == ["2026-09-03"]
    assert "It is Thursday 3 September 2026" in exchanged.text


def test_an_unknown_status_is_shown_and_asked() -> None:
    """No known status stands in for it: the way on is the first question, with the day that was read."""
    shown = reply("Estado raro\nPedido efectuado el: 14 ene, 2025\nN° de pedido: 8196000000001234 Copiar", lang="es")
    assert "«Estado raro», que no conocemos" in shown.text
    assert list(shown.links()) == [("", "")]
    assert shown.fields() == {"order": "8196000000001234", "ordered": "2025-01-14"}


def test_of_several_orders_the_reader_chooses() -> None:
    """Each order has its own fields and its own way on, below a line that names it."""
    card = "Awaiting delivery\nOrder date: Jun 1, 2026\nOrder ID: 82110000000{}\nExample Store\n"
    shown = reply(card.format("01234") + card.format("21234"))
    assert "There are 2 orders in your text" in shown.text
    assert sum(tag == "summary" for tag, _ in shown.elements) == 2
    assert sum("data-order" in each for _, each in shown.elements) == 2
    idents = [each["id"] for _, each in shown.elements if "id" in each]
    assert len(set(idents)) == len(idents)


def test_a_sentence_gives_situations_and_days_to_confirm(policy: Policy) -> None:
    """Up to three links to states, each by its answers, and each day that was named with a choice of what it was."""
    for lang, text in (
        ("en", "I asked to cancel three days ago and the seller does not answer"),
        ("es", "pedi cancelar hace tres dias y el vendedor no contesta"),
    ):
        shown = reply(text, lang=lang)
        links = list(shown.links())
        assert 1 <= len(links) <= 3
        assert ("stage.asked/answer.silent", "stage.asked/answer.silent") in links
        assert [each["data-day"] for tag, each in shown.elements if tag == "select"] == ["2026-11-25"]
        assert not [address for address, _ in links if parse_address(policy, address or "")[1]]


@pytest.mark.parametrize("text", ["", " ", "xyzzy", "\ud800\u202e"])
def test_nothing_found_gives_nothing(text: str) -> None:
    """Then the page says so in its own words."""
    assert reply(text).elements == []


HOSTILE = (
    "<script>alert(1)</script>\n",
    "<img src=x onerror=alert(1)>\n",
    "\u202eProcessing\u2066 “” {seen} {} %s\n",
    '"><a href="https://bad.example/">Processing</a>\n',
)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("flavour", ["text", "html"])
def test_nothing_of_a_text_becomes_markup(hostile: str, flavour: str) -> None:
    """Whatever stands in a status or beside it, a reply holds our own elements and our own addresses only."""
    rest = "Date: Sep 3, 2026\nRef. Number: 8214000000001234\n"
    shown = reply(**{"text": "", flavour: f"{hostile}{rest}" if flavour == "text" else f"<p>{hostile}<p>{rest}"})
    assert shown.fields()["order"] == "8214000000001234"
    assert {tag for tag, _ in shown.elements} <= HARMLESS
    assert not [each for _, each in shown.elements if {"src", "style", "onerror"} & each.keys()]
    assert {str(each["href"]).partition("check/")[0] for tag, each in shown.elements if tag == "a"} == {"/"}
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown.text)


@pytest.mark.parametrize("paste", PASTES, ids=lambda paste: paste.name)
def test_every_sample_gets_a_reply(paste: Paste) -> None:
    """In both languages: fields with known days, links to states that exist, and a way on for each order."""
    for lang in ("en", "es"):
        shown = reply(paste.text, html=paste.html, lang=lang)
        orders = sum("data-order" in each for _, each in shown.elements)
        assert orders >= len(paste.orders)
        assert {tag for tag, _ in shown.elements} <= HARMLESS
        assert len(list(shown.links())) >= orders


def test_a_failure_is_told_to_the_console_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the checker itself fails, the page gets no markup and the cause."""
    monkeypatch.setattr(Live, "_orders", lambda *_: 1 / 0)
    answer = LIVE.understand({"text": PAGE, "id": 3, "lang": "es"})
    assert (answer["id"], answer["lang"], answer["html"]) == (3, "es", "")
    assert "ZeroDivisionError" in answer["fault"]
