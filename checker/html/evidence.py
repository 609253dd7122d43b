"""The parts of an answer that show its grounds: the rule, the facts with their standing, the law, the bank's routes."""

from __future__ import annotations

from datetime import date

from htpy import Element, Node, a, dd, div, dl, dt, fragment, h3, h4, li, p, strong, summary, ul
from htpy import details as details_element

from checker.deadlines import last_day, write_day
from checker.details import Details
from checker.html.rich_text import rich
from checker.markup import Place
from checker.model import Bank, Fact, Office, Outcome, Right, Source
from checker.rights import banks_for, offices_for, rights_for

CAREFUL = p(".sit-careful", data_on_paper=True)


def grounds(place: Place, ident: str) -> Node:
    """Why a rule's answer is given: the rule in a sentence, then each fact that it rests on."""
    rule = place.policy.rules[ident]
    return details_element(".sit-change")[
        summary[place.say("why")],
        p(".sit-because")[rule.because[place.lang]],
        ul(".sit-facts")[[fact_note(place, ident) for ident in rule.rests_on]],
    ]


def fact_note(place: Place, ident: str) -> Element:
    """One fact for the reader: standing first, the claim, the cautious advice, the day it was checked, its sources."""
    fact = place.policy.facts[ident]
    count = len({code for claim in fact.claim for code in claim.sources})
    sources = place.say("sources-no" if count == 0 else "sources-one" if count == 1 else "sources-many", count=count)
    return li[
        div(".sit-fact", data_standing=fact.standing)[
            p[strong[place.say(f"standing-{fact.standing}"), "."], " ", fact.text[place.lang]],
            fact.advice and p[fact.advice[place.lang]],
            p(".sit-small")[
                place.say("checked-on", day=write_day(fact.checked, place.policy.dates, place.lang, weekday=False)),
                " · ",
                a(href=place.page(f"facts#{fact.id}"))[sources],
            ],
            _sightings(place, fact),
        ]
    ]


def sighting(place: Place, source: Source, *more: Source) -> str:
    """Where and when a capture was seen: "seen on an order page in September 2026 (Brazil)".

    `more` are captures of the same kind and month from other countries.
    """
    year, month = (int(part) for part in source.dated.split("-")[:2])
    name = place.policy.dates.months[place.lang][month - 1]
    countries = dict.fromkeys(each.country[place.lang] for each in (source, *more) if each.country)
    return place.say(f"seen-{source.place}", month=name, year=year, country=", ".join(countries))


def _sightings(place: Place, fact: Fact) -> Node:
    """The captures among a fact's sources, the newest month first."""
    sources = {code: place.policy.sources[code] for claim in fact.claim for code in claim.sources}
    seen: dict[tuple[str, str | None], list[Source]] = {}
    for each in sources.values():
        if each.kind == "capture":
            seen.setdefault((each.dated[:7], each.place), []).append(each)
    told = "; ".join(sighting(place, *seen[key]) for key in sorted(seen, key=lambda key: key[0], reverse=True))
    return told and p(".sit-small")[f"{told[0].upper()}{told[1:]}."]


def local(outcome: Outcome) -> bool:
    """Whether an answer depends on where the reader lives."""
    return outcome.rights is not None or outcome.offices


def law(place: Place, outcome: Outcome, details: Details) -> Node:
    """What the reader's country gives: rights, then bank routes, then offices; links to all where none is chosen."""
    if details.country is None:
        return countries(place)
    country = place.policy.countries[details.country]
    goes_to_bank = outcome.message is not None and place.policy.messages[outcome.message].to == "bank"
    return fragment[
        p[strong[country.name[place.lang], ". "], country.law[place.lang]],
        p(".sit-reach", data_reach=country.reach)[
            strong[place.say("reach"), ": ", place.say(f"reach-{country.reach}"), ". "], country.reach_text[place.lang]
        ],
        outcome.rights
        and [
            right_note(place, right, details)
            for right in rights_for(place.policy, country.id, outcome.rights, outcome.goods)
        ],
        (outcome.banks or goes_to_bank) and [bank_note(place, bank) for bank in banks_for(place.policy, country.id)],
        outcome.offices and complaints(place, country.id),
        p[a(href=place.page(f"rights#{country.id}"))[place.say("read-more")]],
    ]


