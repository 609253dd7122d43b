"""Why the answer is so: the rule and the facts that it rests on."""

from __future__ import annotations

from htpy import Node

from checker.html import evidence
from checker.html.blocks.context import Context


def block(context: Context) -> Node:
    """The grounds of the rule."""
    return evidence.grounds(context.place, context.verdict.rule.id)
