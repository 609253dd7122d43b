"""The calendar file, read back by a real parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from checker.clocks import Deadline
from checker.ics import calendar

STAMP = date(2026, 11, 22)
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


def events(text: str) -> list[Any]:
    """The events of a calendar file. Fails on anything that the parser finds wrong."""
    read = Calendar.from_ical(text)
    found = list(read.walk("VEVENT"))
    assert not read.errors and not [error for event in found for error in event.errors]
    assert read["VERSION"] == "2.0" and "Still in time" in str(read["PRODID"])
    return found


def test_a_deadline_is_an_all_day_event_with_a_reminder() -> None:
    """A parser reads back the day, the words, a stamp in UTC, and an alarm a day before."""
    first, second = events(calendar([BY, FROM], stamp=STAMP, name="Open a dispute, now"))
    assert first["DTSTART"].dt == date(2026, 12, 4) and first["DTSTART"].params["VALUE"] == "DATE"
    assert first["SUMMARY"] == f"AliExpress: {BY.text}"
    assert first["DESCRIPTION"] == "Open a dispute, now"
    assert first["DTSTAMP"].dt == datetime(2026, 11, 22, tzinfo=UTC)
    assert first["UID"] == "dispute-last-by-20261204@still-in-time.invalid"
    (alarm,) = first.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY" and alarm["TRIGGER"].dt == -timedelta(days=1)
    assert second["DTSTART"].dt == date(2028, 2, 29) and second["SUMMARY"] == f"AliExpress: {FROM.text}"


@given(st.lists(made, max_size=6), printed)
def test_any_text_survives_and_every_line_is_lawful(deadlines: list[Deadline], name: str) -> None:
    """Lines end in CRLF, hold at most 75 octets and never split a character; each event has its own UID."""
    text = calendar(deadlines, stamp=STAMP, name=name)
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert all(line.decode() for line in lines)
    read = events(text)
    assert [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in read] == [
        (each.day, f"AliExpress: {each.text}") for each in deadlines
    ]
    assert len({event["UID"] for event in read}) == len(deadlines)
    assert all(str(event["DESCRIPTION"]) == name for event in read)


@given(st.text(st.characters()))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    """Line ends, control characters and half surrogates in a text add no property to the file."""
    forged = Deadline("clock", STAMP, "by", f"{text}\r\nEND:VEVENT\x00\ud800", "paid")
    (event,) = events(calendar([forged], stamp=STAMP, name=text))
    assert event["DTSTART"].dt == STAMP


def test_the_same_deadlines_give_the_same_file() -> None:
    """Importing a file twice changes nothing: all of it follows from what was given."""
    assert calendar([BY, FROM], stamp=STAMP, name="x") == calendar([BY, FROM], stamp=STAMP, name="x")


def test_two_deadlines_of_one_clock_on_one_day_stay_two() -> None:
    """A calendar never takes one of them for a newer version of the other."""
    read = events(calendar([BY, BY], stamp=STAMP, name="x"))
    assert len({event["UID"] for event in read}) == 2
