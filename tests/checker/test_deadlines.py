"""From typed days to deadlines: the buyer's safe side, everywhere on Earth, on every day of the year."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.deadlines import PACIFIC, SystemZone, deadlines, last_day, write_day
from checker.details import Details
from checker.fields import DATES
from checker.model import End, Period, Policy, Span, Turn, Unit, Zone
from tests.checker.timed import clock, date_words, mark, shipped, timed

CALIFORNIA = ZoneInfo("America/Los_Angeles")
MADRID = ZoneInfo("Europe/Madrid")
PLACES = (
    "Africa/Cairo", "America/Buenos_Aires", "America/Havana", "America/Los_Angeles", "America/Santiago",
    "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Etc/GMT+12", "Europe/Lisbon", "Europe/Madrid",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip
DAY = timedelta(days=1)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
fixed_zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
zones: st.SearchStrategy[tzinfo] = st.one_of(st.sampled_from(PLACES).map(ZoneInfo), fixed_zones)
units = st.sampled_from(("hours", "days", "business-days"))
counts = st.integers(0, 200)


def count(
    start: date, span: Span, turn: Turn, *, at: End = "max", zone: tzinfo = MADRID, of: Zone = "platform"
) -> date:
    """The day of one mark."""
    one = clock(mark(at, turn), zone=of)
    (found,) = deadlines(timed((one, span)), ["clock"], Details({"delivered": start}), lang="en", zone=zone)
    return found.day


@pytest.mark.parametrize(
    ("start", "zone", "turn", "span", "expected"),
    [
        # 1 December begins in Madrid at 15:00 of 30 November in California; 15 days later is 15 December, till its end.
        (date(2026, 12, 1), MADRID, "by", Span(15, 15, "days"), date(2026, 12, 15)),
        (date(2026, 12, 1), CALIFORNIA, "by", Span(15, 15, "days"), date(2026, 12, 16)),
        # California's 1 December begins in Madrid at 9:00, so the first whole day is the 2nd.
        (date(2026, 11, 20), MADRID, "from", Span(11, 11, "days"), date(2026, 12, 2)),
        (date(2026, 11, 20), CALIFORNIA, "from", Span(11, 11, "days"), date(2026, 12, 1)),
        # Asked at the last minute of Sunday the 22nd: 24 hours end with the 23rd, 72 with the 25th.
        (date(2026, 11, 22), MADRID, "from", Span(24, 24, "hours"), date(2026, 11, 24)),
        (date(2026, 11, 22), MADRID, "from", Span(72, 72, "hours"), date(2026, 11, 26)),
        (date(2026, 11, 22), MADRID, "by", Span(72, 72, "hours"), date(2026, 11, 24)),
        # The night of 25 October has 25 hours in Spain, that of 29 March 23, so the 72 hours end at 1:00.
        (date(2026, 10, 23), MADRID, "from", Span(72, 72, "hours"), date(2026, 10, 27)),
        (date(2026, 3, 27), MADRID, "from", Span(72, 72, "hours"), date(2026, 4, 1)),
        # Over the Californian change of 1 November, and over a leap day.
        (date(2026, 10, 25), CALIFORNIA, "by", Span(15, 15, "days"), date(2026, 11, 9)),
        (date(2028, 2, 14), CALIFORNIA, "by", Span(15, 15, "days"), date(2028, 2, 29)),
        (date(2028, 2, 29), CALIFORNIA, "by", Span(180, 180, "days"), date(2028, 8, 27)),
        # The far ends of the Earth: the day begins in California on the day before, or on the same one.
        (date(2026, 12, 1), timezone(timedelta(hours=14)), "by", Span(5, 5, "days"), date(2026, 12, 5)),
        (date(2026, 12, 1), timezone(timedelta(hours=14)), "from", Span(5, 5, "days"), date(2026, 12, 7)),
        (date(2026, 12, 1), timezone(timedelta(hours=-12)), "by", Span(5, 5, "days"), date(2026, 12, 5)),
        (date(2026, 12, 1), timezone(timedelta(hours=-12)), "from", Span(5, 5, "days"), date(2026, 12, 7)),
        # In Chile the night to 6 September has no midnight: the day begins at 1:00.
        (date(2026, 9, 5), ZoneInfo("America/Santiago"), "from", Span(24, 24, "hours"), date(2026, 9, 8)),
    ],
)
def test_known_deadlines(start: date, zone: tzinfo, turn: Turn, span: Span, expected: date) -> None:
    """Deadlines that were worked out by hand come out."""
    assert count(start, span, turn, zone=zone) == expected


@pytest.mark.parametrize(
    ("start", "days_after", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 20, date(2026, 12, 18)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 11, 19), 2, date(2026, 11, 23)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
    ],
)
def test_business_days_are_monday_to_friday(start: date, days_after: int, expected: date) -> None:
    """A refund's business days start the day after and step over week-ends, in the reader's own days."""
    assert count(start, Span(days_after, days_after, "business-days"), "from", of="local") == expected


@given(days, counts)
def test_business_days_agree_with_a_slow_count(start: date, number: int) -> None:
    """Counting Mondays to Fridays one by one gives the same day."""
    day, left = start, number
    while left:
        day += DAY
        left -= day.weekday() < 5
    assert last_day(Period(number, "business-days", "delivered"), start) == day


@given(days, counts, zones)
def test_by_is_the_last_day_that_is_safe_as_a_whole(start: date, number: int, zone: tzinfo) -> None:
    """Whenever on the typed day it happened, the shown day ends before California's deadline; the next would not."""
    shown = count(start, Span(number, number, "days"), "by", zone=zone)
    earliest = _begins(start, zone).astimezone(CALIFORNIA).date()
    deadline = _begins(earliest + (number + 1) * DAY, CALIFORNIA)
    assert _begins(shown + DAY, zone) <= deadline < _begins(shown + 2 * DAY, zone)


