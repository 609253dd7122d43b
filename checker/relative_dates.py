"""Days that a sentence names in words ("yesterday", "hace tres días", "el lunes"), as dates for a reader to confirm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from checker.find import LONGEST, Index, folded
from checker.model import DateWords

MOST = 5
"""Days given for one sentence."""


def named(index: Index, words: DateWords, lang: str, text: str, today: date) -> tuple[date, ...]:
    """The days that a sentence names, in its order, each once: what has happened, so up to `today`.

    `words`: the names of weekdays and months; `index`: that of the language, for what else is said of days.
    """
    names = {"weekday": _names(words.weekdays[lang]), "month": _names(words.months[lang])}
    said = folded(text[:LONGEST])
    found: dict[int, date] = {}
    for kind, pattern in _patterns(index, names):
        for match in pattern.finditer(said):
            day = _day(index, names, kind, match, today)
            if day is not None:
                found.setdefault(match.start(), day)
        # What a longer pattern has read, a shorter one does not read again.
        said = pattern.sub(lambda match: " " * len(match[0]), said)
    return tuple(dict.fromkeys(day for _, day in sorted(found.items())))[:MOST]


def _patterns(index: Index, names: Mapping[str, list[str]]) -> list[tuple[str, re.Pattern[str]]]:
    """What to look for, in this order; the kind of each says how it is read."""
    parts = {
        "{n}": rf"(?P<n>\d{{1,3}}|{_any(_values(index, 'reading-numbers'))})",
        "{unit}": f"(?P<unit>{_any(_values(index, 'reading-units'))})",
        "{month}": f"(?P<month>{_any(names['month'])})",
        "{d}": r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\s*[%\d])",
    }
    rows = [("ago", "reading-ago"), ("date", "reading-dates")]
    shapes = [(kind, entry) for kind, row in rows for entry in index.days[row]]
    patterns = [("back", _any(_values(index, "reading-days-back")))]
    for kind, entry in sorted(shapes, key=lambda shape: -len(shape[1])):
        pattern = re.sub(r"\\?\{(\w+)\\?\}", lambda mark: parts["{" + mark[1] + "}"], re.escape(entry))
        patterns.append((kind, pattern.replace(r"\ ", r"\s+")))
    patterns.append(("weekday", _any(names["weekday"])))
    return [(kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in patterns]


def _day(index: Index, names: Mapping[str, list[str]], kind: str, match: re.Match[str], today: date) -> date | None:
    """The day of a match, the last such one up to today; None where the calendar has none."""
    words = " ".join(match[0].split())
    try:
        if kind == "back":
            return today - timedelta(_values(index, "reading-days-back")[words])
        if kind == "ago":
            number = match["n"]
            times = int(number) if number.isdecimal() else _values(index, "reading-numbers")[number]
            return today - timedelta(times * _values(index, "reading-units")[match["unit"]])
        if kind == "weekday":
            wanted = names["weekday"].index(words)
            return today - timedelta((today.weekday() - wanted - 1) % 7 + 1)
        return _dated(match, names["month"], today)
    except (ValueError, OverflowError):
        return None


def _dated(match: re.Match[str], months: list[str], today: date) -> date | None:
    """The last day of this number up to today, in the month where one is named."""
    number, month = int(match["d"]), match.groupdict().get("month")
    for back in range(13):
        year, before = divmod(today.year * 12 + today.month - 1 - back, 12)
        if month is not None and months[before] != month:
            continue
        try:
            day = date(year, before + 1, number)
        except ValueError:
            continue
        if day <= today:
            return day
    return None


def _values(index: Index, row: str) -> Mapping[str, int]:
    """The entries "yesterday = 1" of a row of synonyms.toml."""
    pairs = (entry.partition("=") for entry in index.days[row])
    return {word.strip(): int(value) for word, _, value in pairs}


def _names(names: tuple[str, ...]) -> list[str]:
    return [folded(name) for name in names]


def _any(words: Mapping[str, int] | list[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
