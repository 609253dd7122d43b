"""What a page is told about a pasted text: each order, the state to go to, and what was read in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from checker import details
from checker.deadlines import write_day
from checker.decide import path
from checker.fields import DATES
from checker.model import Option, Policy, Question
from checker.paste import STAGE, Order, as_data, read
from checker.paste.lexicon import Lexicon

BARE = 8
"""Characters of an answer that says nothing without its question, at most."""


def as_reply(policy: Policy, lang: str, found: Sequence[Order]) -> dict[str, Any]:
    """Orders as plain data, and `says`: what to tell where there is none, or more than one.

    An order has what `paste.as_data` gives, `address` (the state that its sure answers lead to) and `says`, sentences.
    """
    listed = [
        {**as_data(order), "address": path(policy, sure(order)).address, "says": sentences(policy, lang, order)}
        for order in found
    ]
    return {"lang": lang, "orders": listed, "says": summary(policy, lang, found)}


def orders(lexicon: Lexicon, today: date, latest: date, *, text: str, html: str) -> list[Order]:
    """The orders of a paste. A day that cannot be right is left out, and is a doubt.

    `today` is the reader's own day, `latest` the last day that it can be where they are.
    """
    return [_sane(order, today, latest) for order in read(lexicon, text=text, html=html)]


def sure(order: Order) -> dict[str, str]:
    """The answers that are not in doubt."""
    return {question: option for question, option in order.answers.items() if question not in order.doubts}


def summary(policy: Policy, lang: str, orders: Sequence[Order]) -> str:
    """What to tell of no order, or of several; "" of one."""
    if len(orders) == 1:
        return ""
    return _say(policy, lang, "read-several" if orders else "read-nothing", count=str(len(orders)))


def sentences(policy: Policy, lang: str, order: Order) -> list[str]:
    """What was read of an order, and what has to be checked, in the words of a language."""
    return list(_sentences(policy, lang, order))


def _sane(order: Order, today: date, latest: date) -> Order:
    """An order without the days that cannot be right on the reader's own day."""
    typed = details.parse(as_data(order)["dates"], today=today, latest=latest, countries=())
    wrong = [field for field in order.dates if field not in typed.dates]
    dates = {field: day for field, day in order.dates.items() if field not in wrong}
    return replace(order, dates=dates, doubts=tuple(dict.fromkeys([*order.doubts, *wrong])))


def _sentences(policy: Policy, lang: str, order: Order) -> Iterator[str]:
    quoted: dict[str, str] = {}
    for each in order.seen:
        quoted.setdefault(each.means, each.text)
    for question, chosen in order.answers.items():
        means = meaning(policy, lang, question, chosen)
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


def meaning(policy: Policy, lang: str, question: str, chosen: str) -> str:
    """What a text of the page was taken for, in a reader's words."""
    asked = policy.questions[question]
    means = in_words(asked.options[chosen], lang)
    return means if question == STAGE else f"{asked.text[lang]} {means}"


def in_words(option: Option, lang: str) -> str:
    """An option for somebody who does not have the platform's own word before their eyes."""
    return option.hint[lang] if option.quoted and option.hint else option.text[lang]


def alone(question: Question, option: Option, lang: str) -> str:
    """An answer where its question is not in sight: a bare “Yes” or “No” has it before itself."""
    said = in_words(option, lang)
    return said if question.id == STAGE or len(said) > BARE else f"{question.text[lang]} {said}"


def _say(policy: Policy, lang: str, key: str, **values: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), policy.words[key][lang])
