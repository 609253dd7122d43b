"""What comes next, and when: the road from here if nobody answers, then what else may happen."""

from __future__ import annotations

from htpy import Element, Node, a, div, fragment, h2, li, ol, p, span, strong, ul

from checker.html.blocks.context import Context
from checker.html.blocks.days_left import nearest, when
from checker.html.blocks.elements import NOTE
from checker.html.rich_text import rich
from checker.markup import Place
from checker.model import Outcome
from checker.road import Step, days, road

ROAD = ol(".sit-road")
HERE = span(".sit-here")
USUAL = ul(".sit-usual")
OTHERWISE = ul(".sit-otherwise", data_on_paper=True)
WHEN = div(".sit-small")


def block(context: Context) -> Node:
    """The rungs ahead with their days, as far as they are known, and the ways on that lead elsewhere."""
    place, outcome = context.place, context.outcome
    return fragment[
        h2(data_on_paper=True)[place.say("if-not")],
        div(data_part="road", data_on_paper=True)[_road(context)],
        OTHERWISE[[li[rich(place, line[place.lang])] for line in outcome.otherwise]],
        p[a(href=place.page(outcome.guide))[place.say("read-more")]],
    ]


def _road(context: Context) -> Node:
    place, outcome = context.place, context.outcome
    dated = (*context.deadlines, *context.ahead)
    steps = road(place.policy, outcome)
    told = {*(each.clock for each in dated), *(step.clock for step in steps)}
    usual = _usual(place, outcome, told, until=nearest(context.deadlines, context.today) is not None)
    if not steps:
        return usual and fragment[usual, NOTE[place.say("by-when-static")]]
    offices = place.page(f"rights#{context.details.country or 'offices'}")
    return fragment[
        ROAD[
            li(aria_current="step")[div[strong[_name(place, outcome)], " ", HERE[place.say("you-are-here")]], usual],
            [_rung(context, step) for step in steps],
            steps[-1].outcome.offices and li[div[strong[a(href=offices)[place.say("road-office")]]]],
        ],
        NOTE[place.say("by-when-static")],
    ]


def _rung(context: Context, step: Step) -> Element:
    place = context.place
    known = days(step, (*context.deadlines, *context.ahead))
    dated = [when(place, each, context.today) for each in known]
    told: Node = [WHEN[day, " ", left] for day, left in dated]
    if not known and step.clock:
        told = WHEN[rich(place, place.policy.clocks[step.clock].usual[place.lang])]
    way = a(href=place.check(step.address), data_state=step.address)[step.outcome.headline[place.lang]]
    return li[div[strong[_name(place, step.outcome)], " ", way], told]


def _name(place: Place, outcome: Outcome) -> str:
    """Whose turn it is, else the stage of the order's life."""
    named = place.policy.rungs.get(outcome.rung or "") or place.policy.stages.get(outcome.life or "")
    return named.name[place.lang] if named else ""


def _usual(place: Place, outcome: Outcome, told: set[str | None], *, until: bool) -> Node:
    """The usual times of an outcome, but for the clocks that are told elsewhere: by their day, or at a later rung.

    `until`: whether to say how long the answer holds, since the nearest day has its place.
    """
    clocks = [place.policy.clocks[ident] for ident in outcome.clocks if ident not in told]
    texts = [clock.usual for clock in clocks]
    holds = place.policy.until(outcome)
    if until and holds and not (outcome.after and holds is place.policy.clocks[outcome.after].usual):
        texts.insert(0, holds)
    return USUAL[[li[rich(place, text[place.lang])] for text in texts]] if texts else None
