"""How old the names are that readers are shown first, counted from a day that is given and never from the clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checker.markup import named
from checker.model import Label, Policy, Sighting

OLD = 365
"""Days after which a name has to be seen again."""


@dataclass(frozen=True, slots=True)
class Old:
    """A name that is shown first, and was last seen over a year ago or on a day that nobody knows."""

    label: Label
    lang: str
    seen: Sighting


def version_day(policy: Policy) -> date:
    """The day of the policy's version. Raises ValueError where the version is no day."""
    return date(*map(int, policy.version.split(".")[:3]))


def last_day(seen: Sighting) -> date | None:
    """The last day on which a text can have been read; None where it has no date."""
    if seen.last is None:
        return None
    year, month, day = (*map(int, seen.last.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def is_old(seen: Sighting, today: date) -> bool:
    """Whether a text was last read over a year before `today`, or has no date."""
    last = last_day(seen)
    return last is None or (today - last).days > OLD


def shown(policy: Policy, label: Label, lang: str) -> Sighting | None:
    """The text that readers of a language are shown first; None where it is a description."""
    return label.best(lang) if named(policy, label.id, lang).seen else None


def old(policy: Policy, today: date) -> Iterator[Old]:
    """Every name that is shown first and is old, by label and language."""
    for label in policy.labels.values():
        for lang in policy.languages:
            seen = shown(policy, label, lang)
            if seen and is_old(seen, today):
                yield Old(label, lang, seen)


def unseen(policy: Policy) -> Iterator[tuple[Label, str]]:
    """The labels that nobody has seen in a language, each with that language."""
    for label in policy.labels.values():
        for lang in policy.languages:
            if shown(policy, label, lang) is None:
                yield label, lang
