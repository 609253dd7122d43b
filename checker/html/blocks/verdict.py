"""The card with yes or no, the answer in a line, the nearest day or how long the answer holds, and why."""

from __future__ import annotations

import re
from datetime import date

from htpy import Node, div, p, section, strong

from checker.deadlines import write_day
from checker.html.blocks.context import Context
from checker.html.blocks.days_left import left, nearest, urgency, when
from checker.html.icons import verdict_icon
from checker.html.rich_text import rich

FIRST_SENTENCE = re.compile(r"(?<=[.!?]) ")


def block(context: Context) -> Node:
    """The verdict card."""
    place, outcome = context.place, context.outcome
    return section(".sit-verdict", data_kind=outcome.verdict, data_on_paper=True)[
        p(".sit-kind")[verdict_icon(outcome.verdict), place.say(f"kind-{outcome.verdict}")],
        context.heading(".sit-heading", tabindex="-1")[outcome.headline[place.lang]],
        # It is read out where the deadlines stand.
        div(data_part="nearest", aria_live="off", **_room(context))[_nearest(context)],
        p[rich(place, outcome.summary[place.lang])],
    ]


def _nearest(context: Context) -> Node:
    """The next day that is known, else how long the answer holds. The day's text has its further sentences below."""
    place, until = context.place, context.place.policy.until(context.outcome)
    deadline = nearest(context.deadlines, context.today)
    if deadline is None or context.today is None:
        return until and p(".sit-until")[rich(place, until[place.lang])]
    day, away = when(place, deadline, context.today)
    return p(".sit-nearest", data_urgency=urgency((deadline.day - context.today).days))[
        strong[day, " ", away], ": ", _first_sentence(deadline.text)
    ]


def _room(context: Context) -> dict[str, str]:
    """For a page from the build, which knows no day: the dates that would give one, and the longest text it could have.

    Where one of those dates was typed before, the page keeps room for that text: nothing moves when the day comes.
    """
    place, clocks = context.place, [context.place.policy.clocks[ident] for ident in context.outcome.clocks]
    if context.today is not None or not clocks:
        return {}
    every_name = (date(2026, month, day) for month in range(1, 13) for day in range(22, 29))
    day = max((write_day(each, place.policy.dates, place.lang) for each in every_name), key=len)
    away = left(place, 100).replace(" ", "\N{NO-BREAK SPACE}")
    texts = (
        f"{place.say(f'{mark.turn}-day', day=day)} ({away}): {_first_sentence(mark.text[place.lang])}"
        for clock in clocks
        for mark in clock.mark
    )
    return {"data_starts": " ".join(sorted({clock.starts for clock in clocks})), "data_longest": max(texts, key=len)}


def _first_sentence(text: str) -> str:
    return FIRST_SENTENCE.split(text)[0]
