"""Deadlines as a calendar file (iCalendar, RFC 5545), written here because a library would outweigh the checker."""

from __future__ import annotations

import re
from binascii import crc32
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from checker.deadlines import Deadline

PRODUCT = "-//Still in time//Still in time//EN"
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
"""SEQUENCE counts the minutes from here: it has to grow from file to file, and a calendar keeps 31 bits of it."""

LONGEST_LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
ADDRESS = re.compile(r"[\w\-.~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII)
"""An address of nothing but what RFC 3986 allows in one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of a calendar file says beside its deadline.

    `case` tells one order from another: any text that stays the same for one order. `name` is the answer to look at on
    that day, `url` its address (no field of the file where it is none), and `order` what the reader calls the order (""
    where they named none).
    `made` is the moment of the file, with its zone: a file made later replaces the entries of an earlier one.
    """

    case: str
    name: str
    order: str
    url: str
    made: datetime


def calendar(deadlines: Iterable[tuple[Deadline, Entry]], *, today: date) -> str:
    """The text of a calendar file: one all-day event a deadline from `today` on, or "" where there is none.

    An event has the same UID whatever its day, so that a corrected date moves it. Alarms ring at nine in the morning:
    on the day itself, and for the last day to do something also on the day before.
    """
    count: Counter[str] = Counter()
    events: list[str] = []
    for deadline, entry in deadlines:
        what = f"{deadline.clock}-{deadline.turn}"
        count[what] += 1
        number = f"-{count[what]}" if count[what] > 1 else ""
        if deadline.day >= today:
            events += _event(deadline, f"{what}{number}-{entry.case}@still-in-time.invalid", entry)
    if not events:
        return ""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", *events, "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line))


def case_of(order: str) -> str:
    """What tells an order from others in a calendar without naming its number."""
    return f"{crc32(order.encode()):08x}"


def _event(deadline: Deadline, uid: str, entry: Entry) -> list[str]:
    made = entry.made.astimezone(UTC)
    named = f" ({entry.order})" if entry.order else ""
    what = _escape(f"AliExpress{named}: {deadline.text}")
    about = "\n".join(part for part in (entry.name, entry.order, entry.url) if part)
    alarms = ("-PT15H", "PT9H") if deadline.turn == "by" else ("PT9H",)
    return [
        "BEGIN:VEVENT", f"UID:{_escape(uid)}", f"DTSTAMP:{_day(made)}T{made:%H%M%S}Z",
        f"SEQUENCE:{max(0, (made - EPOCH) // timedelta(minutes=1))}",
        f"DTSTART;VALUE=DATE:{_day(deadline.day)}",
        *([f"DTEND;VALUE=DATE:{_day(deadline.day + timedelta(days=1))}"] if deadline.day < date.max else []),
        f"SUMMARY:{what}", f"DESCRIPTION:{_escape(about)}",
        *([f"URL:{entry.url}"] if ADDRESS.fullmatch(entry.url) else []),
        "TRANSP:TRANSPARENT",
        *(line for trigger in alarms for line in _alarm(what, trigger)),
        "END:VEVENT",
    ]  # fmt: skip


def _alarm(what: str, trigger: str) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{what}", f"TRIGGER:{trigger}", "END:VALARM"]


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escape(text: str) -> str:
    """A text value: what means something in the format is escaped, control characters and half surrogates go."""
    text = re.sub(r"([\\;,])", r"\\\1", text)
    return _plain(re.sub(r"\r\n|[\r\n\u2028\u2029]", r"\\n", text))


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


def _fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, the later ones led by a space, never within a character."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
