"""Names of AliExpress's statuses and buttons: what was seen decides what is shown, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from checker.audit.sightings import is_old, last_day, old, shown, unseen, version_day
from checker.audit.texts import texts
from checker.html.rich_text import label
from checker.markup import MARK, Place, named, plain
from checker.model import GRADES, Grade, Label, Policy, Sighting

LANGUAGES = ("en", "es")
DOUBLED = re.compile(r"\b(?:el|la|los|las|un|una|al|del) (?:el|la|los|las|un|una)\b|\b(?:de|a) el\b")


def sighting(text: str, grade: Grade = "first-hand", last: str | None = None, lang: str = "es") -> Sighting:
    """A text of the list of orders."""
    return Sighting(text, lang, "list", grade, ("S1",), None, last)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_text_of_the_best_grade_is_shown_first(policy: Policy, lang: str) -> None:
    """No text of the same language was read nearer to AliExpress, or as near and later, than the one shown."""
    for each in policy.labels.values():
        first = shown(policy, each, lang)
        for seen in each.seen if first else ():
            if first and seen.lang == lang:
                rank = GRADES.index(seen.grade) - GRADES.index(first.grade)
                assert rank > 0 or (rank == 0 and (seen.last or "") <= (first.last or "")), each.id


def test_grade_comes_before_day_whatever_the_order_of_the_file() -> None:
    """First-hand beats a newer copy, a copy beats a newer guess, and among equals the newest wins."""
    seen = [
        sighting("Viejo", last="2024-03"),
        sighting("Nuevo", last="2026-09-07"),
        sighting("Copia", "copy", "2026-11"),
        sighting("Sin fecha"),
    ]
    for order in permutations(seen):
        best = Label("receipt", "button", order).best("es")
        assert best and best.text == "Nuevo"
    best = Label("receipt", "button", (sighting("Guía", "guess", "2026-11"), sighting("Copia", "copy"))).best("es")
    assert best and best.text == "Copia"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_that_nobody_has_seen_is_described(policy: Policy, lang: str) -> None:
    """Spanish names that only guides know are not passed off as AliExpress's: the description is ours."""
    without = {each.id for each, code in unseen(policy) if code == lang}
    for each in policy.labels.values():
        best, name = each.best(lang), named(policy, each.id, lang)
        captured = best is not None and (best.grade != "guess" or lang == policy.default_language)
        assert name.seen is captured is (each.id not in without)
        if not captured:
            assert name.own == (each.described or {})[lang]
            assert name.own not in {seen.text for seen in each.seen}
            assert name.beside is None or name.beside.lang != lang


def test_spanish_readers_get_the_english_word_beside_and_english_readers_get_no_spanish(policy: Policy) -> None:
    """What helps to find a button in Spanish is noise in English."""
    for each in policy.labels.values():
        english, spanish = (str(label(Place(policy, lang), each.id)) for lang in LANGUAGES)
        first = each.best("en")
        if first:
            assert first.text in english
            assert "lang=" not in english and "(" not in english.replace(first.text, "")
            assert plain(Place(policy, "en"), f"{{label.{each.id}}}") == first.text
            assert first.text.split()[0] in spanish
        assert plain(Place(policy, "es"), f"{{label.{each.id}}}") in re.sub(r"<[^>]+>", "", spanish)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_browser_may_translate_a_name(policy: Policy, lang: str) -> None:
    """Every text of AliExpress is marked, in its own language; our descriptions may be translated."""
    for each in policy.labels.values():
        name, html = named(policy, each.id, lang), str(label(Place(policy, lang), each.id))
        spans = re.findall(r"<span ([^>]*)>", html)
        assert all('translate="no"' in span for span in spans)
        assert len(spans) == name.seen + (name.beside is not None)
        if name.beside:
            assert f'lang="{name.beside.lang}"' in html
        assert name.seen or html.startswith(name.own)


def test_no_sentence_has_two_articles(policy: Policy) -> None:
    """A name that is described brings its own article, so no sentence may set one before it."""
    place = Place(policy, "es")
    found = [
        (said.row, said.field, read)
        for said in texts(policy)
        if any(mark[1] == "label" for mark in MARK.finditer(said.text["es"]))
        and DOUBLED.search((read := plain(place, said.text["es"])).casefold())
    ]
    assert found == []


def test_a_name_ages_from_the_last_day_on_which_it_can_have_been_seen() -> None:
    """A month or a year counts to its end; what has no date is old."""
    assert last_day(sighting("A", last="2024")) == date(2024, 12, 31)
    assert last_day(sighting("A", last="2024-02")) == date(2024, 2, 29)
    assert last_day(sighting("A", last="2024-02-03")) == date(2024, 2, 3)
    assert is_old(sighting("A"), date(2024, 1, 1))
    assert not is_old(sighting("A", last="2025-11-28"), date(2026, 11, 28))
    assert is_old(sighting("A", last="2025-11-27"), date(2026, 11, 28))


def test_only_names_that_are_shown_are_told_as_old(small: Policy) -> None:
    """An older name beside a newer one, and a description, need no new look."""
    assert [(each.label.id, each.lang) for each in old(small, date(2028, 1, 1))] == [("receipt", "en")]
    assert not list(old(small, date(2026, 2, 1)))


def test_the_day_of_a_version_is_its_name(small: Policy) -> None:
    """Ages are counted from the policy's own day, not from a clock; a day's second change has a number behind it."""
    for version in ("2026.11.28", "2026.11.28.2"):
        assert version_day(replace(small, version=version)) == date(2026, 11, 28)
