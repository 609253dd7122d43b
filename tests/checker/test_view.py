"""How a state is shown: what stands on the page, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from checker.decide import Ask, State, Verdict, changes, parse_address, path, states
from checker.html.view import render
from checker.markup import Place
from checker.model import Outcome, Policy

BLOCKS = (
    'class="sit-verdict"',
    'class="sit-steps"',
    'data-part="road"',
    'class="sit-otherwise"',
    'class="sit-fields"',
    'data-part="deadlines"',
    'data-part="message"',
    'data-part="rights"',
    'class="sit-because"',
    'class="sit-answers"',
)
"""The parts of an answer, the most urgent first."""
FOLD = re.compile(r"<details.*?</details>", re.DOTALL)
LETTER = re.compile(r'id="sit-message-(\w+)"')
ANSWER_OF_YES = {"stage": "unpaid", "payment": "not-tried"}


def test_a_door_stands_above_the_list_and_out_of_it(policy: Policy) -> None:
    """An option with `door` is a link before the list, and no entry of the list."""
    place = Place(policy, "en")
    for state in states(policy):
        if isinstance(state.next, Ask):
            html = render(place, state, answered_by="build").html
            above, listed = html.split('<ul class="sit-options">')
            for option in state.next.question.option:
                assert (f'data-option="{option.id}"' in above) == option.door, state.address
                assert (f'data-option="{option.id}"' in listed) == (not option.door), state.address


def test_a_word_of_the_page_is_never_translated_by_a_browser(policy: Policy) -> None:
    """A quoted option keeps its word, and its meaning may be translated."""
    question = next(iter(policy.questions.values()))
    first = replace(question.option[0], quoted=True, hint={"en": "meaning", "es": "significado"})
    changed = replace(
        policy, questions={**policy.questions, question.id: replace(question, option=(first, *question.option[1:]))}
    )
    html = render(Place(changed, "es"), path(changed, {}), answered_by="build").html
    beside = f'<span class="sit-other" lang="en" translate="no">({first.text["en"]})</span>'
    assert f'translate="no">{first.text["es"]} {beside}</span> <span class="sit-small">significado</span>' in html


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
    """“Until buyer protection ends” is no promise of an answer that says no, which holds for its clock's usual time."""
    for outcome in policy.outcomes.values():
        kept = policy.until(replace(outcome, verdict="wait", until=None))
        assert kept == (policy.clocks[outcome.after].usual if outcome.after else None), outcome.id


def answers(policy: Policy, lang: str = "en") -> Iterator[tuple[State, Outcome, str]]:
    """Every state with an outcome, and how it is shown."""
    place = Place(policy, lang)
    for state in states(policy):
        if isinstance(state.next, Verdict):
            yield state, policy.outcomes[state.next.rule.then], render(place, state, answered_by="build").html


def test_an_answer_begins_with_what_is_needed_first(policy: Policy) -> None:
    """The verdict, what to do, the dates, the message, the rights, the reasons: in this order, in every answer."""
    for state, _, html in answers(policy):
        found = [html.index(block) for block in BLOCKS if block in html]
        assert found == sorted(found), state.address
        assert all(html.count(block) <= 1 for block in BLOCKS), state.address


def test_a_warning_never_delays_the_way_out(policy: Policy) -> None:
    """What to be careful of comes before the steps, but after them where the verdict alone alarms enough."""
    for state, outcome, html in answers(policy):
        if outcome.careful:
            late = html.index('class="sit-careful"') > html.index('class="sit-steps"')
            assert late == (outcome.verdict == "not-cancel-but"), state.address


def test_nothing_urgent_hides_behind_a_fold(policy: Policy) -> None:
    """Dates, rights and the message to send are in sight; the same message in another language may be folded."""
    for lang in policy.languages:
        for state, outcome, html in answers(policy, lang):
            shown = FOLD.sub("", html)
            for block in set(BLOCKS) - {'class="sit-because"'}:
                assert (block in shown) == (block in html), f"{state.address}: {block}"
            if outcome.message:
                to = policy.messages[outcome.message].to
                wanted = policy.default_language if to == "seller" else lang
                assert LETTER.findall(shown) == [wanted], state.address
                assert set(LETTER.findall(html)) == {lang, policy.default_language}, state.address


def test_answers_and_what_would_change_are_one_list(policy: Policy) -> None:
    """Each question on the path stands there once, with its Change link if it was asked, and with all that differs."""
    for state, _, html in answers(policy):
        listed = html[html.index('class="sit-answers"') :]
        assert re.findall(r'data-change="([\w-]+)"', html) == list(state.answers)
        for _, _, other in changes(policy, state):
            assert f'data-state="{other.address}"' in listed, f"{state.address} leads to {other.address}"
        for ident in (*state.answers, *state.presumed):
            asked = policy.questions[ident]
            assert f'<span class="sit-small">{asked.text["en"]}</span> <strong>' in listed.replace("&#39;", "'")
        assert listed.count("data-restart") == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_first_question_gives_its_room_to_the_answers(policy: Policy, lang: str) -> None:
    """It says what is better done at once, and not why it is asked; later questions do say why, their options first."""
    place = Place(policy, lang)
    start, *later = (state for state in states(policy) if not isinstance(state.next, Verdict))
    html = render(place, start, answered_by="build").html
    assert html.index("sit-before") < html.index("sit-heading")
    assert "sit-why" not in html
    for state in later:
        html = render(place, state, answered_by="build").html
        assert "sit-why" in html
        assert html.index("sit-options") < html.index("sit-answers"), state.address


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_notice_repeats_no_more_of_an_address_than_a_word(policy: Policy, lang: str) -> None:
    """A link cannot have us show a stranger's number or sentence: only what looks like an answer is repeated."""
    place = Place(policy, lang)
    for strange in ("AliExpress help +1 800 555 0100", "stage.call 555 0100", "x" * 41, "stage.", "1-800-555.no", "ñ"):
        state, notices = parse_address(policy, f"{strange}/{strange}/stage.nonsense")
        html = render(place, state, answered_by="build", notices=notices).html
        told = re.findall(r'<p class="sit-notice" role="note">(.*?)</p>', html)
        assert told == [
            policy.words["notice-strange"][lang],
            policy.words["notice-unknown-option"][lang].format(part="stage.nonsense"),
        ]
