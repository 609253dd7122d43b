"""Compares the times in the guide with the facts, and names sentences that still give an old number.

fact_numbers.toml names the facts behind the times of each section. Only the original is checked here;
`translation_status` compares the figures of translations.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.model import Fact, Policy
from site_build.language.finding import Finding
from site_build.language.page import Page
from site_build.language.profiles import known
from site_build.layout import DEFAULT_LANGUAGE

TABLE = Path(__file__).with_suffix(".toml")
NAME = "site_build/language/fact_numbers.toml"
NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d| \w+ \d{4})")
"""A figure, except years and days of dates."""


def figures(
    originals: Mapping[str, Page], policy: Policy, table: Mapping[str, list[str]] | None = None
) -> Iterator[Finding]:
    """Figures without a fact that gives them, times in sections without a row, and rows without a section."""
    sources = tomllib.loads(TABLE.read_text("utf-8")) if table is None else table
    found = {f"{name}#{ident}": (page, ident) for name, page in originals.items() for ident in page.sections}
    for place, idents in sources.items():
        if place not in found:
            yield Finding(NAME, place, "no such section", "Name it as it is called now, or delete the line.")
        for ident in idents:
            if ident not in policy.facts:
                yield Finding(NAME, place, f"no fact “{ident}”", "Write the id of a fact of facts.toml.")
    for place, (page, ident) in found.items():
        facts = [policy.facts[each] for each in sources.get(place, ()) if each in policy.facts]
        given = set[str]().union(*map(_given, facts))
        said = [passage.text for passage in page.sections[ident].passages]
        wrong = [number for text in said for number in NUMBER.findall(text) if number not in given]
        held = [time for text in said for time in times(text)]
        if wrong and facts:
            named = ", ".join(f"“{fact.id}” {_shown(fact)}" for fact in facts)
            remedy = f"Correct the sentence, in every language, or say in {NAME} which other fact it comes from."
            yield Finding(page.file, f"#{ident}", f"{', '.join(wrong)}, where facts.toml gives {named}", remedy)
        elif held and not facts:
            remedy = f'Say of which facts: "{place}" = ["…"] in {NAME}.'
            yield Finding(page.file, f"#{ident}", f"“{held[0]}”, which is held to no fact", remedy)


def times(text: str) -> list[str]:
    """The times that a text of the original language gives, such as “24, 48 or 72 hours”."""
    pattern = known(DEFAULT_LANGUAGE).times
    return [found[0] for found in re.finditer(pattern, text)] if pattern else []


def _shown(fact: Fact) -> str:
    return " ".join(sorted(_given(fact), key=int)) or "no figure"


def _given(fact: Fact) -> set[str]:
    """The numbers of a fact in its value, its span and its claims."""
    said = [claim.says[DEFAULT_LANGUAGE] for claim in fact.claim]
    said += [fact.value[DEFAULT_LANGUAGE]] if fact.value else []
    said += [f"{fact.span.min} {fact.span.max}"] if fact.span else []
    return {number for text in said for number in NUMBER.findall(text)}