@given(days, counts, zones)
def test_from_is_the_first_day_that_is_open_as_a_whole(start: date, number: int, zone: tzinfo) -> None:
    """Whenever on the typed day it happened, it is open when the shown day begins; the day before began too early."""
    shown = count(start, Span(number, number, "days"), "from", zone=zone)
    latest = (_begins(start + DAY, zone) - timedelta(microseconds=1)).astimezone(CALIFORNIA).date()
    opens = _begins(latest + number * DAY, CALIFORNIA)
    assert _begins(shown - DAY, zone) < opens <= _begins(shown, zone)


@given(days, st.integers(0, 60), counts, units, zones, st.sampled_from(("platform", "local")))
def test_a_later_start_never_gives_an_earlier_deadline(
    start: date, later: int, number: int, unit: Unit, zone: tzinfo, of: Zone
) -> None:
    """Deadlines are monotone in the typed date."""
    for turn in ("by", "from"):
        first, second = (
            count(day, Span(number, number, unit), turn, zone=zone, of=of) for day in (start, start + later * DAY)
        )
        assert first <= second


@given(days, counts, st.integers(0, 30), units, zones, st.sampled_from(("platform", "local")))
def test_by_never_lies_after_from(start: date, low: int, more: int, unit: Unit, zone: tzinfo, of: Zone) -> None:
    """The cautious last day never comes after the cautious first day of the same span."""
    span = Span(low, low + more, unit)
    assert count(start, span, "by", at="min", zone=zone, of=of) <= count(start, span, "from", zone=zone, of=of)


@given(st.dates(), st.integers(0, 60), zones)
def test_a_day_of_the_page_is_taken_as_it_stands(day: date, number: int, zone: tzinfo) -> None:
    """Its deadline is the calendar day before, its opening the day itself, wherever the reader lives."""
    one = clock(mark("min", "by"), mark("min", "from"), starts="protected", zone="page")
    policy = timed((one, Span(number, number, "days")))
    found = deadlines(policy, ["clock"], Details({"protected": day}), lang="en", zone=zone)
    before = [] if day == date.min else [(day - DAY, "by")]
    assert [(each.day, each.turn) for each in found] == [*before, (day, "from")]


