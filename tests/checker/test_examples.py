"""The examples of examples.toml against the policy that ships, and what they must cover."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from checker.decide import Verdict, path
from checker.model import Policy
from tests.checker.examples import FIELDS, FILE, Example, mistake, read, unsaid
from tests.figures import Tally

EXAMPLES = read()

SITUATIONS = (
    "paid-minutes-ago",
    "changed-mind",
    "seller-silent",
    "seller-refused",
    "shipped-though-asked",
    "no-button",
    "fake-tracking",
    "wrong-details",
    "ordered-twice",
    "price",
    "seller-asks",
    "closed-without-me",
    "closed-security",
    "frozen",
    "deadline-passed",
    "no-money-yet",
    "bonus",
    "card-gone",
    "one-item",
    "partly-shipped",
    "on-its-way",
    "not-as-described",
    "damaged",
    "wrong-item",
    "unwanted",
    "nothing-came",
    "charged-but-unpaid",
    "payment-fails",
    "fraud",
    "outside-platform",
    "customised",
    "digital",
    "perishable",
    "choice",
    "local-warehouse",
    "business",
)
"""Situations that buyers are in and that must stay answered, in at most five taps."""


def rule_of(policy: Policy, example: Example) -> str | None:
    """The rule that an example ends at."""
    step = path(policy, example.answers).next
    return step.rule.id if isinstance(step, Verdict) else None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_policy_answers_as_the_example_says(policy: Policy, example: Example, tally: Tally) -> None:
    """These questions in this order, then this outcome with this verdict."""
    assert mistake(policy, example) is None
    tally("examples", 1)


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.says], ids=lambda example: example.name)
def test_the_answer_holds_the_words_that_the_example_demands(policy: Policy, example: Example) -> None:
    """What a buyer in that situation has to be told stands in the outcome, in every language."""
    assert unsaid(policy, example) == []


def test_every_real_story_is_retold_and_answered_in_five_taps() -> None:
    """Each of the 27 stories has an example in both languages that says what the person had to be told."""
    stories = [example for example in EXAMPLES if example.story]
    assert {example.story for example in stories} == set(range(1, 28))
    for example in stories:
        assert example.es and example.says and example.outcome, example.name
        assert len(example.asked) <= 5, example.name


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_is_answered_in_five_taps(situation: str) -> None:
    """A buyer in a situation that is known to happen gets an outcome after at most five questions."""
    found = [example for example in EXAMPLES if example.situation == situation]
    assert found, f"no example has situation = “{situation}”"
    for example in found:
        assert example.outcome
        assert len(example.asked) <= 5, example.name


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_a_spanish_name(situation: str) -> None:
    """A Spanish-speaking editor finds each situation in their words."""
    assert any(example.es for example in EXAMPLES if example.situation == situation)


def test_only_situations_of_the_list_are_named() -> None:
    """A misspelt situation would guard nothing."""
    assert {example.situation for example in EXAMPLES} - {None} == set(SITUATIONS)


def test_every_rule_has_an_example(policy: Policy) -> None:
    """A rule without an example could be wrong unnoticed."""
    assert set(policy.rules) - {rule_of(policy, example) for example in EXAMPLES} == set()


def test_every_outcome_has_an_example(policy: Policy) -> None:
    """An outcome without an example could be led to by nobody, or by the wrong buyers."""
    assert set(policy.outcomes) - {example.outcome for example in EXAMPLES} == set()


def test_every_question_follows_in_some_example(policy: Policy) -> None:
    """Each question is asked somewhere in the examples."""
    assert set(policy.questions) - {question for example in EXAMPLES for question in example.asked} == set()


def test_there_are_many_examples_with_names_of_their_own() -> None:
    """At least eighty, each with a sentence that no other example has."""
    assert len(EXAMPLES) >= 80
    for names in ([example.name for example in EXAMPLES], [example.es for example in EXAMPLES if example.es]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_examples_hold_known_fields_and_options_only(policy: Policy) -> None:
    """A misspelt question or option in an example is told, since it would count as not answered."""
    for row in tomllib.loads(FILE.read_text("utf-8"))["example"]:
        assert not set(row) - FIELDS, row["name"]
        assert ("next" in row) != ("outcome" in row), row["name"]
        for question, option in row["answers"].items():
            assert option in policy.questions[question].options, f"{row['name']}: {question}={option}"


def test_every_word_of_the_page_that_was_read_has_its_first_option(policy: Policy) -> None:
    """Each status, tab and mail that somebody kept or copied is in one example, with the option that it belongs to."""
    kept = {
        sighting.text
        for label in policy.labels.values()
        for sighting in label.seen
        if label.kind in ("status", "tab", "mail") and sighting.grade in ("first-hand", "copy")
    }
    told = Counter(text for example in EXAMPLES for text in example.seen)
    assert set(told) == kept
    assert [text for text, count in told.items() if count > 1] == []


def test_the_first_question_shows_the_newest_word_of_the_page(policy: Policy) -> None:
    """The status that was seen last is what the option is called, in each language in which one was seen."""
    options = next(iter(policy.questions.values())).options
    offered = {text: example.answers["stage"] for example in EXAMPLES for text in example.seen}
    shown = 0
    for label in policy.labels.values():
        for lang in policy.languages:
            best = label.best(lang)
            if label.kind == "status" and best and best.place != "dispute" and best.grade in ("first-hand", "copy"):
                shown += 1
                option = options[offered[best.text]]
                assert best.text.casefold() in option.text[lang].casefold(), (label.id, lang)
    assert shown >= 8


def test_an_example_tells_what_is_wrong(policy: Policy) -> None:
    """An example that no longer holds says what the policy answers in its place."""
    example = next(each for each in EXAMPLES if each.outcome and len(each.asked) == 2)
    other = Example(example.name, example.answers, example.asked, "elsewhere", example.verdict)
    assert mistake(policy, other) == f"answers {example.outcome} ({example.verdict}), not elsewhere ({example.verdict})"
    short = Example(example.name, example.answers, example.asked[:1], example.outcome, example.verdict)
    assert mistake(policy, short) == f"asked {', '.join(example.asked)}, not {example.asked[0]}"
