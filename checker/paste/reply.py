"""What a page is told about a pasted text: each order, the state to go to, and what was read in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checker import details
from checker.clocks import write_day
from checker.decide import path
from checker.fields import DATES
from checker.model import Policy
from checker.paste import STAGE, Order, as_data, read
from checker.paste.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Reader:
    """Who pasted: their language, their own day, and the last day that it can be where they are."""

    lang: str
    today: date
    latest: date


def reply(policy: Policy, lexicon: Lexicon, reader: Reader, *, text: str, html: str) -> dict[str, Any]:
    """The orders of a paste as plain data, and `says`: what to tell where there is none, or more than one.

    An order has what `paste.as_data` gives, `address` (the state that its sure answers lead to) and `says`, sentences.
    A day that cannot be right is left out, and is a doubt.
    """
    orders = [_sane(reader, order) for order in read(lexicon, text=text, html=html)]
    listed = [
        {**as_data(order), "address": _address(policy, order), "says": sentences(policy, reader.lang, order)}
        for order in orders
    ]
    return {"lang": reader.lang, "orders": listed, "says": summary(policy, reader.lang, orders)}


def summary(policy: Policy, lang: str, orders: Sequence[Order]) -> str:
    """What to tell of no order, or of several; "" of one."""
    if len(orders) == 1:
        return ""
    return _say(policy, lang, "read-several" if orders else "read-nothing", count=str(len(orders)))


def sentences(policy: Policy, lang: str, order: Order) -> list[str]:
    """What was read of an order, and what has to be checked, in the words of a language."""
    return list(_sentences(policy, lang, order))


def _sane(reader: Reader, order: Order) -> Order:
    """An order without the days that cannot be right on the reader's own day."""
    typed = details.parse(as_data(order)["dates"], today=reader.today, latest=reader.latest, countries=())
    wrong = [field for field in order.dates if field not in typed.dates]
    dates = {field: day for field, day in order.dates.items() if field not in wrong}
    return replace(order, dates=dates, doubts=tuple(dict.fromkeys([*order.doubts, *wrong])))


def _address(policy: Policy, order: Order) -> str:
    sure = {question: option for question, option in order.answers.items() if question not in order.doubts}
    return path(policy, sure).address


def _sentences(policy: Policy, lang: str, order: Order) -> Iterator[str]:
    quoted: dict[str, str] = {}
    for each in order.seen:
        quoted.setdefault(each.means, each.text)
    for question, chosen in order.answers.items():
        asked = policy.questions[question]
        option = asked.options[chosen]
        means = option.hint[lang] if option.quoted and option.hint else option.text[lang]
        means = means if question == STAGE else f"{asked.text[lang]} {means}"
        key = "read-doubt" if question in order.doubts else "read-quoted"
        yield _say(policy, lang, key, seen=quoted.get(f"{question}.{chosen}", ""), means=means)
    if STAGE in order.doubts and STAGE in quoted:
        yield _say(policy, lang, "read-unknown", seen=quoted[STAGE])
    if order.number:
        yield _say(policy, lang, "read-value", value=order.number, field=policy.words["field-order"][lang])
    for field in (each.id for each in DATES if each.id in order.dates or each.id in order.doubts):
        label = policy.words[f"field-{field}"][lang]
        if day := order.dates.get(field):
            yield _say(policy, lang, "read-value", value=write_day(day, policy.dates, lang), field=label)
        if field in order.doubts:
            yield _say(policy, lang, "read-day-doubt", field=label)


def _say(policy: Policy, lang: str, key: str, **values: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), policy.words[key][lang])
