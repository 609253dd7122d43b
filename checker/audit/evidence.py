"""What can be wrong with evidence: claims without sources, sources without claims, numbers that no claim gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from checker.audit.rows import file_of, row_of
from checker.load import Problem
from checker.model import Bank, Fact, Label, Policy, Right, Sighting, Sign

SETTLES = ("official", "law", "regulator", "processor")
"""Kinds of source that can settle something: whoever sets the rule. Copies, captures and guides only tell of it."""

DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")

FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d| (?:\w+ ){1,3}\d{4})")

LONGEST_NAME = 60
"""Longest text or description of a label, in characters."""


def law(policy: Policy) -> Iterator[Problem]:
    """Countries without a right, and offices that no source names."""
    for country in policy.countries.values():
        if not any(country.id in right.countries for right in policy.rights.values()):
            found = "a country without a right"
            remedy = f"Write a [[right]] with countries = [“{country.id}”] and its sources, or delete the country."
            yield Problem("rights.toml", f"country “{country.id}”", "id", found, remedy)
    for office in policy.offices.values():
        if not office.sources:
            remedy = "Name the sources in which you read what it does, or delete it: none is better than a guess."
            yield Problem("offices.toml", f"office “{office.id}”", "sources", "no source", remedy)


def evidence(policy: Policy) -> Iterator[Problem]:
    """Claims without sources, sources without claims, and disagreements that do not help the reader."""
    for fact in policy.facts.values():
        row = f"fact “{fact.id}”"
        if not fact.claim:
            yield Problem(
                "facts.toml", row, "claim", "no claim", "Write what is claimed: [[fact.claim]] with says and sources."
            )
        for number, claim in enumerate(fact.claim, start=1):
            if not claim.sources and fact.standing != "assumed":
                remedy = "Name the sources in which you read it, or write standing = “assumed” and an advice."
                yield Problem(
                    "facts.toml", row, f"claim[{number}].sources", f"a claim without a source, {fact.standing}", remedy
                )
        if fact.standing == "disputed" and len({tuple(claim.says.values()) for claim in fact.claim}) < 2:
            remedy = "Write every claimed value as a [[fact.claim]] of its own, or change the standing."
            yield Problem("facts.toml", row, "claim", "a disputed fact with fewer than two claims", remedy)
        if fact.standing in ("disputed", "assumed") and fact.advice is None:
            remedy = "Write advice = { … }: what to do all the same, on the cautious side."
            yield Problem("facts.toml", row, "advice", f"no advice, though the fact is {fact.standing}", remedy)
        if fact.span and not 0 <= fact.span.min <= fact.span.max:
            remedy = "Write the shorter time as min and the longer one as max."
            yield Problem("facts.toml", row, "span", f"min {fact.span.min} and max {fact.span.max}", remedy)
        yield from _unsettled(policy, "facts", fact, [code for claim in fact.claim for code in claim.sources])
    for rule in policy.rules.values():
        if not rule.rests_on:
            remedy = "Name the facts that the rule follows from."
            yield Problem("rules.toml", f"rule “{rule.id}”", "rests_on", "a rule that rests on nothing", remedy)


def sources(policy: Policy) -> Iterator[Problem]:
    """Rows without sources, sources that nothing cites, and captures that do not say of what, where and when."""
    cited = {code for fact in policy.facts.values() for claim in fact.claim for code in claim.sources}
    cited.update(code for label in policy.labels.values() for each in label.seen for code in each.sources)
    cited.update(code for sign in policy.signs.values() for each in sign.seen for code in each.sources)
    cited.update(code for office in policy.offices.values() for code in office.sources)
    citing = (("rights", policy.rights), ("banks", policy.banks))
    for part, rows in citing:
        for place in rows.values():
            cited.update(place.sources)
            if not place.sources and place.standing != "assumed":
                remedy = "Name the sources in which you read it, or write standing = “assumed”."
                yield Problem(file_of(part), row_of(part, place.id), "sources", f"no source, {place.standing}", remedy)
            yield from _unsettled(policy, part, place, place.sources)
    for source in policy.sources.values():
        if source.id not in cited:
            remedy = "Cite it where it is the evidence, or delete it."
            yield Problem("sources.toml", f"source “{source.id}”", "id", "a source that nothing cites", remedy)
        if source.kind == "capture":
            for name in ("place", "country"):
                if getattr(source, name) is None:
                    remedy = "Say of what it is kept, and in which country the account is."
                    yield Problem("sources.toml", f"source “{source.id}”", name, "nothing, on a capture", remedy)
            if not DAY_OR_MONTH.fullmatch(source.dated):
                found, remedy = f"“{source.dated}”, on a capture", "Write the day on which it was shown, or the month."
                yield Problem("sources.toml", f"source “{source.id}”", "date", found, remedy)


def _unsettled(policy: Policy, part: str, row: Fact | Right | Bank, codes: Iterable[str]) -> Iterator[Problem]:
    """A settled row that nobody who sets the rule speaks for."""
    kinds = {policy.sources[code].kind for code in codes}
    if row.standing == "settled" and kinds and kinds.isdisjoint(SETTLES):
        remedy = "Name the official text or the law, or write standing = “observed”."
        yield Problem(file_of(part), row_of(part, row.id), "standing", "settled by copies only", remedy)


def sightings(policy: Policy) -> Iterator[Problem]:
    """Texts of the platform without a source, seen last before they were seen first, or too long for a phone."""
    for part in ("labels", "signs"):
        rows: Mapping[str, Label | Sign] = getattr(policy, part)
        for row in rows.values():
            for number, seen in enumerate(row.seen, start=1):
                if not seen.sources and not (part == "signs" and seen.grade == "guess"):
                    found, remedy = f"no source for “{seen.text}”", "Name the sources in which you read it."
                    yield Problem(file_of(part), row_of(part, row.id), f"seen[{number}].sources", found, remedy)
                for name, found, remedy in _unsound(seen):
                    yield Problem(file_of(part), row_of(part, row.id), f"seen[{number}].{name}", found, remedy)
    for sign in policy.signs.values():
        if not sign.labels and not sign.seen:
            remedy = "Name labels of labels.toml, or write the texts in seen."
            yield Problem("signs.toml", row_of("signs", sign.id), "labels", "a sign without a text", remedy)
    for label in policy.labels.values():
        where = row_of("labels", label.id)
        for lang, words in (label.described or {}).items():
            if len(words) > LONGEST_NAME or set("{}") & set(words):
                remedy = f"Write {LONGEST_NAME} plain characters or fewer."
                yield Problem("labels.toml", where, f"described.{lang}", f"“{words}”", remedy)


def _unsound(seen: Sighting) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the text or the days of a sighting: the field, what was found, and the remedy."""
    if (seen.first or "") > (seen.last or ""):
        yield "last", f"first {seen.first} and last {seen.last}", "Write the earlier day as first."
    if len(seen.text) > LONGEST_NAME:
        yield "text", f"{len(seen.text)} characters", f"Quote {LONGEST_NAME} characters or fewer."


