"""The grounds of an answer as the reader sees them."""

from __future__ import annotations

from datetime import date

import pytest

from checker.deadlines import write_day
from checker.details import Details
from checker.html.evidence import fact_note, law, sighting
from checker.markup import Place
from checker.model import Policy


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_fact_says_where_its_captures_were_seen(policy: Policy, lang: str) -> None:
    """What an account's owner kept is told with place, month and country; where nothing was kept, nothing is told."""
    place = Place(policy, lang)
    for fact in policy.facts.values():
        sources = {policy.sources[code].id: policy.sources[code] for claim in fact.claim for code in claim.sources}
        captures = [each for each in sources.values() if each.kind == "capture"]
        shown = str(fact_note(place, fact.id)).casefold()
        for each in captures:
            seen, _, country = sighting(place, each).casefold().partition(" (")
            assert seen in shown and country.removesuffix(")") in shown, fact.id
            assert shown.count(seen) == 1, fact.id
        assert captures or shown.count("sit-small") == 1, fact.id


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_fact_leads_to_its_sources_and_says_when_it_was_checked(policy: Policy, lang: str) -> None:
    """Below an answer, each fact links its sources, or says that none was found, and names the day of its check."""
    place = Place(policy, lang)
    for fact in policy.facts.values():
        shown = str(fact_note(place, fact.id))
        assert write_day(fact.checked, policy.dates, lang, weekday=False) in shown, fact.id
        assert f'#{fact.id}"' in shown, fact.id
        has_source = any(claim.sources for claim in fact.claim)
        assert (policy.words["sources-no"][lang] in shown) != has_source, fact.id


def test_a_sighting_names_the_month_as_the_language_writes_it(policy: Policy) -> None:
    """“September 2026” in English, «septiembre de 2026» in Spanish, as days are written."""
    captures = [source for source in policy.sources.values() if source.kind == "capture"]
    assert captures
    for source in captures:
        day = date.fromisoformat(f"{source.dated}-01"[:10])
        for lang in policy.languages:
            month = write_day(day, policy.dates, lang, weekday=False).partition(" ")[2].removeprefix("de ")
            assert month in sighting(Place(policy, lang), source)


def test_the_ways_through_the_bank_stand_below_the_rights_where_money_is_out(policy: Policy) -> None:
    """An outcome that says so, or whose message goes to the bank, shows the country's bank routes; others do not."""
    place, spain = Place(policy, "es"), Details(country="es")
    shown = 0
    for outcome in policy.outcomes.values():
        if outcome.rights is None:
            continue
        to_bank = outcome.message is not None and policy.messages[outcome.message].to == "bank"
        told = "data-bank" in str(law(place, outcome, spain))
        assert told == (outcome.banks or to_bank), outcome.id
        shown += told
    assert shown and {"refund-overdue", "refund-missing"} <= {
        each.id for each in policy.outcomes.values() if each.banks
    }