def test_a_clock_is_left_out_where_a_better_day_is_known() -> None:
    """A count of ours says nothing beside the day that the page gives."""
    one = clock(mark("min", "by"), starts="ordered", zone="local", unless="protected")
    policy, ordered = timed((one, Span(30, 60, "days"))), {"ordered": date(2026, 9, 13)}
    (alone,) = deadlines(policy, ["clock"], Details(ordered), lang="en", zone=MADRID)
    assert alone.day == date(2026, 10, 13)
    both = Details({**ordered, "protected": date(2026, 10, 15)})
    assert deadlines(policy, ["clock"], both, lang="en", zone=MADRID) == ()


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Madrid", "Pacific/Auckland"])
def test_the_refund_date_of_the_page_gives_the_day_before_and_then_says_ask_today(policy: Policy, zone: str) -> None:
    """“Refund if no delivery before 15 October”: claim by the 14th; from the 15th on, the page owes the refund."""
    typed = Details({"ordered": date(2026, 9, 13), "protected": date(2026, 10, 15)})
    waiting = policy.outcomes["late-wait"].clocks
    found = deadlines(policy, waiting, typed, lang="en", zone=ZoneInfo(zone))
    assert [(each.day, each.turn) for each in found] == [(date(2026, 10, 14), "by"), (date(2026, 10, 15), "from")]
    assert "Your page promises a refund now: ask today" in found[1].text


def test_deadlines_are_sorted_and_say_what_they_mean() -> None:
    """Every mark of every clock whose day was typed gives a deadline, soonest first, in the language asked for."""
    slow = clock(mark("min", "from"), mark("max", "from"), starts="cancelled", zone="local", ident="slow")
    quick = clock(mark("min", "by"), starts="paid", zone="local", ident="quick")
    absent = clock(mark("min", "by"), starts="dispute", ident="absent")
    policy = timed((slow, Span(1, 20, "business-days")), (quick, Span(3, 5, "days")), (absent, Span(1, 1, "days")))
    details = Details({"cancelled": date(2026, 11, 20), "paid": date(2026, 11, 21)})
    found = deadlines(policy, ["slow", "quick", "absent"], details, lang="es", zone=MADRID)
    assert [(each.clock, each.day.isoformat(), each.turn, each.text, each.starts) for each in found] == [
        ("slow", "2026-11-23", "from", "from min (es)", "cancelled"),
        ("quick", "2026-11-24", "by", "by min (es)", "paid"),
        ("slow", "2026-12-18", "from", "from max (es)", "cancelled"),
    ]


ZONES = {
    "Madrid": MADRID,
    "California": CALIFORNIA,
    "UTC": UTC,
    "system": SystemZone(),
    "-12": timezone(timedelta(hours=-12)),
}


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("start", [date.max, date.max - DAY, date.min, date.min + DAY, date(1969, 7, 20)], ids=str)
def test_the_ends_of_the_calendar_raise_nothing(start: date, zone: tzinfo) -> None:
    """A count that leaves the calendar gives no deadline, and a legal right then ends with the calendar."""
    clocks = [
        (clock(mark("min", turn), zone=of, ident=f"{turn}-{of}-{unit}"), Span(30, 30, unit))
        for turn in ("by", "from")
        for of in ("platform", "local")
        for unit in ("hours", "days", "business-days")
    ]
    typed = Details({"delivered": start})
    found = deadlines(timed(*clocks), [one.id for one, _ in clocks], typed, lang="en", zone=zone)
    assert start > date(2000, 1, 1) or found
    assert last_day(Period(14, "days", "delivered"), date.max) == date.max


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        (date(2026, 11, 20), Period(14, "days", "delivered"), date(2026, 12, 4)),
        (date(2028, 2, 15), Period(14, "days", "delivered"), date(2028, 2, 29)),
        (date(2027, 2, 15), Period(14, "days", "delivered"), date(2027, 3, 1)),
        (date(2026, 12, 24), Period(10, "days", "paid"), date(2027, 1, 3)),
        (date(2026, 11, 20), Period(5, "business-days", "delivered"), date(2026, 11, 27)),
        (date(2026, 11, 21), Period(5, "business-days", "delivered"), date(2026, 11, 27)),
    ],
)
def test_legal_periods_leave_out_the_first_day(start: date, period: Period, expected: date) -> None:
    """The day from which a legal period runs is not counted."""
    assert last_day(period, start) == expected


