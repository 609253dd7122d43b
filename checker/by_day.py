"""Which answers typed days give: worked out anew for each page, from the days and today alone, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta, tzinfo

from checker.clocks import deadlines
from checker.decide import Ask, State, path
from checker.details import Details
from checker.model import Policy, Question


def option_by_day(
    policy: Policy, question: Question, dates: Mapping[str, date], today: date, zone: tzinfo
) -> str | None:
    """The option that a typed day gives for a question, or None where no day decides it.

    `today` is the reader's own day, `zone` where they are.
    """
    dated = question.by_day
    if dated is None or dated.start not in dates:
        return None
    if dated.clock is None:
        try:
            turn = dates[dated.start] + timedelta(days=dated.days)
        except OverflowError:
            return None
    else:
        typed = Details({dated.start: dates[dated.start]})
        marks = deadlines(policy, [dated.clock], typed, lang=policy.default_language, zone=zone)
        days = [each.day for each in marks if each.turn == "from"]
        if not days:
            return None
        turn = max(days)
    return dated.after if today >= turn else dated.before


def answered_by_days(policy: Policy, state: State, dates: Mapping[str, date], today: date, zone: tzinfo) -> State:
    """The state after every question that a typed day answers by itself. No answer of the reader's is replaced."""
    while isinstance(state.next, Ask):
        question = state.next.question
        option = option_by_day(policy, question, dates, today, zone)
        if option is None or question.by_day is None or not question.by_day.alone:
            break
        state = path(policy, {**state.answers, question.id: option})
    return state


def given_by_days(policy: Policy, state: State, dates: Mapping[str, date], today: date, zone: tzinfo) -> dict[str, str]:
    """What typed days give for the questions of a state, by question: the option chosen there, or another one.

    A question whose option no day can decide, such as one for readers who do not know, is left out.
    """
    found = {}
    for ident, chosen in state.answers.items():
        question = policy.questions[ident]
        option = option_by_day(policy, question, dates, today, zone)
        if question.by_day and option and chosen in (question.by_day.before, question.by_day.after):
            found[ident] = option
    return found
