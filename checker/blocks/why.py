"""Why the answer is so: the rule and the facts that it rests on."""

from __future__ import annotations

from htpy import Node, fragment, h2

from checker import evidence
from checker.blocks.context import Context


def block(context: Context) -> Node:
    """The grounds of the rule."""
    return fragment[
        h2[context.place.say("why")],
        context.place.once(evidence.grounds, context.verdict.rule.id),
    ]
