"""How far away a deadline is, in words: the nearest one stands with the answer, and none is said of a day gone by."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta

import pytest

from checker.deadlines import Deadline, deadlines
from checker.decide import Verdict, states
from checker.details import Details
from checker.html.blocks.days_left import left, nearest, urgency
from checker.html.view import render
from checker.markup import Place
from checker.model import Policy

TODAY = date(2026, 11, 28)
DAYS = re.compile(r'data-days="([^"]*)"')
EDGE = 4
"""Days by which weekends, hours and zones move a deadline."""


def due(days: int) -> Deadline:
    """Something to do so many days from today."""
    return Deadline("clock", TODAY + timedelta(days=days), "by", "Ask.", "paid")


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (-2, "2 days ago", "hace 2 días"),
        (-1, "yesterday", "ayer"),
        (0, "today", "hoy"),
        (1, "tomorrow", "mañana"),
        (2, "in 2 days", "dentro de 2 días"),
        (40, "in 40 days", "dentro de 40 días"),
    ],
)
def test_days_are_said_as_people_say_them(days: int, english: str, spanish: str, policy: Policy) -> None:
    """Today, tomorrow and yesterday have names, other days a number."""
    assert left(Place(policy, "en"), days) == english
    assert left(Place(policy, "es"), days) == spanish


def test_the_nearest_day_is_never_one_gone_by() -> None:
    """Of several days the first that is not over counts, today included; without today's date none does."""
    assert nearest((due(-1), due(3), due(9)), TODAY) == due(3)
    assert nearest((due(0), due(1)), TODAY) == due(0)
    assert nearest((due(-1),), TODAY) is None
    assert nearest((due(1),), None) is None


def test_a_day_is_more_urgent_the_nearer_it_is() -> None:
    """The form of a day changes at seven, three and one days, and never back."""
    forms = [urgency(days) for days in range(12)]
    assert [forms.index(form) for form in dict.fromkeys(forms)] == [0, 2, 4, 8]


@pytest.mark.cpython_only
def test_a_page_knows_how_long_a_date_gives_a_day(policy: Policy) -> None:
    """What pages from the build say of each date holds: for so long there is a day to come, and then none."""
    place, met = Place(policy, "en"), set()
    for state in states(policy):
        if not isinstance(state.next, Verdict) or state.next.rule.then in met:
            continue
        met.add(state.next.rule.then)
        clocks = policy.outcomes[state.next.rule.then].clocks
        said = DAYS.findall(render(place, state, answered_by="build").html)
        assert bool(said) == bool(clocks)
        for start, count in (pair.split(":") for pair in said[0].split()) if said else ():
            for age in {*range(-1, int(count) - EDGE), *range(int(count) + EDGE, int(count) + 60)}:
                typed = Details({start: TODAY - timedelta(age)})
                found = nearest(deadlines(policy, clocks, typed, lang="en", zone=UTC), TODAY)
                assert bool(found) == (age < int(count)), (state.address, start, age)
