"""Finding a situation by a reader's own sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import find, relative_dates
from checker.decide import parse_address, states
from checker.load import load
from checker.markup import Place
from checker.model import Policy
from checker.publish.situations import table
from tests.checker import worries

pytestmark = pytest.mark.cpython_only
"""What ships finds a part of these in tests/engine/test_shipped.py."""

POLICY = load()
INDEXES: Mapping[str, find.Index] = {lang: find.index(table(POLICY, lang)) for lang in POLICY.languages}
WORRIES = worries.read()
TODAY = date(2026, 11, 25)
"""A Wednesday."""


def helped(worry: worries.Worry) -> bool:
    """Whether a right state is among those found; where nothing fits, whether nothing is."""
    found = set(find.find(INDEXES[worry.lang], worry.text))
    return bool(found & set(worry.right)) if worry.right else not found


def missed(aside: bool) -> tuple[list[str], float]:
    """The worries of one kind for which no right state is found, and the share of the others."""
    asked = [worry for worry in WORRIES if worry.aside == aside]
    lost = [worry.text for worry in asked if not helped(worry)]
    return lost, 1 - len(lost) / len(asked)


def addresses(lang: str, text: str) -> list[str]:
    """What is found, by address, best first."""
    return list(find.find(INDEXES[lang], text))


def named(lang: str, text: str, today: date = TODAY) -> tuple[date, ...]:
    """The days that a sentence names."""
    return relative_dates.named(INDEXES[lang], POLICY.dates, lang, text, today)


def test_the_worries_are_many_and_name_states(policy: Policy) -> None:
    """At least 120 worries, about half of them Spanish, a fifth kept aside, all answered by states that there are."""
    spanish = sum(worry.lang == "es" for worry in WORRIES)
    assert len(WORRIES) >= 120
    assert 0.4 <= spanish / len(WORRIES) <= 0.6
    assert sum(worry.aside for worry in WORRIES) >= len(WORRIES) // 5
    assert {each for worry in WORRIES for each in worry.right} <= {state.address for state in states(policy)}


def test_a_worry_finds_its_situation_among_three() -> None:
    """For 95 % of the worries that the search was made with, a right state is among those found."""
    lost, share = missed(aside=False)
    assert share >= 0.95, lost


def test_a_worry_kept_aside_finds_its_situation_among_three() -> None:
    """For 90 % of the worries that no word was chosen for, a right state is among those found."""
    lost, share = missed(aside=True)
    assert share >= 0.9, lost


@pytest.mark.parametrize("worry", WORRIES[::3], ids=lambda worry: worry.text[:40])
def test_what_is_found_are_links_to_states(worry: worries.Worry) -> None:
    """Three at most, each an address that leads there, with a kind and a title, no two to one answer."""
    found = tuple(find.described(Place(POLICY, worry.lang), find.find(INDEXES[worry.lang], worry.text)))
    assert len(found) <= find.MOST
    ends = [(each.kind, each.title) for each in found if each.kind != "question"]
    assert len(set(ends)) == len(ends)
    assert not any(other.address.startswith(f"{each.address}/") for each in found for other in found)
    for each in found:
        state, notices = parse_address(POLICY, each.address)
        assert (state.address, notices) == (each.address, ())
        assert each.kind == "question" or each.kind in {outcome.verdict for outcome in POLICY.outcomes.values()}
        assert each.title and "{" not in each.title


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "tracking hasn't moved for weeks"),
        ("en", "the seller won't answer my cancellation request"),
        ("es", "el vendedor rechazó la cancelación sin razón"),
        ("es", "llegó roto y no enciende"),
    ],
)
def test_accents_capitals_and_apostrophes_do_not_matter(lang: str, text: str) -> None:
    """However somebody types a sentence, the same is found."""
    bare = text.translate(str.maketrans("áéíóúñ", "aeioun", "'"))
    assert addresses(lang, text)
    assert addresses(lang, text) == addresses(lang, bare) == addresses(lang, bare.upper())


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", ["the parcel arrived damaged", "the parcels arrive damaged", "teh parcel arived defectve"]),
        ("es", ["me llegó dañado", "me llegaron dañados", "me ha llegado defetuosa"]),
    ],
)
def test_other_forms_of_a_word_find_the_same(lang: str, forms: list[str]) -> None:
    """Plurals, tenses and a slip of the finger lead to the same first state."""
    assert {addresses(lang, form)[0] for form in forms} == {"stage.delivered/parcel.damaged"}


def test_what_is_denied_is_not_what_is_said() -> None:
    """A parcel that came and one that did not are not the same."""
    assert addresses("en", "my parcel never arrived")[0].startswith("stage.shipped/trouble.late")
    assert addresses("es", "el paquete no ha llegado")[0].startswith("stage.shipped/trouble.late")
    assert addresses("en", "it arrived broken")[0] == "stage.delivered/parcel.damaged"


@pytest.mark.parametrize("lang", POLICY.languages)
@pytest.mark.parametrize("text", ["", " \n", "?!", "1234567890", "\0", "\ud800", "🐫🐫", "qwertz uiop"])
def test_what_says_nothing_finds_nothing(lang: str, text: str) -> None:
    """No situation is made up."""
    assert find.find(INDEXES[lang], text) == ()
    assert named(lang, text) == ()


@settings(max_examples=200)
@given(st.sampled_from(POLICY.languages), st.text(max_size=300), st.sampled_from(WORRIES), st.dates())
def test_no_text_raises(lang: str, text: str, worry: worries.Worry, today: date) -> None:
    """Whatever is typed, also around a worry, at most three states are found and no day after today."""
    for said in (text, f"{text} {worry.text} {text}"):
        assert len(find.find(INDEXES[lang], said)) <= find.MOST
        assert all(day <= today for day in named(lang, said, today))


@pytest.mark.parametrize("text", ["the " * 250_000, "no llegó " * 120_000, "a" * 1_000_000, "hace 3 " * 150_000])
@pytest.mark.parametrize("lang", POLICY.languages)
def test_a_megabyte_is_read_only_so_far(lang: str, text: str) -> None:
    """A text of any length is read up to a limit: what stands beyond it changes nothing."""
    assert find.find(INDEXES[lang], text) == find.find(INDEXES[lang], text[: find.LONGEST])
    assert named(lang, text) == named(lang, text[: find.LONGEST], TODAY)


@pytest.mark.parametrize(("lang", "said"), [("en", "it arrived broken yesterday"), ("es", "llegó roto ayer")])
def test_what_stands_beyond_the_limit_is_not_read(lang: str, said: str) -> None:
    """A sentence counts up to the limit, and not beyond it."""
    assert addresses(lang, said) and named(lang, said)
    beyond = "- " * find.LONGEST + said
    assert not addresses(lang, beyond) and not named(lang, beyond)


def test_nothing_of_a_sentence_is_kept() -> None:
    """A search leaves the index as it was, and the next one knows nothing of it."""
    before, first = repr(INDEXES["en"]), addresses("en", "it arrived broken")
    addresses("en", "customs wants money, Xyzzyx")
    assert repr(INDEXES["en"]) == before
    assert addresses("en", "it arrived broken") == first


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "bought it yesterday", ["2026-11-24"]),
        ("en", "three days ago", ["2026-11-22"]),
        ("en", "asked on Sunday, again on Wednesday", ["2026-11-22", "2026-11-18"]),
        ("en", "2 weeks ago, and a month ago", ["2026-11-11", "2026-10-26"]),
        ("en", "since november 2nd", ["2026-11-02"]),
        ("en", "on the 9th; on the 30th", ["2026-11-09", "2026-10-30"]),
        ("en", "Refund successful 14 December", ["2025-12-14"]),
        ("en", "31 February, 20%, 9 days left", []),
        ("es", "lo pagué ayer y hoy pedí cancelar", ["2026-11-24", "2026-11-25"]),
        ("es", "hace tres dias", ["2026-11-22"]),
        ("es", "el lunes, antes de ayer", ["2026-11-23"]),
        ("es", "el sábado", ["2026-11-21"]),
        ("es", "el 2 de noviembre; el 15", ["2026-11-02", "2026-11-15"]),
        ("es", "hace dos semanas, hace un mes", ["2026-11-11", "2026-10-26"]),
        ("es", "el 20% de descuento", []),
    ],
)
def test_days_in_words_become_dates(lang: str, text: str, expected: list[str]) -> None:
    """The days that a sentence names, in its order, each the last such day up to today."""
    assert [day.isoformat() for day in named(lang, text)] == expected
