"""The order's life, with the place where the order is."""

from __future__ import annotations

from htpy import Node, br, div, fragment, h2, li, ol, span, strong

from checker.blocks.context import Context
from checker.markup import Place

LIFE = ol(".sit-life")
HERE = span(".sit-here")
DOOR = span(".sit-door")


def block(context: Context) -> Node:
    """The stages, or None where an outcome has no place among them."""
    return context.place.once(_life, context.outcome.life)


def _life(place: Place, here: str | None) -> Node:
    if here is None:
        return None
    lang, say = place.lang, place.say
    mark = fragment[" ", HERE[say("you-are-here")]]
    return fragment[
        h2[say("life")],
        LIFE[
            [
                li(data_door=stage.door, aria_current="step" if stage.id == here else None)[
                    div[strong[stage.name[lang]], stage.id == here and mark],
                    div[DOOR[say(f"door-{stage.door}")], br, stage.who[lang]],
                    div[stage.until[lang]],
                ]
                for stage in place.policy.stages.values()
            ],
            here not in place.policy.stages
            and li(data_door="ended", aria_current="step")[div[strong[say("life-ended")], mark]],
        ],
    ]
