"""What holds on every path through the policy that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.decide import Ask, Verdict, parse_address, path, states
from checker.markup import marks
from checker.model import Answers, Outcome, Policy

LONGEST = 5
YES = ("yes-now", "yes-if-agreed")
STAGES = ("unpaid", "to-ship", "asked", "part-shipped", "shipped", "delivered")
"""The stages of an order's life in their order; from `LATE` on, cancelling is over."""

LATE = STAGES.index("part-shipped")


def ends(policy: Policy, answers: Answers) -> Iterator[tuple[Answers, Verdict]]:
    """Every end of a path that begins with these answers."""
    state = path(policy, answers)
    if isinstance(state.next, Verdict):
        yield state.answers, state.next
        return
    for option in state.next.question.options:
        yield from ends(policy, {**answers, state.next.question.id: option})


def outcome_of(policy: Policy, verdict: Verdict) -> Outcome:
    """The outcome that a verdict names."""
    return policy.outcomes[verdict.rule.then]


def test_every_path_ends_with_an_outcome_within_five_questions(policy: Policy) -> None:
    """Whatever a buyer answers, they are told something after five questions at most, as the site promises."""
    found = list(ends(policy, {}))
    assert len(found) > 100
    for answers, verdict in found:
        assert len(answers) <= LONGEST, answers
        assert verdict.rule.then in policy.outcomes


def test_no_question_is_asked_twice_on_a_path(policy: Policy) -> None:
    """The next question is always one that has no answer yet."""
    for state in states(policy):
        assert isinstance(state.next, Verdict) or state.next.question.id not in state.answers


def test_every_outcome_says_what_to_do_in_every_language(policy: Policy) -> None:
    """Each end has steps, a way on if they fail, and both in all languages."""
    for answers, verdict in ends(policy, {}):
        outcome = outcome_of(policy, verdict)
        assert len(outcome.steps) >= 2, answers
        assert outcome.otherwise, answers
        for text in (outcome.headline, outcome.summary, *outcome.steps, *outcome.otherwise, verdict.rule.because):
            assert all(text[lang].strip() for lang in policy.languages), outcome.id


def test_every_outcome_rests_on_facts_with_a_source(policy: Policy) -> None:
    """Each end can say why: at least one fact of its rule was read somewhere, and the rest say that they were not."""
    for _, verdict in ends(policy, {}):
        facts = [policy.facts[ident] for ident in verdict.rule.rests_on]
        assert facts, verdict.rule.id
        sourced = [fact for fact in facts if any(claim.sources for claim in fact.claim)]
        assert sourced or all(fact.standing == "assumed" and fact.advice for fact in facts), verdict.rule.id


def test_not_sure_always_leads_to_something_to_do(policy: Policy) -> None:
    """A buyer who cannot tell gets a question or an outcome with steps, never a refusal."""
    tried = 0
    for state in states(policy):
        if not isinstance(state.next, Ask):
            continue
        question = state.next.question
        for option in question.option:
            if option.unsure:
                tried += 1
                for _, verdict in ends(policy, {**state.answers, question.id: option.id}):
                    assert outcome_of(policy, verdict).steps
    assert tried > len(policy.questions) / 2


def test_every_question_has_a_way_out_or_can_be_answered_by_all(policy: Policy) -> None:
    """Wherever a question is asked, a buyer who does not know can go on."""
    for state in states(policy):
        if isinstance(state.next, Ask):
            question = state.next.question
            assert question.known or any(option.unsure for option in question.option), question.id


def test_an_outcome_that_says_look_first_leads_back_into_the_checker(policy: Policy) -> None:
    """Whoever has to look at something can go on from there with what they saw."""
    for outcome in policy.outcomes.values():
        if outcome.verdict == "find-out":
            texts = (outcome.summary, *outcome.steps, *outcome.otherwise)
            kinds = {kind for text in texts for kind, _ in marks(text[policy.default_language])}
            assert kinds & {"state", "page"}, outcome.id


def test_after_shipping_nothing_says_that_cancelling_is_possible(policy: Policy) -> None:
    """From the first parcel on, no answer promises a cancellation or a request for one."""
    for stage in STAGES[LATE:]:
        for answers, verdict in ends(policy, {"stage": stage}):
            assert outcome_of(policy, verdict).verdict not in YES, (dict(answers), verdict.rule.then)


def test_before_shipping_something_says_that_cancelling_is_possible(policy: Policy) -> None:
    """In every earlier stage but after asking, some answer lets the buyer cancel or ask for it."""
    for stage in ("unpaid", "to-ship"):
        assert any(outcome_of(policy, verdict).verdict in YES for _, verdict in ends(policy, {"stage": stage}))