def figures(policy: Policy) -> Iterator[Problem]:
    """Figures that a fact gives and none of its claims does: a number that was changed in one place only."""
    for fact in policy.facts.values():
        claimed = {lang: _figures(*(claim.says[lang] for claim in fact.claim)) for lang in policy.languages}
        found = [(f"span.{end}", figure) for end, figure in _unclaimed(fact, claimed[policy.default_language])]
        for lang, given in claimed.items():
            for name, told in (("value", fact.value), ("text", fact.text), ("advice", fact.advice)):
                found += [(f"{name}.{lang}", figure) for figure in sorted(_figures(told[lang] if told else "") - given)]
        for field_name, figure in found if fact.claim else ():
            remedy = "Correct it, or the claim; a number that no source gives is written as a word."
            yield Problem("facts.toml", f"fact “{fact.id}”", field_name, f"{figure}, which no claim gives", remedy)


def _unclaimed(fact: Fact, claimed: set[int]) -> Iterator[tuple[str, int]]:
    """The ends of a fact's span that are not claimed; sources may give hours as days."""
    if fact.span and fact.span.min <= fact.span.max:
        for end, count in (("min", fact.span.min), ("max", fact.span.max)):
            in_days = count // 24 if fact.span.unit == "hours" and count % 24 == 0 else count
            if not {count, in_days} & claimed:
                yield end, count


def _figures(*texts: str) -> set[int]:
    """The numbers in some texts; years and days of a date are none."""
    return {int(found) for text in texts for found in FIGURE.findall(text)}
