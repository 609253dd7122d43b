"""The card with yes or no, the answer in a line, the nearest day or how long the answer holds, and why."""

from __future__ import annotations

import re

from htpy import Node, div, p, section, strong

from checker.html.blocks.context import Context
from checker.html.blocks.days_left import nearest, urgency, when
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
        div(data_part="nearest", aria_live="off")[_nearest(context)],
        p[rich(place, outcome.summary[place.lang])],
    ]


def _nearest(context: Context) -> Node:
    """The next day that is known, else how long the answer holds. The day's text has its further sentences below."""
    place, until = context.place, context.place.policy.until(context.outcome)
    deadline = nearest(context.deadlines, context.today)
    if deadline is None or context.today is None:
        return until and p(".sit-until")[rich(place, until[place.lang])]
    day, left = when(place, deadline, context.today)
    return p(".sit-nearest", data_urgency=urgency((deadline.day - context.today).days))[
        strong[day, " ", left], ": ", FIRST_SENTENCE.split(deadline.text)[0]
    ]
