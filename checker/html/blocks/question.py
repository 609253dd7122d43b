"""A question with its options as links, and the answers given before it."""

from __future__ import annotations

from collections.abc import Mapping

from htpy import Element, Node, a, fragment, h2, li, p, section, span, ul

from checker.decide import State
from checker.html.blocks import answers, paste
from checker.html.blocks.elements import SMALL
from checker.html.rich_text import rich
from checker.markup import Place
from checker.model import Option, Question

HINT = p(".sit-hint")
WHY = p(".sit-why")
CARD = section(".sit-card")
OPTIONS = ul(".sit-options")
OPTION = span(".sit-option")
QUOTED = span(".sit-option.sit-quoted", translate="no")
DOORS = p(".sit-doors")
MINOR = h2(".sit-minor")


def block(place: Place, state: State, question: Question, heading: Element, remembered: Mapping[str, str]) -> Node:
    """The question's card. `heading`: the element of the main heading; `remembered`: answers given earlier."""
    lang = place.lang
    earlier = remembered.get(question.id)
    links = [
        (option, _option(place, state.address, question, option, option.id == earlier)) for option in question.option
    ]
    return fragment[
        CARD[
            question.before and p(".sit-before")[rich(place, question.before[lang])],
            heading(".sit-heading", tabindex="-1")[question.text[lang]],
            # Nothing has been answered yet: on a phone the room goes to what can be.
            state.answers and WHY[question.why[lang]],
            question.hint and HINT[question.hint[lang]],
            None if state.answers else paste.block(place),
            [DOORS[each] for option, each in links if option.door],
            OPTIONS[[li[each] for option, each in links if not option.door]],
        ],
        state.answers
        and section(".sit-answers", aria_label=place.say("your-answers"))[
            MINOR[place.say("your-answers")], answers.listed(place, state)
        ],
    ]


def _option(place: Place, before: str, question: Question, option: Option, earlier: bool) -> Element:
    address = "/".join(part for part in (before, f"{question.id}.{option.id}") if part)
    hints = [option.hint[place.lang]] if option.hint else []
    if earlier:
        hints.append(f"({place.say('earlier-answer')})")
    first = place.policy.default_language
    beside = (
        option.quoted
        and place.lang != first
        and fragment[" ", span(".sit-other", lang=first, translate="no")[f"({option.text[first]})"]]
    )
    return a(href=place.check(address), data_option=option.id, data_state=address)[
        (QUOTED if option.quoted else OPTION)[option.text[place.lang], beside],
        hints and fragment[" ", SMALL[" ".join(hints)]],
    ]
