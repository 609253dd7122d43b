"""The page of rights: for each country its law and reach, rights by stage, bank routes and offices."""

from collections.abc import Iterator, Sequence

from htpy import Element, Node, a, div, fragment, h3, h4, li, nav, p, strong, ul

from checker.details import EMPTY
from checker.html.evidence import bank_note, office_note, right_note
from checker.model import LAW_STAGES, Bank, Country, LawStage, Office, Policy
from checker.rights import offices_for, rights_for
from site_build.content.assemble import Page
from site_build.content.pages.facts import witnesses
from site_build.content.pages.writer import Block, Writer


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("rights", _blocks(writer))


def _blocks(writer: Writer) -> Iterator[Block]:
    countries = list(writer.policy.countries.values())
    yield writer.heading(1, writer.word("rights-title"), "rights")
    yield writer.paragraph("rights-intro")
    yield _contents(writer, countries)
    yield div(".sit")[p(".sit-careful")[writer.word("rights-not-advice")]]
    yield writer.paragraph("rights-platform")
    for country in countries:
        yield writer.heading(2, writer.say(country.name), country.id)
        yield _country(writer, country)
    yield writer.heading(2, writer.word("rights-bank"), "bank")
    yield writer.paragraph("rights-bank-intro")
    yield div(".sit.rights")[[_bank(writer, bank, h3) for bank in _banks(writer.policy, "any")]]
    yield writer.heading(2, writer.word("rights-offices"), "offices")
    yield div(".sit.rights")[
        p[writer.place.say("offices-hint")], [_office(writer, each, h3) for each in offices_for(writer.policy, "any")]
    ]
    yield writer.paragraph("rights-check")


def _contents(writer: Writer, countries: list[Country]) -> Element:
    """Links to the countries, as large touch targets."""
    return nav(".contents", aria_label=writer.word("rights-countries"))[
        ul[[li[a(href=f"#{country.id}")[writer.say(country.name)]] for country in countries]]
    ]


def _banks(policy: Policy, country: str) -> list[Bank]:
    return [bank for bank in policy.banks.values() if country in bank.countries]


def _country(writer: Writer, country: Country) -> Element:
    say, banks = writer.place.say, _banks(writer.policy, country.id)
    offices = offices_for(writer.policy, country.id)
    return div(".sit.rights", data_country=country.id)[
        p[strong[writer.word("rights-law"), ": "], writer.say(country.law), "."],
        p(".sit-reach", data_reach=country.reach)[
            strong[say("reach"), ": ", say(f"reach-{country.reach}"), ". "], writer.say(country.reach_text)
        ],
        [_stage(writer, country, stage) for stage in LAW_STAGES],
        h3[writer.word("rights-bank-here")],
        [_bank(writer, bank, h4) for bank in banks],
        p[writer.rich("rights-bank-see")],
        h3[say("offices")],
        [_office(writer, each, h4) for each in offices] or p(data_offices="none")[say("offices-none")],
        p[writer.rich("rights-offices-see")],
    ]


def _stage(writer: Writer, country: Country, stage: LawStage) -> Element:
    found = rights_for(writer.policy, country.id, stage)
    return div(data_stage=stage)[
        h3[writer.word(f"rights-{stage}")],
        [fragment[right_note(writer.place, right, EMPTY, h4), _sources(writer, right.sources)] for right in found],
        None if found else p[writer.word("rights-none-found")],
    ]


def _bank(writer: Writer, bank: Bank, heading: Element) -> Node:
    return fragment[bank_note(writer.place, bank, heading), _sources(writer, bank.sources)]


def _office(writer: Writer, office: Office, heading: Element) -> Node:
    return fragment[office_note(writer.place, office, heading), _sources(writer, office.sources)]


def _sources(writer: Writer, idents: Sequence[str]) -> Element | None:
    """The sources by name, because the checker's notes only give their numbers."""
    return p(".sit-small")[writer.word("source-list"), ": ", witnesses(writer, idents)] if idents else None
