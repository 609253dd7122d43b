"""A deadline in words: the day, and how far away it is."""

from __future__ import annotations

from datetime import date

from htpy import Element, span

from checker.deadlines import Deadline, write_day
from checker.markup import Place

LEFT = span(".sit-left")


def when(place: Place, deadline: Deadline, today: date | None) -> tuple[str, str | Element]:
    """The day, and the days left; where it is not known what day it is, the second is empty."""
    passed = deadline.turn == "by" and today is not None and deadline.day < today
    day = write_day(deadline.day, place.policy.dates, place.lang)
    said = place.say("passed-day" if passed else f"{deadline.turn}-day", day=day)
    return said, "" if today is None else LEFT[f"({left(place, (deadline.day - today).days)})"]


def left(place: Place, days: int) -> str:
    """How far away a day is, in words; `days` is negative for a day that has passed."""
    near = {0: "left-today", 1: "left-tomorrow", -1: "left-yesterday"}
    if days in near:
        return place.say(near[days])
    return place.say("left-days" if days > 0 else "left-ago", count=abs(days))


def nearest(deadlines: tuple[Deadline, ...], today: date | None) -> Deadline | None:
    """The next day on which something is to be done, today included; None where none is known."""
    return min((each for each in deadlines if today and each.day >= today), key=lambda each: each.day, default=None)


def urgency(days: int) -> str:
    """How near a day is, for its form: within a day, three days or a week, or later."""
    return "day" if days <= 1 else "days" if days <= 3 else "week" if days <= 7 else "later"
