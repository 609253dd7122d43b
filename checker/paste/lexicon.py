"""The texts by which a pasted page or email is read, made ready for searching: those of signs.toml, and days.

Knows no word of any platform. Each pattern here runs in time proportional to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from checker.model import Policy, Sighting, Sign

SHORTEST = 3
"""Letters that at least stand for a month's or a weekday's name."""
FOLDED = str.maketrans("°º’：–—", "oo':--")
GAP = "…"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text tells where it stands in the place of a kind. `name`: the label it was seen for, else the sign.

    `rank`: of several that tell of one order, the higher counts.
    """

    sign: Sign
    name: str
    seen: Sighting
    rank: int

    @property
    def doubtful(self) -> bool:
        """Whether the buyer has to confirm what it says."""
        other = self.sign.kind == "status" and self.seen.place == "tab"
        return self.sign.doubt or self.seen.grade == "guess" or other


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a text has it. `on` is None where no year is written; `swapped` where day and month may be exchanged."""

    on: date | None
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The texts of a policy. `known` leads from a folded text to what it tells, by kind; `mails` are patterns."""

    known: Mapping[str, Mapping[str, Reading]]
    texts: re.Pattern[str]
    resume: re.Pattern[str]
    mails: tuple[tuple[re.Pattern[str], Reading], ...]
    day: re.Pattern[str]
    weekday: re.Pattern[str]
    moment: re.Pattern[str]
    until: re.Pattern[str]
    months: Mapping[str, int]
    cards: frozenset[str]
    statuses: tuple[str, ...]
    links: re.Pattern[str]


def fold(text: str) -> str:
    """A text for comparing: as long as it was, small letters, one way of writing signs that look the same."""
    same = text.translate(FOLDED)
    small = same.lower()
    return small if len(small) == len(same) else same


def lexicon(policy: Policy) -> Lexicon:
    """Make it for a policy."""
    known: dict[str, dict[str, Reading]] = {}
    mails: list[tuple[str, Reading]] = []
    markup: dict[str, list[str]] = {"card-class": [], "status-class": [], "number-link": []}
    for rank, sign in enumerate(policy.signs.values()):
        for reading in _readings(policy, sign, rank):
            text = fold(reading.seen.text.removesuffix(GAP).strip())
            if sign.kind in markup:
                markup[sign.kind].append(reading.seen.text)
            elif sign.kind == "mail":
                mails.append((text, reading))
            elif GAP not in text:
                kinds = known.setdefault(text, {})
                if sign.kind not in kinds or kinds[sign.kind].doubtful:
                    kinds[sign.kind] = reading
    months = _names(policy.dates.months)
    numbers = _one_of(text for text, kinds in known.items() if "number" in kinds)
    day = _day(months)
    words = _one_of(_names(policy.dates.weekdays))
    return Lexicon(
        known,
        re.compile(_one_of(known)),
        re.compile(rf"(?={numbers}[ .:#]{{0,4}}[0-9]{{16}}(?![0-9]))|{day}"),
        tuple((_mail(text), reading) for text, reading in sorted(mails, key=lambda each: -len(each[0]))),
        re.compile(day),
        re.compile(rf"(?:{words}[.,]? )?"),
        re.compile(
            rf"(?:{words}[.,]? ?[|,]? ?)?(?P<day>{day})(?P<time>,? ?[|,]? ?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?"
        ),
        re.compile(rf" ?(?:[-~/]|to |al? |y |and ) ?(?:[0-9]|{_one_of(months)})"),
        months,
        frozenset(markup["card-class"]),
        tuple(markup["status-class"]),
        re.compile(rf"[?&](?:{_one_of(markup['number-link'])})=([0-9]{{16}})(?![0-9])"),
    )


def found_day(lexicon: Lexicon, match: re.Match[str]) -> Day | None:
    """The day that a pattern of the lexicon has met; None where there is no such day."""
    part = match.groupdict()
    year = part["y1"] or part["y2"] or part["y3"] or part["y4"]
    if part["m1"]:
        numbers = [(int(part["m1"]), int(part["d1"]))]
    elif word := part["w2"] or part["w3"]:
        numbers = [(lexicon.months[word], int(part["d2"] or part["d3"]))]
    else:
        first, second = int(part["a"]), int(part["b"])
        numbers = [(second, first), (first, second)]
    days = [day for month, number in numbers if (day := _date(int(year or 2000), month, number))]
    if not days:
        return None
    return Day(days[0] if year else None, len(set(days)) > 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _readings(policy: Policy, sign: Sign, rank: int) -> Iterator[Reading]:
    for ident in sign.labels:
        yield from (Reading(sign, ident, seen, rank) for seen in policy.labels[ident].seen)
    yield from (Reading(sign, sign.id, seen, rank) for seen in sign.seen)


def _names(languages: Mapping[str, tuple[str, ...]]) -> Mapping[str, int]:
    """Each name and its beginnings, to its number; what means two in different languages is left out."""
    found: dict[str, set[int]] = {}
    for names in languages.values():
        for number, name in enumerate(names, start=1):
            for length in range(min(SHORTEST, len(name)), len(name) + 1):
                found.setdefault(fold(name[:length]), set()).add(number)
    return {text: min(numbers) for text, numbers in found.items() if len(numbers) == 1}


def _day(months: Iterable[str]) -> str:
    """A pattern for a day: 2026-09-03, Sep 3, 2026 (also without a year), 3 de septiembre de 2026, 03/09/2026."""
    month, year, no_year = _one_of(months), "20[0-9]{2}", r"(?!,? ?[0-9]{2,}(?![0-9:]))"
    return (
        rf"(?<![0-9])(?:(?P<y1>{year})[-/.](?P<m1>[0-9]{{1,2}})[-/.](?P<d1>[0-9]{{1,2}})(?![0-9])"
        rf"|(?P<w2>{month})\.? ?(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9])(?:,? ?(?P<y2>{year})(?![0-9:])|{no_year})"
        rf"|(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: de |[ -]?)(?P<w3>{month})\.?(?![a-z])"
        rf"(?:(?:,? ?|-| del? )(?P<y3>{year})(?![0-9:])|{no_year})"
        rf"|(?P<a>[0-9]{{1,2}})[/.-](?P<b>[0-9]{{1,2}})[/.-](?P<y4>{year})(?![0-9]))"
    )


def _mail(text: str) -> re.Pattern[str]:
    """A subject as a pattern: the number of an order or of a parcel at each gap, and nothing but its end behind it."""
    parts = (re.escape(part) for part in text.split(GAP))
    return re.compile("([0-9a-z]{1,40})".join(parts) + r" ?(?:[.!?]|-|\||$)")


def _one_of(texts: Iterable[str]) -> str:
    """A pattern for some texts, the longest first; one that never fits where there is none."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else r"(?!)"
