"""Whatever comes in, as an address, as typed details or as a request, an answer goes out, with no markup of theirs.

Bounded in `make test`, hundreds of thousands of cases in `make test-long`.
"""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker import decide, details, live
from checker.bundled import bundled
from checker.fields import BY_ID
from tests.figures import Tally
from tests.hostile import PAYLOADS, names, vocabulary

SESSION = live.start("test")
POLICY = bundled()
LONGEST_WAIT = timedelta(seconds=20)
"""For one case: far more than any takes, but not for ever."""
BLOCK = 2_000
"""Cases that Hypothesis makes up at a time: it remembers each until the last, by the gigabyte where they are many."""
SPARE = 40_000
"""Bytes that a session may hold more after many requests than after a few: what Python itself lets lie about."""

payloads = st.sampled_from(PAYLOADS)
texts = payloads | st.text(max_size=80) | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl"]), max_size=20)
answers = st.sampled_from(
    [f"{question.id}.{option}" for question in POLICY.questions.values() for option in question.options]
)
STATES = tuple(state.address for state in decide.states(POLICY))
states = st.sampled_from(STATES)
addresses = st.one_of(
    texts,
    states,
    st.tuples(states, texts).map("/".join),
    st.tuples(answers, texts).map("".join),
    st.lists(answers | texts, max_size=10).map("/".join),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
days = st.dates().map(str) | st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str)
fields = st.dictionaries(st.sampled_from(live.FIELDS) | st.text(max_size=9), days | texts | anything, max_size=12)
requests = st.fixed_dictionaries(
    {"lang": st.sampled_from([*POLICY.languages, "xx"]), "address": addresses},
    optional={
        "id": anything,
        "base": st.sampled_from(["/", "/help/"]) | texts,
        "today": days | texts,
        "given": st.dictionaries(st.sampled_from([*POLICY.questions]), texts) | anything,
        "advance": st.booleans() | anything,
        "heading": st.sampled_from([1, 2]) | anything,
        "details": fields | anything,
    },
)


def sizes(few: int, many: int) -> pytest.MarkDecorator:
    """A few cases for every run, and many for the long one, by how many and under which ending they are counted."""
    return pytest.mark.parametrize(
        ("most", "ending"), [(few, ""), pytest.param(many, ", long", marks=pytest.mark.long)], ids=["some", "many"]
    )


def attempt(most: int, cases: st.SearchStrategy[Any], check: Callable[[Any], None]) -> int:
    """Try so many cases, in blocks; how many were tried."""
    tried = 0
    for done in range(0, most, BLOCK):
        size = min(BLOCK, most - done)

        # Blocks of the same cases would be one block.
        @settings(
            max_examples=size, deadline=LONGEST_WAIT, suppress_health_check=list(HealthCheck), database=None,
            derandomize=most <= BLOCK,
        )  # fmt: skip
        @given(cases)
        def each(case: Any) -> None:
            nonlocal tried
            tried += 1
            check(case)

        each()
        gc.collect()
    return tried


@sizes(2_000, 200_000)
def test_any_address_is_read(most: int, ending: str, tally: Tally) -> None:
    """Every text is the address of some state, whose own address leads back to it, and notices are of known kinds."""

    def check(address: str) -> None:
        state, notices = decide.parse_address(POLICY, address)
        assert decide.parse_address(POLICY, state.address) == (state, ())
        assert {notice.code for notice in notices} <= {"malformed", "unknown-question", "unknown-option", "not-asked"}

    tally(f"addresses{ending}", attempt(most, addresses, check))


@sizes(2_000, 200_000)
def test_any_detail_is_read(most: int, ending: str, tally: Tally) -> None:
    """Whatever is typed, on whatever day, is kept within bounds and in print, or told as a problem in a sentence."""

    def check(case: tuple[dict[str, object], date]) -> None:
        typed, today = case
        read = details.parse(typed, today=today, countries=POLICY.countries)
        assert read.country in (None, *POLICY.countries)
        for name, text in read.texts.items():
            assert 0 < len(text) <= BY_ID[name].longest and text.isprintable()
        for problem in read.problems:
            assert all(details.explain(problem, POLICY, lang) for lang in POLICY.languages)

    tally(f"details{ending}", attempt(most, st.tuples(fields, st.dates()), check))


@sizes(1_000, 50_000)
def test_any_request_is_answered_in_our_own_markup(most: int, ending: str, tally: Tally) -> None:
    """Every request gets a page; it consists of what our pages consist of, and links where they link."""
    ours = vocabulary()

    def check(request: dict[str, Any]) -> None:
        answer = SESSION.answer(request)
        assert "fault" not in answer
        assert names(answer["html"]) <= ours
        assert json.loads(json.dumps(answer, ensure_ascii=False).encode()) == answer

    tally(f"requests{ending}", attempt(most, requests, check))


@pytest.mark.parametrize("base", ["/", "/help-{number}/"], ids=["one site", "many sites"])
def test_requests_leave_nothing_behind(base: str) -> None:
    """What the engine keeps for later answers is its own: nothing that comes in makes it hold more and more."""
    session = live.Live(POLICY, "test")

    def ask(numbers: range) -> None:
        for number in numbers:
            typed = dict.fromkeys(live.FIELDS, f"{number} 2026-11-20")
            typed["country"] = [*POLICY.countries, f"x{number}"][number % (len(POLICY.countries) + 1)]
            place = {
                "address": f"{STATES[number % len(STATES)]}/x{number}.y{number}",
                "base": base.format(number=number),
            }
            session.answer({**place, "given": {f"x{number}": f"y{number}"}, "details": typed, "today": f"{number}"})
        gc.collect()

    ask(range(len(STATES)))
    tracemalloc.start()
    ask(range(len(STATES), 2 * len(STATES)))
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < SPARE


def test_markup_that_is_not_ours_would_be_noticed() -> None:
    """The list of what pages consist of has what they need, and nothing that runs."""
    ours = vocabulary()
    assert {"a href", "h1", "form", "input value", "li", "a data-option"} <= ours
    assert not {name for name in ours if name.partition(" ")[0] in ("script", "img", "iframe", "style", "object")}
    assert not {name for name in ours if name.partition(" ")[2].startswith("on")}
    for harm in ("<b onclick='x'>", "<a href='//harm.example/'>", "<a href='javascript:x'>"):
        assert not names(harm) <= ours
