"""The engine, on a table that knows nothing of orders."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.bundled import bundled
from checker.decide import (
    Ask,
    NoRuleFitsError,
    Notice,
    State,
    Verdict,
    as_mapping,
    changes,
    decide,
    moved,
    parse_address,
    path,
    states,
)
from checker.model import Answers, Move, Policy

LATE_BOOK = {"place": "home", "late": "yes", "kind": "book"}


def asked(policy: Policy, answers: Answers) -> str:
    """The question that must be asked next."""
    step = decide(policy, answers)
    assert isinstance(step, Ask)
    return step.question.id


def settled(policy: Policy, answers: Answers) -> str:
    """The rule that must fit."""
    step = decide(policy, answers)
    assert isinstance(step, Verdict)
    return step.rule.id


def test_the_first_question_is_the_first_of_the_file(small: Policy) -> None:
    """Without answers, the first question that any rule mentions is asked."""
    assert asked(small, {}) == "place"


def test_a_settled_rule_ends_the_questions(small: Policy) -> None:
    """Nothing more is asked once all cells of a fitting rule are answered."""
    assert settled(small, {"place": "desk"}) == "at-desk"


def test_only_questions_of_open_rules_are_asked(small: Policy) -> None:
    """A question that only contradicted rules mention is left out."""
    assert settled(small, {"place": "home", "late": "no"}) == "in-time"


def test_an_unknown_answer_is_never_a_default(small: Policy) -> None:
    """What is not answered is asked, even if only one kind of answer would lead elsewhere."""
    assert asked(small, {"place": "home", "late": "unsure"}) == "kind"


def test_answers_that_no_rule_mentions_change_nothing(small: Policy) -> None:
    """A further answer neither settles nor contradicts anything."""
    assert settled(small, {"place": "desk", "late": "yes", "kind": "film"}) == "at-desk"


def test_a_gap_raises_and_names_the_answers(small: Policy) -> None:
    """Where no rule is left, the engine says at which answers instead of guessing."""
    rules = {ident: rule for ident, rule in small.rules.items() if ident != "lost"}
    with pytest.raises(NoRuleFitsError, match="unsure"):
        decide(replace(small, rules=rules), {"place": "unsure"})


def test_the_order_of_rules_means_nothing(small: Policy) -> None:
    """Turning the table upside down leads to the same questions and outcomes everywhere."""
    upside_down = replace(small, rules=dict(reversed(list(small.rules.items()))))
    assert [(state.address, state.next) for state in states(upside_down)] == [
        (state.address, state.next) for state in states(small)
    ]


def test_exactly_one_rule_fits_every_complete_set_of_answers(small: Policy) -> None:
    """Trying all combinations, one by one, finds one fitting row and the engine gives that row."""
    for options in product(*(question.options for question in small.questions.values())):
        answers = dict(zip(small.questions, options, strict=True))
        fitting = [
            rule.id
            for rule in small.rules.values()
            if all(answers[question] in allowed for question, allowed in rule.when.items())
        ]
        assert fitting == [settled(small, answers)]


def test_a_path_keeps_only_answers_that_are_asked(small: Policy) -> None:
    """Later answers to questions that are not asked neither count nor stand in the address."""
    state = path(small, {"place": "desk", "late": "yes", "kind": "film"})
    assert state.answers == {"place": "desk"}
    assert state.address == "place.desk"


def test_a_path_is_in_the_order_asked(small: Policy) -> None:
    """One set of answers has one address, however it was written."""
    shuffled = dict(reversed(LATE_BOOK.items()))
    assert path(small, shuffled).address == "place.home/late.yes/kind.book"
    assert list(path(small, shuffled).answers) == ["place", "late", "kind"]


def test_a_path_stops_at_an_option_that_does_not_exist(small: Policy) -> None:
    """An unknown option counts as not answered: its question is asked."""
    state = path(small, {"place": "home", "late": "perhaps", "kind": "book"})
    assert state.answers == {"place": "home"}
    assert isinstance(state.next, Ask)
    assert state.next.question.id == "late"


def test_the_start_has_no_address(small: Policy) -> None:
    """The empty address is the first question."""
    state, notices = parse_address(small, "")
    assert (state.address, state.answers, notices) == ("", {}, ())


@pytest.mark.parametrize(
    ("address", "nearest", "notice"),
    [
        ("place.home/nonsense", "place.home", Notice("malformed", "nonsense")),
        ("place.home/colour.red", "place.home", Notice("unknown-question", "colour", ("place", "late", "kind"))),
        ("place.home/late.soon", "place.home", Notice("unknown-option", "late.soon", ("no", "yes", "unsure"))),
        ("place.desk/late.yes", "place.desk", Notice("not-asked", "late.yes")),
        ("late.yes", "", Notice("not-asked", "late.yes")),
        ("place.home//late.no", "place.home/late.no", Notice("malformed", "")),
    ],
)
def test_an_address_leads_to_the_nearest_state_and_says_what_was_left_out(
    small: Policy, address: str, nearest: str, notice: Notice
) -> None:
    """A wrong address still shows a step, with a notice for the part that was not used."""
    state, notices = parse_address(small, address)
    assert state.address == nearest
    assert notices == (notice,)


def test_an_address_in_another_order_is_put_right(small: Policy) -> None:
    """Parts in any order, with slashes around them, lead to the one address of that state."""
    state, notices = parse_address(small, "/kind.book/late.yes/place.home/")
    assert state.address == "place.home/late.yes/kind.book"
    assert notices == ()


def test_the_first_of_two_answers_counts(small: Policy) -> None:
    """A question answered twice in an address keeps its first answer."""
    assert parse_address(small, "place.desk/place.home")[0].address == "place.desk"


@pytest.mark.parametrize(
    ("address", "now"),
    [
        ("place.shelf", "place.desk"),
        ("place.shelf/late.yes", "place.home/late.yes"),
        ("late.yes/place.shelf", "place.home/late.yes"),
        ("place.shelf/late.no", "place.desk"),
        ("place.shelf/late.yes/kind.film", "place.home/late.yes/kind.film"),
        ("place.home/cover.hard/late.no", "place.home/late.no"),
        ("place.shelf/late.yes/cover.hard/kind.book", "place.home/late.yes/kind.book"),
        ("cover.hard", ""),
    ],
)
def test_an_address_of_an_earlier_edition_leads_to_what_stands_for_it_now(
    small: Policy, address: str, now: str
) -> None:
    """The row that fits most answers goes first; what no row names is kept where it is asked. No notice says so."""
    state, notices = parse_address(small, address)
    assert state.address == now
    assert notices == ()


def test_what_no_edition_has_known_is_told_beside_what_has_moved(small: Policy) -> None:
    """A wrong part of an address that has moved has its notice as anywhere else."""
    state, notices = parse_address(small, "place.shelf/late.soon")
    assert state.address == "place.desk"
    assert notices == (Notice("unknown-option", "late.soon", ("no", "yes", "unsure")),)


def test_a_state_of_this_edition_never_moves(small: Policy) -> None:
    """Where a row fits a state by mistake, its address still answers for itself."""
    everywhere = {"desk": Move("desk", "place.desk", "place.home")}
    assert parse_address(replace(small, moves=everywhere), "place.desk")[0].address == "place.desk"


def test_rows_that_lead_to_each_other_end(small: Policy) -> None:
    """Each answer moves once, so that no mistake in the rows keeps a reader waiting."""
    circle = {"one": Move("one", "place.a", "place.b"), "two": Move("two", "place.b", "place.a")}
    assert moved(replace(small, moves=circle), {"place": "a"}) == {"place": "b"}


def test_every_state_is_met_once(small: Policy) -> None:
    """The walk gives each address once, parents before children, in the order of questions and options."""
    addresses = [state.address for state in states(small)]
    assert addresses == [
        "",
        "place.desk",
        "place.home",
        "place.home/late.no",
        "place.home/late.yes",
        "place.home/late.yes/kind.book",
        "place.home/late.yes/kind.film",
        "place.home/late.unsure",
        "place.home/late.unsure/kind.book",
        "place.home/late.unsure/kind.film",
        "place.unsure",
    ]


def test_what_would_change_an_outcome_is_every_single_other_answer(small: Policy) -> None:
    """Each other option of each question asked is given with where it leads, unless that is the same outcome."""
    state = path(small, LATE_BOOK)
    assert [(question, option, other.address) for question, option, other in changes(small, state)] == [
        ("place", "desk", "place.desk"),
        ("place", "unsure", "place.unsure"),
        ("late", "no", "place.home/late.no"),
        ("kind", "film", "place.home/late.yes/kind.film"),
    ]


def test_a_question_has_nothing_that_would_change_it(small: Policy) -> None:
    """Before an outcome there is nothing to compare with."""
    assert list(changes(small, path(small, {"place": "home"}))) == []


def presuming(policy: Policy) -> Policy:
    """The small policy, in which a loan is a book until somebody says that it is a film."""
    kind = replace(policy.questions["kind"], presumed="book")
    return replace(policy, questions={**policy.questions, "kind": kind})


def test_a_presumed_question_is_not_asked(small: Policy) -> None:
    """Its option holds, stands apart from the answers, and is no part of the address."""
    state = path(presuming(small), {"place": "home", "late": "yes"})
    assert isinstance(state.next, Verdict)
    assert state.next.rule.id == "late-book"
    assert (state.answers, state.presumed) == ({"place": "home", "late": "yes"}, {"kind": "book"})
    assert state.address == "place.home/late.yes"


def test_another_answer_than_the_presumed_one_counts(small: Policy) -> None:
    """A buyer can say otherwise, in an address of its own."""
    state = path(presuming(small), {**LATE_BOOK, "kind": "film"})
    assert state.address == "place.home/late.yes/kind.film"
    assert (state.next, state.presumed) == (Verdict(small.rules["late-film"]), {})


def test_what_is_presumed_may_be_said(small: Policy) -> None:
    """An address that spells the presumed option out is the state without it, and nobody is told of a mistake."""
    state, notices = parse_address(presuming(small), "place.home/late.yes/kind.book")
    assert (state.address, notices) == ("place.home/late.yes", ())


def test_what_would_change_an_outcome_names_what_was_presumed(small: Policy) -> None:
    """The other options of a presumed question are offered like those of any other."""
    policy = presuming(small)
    state = path(policy, {"place": "home", "late": "yes"})
    offered = [(question, option, other.address) for question, option, other in changes(policy, state)]
    assert ("kind", "film", "place.home/late.yes/kind.film") in offered
    back = changes(policy, path(policy, {**LATE_BOOK, "kind": "film"}))
    assert ("kind", "book", "place.home/late.yes") in [(each, option, other.address) for each, option, other in back]


def test_states_that_only_a_change_of_what_is_presumed_leads_to_are_met_once(small: Policy) -> None:
    """Every answer that somebody can give has its page, and only one."""
    addresses = [state.address for state in states(presuming(small))]
    assert len(set(addresses)) == len(addresses)
    assert "place.home/late.yes/kind.film" in addresses
    assert "place.home/late.yes/kind.book" not in addresses


def test_answers_are_written_with_an_equals_sign() -> None:
    """Words of a command line become answers; the last of two answers to a question counts."""
    assert as_mapping(["a=b", "c=d=e", "a=f"]) == {"a": "f", "c": "d=e"}


def test_a_word_without_an_equals_sign_is_named() -> None:
    """What is not an answer is given back by name."""
    with pytest.raises(ValueError, match="shipped"):
        as_mapping(["stage=x", "shipped"])


def same(one: State, other: State) -> bool:
    """Whether two states are one: the same answers in the same order, and the same thing next."""
    return list(one.answers.items()) == list(other.answers.items()) and one.next == other.next


def parts() -> st.SearchStrategy[str]:
    """Parts of addresses: real answers, half-real ones and anything else."""
    questions = bundled().questions
    real = [f"{question.id}.{option}" for question in questions.values() for option in question.options]
    return st.one_of(
        st.sampled_from(real),
        st.sampled_from([*questions, "stage.", ".unpaid", "stage.stage", "..", "%2e%2e"]),
        st.text(max_size=12),
    )


@given(st.one_of(st.text(), st.lists(st.deferred(parts), max_size=12).map("/".join)))
def test_any_text_is_an_address_of_some_state(address: str) -> None:
    """No text raises, and what comes out is a state of the policy, reached by its own answers."""
    policy = bundled()
    state, notices = parse_address(policy, address)
    assert same(state, path(policy, state.answers))
    assert all(
        option in policy.questions[question].options and asked(policy, {**before, **state.presumed}) == question
        for question, option, before in steps(state)
    )
    assert all(notice.code in ("malformed", "unknown-question", "unknown-option", "not-asked") for notice in notices)


@given(st.lists(st.deferred(parts), max_size=12).map("/".join))
def test_an_address_of_a_state_leads_back_to_it(address: str) -> None:
    """A state's own address gives the same state, without a notice."""
    policy = bundled()
    state, _ = parse_address(policy, address)
    again, notices = parse_address(policy, state.address)
    assert same(state, again)
    assert notices == ()


