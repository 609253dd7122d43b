"""The calendar file, read back by a real parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from checker.deadlines import Deadline
from checker.ics import Entry, calendar, case_of

TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
URL = "https://still-in-time.example/es/check/stage.shipped/"
ORDER = Entry("c0ffee", "Open a dispute, now", "Blue lamp; 20 cm · 8190123456789012", URL, MADE)
UNKNOWN = Entry("c0ffee", "x", "", "", MADE)
BY = Deadline("dispute-last", date(2026, 12, 4), "by", "Last day; really, the last: C:\\x\nAsk…", "promised")
FROM = Deadline("refund", date(2028, 2, 29), "from", "Pide el reembolso, ¡ya! 灯🛒" * 12, "cancelled")

printed = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)
made = st.builds(
    Deadline,
    st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True),
    st.dates(),
    st.sampled_from(("by", "from")),
    printed,
    st.just("paid"),
)


def of(deadlines: list[Deadline], entry: Entry, today: date = TODAY) -> str:
    """The file of deadlines that all lead to one answer."""
    return calendar([(each, entry) for each in deadlines], today=today)


def events(text: str) -> list[Any]:
    """The events of a calendar file. Fails on anything that the parser finds wrong."""
    read = Calendar.from_ical(text)
    found = list(read.walk("VEVENT"))
    assert not read.errors and not [error for event in found for error in event.errors]
    assert read["VERSION"] == "2.0" and "Still in time" in str(read["PRODID"])
    return found


def test_a_deadline_is_an_all_day_event_of_one_day() -> None:
    """A parser reads back the day and its end, the words, the order, the way back to the answer and a stamp in UTC."""
    first, second = events(of([BY, FROM], ORDER))
    assert first["DTSTART"].dt == date(2026, 12, 4) and first["DTSTART"].params["VALUE"] == "DATE"
    assert first["DTEND"].dt == date(2026, 12, 5) and first["DTEND"].params["VALUE"] == "DATE"
    assert first["SUMMARY"] == f"AliExpress ({ORDER.order}): {BY.text}"
    assert str(first["DESCRIPTION"]).split("\n") == [ORDER.name, ORDER.order, URL]
    assert first["URL"] == URL
    assert first["DTSTAMP"].dt == MADE
    assert second["DTSTART"].dt == date(2028, 2, 29) and second["SUMMARY"].endswith(f": {FROM.text}")


def test_alarms_ring_in_the_morning_and_none_before_a_day_to_begin() -> None:
    """The last day for something is announced the day before and on the day, a first day on the day alone; at nine."""
    rings = [
        [(event["DTSTART"].dt - date(2026, 1, 1)) + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        for event in events(of([BY, FROM], ORDER))
    ]
    nine = timedelta(hours=9)
    by, begins = BY.day - date(2026, 1, 1), FROM.day - date(2026, 1, 1)
    assert rings == [[by - timedelta(days=1) + nine, by + nine], [begins + nine]]


@given(st.lists(made, max_size=6), printed, st.dates())
def test_any_text_survives_and_every_line_is_lawful(deadlines: list[Deadline], name: str, today: date) -> None:
    """Lines end in CRLF, hold at most 75 octets and never split a character; each event has its own UID.

    A day that has passed has no entry, and where none is left there is no file.
    """
    text = of(deadlines, replace(UNKNOWN, name=name, order=name), today)
    ahead = [each for each in deadlines if each.day >= today]
    assert bool(text) == bool(ahead)
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert all(line.decode() for line in lines)
    read = events(text) if text else []
    named = f" ({name})" if name else ""
    assert [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in read] == [
        (each.day, f"AliExpress{named}: {each.text}") for each in ahead
    ]
    assert len({event["UID"] for event in read}) == len(ahead)


@given(st.text(st.characters()))
@example("\\N")
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    """Line ends, control characters, half surrogates and escapes of a text's own add no property to the file."""
    forged = Deadline("clock", TODAY, "by", f"{text}\r\nEND:VEVENT\x00\ud800", "paid")
    entry = Entry(text, text, text, f"https://x/{text}\r\nEND:VEVENT", MADE)
    (event,) = events(of([forged], entry))
    assert event["DTSTART"].dt == TODAY
    assert "URL" not in event, "it is no address, and calendars take a backslash in it for an escape"


def test_a_corrected_date_moves_its_entry() -> None:
    """The entry keeps its UID and gets a later number, so that a calendar replaces it and no wrong day stays behind."""
    (first,) = events(of([BY], ORDER))
    later = replace(ORDER, made=MADE + timedelta(minutes=1))
    (second,) = events(of([replace(BY, day=date(2026, 12, 5))], later))
    assert first["UID"] == second["UID"]
    assert (
        first["SEQUENCE"] + 1 == second["SEQUENCE"] == (later.made - datetime(2024, 1, 1, tzinfo=UTC)).days * 1440 + 571
    )


def test_two_orders_are_two_sets_of_entries() -> None:
    """The same days of another order leave the first one's entries alone, and no UID tells an order's number."""
    orders = [case_of(number) for number in ("8190123456789012", "8190123456809012")]
    read = [events(of([BY, FROM], replace(ORDER, case=case))) for case in orders]
    uids = [str(event["UID"]) for each in read for event in each]
    assert len(set(uids)) == 4
    assert not [uid for uid in uids if "8190123456" in uid]


def test_the_same_deadlines_give_the_same_file() -> None:
    """Importing a file twice changes nothing: all of it follows from what was given."""
    assert of([BY, FROM], ORDER) == of([BY, FROM], ORDER)


def test_two_deadlines_of_one_clock_stay_two() -> None:
    """A calendar never takes one of them for a newer version of the other, whatever their days."""
    read = events(of([BY, BY], ORDER))
    assert len({event["UID"] for event in read}) == 2
