"""Deadlines as a calendar file (iCalendar, RFC 5545), written here because a library would outweigh the checker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from checker.clocks import Deadline

PRODUCT = "-//Still in time//Still in time//EN"
LONGEST_LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""


def calendar(deadlines: Iterable[Deadline], *, stamp: date, name: str) -> str:
    """The text of a calendar file: one all-day event a deadline, with a reminder a day before.

    `stamp` is the day on which the file is made, `name` what the deadlines belong to. The same deadlines always have
    the same UIDs, so importing twice changes nothing.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    seen: Counter[str] = Counter()
    for deadline in deadlines:
        uid = f"{deadline.clock}-{deadline.turn}-{_day(deadline.day)}"
        seen[uid] += 1
        number = f"-{seen[uid]}" if seen[uid] > 1 else ""
        lines += _event(deadline, f"{uid}{number}@still-in-time.invalid", stamp, name)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line))


def _event(deadline: Deadline, uid: str, stamp: date, name: str) -> list[str]:
    what = f"AliExpress: {_escape(deadline.text)}"
    return [
        "BEGIN:VEVENT", f"UID:{_escape(uid)}", f"DTSTAMP:{_day(stamp)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(deadline.day)}", f"SUMMARY:{what}", f"DESCRIPTION:{_escape(name)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{what}", "TRIGGER:-P1D", "END:VALARM",
        "END:VEVENT",
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escape(text: str) -> str:
    """A text value: what means something in the format is escaped, control characters and half surrogates go."""
    text = re.sub(r"([\\;,])", r"\\\1", text)
    text = re.sub(r"\r\n|[\r\n\u2028\u2029]", r"\\n", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


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
