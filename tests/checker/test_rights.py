"""The law of the reader's country, as an answer shows it: what law.toml demands of each country at each stage."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from checker.details import EMPTY
from checker.html import evidence
from checker.markup import Place
from checker.model import LAW_STAGES, Bank, LawStage, Office, Outcome, Policy, Right

LAW: dict[str, Any] = tomllib.loads(Path(__file__).with_name("law.toml").read_text("utf-8"))

PROMISES = {
    "en": ("you will get", "you get your money", "guaranteed", "is obliged to refund you"),
    "es": ("recibirás tu dinero", "te devolverán", "recuperarás", "está obligado a reembolsarte", "garantizado"),
}
"""Words that promise an outcome, which no law on these pages can: sellers are abroad."""

CLOSED = re.compile(r"europa\.eu/(?:consumers/)?odr|\bodr\b|litigios en línea|online dispute resolution", re.IGNORECASE)


def failed(policy: Policy, stage: LawStage | None) -> Outcome:
    """An outcome for a buyer whom platform and bank have failed, at a stage of the order."""
    ended = next(each for each in policy.outcomes.values() if each.offices and each.rights)
    return replace(ended, rights=stage, goods=None)


def block(policy: Policy, lang: str, country: str | None, outcome: Outcome) -> str:
    """What an answer says about a country, as its reader sees it."""
    html = str(evidence.law(Place(policy, lang), outcome, replace(EMPTY, country=country)))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_country_has_its_demands(policy: Policy) -> None:
    """Whoever adds a country says what its people have to read, at every stage, in English and Spanish."""
    assert set(LAW) == set(policy.countries)
    for country, demands in LAW.items():
        assert set(demands) == {"reach", *LAW_STAGES}, country
        assert all(set(demands[stage]) == {"en", "es"} for stage in LAW_STAGES), country


@pytest.mark.parametrize("country", LAW)
def test_a_block_says_what_law_toml_demands(policy: Policy, country: str) -> None:
    """Before shipping, arrived and unwanted, faulty, never came: each figure, caution and office due stands there."""
    for stage in LAW_STAGES:
        for lang, wanted in LAW[country][stage].items():
            shown = block(policy, lang, country, failed(policy, stage))
            assert not [words for words in wanted if words not in shown], shown


@pytest.mark.parametrize("country", LAW)
def test_a_block_says_first_how_far_the_law_reaches(policy: Policy, country: str) -> None:
    """No right is read without its reach: that stands before the first of them."""
    reach = policy.countries[country].reach
    assert reach == LAW[country]["reach"]
    for stage in LAW_STAGES:
        for lang in policy.languages:
            shown = block(policy, lang, country, failed(policy, stage))
            said = f"{policy.words['reach'][lang]}: {policy.words[f'reach-{reach}'][lang]}."
            titles = [right.title[lang] for right in policy.rights.values() if country in right.countries]
            assert said in shown
            assert all(shown.index(said) < shown.index(title) for title in titles if title in shown)


def test_no_right_promises_more_than_its_reach_allows(policy: Policy) -> None:
    """The law “gives” and “lets”; what a seller abroad does is promised by no right; no office is without limits."""
    for right in policy.rights.values():
        for lang, words in PROMISES.items():
            said = " ".join(text[lang] for text in (right.title, right.text, right.money_by, right.how) if text).lower()
            assert not [each for each in words if each in said], right.id
    for office in policy.offices.values():
        assert all(office.cannot[lang].strip() for lang in policy.languages), office.id


def test_settled_law_was_read_where_it_is_official(policy: Policy) -> None:
    """Law that was read only in code, a guide, the press, a forum or a reprint is not called settled."""
    official = {"official", "regulator", "law"}
    copies = {"S50", "S80", "S87", "S88", "S91", "S94", "S97", "S260", "S266", "S271", "S278", "S289"}
    rows: list[Right | Bank | Office] = [*policy.rights.values(), *policy.banks.values(), *policy.offices.values()]
    for row in rows:
        if row.standing == "settled":
            read = [code for code in row.sources if policy.sources[code].kind in official and code not in copies]
            assert read, row.id


def test_offices_come_after_the_bank_and_only_where_both_have_failed(policy: Policy) -> None:
    """An answer names offices only on outcomes that say so, below the bank's routes."""
    last = failed(policy, "undelivered")
    for country in policy.countries:
        shown = block(policy, "en", country, last)
        assert shown.index(policy.banks["visa"].title["en"]) < shown.index(policy.words["offices"]["en"])
        assert policy.words["offices"]["en"] not in block(policy, "en", country, replace(last, offices=False))


def test_a_country_without_an_office_is_told_so(policy: Policy) -> None:
    """Where we found no office, that is said; an office for any country is no office of one's own."""
    for country in policy.countries:
        own = [office for office in policy.offices.values() if country in office.countries]
        told = policy.words["offices-none"]["en"] in block(policy, "en", country, failed(policy, None))
        assert told is not bool(own), country


def test_without_a_country_the_block_leads_to_all(policy: Policy) -> None:
    """A reader who has not chosen sees the way to the page with every country's rights."""
    assert policy.words["rights-all"]["en"] in block(policy, "en", None, failed(policy, "before"))


def test_the_closed_platform_of_the_eu_is_no_way(policy: Policy) -> None:
    """The EU's platform for online disputes closed on 20 July 2025: nothing in the policy names it or leads there."""
    assert not CLOSED.findall(str(policy))
