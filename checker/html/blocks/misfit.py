"""A note where a typed day does not fit an answer: the page never says two things at once without a word."""

from __future__ import annotations

from htpy import Node, a, div, p

from checker.decide import path
from checker.html.blocks.context import Context


def block(context: Context) -> Node:
    """What the typed days say instead, with the way to the answer for it."""
    place, answers = context.place, context.state.answers
    notes = []
    for ident, option in context.by_days.items():
        if answers[ident] == option:
            continue
        question, state = place.policy.questions[ident], path(place.policy, {**answers, ident: option})
        notes.append(
            p(".sit-notice")[
                place.say("dated-says", option=question.options[option].text[place.lang]),
                " ",
                a(href=place.check(state.address), data_state=state.address)[place.say("dated-see")],
            ]
        )
    return div(data_part="misfit", role="status")[notes]
