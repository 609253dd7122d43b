"""What readers type: read with care, never a crash, and a sentence for whatever cannot be used."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import fields
from checker.details import CODES, EMPTY, Details, InputProblem, explain, parse
from checker.model import Policy
from tests.checker.timed import timed

TODAY = date(2026, 11, 22)
COUNTRIES = ("es", "mx")
DATES = tuple(field.id for field in fields.DATES)
AHEAD = tuple(field.id for field in fields.DATES if field.ahead)
LONGEST = {field.id: field.longest for field in fields.TEXTS}
FIELDS = (*DATES, *LONGEST, "country")


def read(*, today: date = TODAY, **typed: Any) -> Details:
    """Typed fields, as read on a known day."""
    return parse(typed, today=today, countries=COUNTRIES)


def codes(details: Details) -> list[tuple[str, str]]:
    """Field and code of every problem."""
    return [(problem.field, problem.code) for problem in details.problems]


typed_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(), st.dates(), st.text(),
    st.text(st.characters()), st.dates(date(2009, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    st.from_regex(r"\d{1,5}-\d{1,2}-\d{1,2}", fullmatch=True),
    st.sampled_from(("es", "xx", "0000-00-00", "2026-02-30", "9999-12-31", "\ud800", "‮", "1" * 5000)),
    st.lists(st.integers()), st.dictionaries(st.text(), st.integers()),
)  # fmt: skip


@given(st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text()), typed_values), st.dates())
def test_whatever_is_typed_gives_details(typed: dict[str, Any], today: date) -> None:
    """Any value in any field, on any day that a device may show, is read, and what is kept is within bounds."""
    details = parse(typed, today=today, countries=COUNTRIES)
    assert set(details.dates) <= set(DATES) and set(details.texts) <= set(LONGEST)
    assert all(day >= date(2010, 1, 1) for day in details.dates.values())
    assert details.country in (None, *COUNTRIES)
    for name, text in details.texts.items():
        assert 0 < len(text) <= LONGEST[name] and text.isprintable() and text == text.strip()
        text.encode()
    assert {problem.code for problem in details.problems} <= set(CODES)


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())))
def test_typed_fields_that_are_no_mapping_are_none_at_all(raw: Any) -> None:
    """Something else in place of the fields reads as if nothing had been typed."""
    assert parse(raw, today=TODAY, countries=COUNTRIES) == EMPTY


@given(st.dictionaries(st.sampled_from(DATES), st.dates(date(2025, 1, 1), date(2028, 1, 1)).map(date.isoformat)))
def test_kept_dates_are_possible_together(typed: dict[str, str]) -> None:
    """A date without a problem is kept as typed; those that are kept agree with each other and with today."""
    details = parse(typed, today=TODAY, countries=())
    named = {problem.field for problem in details.problems} | {
        str(problem.values.get("other")) for problem in details.problems
    }
    assert set(details.dates) == set(typed) - named
    assert all(details.dates[name].isoformat() == typed[name] for name in details.dates)
    assert all(day <= TODAY for name, day in details.dates.items() if name not in AHEAD)
    for later in ("asked", "shipped", "promised", "protected", "delivered", "cancelled", "refunded", "dispute"):
        if "paid" in details.dates and later in details.dates:
            assert details.dates["paid"] <= details.dates[later]


def test_everything_typed_well_is_kept() -> None:
    """A plausible order gives no problem, also with everything on one day and the days that the page gives ahead."""
    ahead = dict.fromkeys(AHEAD, "2027-01-15")
    same: dict[str, Any] = dict.fromkeys(DATES, TODAY.isoformat()) | ahead
    details = read(**same, order="8190123456789012", item="Blue lamp, 20 cm", country="es")
    assert details.problems == ()
    assert all(details.dates[name] == date(2027, 1, 15) for name in AHEAD) and len(details.dates) == len(DATES)
    assert details.texts == {"order": "8190123456789012", "item": "Blue lamp, 20 cm"}
    assert details.country == "es"


def test_nothing_typed_is_no_problem() -> None:
    """Empty fields, spaces and unknown fields give empty details."""
    assert read(paid="", asked="  ", order=" ", item=None, country="", colour="red") == EMPTY


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("paid", "22/11/2026", "not-a-date"),
        ("paid", "2026-02-29", "not-a-date"),
        ("paid", "20261122", "not-a-date"),
        ("paid", "2026-W47-7", "not-a-date"),
        ("paid", "٢٠٢٦-١١-٢٢", "not-a-date"),
        ("paid", date(2026, 11, 1), "not-a-date"),
        ("paid", "0206-11-22", "out-of-range"),
        ("paid", "2009-12-31", "out-of-range"),
        ("paid", "2026-11-23", "future"),
        ("delivered", "2028-11-22", "future"),
        ("delivered", "2028-11-23", "out-of-range"),
        ("promised", "2028-11-23", "out-of-range"),
        ("protected", "2028-11-23", "out-of-range"),
        ("order", 8190123456789012, "not-text"),
        ("order", "819-0123", "order-number"),
        ("order", "9" * 41, "too-long"),
        ("item", "a" * 81, "too-long"),
        ("country", "xx", "country"),
        ("country", ["es"], "country"),
    ],
)
def test_each_mistake_has_its_code(name: str, value: object, code: str) -> None:
    """What cannot be right is named by field and code, and nothing else that was typed is lost."""
    beside = "dispute" if name == "paid" else "paid"
    typed: dict[str, Any] = {name: value, beside: "2026-11-22"}
    details = read(**typed)
    assert (name, code) in codes(details)
    assert name not in details.dates and (beside == "dispute" or beside in details.dates)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [("asked", "paid"), ("shipped", "paid"), ("protected", "ordered"), ("delivered", "shipped"), ("cancelled", "paid")],
)
def test_an_impossible_order_of_days_names_both(later: str, earlier: str) -> None:
    """No clock starts from either of two days that contradict each other; a third day stays."""
    typed: dict[str, Any] = {later: "2026-11-10", earlier: "2026-11-11", "promised": "2026-12-24"}
    details = read(**typed)
    assert details.problems == (InputProblem(later, "order", {"other": earlier}),)
    assert set(details.dates) == {"promised"}


def test_leap_days() -> None:
    """29 February is a day in leap years only, and the range of years ends well from there."""
    assert read(today=date(2028, 2, 29), paid="2028-02-29").dates == {"paid": date(2028, 2, 29)}
    assert read(today=date(2028, 2, 29), promised="2030-03-01").dates == {"promised": date(2030, 3, 1)}
    assert codes(read(paid="2026-02-29")) == [("paid", "not-a-date")]


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2023, 12, 31), date(2101, 1, 1), date.max, date.min])
def test_a_wrong_clock_compares_nothing_with_today(today: date) -> None:
    """A device whose day is years off gets one problem, and the dates typed are used all the same."""
    details = read(today=today, paid="2026-11-01", asked="2026-11-02")
    assert details.problems == (InputProblem("today", "clock", {"today": today}),)
    assert details.dates == {"paid": date(2026, 11, 1), "asked": date(2026, 11, 2)}


def test_a_moment_is_taken_as_its_day() -> None:
    """Today may come with a time of day."""
    assert read(today=datetime(2026, 11, 22, 23, 59), paid="2026-11-22").problems == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Blue \t lamp\r\n20 cm ", "Blue lamp 20 cm"),
        ("lamp\u202eevil\u202c", "lampevil"),
        ("la\u200bmp\ufeff\u2060 \u2066x\u2069", "lamp x"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("half \ud83d surrogate", "half surrogate"),
        ("\u3164\u2800\u115f", None),
        ("Café <b>“ñandú”</b> 灯", "Café <b>“ñandú”</b> 灯"),
        ("{paid} & {order}", "{paid} & {order}"),
    ],
)
def test_texts_are_cleaned(typed: str, kept: str | None) -> None:
    """Characters that hide, turn or break a line are removed, white space is folded, the rest stays as typed."""
    assert read(item=typed).texts.get("item") == kept


def test_long_texts_are_cut_at_a_code_point() -> None:
    """What is too long is cut, kept, and said so; a cut leaves no space at the end."""
    details = read(order="1" * 39 + " 2", item="灯" * 100)
    assert details.texts == {"order": "1" * 39, "item": "灯" * 80}
    assert details.problems == (
        InputProblem("order", "too-long", {"max": 40}),
        InputProblem("item", "too-long", {"max": 80}),
    )


def test_an_order_number_may_be_grouped() -> None:
    """Sixteen digits with spaces are a usual number; anything else is used too, with a gentle note."""
    assert read(order="8190 1234 5678 9012").problems == ()
    assert read(order="ABC").texts == {"order": "ABC"}


def test_problems_are_explained_with_labels_and_written_days() -> None:
    """A sentence names fields by their labels, numbers as they are, and days as the language writes them."""
    policy = timed()
    assert explain(InputProblem("shipped", "order", {"other": "paid"}), policy, "en") == (
        "“Day it was shipped” lies before “Day you paid”."
    )
    assert explain(InputProblem("item", "too-long", {"max": 80}), policy, "es") == "«Artículo»: 80 caracteres."
    assert explain(InputProblem("today", "clock", {"today": date(1970, 1, 1)}), policy, "es") == (
        "Hoy es jueves 1 de enero de 1970."
    )


def test_every_problem_has_a_finished_sentence(policy: Policy) -> None:
    """In each language of the shipped policy, each code has a sentence whose blanks can all be filled."""
    values = {"other": "paid", "max": 40, "first": TODAY, "last": TODAY + timedelta(days=1), "today": TODAY}
    for code in CODES:
        for lang in policy.languages:
            sentence = explain(InputProblem("shipped", code, cast(dict[str, Any], values)), policy, lang)
            assert sentence and not [name for _, name, _, _ in Formatter().parse(sentence) if name], sentence
