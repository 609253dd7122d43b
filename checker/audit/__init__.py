"""What no loader can see in a policy: gaps and overlaps of its table, loose ends, lacking evidence, odd texts.

`python -m checker.audit` prints one finding a line and exits 1, or prints one line with the counts. Every finding says
where it is, what was found and what to write instead.
"""

from __future__ import annotations

import sys
from itertools import chain

from checker.audit import evidence, outcomes, table, texts
from checker.load import PolicyError, Problem, load
from checker.model import Policy


def audit(policy: Policy) -> tuple[Problem, ...]:
    """Every finding, the table's first. An empty tuple is a policy without loose ends."""
    met = table.walk(policy)
    said = list(texts.texts(policy))
    return tuple(
        chain(
            table.gaps(policy, met),
            table.overlaps(policy),
            table.unreached(policy, met),
            table.idle_questions(policy, met),
            table.ways_out(policy),
            table.moves(policy),
            outcomes.outcomes(policy),
            texts.typed(policy),
            outcomes.roads(policy),
            evidence.law(policy),
            evidence.evidence(policy),
            evidence.sources(policy),
            evidence.figures(policy),
            evidence.sightings(policy),
            chain.from_iterable(
                chain(texts.mark_findings(policy, each), texts.text_findings(policy, each)) for each in said
            ),
        )
    )


def report(policy: Policy) -> int:
    """Print the findings, or one line with the counts. Gives the command's exit code: 1 where something was found."""
    findings, met = audit(policy), table.walk(policy)
    for finding in findings:
        print(finding)
    states = len(met.asked) + len(met.settled)
    counts = f"{len(policy.rules)} rules, {len(policy.outcomes)} outcomes, {len(policy.facts)} facts, {states} states"
    print(f"{len(findings)} findings in {counts}" if findings else f"audit clean: {counts}")
    return 1 if findings else 0


def main() -> int:
    """Audit the policy of this package; the exit code is 0, 1 (findings) or 2 (the policy cannot be loaded)."""
    try:
        return report(load())
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2
