"""Messages to send: filled in with what was typed, and with nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.details import EMPTY, Details
from checker.fields import BY_ID, DATES
from checker.message import placeholders, write
from checker.model import Message
from tests.checker.timed import message, shipped, timed

MESSAGES = [
    Message(row["id"], row["to"], row["title"], tuple(row["sentences"]), tuple(row.get("evidence", ())))
    for row in shipped("messages")["message"]
]
LANGUAGES = ("en", "es")
FULL = Details(
    {field.id: date(2026, 12, 4) for field in DATES}, {"order": "8190123456789012", "item": "Blue lamp"}, "es"
)  # fmt: skip


def test_typed_details_fill_the_blanks_in_the_messages_language() -> None:
    """Texts go in as typed, dates as the message's language writes them."""
    note = message(("Order {order}, paid on {paid}.", "Pedido {order}, pagado el {paid}."))
    details = Details({"paid": date(2026, 12, 4)}, {"order": "819"})
    assert write(note, "en", details, timed()) == "Order 819, paid on Friday 4 December 2026."
    assert write(note, "es", details, timed()) == "Pedido 819, pagado el viernes 4 de diciembre de 2026."


def test_a_sentence_without_its_date_is_left_out() -> None:
    """An empty date takes its sentence with it; an empty order number or item leaves a gap to fill in."""
    note = message(("Cancel {order} ({item}).", "Cancela {order} ({item})."), ("Paid {paid}.", "Pagado {paid}."))
    assert write(note, "en", EMPTY, timed()) == "Cancel [order number]."
    assert write(note, "es", EMPTY, timed()) == "Cancela [número de pedido]."
    assert placeholders(note) == {"order", "item", "paid"}


@given(st.text(min_size=1, max_size=80))
def test_what_is_typed_is_never_read_as_a_blank(typed: str) -> None:
    """Braces and backslashes in an item stand in the message as they were typed."""
    note = message(("I bought {item}.", "Compré {item}."))
    for item in (typed, "{paid}", "{item}", "\\1 {order}"):
        assert write(note, "en", Details({}, {"item": item}), timed()) == f"I bought {item}."


@pytest.mark.parametrize("note", MESSAGES, ids=lambda note: note.id)
def test_shipped_messages_are_whole(note: Message) -> None:
    """Known blanks only, the same in all languages of every sentence, and an order number in every message."""
    for sentence in note.sentences:
        assert set(sentence) == set(shipped("policy")["languages"])
        blanks = {lang: sorted(re.findall(r"\{(.*?)\}", text)) for lang, text in sentence.items()}
        assert all(found == blanks["en"] for found in blanks.values()), sentence
        assert set(blanks["en"]) <= set(BY_ID), sentence
        assert len({len(re.findall(r"\[.*?\]", text)) for text in sentence.values()}) == 1, sentence
    assert "order" in placeholders(note)
    assert all(set(line) == set(shipped("policy")["languages"]) for line in note.evidence)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("note", MESSAGES, ids=lambda note: note.id)
def test_shipped_messages_are_short_and_finished(note: Message, lang: str) -> None:
    """Filled in or empty, a message has no open blank, fits a chat box, and is no more than nine sentences."""
    for details in (EMPTY, FULL):
        text = write(note, lang, details, timed())
        assert "{" not in text and "}" not in text and "  " not in text
        assert 80 < len(text) < 700
    assert len(note.sentences) <= 9


def test_spanish_messages_address_people_as_agreed() -> None:
    """The seller is tú; nobody is usted; support and bank are addressed impersonally."""
    for note in MESSAGES:
        text = write(note, "es", FULL, timed()).casefold()
        assert not re.search(r"\b(usted|ustedes|vosotros|vuestr\w+)\b", text), note.id
        if note.to != "seller":
            assert not re.search(r"\b(tú|te|ti|tu|tus|dime|puedes|mándame)\b", text), note.id


def test_every_message_has_an_id_that_says_to_whom_it_goes() -> None:
    """There are messages for many situations, each has its own id, and the id says to whom it goes."""
    assert len({note.id for note in MESSAGES}) == len(MESSAGES) > 30
    assert all(note.id.startswith(f"{note.to}-") for note in MESSAGES)
