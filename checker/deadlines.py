"""From a typed day to dated deadlines, always on the side that is safe for the buyer.

A reader types a whole day, and the event may have happened at any moment of it. So every count is made for the moment
that is worst for the buyer. The day given is then good from its first minute to its last, wherever the reader lives:

* `by`: the whole day lies before the deadline. The count starts at the first moment of the typed day.
* `from`: the whole day lies after the opening. The count starts at the last moment of the typed day.

The platform's clocks count US Pacific days:

* `by`: the deadline is the end, in California, of the earliest Pacific day that the event can have, plus the span. The
  day shown is the reader's last one that ends at or before that moment.
* `from`: the opening is the start, in California, of the latest Pacific day that the event can have, plus the span. The
  day shown is the reader's first one that starts at or after that moment. The first day that is open only in part can
  be a day sooner, but the later day cannot disappoint.

A span of hours starts at the edges of the typed day itself and runs through changes of the clock.

A day that the order page itself gives is taken as it stands, whatever the zones: "by" is the day before it, "from" the
day itself. Clocks in the reader's own zone and legal periods are plain calendar arithmetic; the starting day is not
counted. Business days are Monday to Friday. Holidays are not counted, since they differ by country and bank: what a
bank has to do may really be due a little later than shown.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from checker.model import Clock, DateWords, Mark, Period, Policy, Span

if TYPE_CHECKING:
    from checker.details import Details

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
STANDARD = -8 * HOUR


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day to act. `turn`: "by" that day at the latest, or "from" that day on.

    `text` says, in one language, what the day means. `clock` and `starts` are the ids of the clock and of the typed
    date that it counts from.
    """

    clock: str
    day: date
    turn: str
    text: str
    starts: str


def deadlines(
    policy: Policy, clock_ids: Iterable[str], details: Details, *, lang: str, zone: tzinfo
) -> tuple[Deadline, ...]:
    """The deadlines of some clocks whose starting day was typed, sorted by day. `zone` is where the reader is.

    A count that would leave the calendar (year 9999) gives no deadline; unknown clock ids raise `KeyError`.
    """
    found = []
    for ident in clock_ids:
        clock = policy.clocks[ident]
        start, span = details.dates.get(clock.starts), policy.facts[clock.fact].span
        if start is None or (span is None and clock.zone != "page") or clock.unless in details.dates:
            continue
        for mark in clock.mark:
            day = _mark_day(clock, mark, span, start, zone)
            if day is not None:
                found.append(Deadline(ident, day, mark.turn, mark.text[lang], clock.starts))
    return tuple(sorted(found, key=lambda deadline: deadline.day))


def last_day(period: Period, start: date) -> date:
    """The last day of a legal right: the starting day itself is not counted. No later than the calendar's last day.

    Where a law moves an end on a Sunday or holiday to the next working day, the day given is the earlier, safer one.
    """
    try:
        return _later(start, period.count, period.unit)
    except OverflowError:
        return date.max


def write_day(day: date, words: DateWords, lang: str, *, weekday: bool = True) -> str:
    """A day as the language writes it: "Friday 4 December 2026", or without the weekday "4 December 2026"."""
    return (words.pattern if weekday else words.short)[lang].format(
        weekday=words.weekdays[lang][day.weekday()],
        day=day.day,
        month=words.months[lang][day.month - 1],
        year=day.year,
    )


class Pacific(tzinfo):
    """US Pacific time by the rule in force since 2007: summer time from March's second to November's first Sunday.

    It changes at 2:00. Written here because the browser carries no time zone database; wrong for years before 2007.
    """

    __slots__ = ()

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Hours from UTC. In the hour that does not exist or exists twice, `fold` decides as everywhere in Python."""
        return None if moment is None else STANDARD + self.dst(moment)

    def dst(self, moment: datetime | None) -> timedelta:
        """One hour in summer, else none."""
        if moment is None:
            return timedelta()
        wall = moment.replace(tzinfo=None)
        start, end = _summer(wall.year)
        if start <= wall < start + HOUR:
            summer = bool(moment.fold)
        elif end - HOUR <= wall < end:
            summer = not moment.fold
        else:
            summer = start < wall < end
        return HOUR if summer else timedelta()

    def tzname(self, moment: datetime | None) -> str:
        """PST, or PDT in summer."""
        return "PDT" if self.dst(moment) else "PST"

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time of a moment that is given in UTC."""
        utc = moment.replace(tzinfo=None)
        start, end = _summer(utc.year)
        ends = end - STANDARD - HOUR
        if start - STANDARD <= utc < ends:
            return moment + STANDARD + HOUR
        return (moment + STANDARD).replace(fold=int(ends <= utc < ends + HOUR))


