"""Writes the report as Markdown: the state of the sources, and the facts that were checked longest ago."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checker.audit.sightings import old as old_names
from checker.changes import parts
from checker.decide import Verdict, states
from checker.load import PolicyError
from checker.model import Fact, Policy
from tools.sources.visit import Found, Kind

HEADINGS: Mapping[Kind, str] = {
    "gone": "Gone: find another source, or say in the fact that it can no longer be read",
    "moved": "Moved for good: write the new address into `sources.toml`",
    "look": "Only a person can tell: open them in a browser",
    "unreachable": "Not reached: look again next time; if they stay silent, they are gone",
}
LONGEST = 300
"""Maximum characters quoted from a server's response."""


@dataclass(frozen=True, slots=True)
class Old:
    """A fact due for a re-check: its age in days, and the number of states that depend on it."""

    fact: Fact
    days: int
    states: int


def addresses(policy: Policy) -> dict[str, list[str]]:
    """Every address of the sources with the ids of those that give it."""
    found: dict[str, list[str]] = {}
    for source in policy.sources.values():
        for address in filter(None, (source.address, *source.more)):
            found.setdefault(address, []).append(source.id)
    return found


def old(policy: Policy, today: date, days: int) -> list[Old]:
    """The facts checked more than `days` days ago, sorted by dependent states, then by age."""
    resting: Counter[str] = Counter()
    for state in states(policy):
        if isinstance(state.next, Verdict):
            resting.update({part.id for part in parts(policy, state.next.rule) if isinstance(part, Fact)})
    waiting = [Old(fact, (today - fact.checked).days, resting[fact.id]) for fact in policy.facts.values()]
    return sorted((each for each in waiting if each.days > days), key=lambda each: (-each.states, -each.days))


def written(policy: Policy, found: Mapping[str, Found], waiting: Sequence[Old], today: date) -> str:
    """The whole report; empty when there is nothing to do. Old labels alone are not a reason for a report."""
    if not waiting and all(each.kind == "unchanged" for each in found.values()):
        return ""
    return "\n".join(_lines(policy, found, waiting, today)) + "\n"


def done(found: Mapping[str, Found], today: date) -> str:
    """The text for nothing to do."""
    visited = f"{len(found)} addresses of sources were visited on {today}"
    return f"Nothing to do: {visited} and are where they were, and no fact waits to be read again."


def broken(error: PolicyError) -> str:
    """The text for a policy that does not load: the faulty file, and what to do."""
    return (
        "The policy does not load, so no source was visited:\n\n"
        f"```text\n{error}\n```\n\n"
        "Mend what is named until `python -m checker.audit` is content, then start the workflow *Sources* again.\n"
    )


def _lines(policy: Policy, found: Mapping[str, Found], waiting: Sequence[Old], today: date) -> Iterator[str]:
    fine = sum(each.kind == "unchanged" for each in found.values())
    yield f"{len(found)} addresses of sources were visited on {today}; {fine} are where they were."
    cited = addresses(policy)
    used = {
        ident: [fact.id for fact in policy.facts.values() if any(ident in claim.sources for claim in fact.claim)]
        for ident in policy.sources
    }
    for kind, heading in HEADINGS.items():
        those = {address: each for address, each in found.items() if each.kind == kind}
        if those:
            yield from ("", f"## {heading}", "")
        for address, each in those.items():
            ids = cited.get(address, [])
            facts = list(dict.fromkeys(fact for ident in ids for fact in used[ident]))
            needed = f"; for {', '.join(f'`{fact}`' for fact in facts)}" if facts else ""
            yield f"- {', '.join(ids)} {code(address)} {code(each.told)}{needed}"
    if waiting:
        yield from ("", "## Facts to read again, those on which most rests first", "")
        yield "| fact | checked | days ago | states that rest on it | sources |"
        yield "|---|---|---|---|---|"
    for row in waiting:
        sources = dict.fromkeys(ident for claim in row.fact.claim for ident in claim.sources)
        yield f"| `{row.fact.id}` | {row.fact.checked} | {row.days} | {row.states} | {', '.join(sources)} |"
    names = list(old_names(policy, today))
    if names:
        yield from (
            "",
            "## Names to see again: last seen over a year ago, or on a day that nobody knows",
            "",
        )
        yield "| label | language | name | last seen | sources |"
        yield "|---|---|---|---|---|"
    for name in names:
        yield (
            f"| `{name.label.id}` | {name.lang} | {code(name.seen.text)} | {name.seen.last or 'no date'}"
            f" | {', '.join(name.seen.sources)} |"
        )
    yield from ("", "How: CONTRIBUTING, “Re-check a fact”. Every month this text is written anew.")


def code(text: str) -> str:
    """Foreign text as Markdown code, so that it can neither format the report nor mention users."""
    plain = re.sub(r"[`\s\x00-\x1f\x7f]+", " ", text).strip()
    return f"`{plain[:LONGEST]}{'…' if len(plain) > LONGEST else ''}`"
