"""Typed days answer the questions that they can, never in place of the reader, and no answer contradicts them."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from itertools import groupby
from typing import Any

import pytest

from checker.bundled import bundled
from checker.by_day import option_by_day
from checker.decide import Verdict, states
from checker.html.view import fields_shown
from checker.live import Live
from checker.model import Policy, Question

TODAY = date(2026, 11, 28)
SPAN = range(-70, 71, 5)
SILENT = "stage.asked/answer.silent"


def dated(policy: Policy) -> list[Question]:
    """The questions that a typed day can answer, or can contradict."""
    return [question for question in policy.questions.values() if question.by_day]


def typed(days: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=days)


def answer(address: str, **request: Any) -> dict[str, Any]:
    """What the page shows today."""
    return Live(bundled(), "test").answer({"address": address, "today": TODAY.isoformat(), **request})


@pytest.mark.parametrize(
    ("question", "days", "expected"),
    [
        ("waited", -5, "over"),
        ("waited", -4, "over"),
        ("waited", -3, "running"),
        ("waited", 0, "running"),
        ("protection", 8, "running"),
        ("protection", 7, "ending"),
        ("protection", -40, "ending"),
        ("money", -26, "pending"),
        ("money", -29, "overdue"),
    ],
)
def test_a_day_gives_the_option_in_whose_words_it_lies(question: str, days: int, expected: str, policy: Policy) -> None:
    """Four days, a week and four weeks, as the options say; a refund date that has passed is never too late."""
    row = policy.questions[question]
    assert row.by_day
    assert option_by_day(policy, row, {row.by_day.start: typed(days)}, TODAY, UTC) == expected


@pytest.mark.cpython_only
def test_an_option_given_by_a_day_changes_once(policy: Policy) -> None:
    """The later today is, the later the option: it never goes back, whatever the day typed."""
    for question in dated(policy):
        assert question.by_day
        for start in SPAN:
            dates = {question.by_day.start: typed(start)}
            given = [option_by_day(policy, question, dates, typed(today), UTC) for today in range(-100, 101)]
            runs = [option for option, _ in groupby(given)]
            both = [question.by_day.before, question.by_day.after]
            assert runs in (both, both[1:]), (question.id, start)


def test_a_typed_day_answers_a_question_that_nobody_has_answered() -> None:
    """The question is passed over, the answer says from which day it follows, and the page learns that it was a day."""
    given = answer(SILENT, advance=True, details={"asked": typed(-5).isoformat()})
    assert given["address"] == f"{SILENT}/waited.over" and given["by_days"] == ["waited"]
    assert "from your date: Monday 23 November 2026" in given["html"]
    assert answer(SILENT, advance=True, details={})["address"] == SILENT


def test_a_question_that_is_opened_is_asked_whatever_was_typed() -> None:
    """Change leads to the question, and a link or an address to what it names."""
    assert answer(SILENT, details={"asked": typed(-5).isoformat()})["address"] == SILENT


def test_a_day_never_stands_in_for_an_answer_of_the_reader() -> None:
    """What the reader said stays, and a note says what the day would give."""
    given = answer(
        SILENT, advance=True, given={"waited": "running"}, details={"asked": typed(-5).isoformat()}, lang="es"
    )
    assert given["address"] == f"{SILENT}/waited.running" and given["by_days"] == []
    note = given["html"].partition('data-part="misfit"')[2].partition("</div>")[0]
    assert "Según tu fecha" in note and f"/es/check/{SILENT}/waited.over/" in note


@pytest.mark.cpython_only
def test_no_answer_contradicts_a_day_without_a_word(policy: Policy) -> None:
    """In every state and on days before and after each turn there is a note where the day gives another option."""
    session, seen = Live(bundled(), "test"), 0
    for state in states(policy):
        for question in dated(policy):
            row, chosen = question.by_day, state.answers.get(question.id)
            assert row
            if chosen is None or not isinstance(state.next, Verdict) or row.start not in fields_shown(policy, state):
                continue
            for days in (-29, -26, -4, -3, 0, *((7, 8) if row.start == "protected" else ())):
                day = typed(days)
                request = {"address": state.address, "today": TODAY.isoformat(), "details": {row.start: str(day)}}
                note = 'class="sit-notice"' in session.answer(request)["html"]
                option = option_by_day(policy, question, {row.start: day}, TODAY, UTC)
                assert note == (chosen in (row.before, row.after) and chosen != option), (state.address, days)
                seen += note
    assert seen > 20
