"""Which answers typed days give: worked out anew for each page, from the days and today alone, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta, tzinfo

from checker.deadlines import deadlines
from checker.decide import Ask, State, path
from checker.details import Details
from checker.model import Answers, Policy, Question


def turn(policy: Policy, question: Question, dates: Mapping[str, date], zone: tzinfo) -> date | None:
    """The day on which the answer to a question changes by a typed day, or None where no day decides it.

    `zone` is where the reader is.
    """
    dated = question.by_day
    if dated is None or dated.start not in dates:
        return None
    if dated.clock is None:
        try:
            return dates[dated.start] + timedelta(days=dated.days)
        except OverflowError:
            return None
    typed = Details({dated.start: dates[dated.start]})
    marks = deadlines(policy, [dated.clock], typed, lang=policy.default_language, zone=zone)
    return max((each.day for each in marks if each.turn == "from"), default=None)


def option_by_day(
    policy: Policy, question: Question, dates: Mapping[str, date], today: date, zone: tzinfo
) -> str | None:
    """The option that a typed day gives for a question, or None where no day decides it.

    `today` is the reader's own day, `zone` where they are.
    """
    changes, dated = turn(policy, question, dates, zone), question.by_day
    if changes is None or dated is None:
        return None
    return dated.after if today >= changes else dated.before


def answered_by_days(policy: Policy, answers: Answers, dates: Mapping[str, date], today: date, zone: tzinfo) -> State:
    """The state to which answers and every day that answers a question by itself lead. No answer is replaced."""
    state = path(policy, answers)
    while isinstance(state.next, Ask):
        question = state.next.question
        option = option_by_day(policy, question, dates, today, zone)
        if option is None or question.by_day is None or not question.by_day.alone:
            break
        answers = {**answers, question.id: option}
        state = path(policy, answers)
    return state


def states_ahead(
    policy: Policy, answers: Answers, dates: Mapping[str, date], today: date, zone: tzinfo
) -> Iterator[tuple[date, State]]:
    """The states to which answers lead by the date alone: today's, then each other one with its first day."""
    turns = {turn(policy, question, dates, zone) for question in policy.questions.values()}
    shown = None
    for day in sorted({today, *(day for day in turns if day and day > today)}):
        state = answered_by_days(policy, answers, dates, day, zone)
        if state.address != shown:
            shown = state.address
            yield day, state


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
