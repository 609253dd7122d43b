"""The card with yes or no, the answer in a line, the nearest day or how long the answer holds, and why."""

from __future__ import annotations

import re
from datetime import UTC, date

from htpy import Node, div, p, section, strong

from checker.deadlines import deadlines, write_day
from checker.details import Details
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
    """What a page from the build needs to keep room for the nearest day, which it does not know itself.

    `data-days`: by date, for how many days from it on there is something to do; `data-longest`: the longest text.
    """
    place, clocks = context.place, context.outcome.clocks
    if context.today is not None or not clocks:
        return {}
    policy, lang = place.policy, place.lang
    every_name = [date(2026, month, day) for month in range(1, 13) for day in range(22, 29)]
    day = max((write_day(each, policy.dates, lang) for each in every_name), key=len)
    away = left(place, 100)
    texts, most = [], dict[str, int]()
    for start in sorted({policy.clocks[clock].starts for clock in clocks}):
        for typed in every_name[:7]:
            for due in deadlines(policy, clocks, Details({start: typed}), lang=lang, zone=UTC):
                most[start] = max(most.get(start, 0), (due.day - typed).days + 1)
                texts.append(f"{place.say(f'{due.turn}-day', day=day)} ({away}): {_first_sentence(due.text)}")
    days = " ".join(f"{start}:{count}" for start, count in most.items())
    return {"data_days": days, "data_longest": max(texts, key=len)} if texts else {}


def _first_sentence(text: str) -> str:
    return FIRST_SENTENCE.split(text)[0]