@given(st.permutations(list(range(6))), st.integers(min_value=0))
def test_the_order_of_parts_does_not_matter(order: list[int], number: int) -> None:
    """Every permutation of a state's parts leads to that state."""
    policy = bundled()
    state = every_state()[number % len(every_state())]
    items = list(state.answers.items())
    shuffled = [items[place] for place in order if place < len(items)]
    assert len(shuffled) == len(items)
    found, notices = parse_address(policy, "/".join(f"{question}.{option}" for question, option in shuffled))
    assert same(state, found)
    assert notices == ()


@cache
def every_state() -> tuple[State, ...]:
    """All states of the policy that ships."""
    return tuple(states(bundled()))


def steps(state: State) -> list[tuple[str, str, dict[str, str]]]:
    """Each answer on a path with the answers that came before it."""
    items = list(state.answers.items())
    return [(question, option, dict(items[:place])) for place, (question, option) in enumerate(items)]


def test_a_changed_answer_leads_where_a_path_from_the_start_leads(policy: Policy) -> None:
    """In every state that ships, each other answer leads to the state that all answers together lead to."""
    found = 0
    for state in states(policy):
        for question, option, other in changes(policy, state):
            assert other == path(policy, {**state.answers, question: option}), (state.address, question, option)
            found += 1
    assert found > 1000