def test_days_are_written_as_the_language_writes_them() -> None:
    """Names in the language, no leading zero, and Spanish joins with “de”."""
    words = date_words()
    assert write_day(date(2026, 12, 4), words, "en") == "Friday 4 December 2026"
    assert write_day(date(2026, 12, 4), words, "es") == "viernes 4 de diciembre de 2026"
    assert write_day(date(2028, 2, 29), words, "es") == "martes 29 de febrero de 2028"
    assert all(len(words.months[lang]) == 12 and len(words.weekdays[lang]) == 7 for lang in ("en", "es"))


def test_the_shipped_clocks_start_from_days_that_can_be_typed() -> None:
    """Every clock starts from a day that a reader may type, and every mark has all languages."""
    for row in shipped("clocks")["clock"]:
        assert row["starts"] in {field.id for field in DATES}, row["id"]
        assert row["mark"], row["id"]
        assert all(set(each["text"]) == set(shipped("policy")["languages"]) for each in row["mark"]), row["id"]


def test_pacific_time_agrees_with_the_time_zone_database() -> None:
    """From 2024 to 2032: every half hour near a change of the clock, and every seventh hour between."""
    moment, end, near = datetime(2024, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC), timedelta(minutes=30)
    while moment < end:
        ours, theirs = moment.astimezone(PACIFIC), moment.astimezone(CALIFORNIA)
        assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)
        assert (ours.utcoffset(), ours.tzname(), ours.dst()) == (theirs.utcoffset(), theirs.tzname(), theirs.dst())
        assert ours.astimezone(UTC) == moment
        changing = theirs.month in (3, 11) and theirs.day <= 15 and theirs.weekday() in (5, 6)
        moment += near if changing else timedelta(hours=7)


@pytest.mark.parametrize("fold", [0, 1])
def test_pacific_wall_times_agree_with_the_time_zone_database(fold: int) -> None:
    """Wall times that do not exist, or exist twice, mean what Python's own zones take them for."""
    for year in range(2024, 2033):
        for month in (3, 11):
            for minutes in range(0, 15 * 24 * 60, 30):
                wall = datetime(year, month, 1, fold=fold) + timedelta(minutes=minutes)
                wall = wall.replace(fold=fold)
                assert PACIFIC.utcoffset(wall) == CALIFORNIA.utcoffset(wall), wall
    assert PACIFIC.utcoffset(None) is None


@pytest.mark.cpython_only
@pytest.mark.parametrize("place", PLACES)
def test_the_systems_zone_agrees_with_the_time_zone_database(place: str) -> None:
    """Set to any place, the zone made of `time.localtime` gives its wall times, changes of the clock included."""
    expected = ZoneInfo(place)
    with _set_to(place):
        moment = datetime(2025, 12, 31, 12, tzinfo=UTC)
        while moment.year < 2027:
            ours, theirs = moment.astimezone(SystemZone()), moment.astimezone(expected)
            assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold), moment
            assert ours.astimezone(UTC) == moment
            wall = moment.replace(tzinfo=None)
            for fold in (0, 1):
                assert SystemZone().utcoffset(wall.replace(fold=fold)) == expected.utcoffset(wall.replace(fold=fold))
            changing = (moment - DAY).astimezone(expected).utcoffset() != (moment + DAY).astimezone(
                expected
            ).utcoffset()
            moment += timedelta(minutes=30) if changing else timedelta(hours=7)


def test_the_systems_zone_is_what_the_machine_says() -> None:
    """On every day of two years, in this machine's zone, it is the time that the machine shows, inside Pyodide too."""
    for number in range(2 * 366):
        moment = datetime(2027, 1, 1, 12, tzinfo=UTC) + number * DAY
        assert moment.astimezone(SystemZone()).timetuple()[:6] == time.localtime(moment.timestamp())[:6]
    assert SystemZone().utcoffset(None) is None


def _begins(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@contextmanager
def _set_to(place: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = place
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