class SystemZone(tzinfo):
    """The zone that the machine is set to (in a browser, the reader's), from `time.localtime` alone.

    Raises `OverflowError`, `OSError` or `ValueError` for moments that the system cannot convert.
    """

    __slots__ = ()

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Hours from UTC at a wall time, found between the offsets of the day before and the day after."""
        if moment is None:
            return None
        wall = moment.replace(tzinfo=None)
        before, after = _offset(wall - DAY), _offset(wall + DAY)
        if before != after:
            fits = [offset for offset in (before, after) if _offset(wall - offset) == offset]
            if len(fits) == 1:
                return fits[0]
        return after if moment.fold else before

    def dst(self, moment: datetime | None) -> None:
        """Not known."""

    def tzname(self, moment: datetime | None) -> str:
        """Only that it is local."""
        return "local"

    def fromutc(self, moment: datetime) -> datetime:
        """The wall time of a moment that is given in UTC."""
        offset = _offset(moment.replace(tzinfo=None))
        wall = moment + offset
        return wall if wall.utcoffset() == offset else wall.replace(fold=1)


PACIFIC = Pacific()


def _mark_day(clock: Clock, mark: Mark, span: Span | None, start: date, zone: tzinfo) -> date | None:
    """The day to show for a mark, or None where it cannot be written or the system cannot convert it."""
    try:
        if span is None or clock.zone == "page":
            return start - DAY if mark.turn == "by" else start
        count = span.min if mark.at == "min" else span.max
        if span.unit != "hours" and clock.zone == "local":
            return _later(start, count, span.unit)
        if mark.turn == "by":
            first = _midnight(start, zone)
            if span.unit == "hours":
                end = first + count * HOUR
            else:
                end = _midnight(_later(first.astimezone(PACIFIC).date(), count, span.unit) + DAY, PACIFIC)
            return end.astimezone(zone).date() - DAY
        over = _midnight(start + DAY, zone)
        if span.unit == "hours":
            opens = over + count * HOUR
        else:
            latest = (over - timedelta.resolution).astimezone(PACIFIC).date()
            opens = _midnight(_later(latest, count, span.unit), PACIFIC)
        day = opens.astimezone(zone).date()
        return day if _midnight(day, zone) >= opens else day + DAY
    except (OverflowError, ValueError, OSError):
        return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    """The moment in UTC at which a day begins, also where a change of the clock skips or repeats midnight."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _later(start: date, count: int, unit: str) -> date:
    """`count` calendar or business days after a day, which itself is not counted. Raises `OverflowError` past 9999."""
    if unit != "business-days":
        return start + timedelta(days=count)
    # From a weekend, the count begins where it would begin from the Friday before it.
    friday = start - timedelta(days=max(0, start.weekday() - 4))
    weeks, rest = divmod(count, 5)
    over_weekend = 2 if friday.weekday() + rest > 4 else 0
    return max(start, friday + timedelta(days=weeks * 7 + rest + over_weekend))


def _summer(year: int) -> tuple[datetime, datetime]:
    """When summer time starts and ends in a year, on the wall clock that runs until then."""
    return _sunday(year, 3, 8) + 2 * HOUR, _sunday(year, 11, 1) + 2 * HOUR


def _sunday(year: int, month: int, earliest: int) -> datetime:
    day = datetime(year, month, earliest)
    return day + timedelta(days=6 - day.weekday())


EPOCH = datetime(1970, 1, 1)


def _offset(utc: datetime) -> timedelta:
    """How far the system's wall clock is ahead of UTC at a moment (given in UTC without a zone)."""
    seconds = (utc - EPOCH) // timedelta(seconds=1)
    wall = time.localtime(seconds)
    return datetime(*wall[:5], min(wall.tm_sec, 59)) - EPOCH - timedelta(seconds=seconds)
