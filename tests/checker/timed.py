"""A policy made by hand for clocks, details and messages: the shipped date words, and nothing else of what ships."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import Any

from checker.load import FOLDER
from checker.model import Clock, DateWords, End, Fact, Mark, Message, Policy, Span, Turn, Zone

CHECKED = date(2026, 11, 22)

WORDS = {
    "blank-order": {"en": "[order number]", "es": "[número de pedido]"},
    "blank-item": {"en": "[item]", "es": "[artículo]"},
    "field-paid": {"en": "Day you paid", "es": "Día en que pagaste"},
    "field-shipped": {"en": "Day it was shipped", "es": "Día en que se envió"},
    "field-item": {"en": "Item", "es": "Artículo"},
    "problem-order": {"en": "“{field}” lies before “{other}”.", "es": "«{field}» es anterior a «{other}»."},
    "problem-too-long": {"en": "“{field}”: the first {max} characters.", "es": "«{field}»: {max} caracteres."},
    "problem-clock": {"en": "Today is {today}.", "es": "Hoy es {today}."},
}


def shipped(name: str) -> dict[str, Any]:
    """A policy file that ships, parsed."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def date_words() -> DateWords:
    """How each language writes a day, as it ships."""
    raw = shipped("dates")
    months = {lang: tuple(names) for lang, names in raw["months"].items()}
    days = {lang: tuple(names) for lang, names in raw["weekdays"].items()}
    return DateWords(months, days, raw["pattern"], raw["short"])


def mark(at: End, turn: Turn) -> Mark:
    """A mark whose text names it."""
    return Mark(at, turn, {"en": f"{turn} {at}", "es": f"{turn} {at} (es)"})


def clock(
    *marks: Mark, starts: str = "delivered", zone: Zone = "platform", ident: str = "clock", unless: str | None = None
) -> Clock:
    """A clock over the fact of its own name."""
    return Clock(ident, starts, f"{ident}-fact", zone, {"en": "usually", "es": "por lo general"}, marks, unless)


def timed(*clocks: tuple[Clock, Span]) -> Policy:
    """A policy with these clocks, each with the span of its fact."""
    facts = {one.fact: Fact(one.fact, {"en": "", "es": ""}, "settled", CHECKED, (), span=span) for one, span in clocks}
    return Policy(
        version="1", languages=("en", "es"), questions={}, rules={}, outcomes={}, facts=facts, sources={}, labels={},
        signs={}, countries={}, rights={}, banks={}, offices={}, messages={}, clocks={one.id: one for one, _ in clocks},
        stages={}, rungs={}, changes={}, moves={}, concepts={}, cues={}, dates=date_words(), words=WORDS,
    )  # fmt: skip


def message(*sentences: tuple[str, str]) -> Message:
    """A message to the seller of English and Spanish sentences."""
    return Message(
        "test",
        "seller",
        {"en": "A test", "es": "Una prueba"},
        tuple({"en": english, "es": spanish} for english, spanish in sentences),
    )
