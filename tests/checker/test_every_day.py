"""What depends on days, on every day from 2024 to 2032: none of them surprises anybody."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from itertools import cycle, pairwise

import pytest

from checker.bundled import bundled
from checker.deadlines import SystemZone, deadlines, last_day, write_day
from checker.decide import State, Verdict, states
from checker.details import SANE_TODAY, Details, parse
from checker.fields import DATES
from checker.live import Live
from checker.model import Period, Policy

ENTRY = re.compile(r"^DTSTART;VALUE=DATE:(\d{8})", re.MULTILINE)

DAY = timedelta(days=1)
YEARS = [
    pytest.param(year, marks=[] if year in (2027, 2028) else pytest.mark.cpython_only) for year in range(2024, 2033)
]
"""Each begins and ends with a turn of the year. Inside Pyodide, a common year and a leap year are enough."""


def days_of(year: int) -> list[date]:
    """Every day of a year, and the two on either side of it that a device's clock can show."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = [first + number * DAY for number in range(-2, (last - first).days + 3)]
    return [day for day in found if day >= SANE_TODAY[0]]


def with_clocks(policy: Policy) -> list[State]:
    """One state for each outcome that has deadlines."""
    found: dict[str, State] = {}
    for state in states(policy):
        if isinstance(state.next, Verdict) and policy.outcomes[state.next.rule.then].clocks:
            found.setdefault(state.next.rule.then, state)
    return list(found.values())


@pytest.mark.parametrize("year", YEARS)
def test_what_may_be_typed_is_the_same_on_every_day(year: int) -> None:
    """Today and yesterday are taken in every field, and tomorrow only where it may lie ahead."""
    for today in days_of(year):
        for name, ahead in ((field.id, field.ahead) for field in DATES):
            for typed in (today - DAY, today):
                read = parse({name: typed.isoformat()}, today=today, countries=())
                assert (read.dates, read.problems) == ({name: typed}, ()), today
            read = parse({name: (today + DAY).isoformat()}, today=today, countries=())
            assert [problem.code for problem in read.problems] == ([] if ahead else ["future"]), today


@pytest.mark.parametrize("year", YEARS)
def test_deadlines_move_on_with_the_day(year: int, policy: Policy) -> None:
    """Each shipped clock gives its deadlines on every day, and none sooner than for the day before."""
    for clock in policy.clocks.values():
        found = [
            [each.day for each in deadlines(policy, [clock.id], Details({clock.starts: day}), lang="en", zone=UTC)]
            for day in days_of(year)
        ]
        assert all(len(each) == len(clock.mark) for each in found), clock.id
        assert all(min(each) >= day - DAY for day, each in zip(days_of(year), found, strict=True)), clock.id
        assert all(earlier <= later for pair in pairwise(found) for earlier, later in zip(*pair, strict=True)), clock.id


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_written_once(year: int, policy: Policy) -> None:
    """No two days are written alike, and each is written with its own number and year, in every language."""
    for lang in policy.languages:
        for weekday in (True, False):
            written = {write_day(day, policy.dates, lang, weekday=weekday): day for day in days_of(year)}
            assert list(written.values()) == days_of(year)
            assert all(f"{day.year}" in text and f"{day.day}" in text.split() for text, day in written.items())


@pytest.mark.parametrize("year", YEARS)
def test_legal_periods_end_on_every_day(year: int, policy: Policy) -> None:
    """A period of any right ends so many days after its start, and one of business days on no week-end."""
    periods = {right.period for right in policy.rights.values() if right.period} | {Period(5, "business-days", "paid")}
    for period in periods:
        for day in days_of(year):
            end = last_day(period, day)
            if period.unit == "business-days":
                assert end.weekday() < 5 and end - day >= period.count * DAY, (period, day)
            else:
                assert end - day == period.count * DAY, (period, day)


@pytest.mark.cpython_only
@pytest.mark.parametrize("year", YEARS)
def test_an_answer_has_its_deadlines_on_every_day(year: int) -> None:
    """On any day, what was typed yesterday gives dated deadlines, a calendar of those ahead, and no problem."""
    policy = bundled()
    session, turns = Live(policy, "test"), cycle(with_clocks(policy))
    for number, today in enumerate(days_of(year)):
        state, lang = next(turns), policy.languages[number % len(policy.languages)]
        assert isinstance(state.next, Verdict)
        clocks = policy.outcomes[state.next.rule.then].clocks
        yesterday = today - DAY
        typed = {policy.clocks[clock].starts: yesterday for clock in clocks}
        answer = session.answer(
            {
                "lang": lang,
                "address": state.address,
                "today": today.isoformat(),
                "details": {name: day.isoformat() for name, day in typed.items()},
            }
        )
        assert "fault" not in answer and "sit-problems" not in answer["html"], (today, state.address)
        due = deadlines(policy, clocks, Details(typed), lang=lang, zone=SystemZone())
        ahead = [each for each in due if each.day >= today]
        entries = [date.fromisoformat(day) for day in ENTRY.findall(answer["calendar"])]
        assert due and {each.day for each in ahead} <= set(entries), (today, state.address)
        assert all(day >= today for day in entries), (today, state.address)
        assert ("data-calendar" in answer["html"]) == bool(entries), (today, state.address)
        assert all(write_day(each.day, policy.dates, lang) in answer["html"] for each in due), (today, state.address)
        assert ("sit-nearest" in answer["html"]) == bool(ahead), (today, state.address)
        if ahead:
            card = answer["html"].partition('class="sit-nearest"')[2].partition("</p>")[0]
            assert write_day(ahead[0].day, policy.dates, lang) in card, (today, state.address)
        assert all(f'value="{day.isoformat()}"' in answer["html"] for day in typed.values()), (today, state.address)