def test_waiting_longer_never_turns_too_late_into_you_can(policy: Policy) -> None:
    """Where the answer was not “you can” while a time was running, it is not “you can” when that time is over."""
    clocks = [ident for ident, question in policy.questions.items() if {"running", "over"} <= question.options.keys()]
    assert len(clocks) >= 3
    compared = 0
    for answers, verdict in ends(policy, {}):
        for clock in clocks:
            if answers.get(clock) != "running" or outcome_of(policy, verdict).verdict in YES:
                continue
            for later, then in ends(policy, {**answers, clock: "over"}):
                compared += 1
                assert outcome_of(policy, then).verdict not in YES, (dict(answers), dict(later))
    assert compared > 0


def test_only_an_order_that_has_not_left_can_be_cancelled_alone(policy: Policy) -> None:
    """“You can, alone” is said only before payment: afterwards sources disagree on who decides."""
    stages = {
        answers["stage"] for answers, verdict in ends(policy, {}) if outcome_of(policy, verdict).verdict == "yes-now"
    }
    assert stages == {"unpaid"}


def test_no_path_is_done_while_money_is_out(policy: Policy) -> None:
    """“Done” needs an answer that says the money is back or was never paid; every other answer about money is not."""
    back = {("money", "back"), ("refunded", "yes")}
    done = [answers for answers, verdict in ends(policy, {}) if outcome_of(policy, verdict).verdict == "done"]
    assert done
    for answers in done:
        assert back & answers.items(), dict(answers)
    for option in policy.questions["money"].options:
        for answers, verdict in ends(policy, {"stage": "closed", "money": option}):
            assert (outcome_of(policy, verdict).verdict == "done") == bool(back & answers.items()), dict(answers)


def test_a_dispute_that_was_won_goes_on_like_a_cancellation(policy: Policy) -> None:
    """Whatever is wrong with the money, it leads to the same outcome after a dispute as after a cancellation."""
    for option in policy.questions["money"].options:
        if option == "pending":
            continue
        ended = [verdict.rule.then for _, verdict in ends(policy, {"stage": "closed", "money": option})]
        won = [
            verdict.rule.then for _, verdict in ends(policy, {"stage": "dispute", "dispute": "won", "money": option})
        ]
        assert won == ended, option


def test_nothing_is_too_late_while_the_return_button_is_there(policy: Policy) -> None:
    """Where the buyer sees the button, the answer is to use it, whatever day has passed."""
    seen = [{"return-button": "yes"}, {"protection": "ending"}]
    compared = 0
    for answers, verdict in ends(policy, {}):
        if any(each.items() <= answers.items() for each in seen):
            compared += 1
            assert outcome_of(policy, verdict).verdict in ("not-cancel-but", "find-out"), dict(answers)
    assert compared >= len(seen)


def test_every_state_has_one_address_and_it_leads_back(policy: Policy) -> None:
    """No two states share an address; each holds the answers in the order asked and is read back without a notice."""
    every = list(states(policy))
    assert len({state.address for state in every}) == len(every)
    for state in every:
        again, notices = parse_address(policy, state.address)
        assert list(again.answers.items()) == list(state.answers.items())
        assert again.next == state.next
        assert notices == ()


def test_answers_stand_in_the_order_of_the_questions(policy: Policy) -> None:
    """The canonical order is that of questions.toml: no question is asked after one that stands below it there."""
    order = list(policy.questions)
    for state in states(policy):
        places = [order.index(question) for question in state.answers]
        assert places == sorted(places), state.address


def test_a_change_of_one_answer_keeps_the_others_that_still_count(policy: Policy) -> None:
    """Answers below a changed one are used again where their questions are still asked, and left out where not."""
    for answers, _ in list(ends(policy, {}))[::4]:
        for question in answers:
            for option in policy.questions[question].options:
                state = path(policy, {**answers, question: option})
                assert state.answers.items() <= {**answers, question: option}.items()
                assert state.answers[question] == option


def test_nobody_is_told_now_and_then_today(policy: Policy) -> None:
    """The first page says to press Cancel now; no answer for an order that is not shipped says that today will do."""
    waits = {
        "en": re.compile(r"[Cc]ancel[^.:;]*\btoday\b(?!’s)"),
        "es": re.compile(r"[Cc]ancel[^.:;]*(?<!de )\bhoy\b|\bhoy\b[^.:;]*cancel"),
    }
    assert policy.questions["stage"].before
    assert "now" in policy.questions["stage"].before["en"]
    assert "ya" in policy.questions["stage"].before["es"].split()
    for outcome in policy.outcomes.values():
        if outcome.life == "to-ship":
            for text in (outcome.headline, outcome.summary, *outcome.steps):
                assert not [text[lang] for lang, wait in waits.items() if re.search(wait, text[lang])], outcome.id
