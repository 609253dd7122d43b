"""How a state is shown: what stands on the page, and in which order."""

from __future__ import annotations

from dataclasses import replace

from checker.decide import Verdict, path
from checker.markup import Place
from checker.model import Policy
from checker.view import render

ANSWER_OF_YES = {"stage": "unpaid", "payment": "not-tried"}


def test_a_door_stands_above_the_list_and_out_of_it(policy: Policy) -> None:
    """An option with `door` is a link before the list, and no entry of the list."""
    question = next(iter(policy.questions.values()))
    last = replace(question.option[-1], door=True)
    changed = replace(
        policy, questions={**policy.questions, question.id: replace(question, option=(*question.option[:-1], last))}
    )
    html = render(Place(changed, "en"), path(changed, {}), answered_by="build").html
    above, listed = html.split('<ul class="sit-options">')
    assert f'data-option="{last.id}"' in above
    assert f'data-option="{last.id}"' not in listed
    assert listed.count("data-option") == len(question.option) - 1


def test_a_word_of_the_page_is_never_translated_by_a_browser(policy: Policy) -> None:
    """A quoted option keeps its word, and its meaning may be translated."""
    question = next(iter(policy.questions.values()))
    first = replace(question.option[0], quoted=True, hint={"en": "meaning", "es": "significado"})
    changed = replace(
        policy, questions={**policy.questions, question.id: replace(question, option=(first, *question.option[1:]))}
    )
    html = render(Place(changed, "es"), path(changed, {}), answered_by="build").html
    assert f'translate="no">{first.text["es"]}</span> <span class="sit-small">significado</span>' in html


def test_an_answer_says_until_when_it_holds(policy: Policy) -> None:
    """A yes says how long its stage of life lasts; the outcome's own words come before that."""
    state = path(policy, ANSWER_OF_YES)
    place = Place(policy, "en")
    assert policy.stages["unpaid"].until["en"] in render(place, state, answered_by="build").html.split("<ol")[0]
    assert isinstance(state.next, Verdict)
    outcome = policy.outcomes[state.next.rule.then]
    own = replace(outcome, until={"en": "Until noon", "es": "Hasta mediodía"})
    changed = replace(policy, outcomes={**policy.outcomes, own.id: own})
    assert "Until noon" in render(Place(changed, "en"), state, answered_by="build").html.split("<ol")[0]


def test_only_a_yes_takes_its_time_from_the_stage(policy: Policy) -> None:
    """“Until buyer protection ends” is no promise of an answer that says no."""
    for outcome in policy.outcomes.values():
        kept = policy.until(replace(outcome, verdict="wait", until=None))
        assert kept is None, outcome.id
