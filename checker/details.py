"""What a reader may type about an order, read with care: nothing typed breaks a page, and nothing is silently believed.

Dates come as `<input type=date>` sends them (YYYY-MM-DD). A date that cannot be right is left out, with an
`InputProblem` that says why; everything else is kept. Nothing here leaves the device or is stored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from checker.deadlines import write_day
from checker.fields import COUNTRY, DATES, TEXTS, Field
from checker.model import Policy

CODES = (
    *("clock", "not-a-date", "out-of-range", "future", "order", "not-text", "too-long", "country"),
    *(field.note for field in TEXTS if field.note),
)
"""Every code that an `InputProblem` can have. Each has its sentence in words.toml, under "problem-<code>"."""

FIRST = date(2010, 1, 1)
"""AliExpress opened in 2010, so no order is older."""

YEARS_AHEAD = 2
SANE_TODAY = (date(2024, 1, 1), date(2100, 12, 31))
"""A device whose own day lies outside of these has a wrong clock."""

NEVER_BEFORE = (
    ("paid", "ordered"), ("asked", "paid"), ("shipped", "paid"), ("promised", "paid"), ("protected", "paid"),
    ("protected", "ordered"), ("delivered", "paid"),
    ("delivered", "shipped"), ("cancelled", "paid"), ("cancelled", "asked"),
    ("refunded", "paid"), ("refunded", "cancelled"), ("dispute", "paid"), ("dispute", "shipped"),
)  # fmt: skip
"""Pairs of days whose first cannot come before its second. The same day is possible."""

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INVISIBLE = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"))
"""Characters that show nothing although Unicode calls them printable."""


NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Why something typed was not used, or was used with a doubt.

    `values` fill the sentence: other (a field), max (code points), first, last and today (days).
    """

    field: str
    code: str
    values: Mapping[str, str | int | date] = NOTHING


@dataclass(frozen=True, slots=True)
class Details:
    """What could be used of what a reader typed, by field, and the problems with the rest. `country` is a known id."""

    dates: Mapping[str, date] = NOTHING
    texts: Mapping[str, str] = NOTHING
    country: str | None = None
    problems: tuple[InputProblem, ...] = ()


EMPTY = Details()


def parse(raw: Mapping[str, object], *, today: date, countries: Collection[str], latest: date | None = None) -> Details:
    """Read typed fields. Never raises: what cannot be used is left out, and `problems` says why.

    `today` is the reader's own day; if it cannot be right, no date is compared with it. Where their time zone is not
    known, `latest` is the last day that it can be. `countries` are the known ids.
    """
    typed = raw if isinstance(raw, Mapping) else {}
    problems: list[InputProblem] = []
    texts = {}
    for field in TEXTS:
        text, found = _text(field, typed.get(field.id))
        problems += found
        if text:
            texts[field.id] = text
    day = today.date() if isinstance(today, datetime) else today
    dates = _dates(typed, day, latest or day, problems)
    country = typed.get(COUNTRY)
    known = country if isinstance(country, str) and country in countries else None
    if known is None and not _blank(country):
        problems.append(InputProblem(COUNTRY, "country"))
    return Details(MappingProxyType(dates), MappingProxyType(texts), known, tuple(problems))


def clean(text: str) -> str:
    """A text as it can be shown anywhere: on one line, without characters that hide or that turn what stands around it.

    What goes: control characters, overrides of the writing direction, zero-width characters, half surrogates.
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in text.translate(INVISIBLE))
    return " ".join("".join(letter for letter in spaced if letter.isprintable()).split())


def explain(problem: InputProblem, policy: Policy, lang: str) -> str:
    """The sentence for a problem: {field} and {other} become the fields' labels, days are written out."""
    values = {name: _shown(name, value, policy, lang) for name, value in problem.values.items()}
    values["field"] = _shown("field", problem.field, policy, lang)
    sentence = policy.words[f"problem-{problem.code}"][lang]
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), sentence)


def _shown(name: str, value: str | int | date, policy: Policy, lang: str) -> str:
    if isinstance(value, date):
        return write_day(value, policy.dates, lang)
    label = policy.words.get(f"field-{value}") if name in ("field", "other") else None
    return label[lang] if label else str(value)


def _dates(typed: Mapping[str, object], today: date, latest: date, problems: list[InputProblem]) -> dict[str, date]:
    known: date | None = latest
    if not SANE_TODAY[0] <= today <= SANE_TODAY[1]:
        problems.append(InputProblem("today", "clock", {"today": today}))
        known = None
    dates: dict[str, date] = {}
    for field in DATES:
        value = typed.get(field.id)
        if _blank(value):
            continue
        read = _day(field, value, known)
        if isinstance(read, InputProblem):
            problems.append(read)
        else:
            dates[field.id] = read
    clashes = list(_clashes(dates))
    problems += clashes
    # Which day of a pair is wrong cannot be known, so neither of them starts a clock.
    doubtful = {clash.field for clash in clashes} | {str(clash.values["other"]) for clash in clashes}
    return {name: day for name, day in dates.items() if name not in doubtful}


def _day(field: Field, value: object, today: date | None) -> date | InputProblem:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value.strip()):
        return InputProblem(field.id, "not-a-date")
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        return InputProblem(field.id, "not-a-date")
    last = _years_later(today or SANE_TODAY[1])
    if not FIRST <= day <= last:
        return InputProblem(field.id, "out-of-range", {"first": FIRST, "last": last if field.ahead else today or last})
    if today and day > today and not field.ahead:
        return InputProblem(field.id, "future")
    return day


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS_AHEAD)
    except ValueError:
        return date(day.year + YEARS_AHEAD, 3, 1)


def _clashes(dates: Mapping[str, date]) -> Iterator[InputProblem]:
    for later, earlier in NEVER_BEFORE:
        if later in dates and earlier in dates and dates[later] < dates[earlier]:
            yield InputProblem(later, "order", {"other": earlier})


def _text(field: Field, value: object) -> tuple[str, list[InputProblem]]:
    if value is None:
        return "", []
    if not isinstance(value, str):
        return "", [InputProblem(field.id, "not-text")]
    text = clean(value)
    if len(text) > field.longest:
        return text[: field.longest].rstrip(), [InputProblem(field.id, "too-long", {"max": field.longest})]
    if field.usual and text and not field.usual.fullmatch(text.replace(" ", "")):
        return text, [InputProblem(field.id, field.note)]
    return text, []


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
