"""What to do now."""

from __future__ import annotations

from htpy import Node, div, fragment, h2, li, ol

from checker.html import evidence
from checker.html.blocks.context import Context
from checker.html.rich_text import rich

STEPS = ol(".sit-steps", data_on_paper=True)


def block(context: Context) -> Node:
    """The steps and the warning, the same for every reader of an outcome."""
    place, outcome = context.place, context.outcome
    warning = evidence.careful(place, outcome)
    # Below a red card, what can still be done comes before what can go wrong.
    red = outcome.verdict == "not-cancel-but"
    return fragment[
        None if red else warning,
        h2(data_on_paper=True)[place.say("do-now")],
        STEPS[[li[div[rich(place, step[place.lang])]] for step in outcome.steps]],
        warning if red else None,
    ]
