"""The card with yes or no, the answer in a line, and until when it holds."""

from __future__ import annotations

from htpy import Node, p, section

from checker.blocks.context import Context
from checker.icons import verdict_icon
from checker.markup import rich


def block(context: Context) -> Node:
    """The verdict card."""
    place, outcome = context.place, context.outcome
    until = place.policy.until(outcome)
    return section(".sit-verdict", data_kind=outcome.verdict)[
        p(".sit-kind")[verdict_icon(outcome.verdict), place.say(f"kind-{outcome.verdict}")],
        context.heading(".sit-heading", tabindex="-1")[outcome.headline[place.lang]],
        p[rich(place, outcome.summary[place.lang])],
        until and p(".sit-until")[rich(place, until[place.lang])],
    ]
