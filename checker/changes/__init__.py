"""What changed for buyers since the policy was last recorded: `python -m checker.changes`, part of `make check`.

    python -m checker.changes            name the rules and rights that answer otherwise, and what to write
    python -m checker.changes --record   after the entry is written: this is the policy now

`recorded.toml` holds a digest of each country, right, bank route and office. It also holds one of each rule together
with all that decides its answer:

* its outcome, with the state to look at next;
* the facts that it rests on and that are quoted;
* its clocks;
* the door of its stage of life.

Words do not count, but for a fact's value: rewording a sentence changes nothing for buyers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from checker import publish
from checker.load import PolicyError, Problem, load
from checker.markup import MARK
from checker.model import Fact, Policy, Rule
from checker.publish.schema import schema

RECORD = Path(__file__).with_name("recorded.toml")
HEADER = "# What `python -m checker.changes --record` found last. Not written by hand.\n"
NOT_FOR_BUYERS = frozenset({"checked", "sources", "record", "recheck", "claim"})
"""Fields that say where something was read."""
DIGITS = 12

type Record = Mapping[str, Any]
"""version, schema (number and digest of the shape), and the digests by id: "rules", and "rights" for all of the law."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is due: 0 for nothing, 1 and the findings on standard error, 2 where the policy does not load."""
    parser = argparse.ArgumentParser(prog="python -m checker.changes", description="What changed for buyers.")
    parser.add_argument("--record", action="store_true", help="record the policy as it is now")
    asked = parser.parse_args(arguments)
    try:
        policy = load()
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2
    before = tomllib.loads(RECORD.read_text("utf-8"))
    findings = list(due(policy, before))
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        return 1
    if asked.record:
        RECORD.write_text(written(current(policy)), "utf-8")
        print(f"Recorded version {policy.version}.")
    elif current(policy) != before:
        told = "version, changelog and rules fit, and are not recorded yet"
        print(_problem("recorded.toml", told, "Run `python -m checker.changes --record`."), file=sys.stderr)
        return 1
    return 0


def current(policy: Policy) -> Record:
    """What there is to record of a policy."""
    rights = {**policy.countries, **policy.rights, **policy.banks, **policy.offices}
    return {
        "version": policy.version,
        "schema": {"number": publish.SCHEMA, "shape": _digest(_shape(schema(policy.languages)))},
        "rules": {
            ident: _digest([_for_buyers(policy, publish.as_data(part)) for part in parts(policy, rule)])
            for ident, rule in policy.rules.items()
        },
        "rights": {ident: _digest(_for_buyers(policy, publish.as_data(right))) for ident, right in rights.items()},
    }


def parts(policy: Policy, rule: Rule) -> Iterator[Any]:
    """Everything that decides a rule's answer: itself, its outcome, clocks and stage, and the facts behind them."""
    outcome = policy.outcomes[rule.then]
    clocks = [policy.clocks[ident] for ident in dict.fromkeys([*outcome.clocks, outcome.after]) if ident]
    stage = policy.stages.get(outcome.life or "")
    texts = (outcome.summary, *outcome.steps, *outcome.otherwise, *filter(None, [outcome.careful, outcome.until]))
    quoted = [mark[2] for text in texts for mark in MARK.finditer(text[policy.default_language]) if mark[1] == "fact"]
    yield from (rule, outcome, *clocks, *([stage] if stage else []))
    for ident in dict.fromkeys([*rule.rests_on, *(clock.fact for clock in clocks), *quoted]):
        fact = policy.facts[ident]
        yield from (fact, _value(policy, fact))


def due(policy: Policy, before: Record) -> Iterator[Problem]:
    """What has to be written before the policy can be recorded."""
    now = current(policy)
    if now["schema"]["shape"] != before["schema"]["shape"] and now["schema"]["number"] <= before["schema"]["number"]:
        found = f"SCHEMA = {publish.SCHEMA}, and policy.json has another shape than the one recorded under it"
        yield _problem("publish/__init__.py", found, f"Write SCHEMA = {before['schema']['number'] + 1}.")
    changed = {kind: _changed(before[kind], now[kind]) for kind in ("rules", "rights")}
    if not any(changed.values()):
        return
    told = " and ".join(f"{kind} {', '.join(ids)}" for kind, ids in changed.items() if ids)
    if policy.version == before["version"]:
        found = f"version {policy.version}, under which other answers are recorded for {told}"
        remedy = "Set it to the day of this change; a second change on one day adds .2."
        yield Problem("policy.toml", "", "version", found, remedy)
        lacking = changed
    else:
        entries = [change for change in policy.changes.values() if change.version == policy.version]
        named = {kind: {ident for entry in entries for ident in getattr(entry, kind)} for kind in changed}
        lacking = {kind: [ident for ident in ids if ident not in named[kind]] for kind, ids in changed.items()}
    if any(lacking.values()):
        yield _problem("changes.toml", f"no entry for this change of {told}", draft(policy, before, lacking))


def draft(policy: Policy, before: Record, lacking: Mapping[str, Sequence[str]]) -> str:
    """The entry to write, but for its words."""
    version = policy.version if policy.version != before["version"] else "the new version"
    ids = [f"{kind} = {json.dumps(list(found))}" for kind, found in lacking.items() if found]
    words = ", ".join(f'{lang} = "…"' for lang in policy.languages)
    lines = ["[[change]]", 'id = "a-name-for-it"', f'version = "{version}"', f"buyers = {{ {words} }}", *ids]
    return "\n".join(["Say for which buyers what changes, then run `python -m checker.changes --record`:", *lines])


def written(record: Record) -> str:
    """The record as TOML, one line a rule, so that two people's changes seldom meet."""
    lines = [HEADER + f'version = "{record["version"]}"']
    for table in ("schema", "rules", "rights"):
        rows = [f"{key} = {json.dumps(value)}" for key, value in record[table].items()]
        lines.append("\n".join([f"[{table}]", *rows]))
    return "\n\n".join(lines) + "\n"


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The ids that are new, gone or differ."""
    return [ident for ident in {**now, **before} if before.get(ident) != now.get(ident)]


def _value(policy: Policy, fact: Fact) -> str | None:
    """What is quoted of a fact, in one language: the others say the same."""
    return fact.value[policy.default_language] if fact.value else None


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:DIGITS]


def _for_buyers(policy: Policy, data: Any) -> Any:
    """Data without its texts and without what is of no consequence to a buyer."""
    if isinstance(data, Mapping):
        kept = {key: _for_buyers(policy, part) for key, part in data.items() if key not in NOT_FOR_BUYERS}
        return None if data.keys() == set(policy.languages) else kept
    return [_for_buyers(policy, part) for part in data] if isinstance(data, list) else data


def _shape(made: Any) -> Any:
    """A schema without descriptions and languages: a further one breaks nobody."""
    if isinstance(made, Mapping):
        return {key: _shape(part) for key, part in made.items() if key not in ("description", "Text")}
    return [_shape(part) for part in made] if isinstance(made, list) else made


def _problem(file: str, found: str, remedy: str) -> Problem:
    return Problem(file, "", "", found, remedy)