def countries(place: Place) -> Element:
    """The link to the rights of every country."""
    return p(".sit-countries")[a(href=place.page("rights"))[place.say("rights-all")]]


def right_note(place: Place, right: Right, details: Details, heading: Element = h3) -> Element:
    """One right: what it gives, how long, the last day where a date is known, who pays, how to use it, its article."""
    lang, say = place.lang, place.say
    period = right.period and " ".join(
        (say(f"period-{right.period.unit}", count=right.period.count), say(f"from-{right.period.start}"))
    )
    start = details.dates.get(right.period.start) if right.period else None
    final = last_day(right.period, start) if right.period and start else None
    not_for = ", ".join(say(f"goods-{kind}") for kind in right.goods_not)
    rows = [
        (say("how-long"), period),
        (say("pays-return"), right.pays_return and right.pays_return[lang]),
        (say("money-by"), right.money_by and right.money_by[lang]),
        (say("how-to"), right.how and right.how[lang]),
        (say("not-for"), _sentences(not_for, right.exceptions[lang] if right.exceptions else "")),
        (say("article"), right.article and right.article[lang]),
    ]
    return div(".sit-right", data_standing=right.standing, data_right=right.id)[
        heading[right.title[lang]],
        p[right.text[lang]],
        final is not None and _last(place, final),
        dl(".sit-rows")[[fragment[dt[name], dd[words]] for name, words in rows if words]],
        p(".sit-small")[_footing(place, right.standing, right)],
    ]


def _sentences(*parts: str) -> str:
    return " ".join(f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def _last(place: Place, final: date) -> Element:
    return p(".sit-last-day")[strong[place.say("last-day", day=write_day(final, place.policy.dates, place.lang))]]


def bank_note(place: Place, bank: Bank, heading: Element = h3) -> Element:
    """One bank route: what it is, when to use it, its time limit and its footing."""
    lang, say = place.lang, place.say
    rows = [(say("when-to-use"), bank.when[lang]), (say("bank-window"), bank.window[lang])]
    return div(".sit-right", data_standing=bank.standing, data_bank=bank.id)[
        heading[bank.title[lang]],
        p[bank.text[lang]],
        dl(".sit-rows")[[fragment[dt[name], dd[words]] for name, words in rows]],
        p(".sit-small")[_footing(place, bank.standing, bank)],
    ]


def complaints(place: Place, country: str) -> Node:
    """Where to complain in a country once platform and bank have failed, or that we found no office of its own."""
    own, anywhere = offices_for(place.policy, country), offices_for(place.policy, "any")
    return fragment[
        h3[place.say("offices")],
        p[place.say("offices-hint")],
        None if own else p(data_offices="none")[place.say("offices-none")],
        [office_note(place, office) for office in (*own, *anywhere)],
    ]


def office_note(place: Place, office: Office, heading: Element = h4) -> Element:
    """One office: its own site, the languages it answers in, what it can and cannot do about a seller abroad."""
    lang, say = place.lang, place.say
    rows = [
        (say("office-language"), office.language[lang]),
        (say("office-can"), office.can[lang]),
        (say("office-cannot"), office.cannot[lang]),
    ]
    return div(".sit-right", data_standing=office.standing, data_office=office.id)[
        heading[a(href=office.address, rel="noopener", hreflang=office.lang, lang=office.lang)[office.name]],
        dl(".sit-rows")[[fragment[dt[name], dd[words]] for name, words in rows]],
        p(".sit-small")[_footing(place, office.standing, office)],
    ]


def _footing(place: Place, standing: str, row: Right | Bank | Office) -> str:
    """How well it is known, for laws and offices: what was seen there was read in a copy, a note or a report."""
    known = place.say("standing-read" if standing == "observed" else f"standing-{standing}")
    day = write_day(row.checked, place.policy.dates, place.lang, weekday=False)
    return f"{known}. {place.say('checked-on', day=day)} · {', '.join(row.sources)}"


def careful(place: Place, outcome: Outcome) -> Node:
    """The outcome's one warning, where money could be lost."""
    if outcome.careful is None:
        return None
    return CAREFUL[strong[place.say("careful"), ": "], rich(place, outcome.careful[place.lang])]
