"""Reads what a buyer pastes from an order page, its tracking or an email: stage, days, order number, buttons.

What a text means is data (signs.toml). A text counts only in its place; what is unknown stays unknown and is asked.
That something is not in the text tells nothing. Never raises, keeps nothing, and returns only texts that it relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checker.paste import flatten
from checker.paste.findings import PAGE, Finding, Group, groups, rank
from checker.paste.lexicon import Day, Lexicon
from checker.paste.tokens import tokens

STAGE = "stage"
EARLIER = ("protected",)
"""Days of which, where a text has two, the earlier counts: an order page and its tracking page differ by one."""
MOST_ORDERS = 50
MOST_SEEN = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that was relied on, and what it was taken for.

    `means`: an answer ("stage.shipped"), the field of a day, "order", or the label of a button. It is "stage" for a
    status that is not known.
    """

    text: str
    means: str


@dataclass(frozen=True, slots=True)
class Order:
    """What was read of one order. `doubts`: questions and fields that the buyer has to confirm or fill in."""

    answers: Mapping[str, str]
    dates: Mapping[str, date]
    number: str | None
    seen: tuple[Seen, ...]
    doubts: tuple[str, ...]


def read(lexicon: Lexicon, *, text: str = "", html: str = "") -> tuple[Order, ...]:
    """The orders in a paste, in its order; empty where none could be read. The markup goes first, the text second."""
    if html and (found := _orders(lexicon, flatten.markup(html, lexicon.cards, lexicon.statuses))):
        return found
    if flatten.is_markup(text):
        return _orders(lexicon, flatten.markup(text, lexicon.cards, lexicon.statuses))
    return _orders(lexicon, flatten.plain(text))


def as_data(order: Order) -> dict[str, Any]:
    """An order as JSON's own types, its days as YYYY-MM-DD."""
    return {
        "answers": dict(order.answers),
        "dates": {field: day.isoformat() for field, day in order.dates.items()},
        "order": order.number,
        "seen": [{"text": seen.text, "means": seen.means} for seen in order.seen],
        "doubts": list(order.doubts),
    }


def _orders(lexicon: Lexicon, lines: Iterable[flatten.Line]) -> tuple[Order, ...]:
    found = groups(tokens(lexicon, lines))[:MOST_ORDERS]
    orders = map(_order, found)
    return tuple(order for order in orders if order.answers or order.dates or order.number or order.doubts)


def _order(group: Group) -> Order:
    """What the findings about one order come to together. Where they disagree, the buyer is asked."""
    doubts: dict[str, None] = {}
    answers = dict(_stage(group.findings, doubts))
    for finding in group.findings:
        if finding.origin == "button" and finding.means:
            question, _, answers[question] = finding.means.partition(".")
            if finding.reading and finding.reading.doubtful:
                doubts[question] = None
    dates = dict(_dates(group.findings, doubts))
    seen = dict.fromkeys(Seen(finding.text, means) for finding in group.findings for means in _taken_for(finding))
    return Order(answers, dates, group.number, tuple(seen)[:MOST_SEEN], tuple(doubts))


def _taken_for(finding: Finding) -> tuple[str, ...]:
    if finding.reading is None:
        return (STAGE,)
    sign = finding.reading.sign
    return finding.answers or ("order" if finding.origin == "number" else sign.day or finding.reading.name,)


def _stage(findings: Sequence[Finding], doubts: dict[str, None]) -> Iterator[tuple[str, str]]:
    """The stage: as the order's own page has it, else the list, else a parcel: its last step, of several the first.

    A sentence about a request gives the answer to what that stage asks, too.
    """
    statuses = [each for each in findings if each.reading is None or each.reading.sign.kind in ("status", "dialog")]
    own = [each for each in statuses if each.origin == PAGE] or statuses
    latest: dict[str | None, Finding] = {}
    for finding in findings:
        if finding.origin in ("step", "mail") and finding.means:
            before = latest.get(finding.parcel, latest.get(None, finding))
            latest[finding.parcel] = max(before, finding, key=rank)
    whole = latest.pop(None, None)
    parcels = [max(each, whole or each, key=rank) for each in latest.values()]
    parcels = sorted(parcels or ([whole] if whole else []), key=rank)
    told = [*own, *parcels]
    best = next((each for each in told if each.means), None)
    for answer in best.answers if best else ():
        question, _, option = answer.partition(".")
        yield question, option
    doubtful = best is None or best.reading is None or best.reading.doubtful
    if told and (doubtful or len({each.means for each in told}) > 1):
        doubts[STAGE] = None


def _dates(findings: Sequence[Finding], doubts: dict[str, None]) -> Iterator[tuple[str, date]]:
    """The days by field: what a label gives goes before a step of the parcel. In emails, numbers begin with the day."""
    mailed = any(each.origin == "mail" for each in findings)
    told: dict[str, dict[bool, list[tuple[Day, bool]]]] = {}
    for finding in findings:
        if finding.reading and finding.reading.sign.day and finding.day:
            guess = finding.reading.seen.grade == "guess"
            origins = told.setdefault(finding.reading.sign.day, {})
            origins.setdefault(finding.origin == "step", []).append((finding.day, guess or finding.day.swapped))
    for field, origins in told.items():
        days = [each for each in origins.get(False) or origins[True] if mailed or not each[0].swapped]
        # The same day from a better text is sure.
        read = {day.on: unsure for day, unsure in sorted(days, key=lambda each: not each[1]) if day.on}
        chosen = min(read, default=None)
        alone = len(read) == 1 or field in EARLIER
        if chosen and alone:
            yield field, chosen
        if not chosen or not alone or read[chosen]:
            doubts[field] = None
