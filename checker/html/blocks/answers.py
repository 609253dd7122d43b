"""The reader's answers, each with a way to change it and, below an outcome, where the others would lead."""

from __future__ import annotations

from collections.abc import Mapping

from htpy import Node, a, fragment, h2, li, p, section, span, strong, summary, ul

from checker.deadlines import write_day
from checker.decide import Ask, State, changes, in_order
from checker.html.blocks.context import Context
from checker.html.blocks.elements import FOLDED, HIDDEN, SMALL
from checker.markup import Place


def block(context: Context) -> Node:
    """The answers below an outcome."""
    title = context.place.say("your-answers")
    return fragment[
        h2(data_on_paper=True)[title],
        section(".sit-answers", data_on_paper=True, aria_label=title)[listed(context.place, context.state, context)],
    ]


def listed(place: Place, state: State, context: Context | None = None) -> Node:
    """Every answer on the path, each with a way to change it and, below an outcome, where the others would lead."""
    leads: dict[str, list[Node]] = {}
    for ident, option, other in changes(place.policy, state):
        line = _other(place, ident, option, other.address, _leads(place, other))
        leads.setdefault(ident, []).append(li[line])
    rows = []
    before = ""
    for ident, chosen in in_order(place.policy, state):
        asked = ident in state.answers
        given = _given(place, before if asked else None, ident, chosen)
        rows.append(li[given, _from_day(context, ident) if context else None, _others(place, ident, leads)])
        if asked:
            before = "/".join(part for part in (before, f"{ident}.{chosen}") if part)
    return fragment[
        ul[rows],
        p[a(href=place.check(""), data_state="", data_restart=True)[place.say("start-again")]],
    ]


def _given(place: Place, before: str | None, ident: str, chosen: str) -> Node:
    """An answer and the link that changes it. `before`: the state that asks for it; None where nobody was asked."""
    question = place.policy.questions[ident]
    asked = question.text[place.lang]
    change = (place.say("change"), HIDDEN[": ", asked])
    return fragment[
        SMALL[asked],
        " ",
        strong[question.options[chosen].text[place.lang]],
        " ",
        SMALL[place.say("presumed")]
        if before is None
        else a(href=place.check(before), data_state=before, data_change=ident)[change],
    ]


def _others(place: Place, ident: str, leads: Mapping[str, list[Node]]) -> Node:
    if ident not in leads:
        return None
    about = HIDDEN[": ", place.policy.questions[ident].text[place.lang]]
    return FOLDED[summary[place.say("other-answers"), about], ul[leads[ident]]]


def _leads(place: Place, other: State) -> str:
    if isinstance(other.next, Ask):
        return other.next.question.text[place.lang]
    return place.policy.outcomes[other.next.rule.then].headline[place.lang]


def _other(place: Place, question: str, option: str, address: str, leads: str) -> Node:
    words = place.policy.questions[question].options[option].text[place.lang]
    return fragment[words, ": ", a(href=place.check(address), data_state=address)[leads]]


def _from_day(context: Context, ident: str) -> Node:
    """The typed day from which an answer follows, where it fits the answer."""
    place, dated = context.place, context.place.policy.questions[ident].by_day
    if dated is None:
        return None
    day = context.details.dates.get(dated.start)
    fits = context.by_days.get(ident) == context.state.answers.get(ident)
    return span(".sit-small", data_part=f"from-{ident}")[
        place.say("dated-fits", day=write_day(day, place.policy.dates, place.lang)) if day and fits else None
    ]
