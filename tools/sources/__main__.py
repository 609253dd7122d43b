"""Visits the sources and reports what to do: `python -m tools.sources`, or `make sources`.

    python -m tools.sources                      print the report
    python -m tools.sources --issue              write it to the issue, as the workflow does every month
    python -m tools.sources --days 90            facts checked more than 90 days ago are due (180 if not given)

The exit status is 0 even for old or missing sources, 2 when the policy does not load, and 1 when the issue could not be
written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from checker.load import PolicyError, load
from tools.sources import issue, report, visit


def main(
    arguments: list[str] | None = None,
    limits: visit.Limits = visit.USUAL,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Visit the sources, publish the report, and print the counts to standard error."""
    options = argparse.ArgumentParser(prog="python -m tools.sources", description="Are the sources still there?")
    options.add_argument("--issue", action="store_true", help="open, renew or close the issue that holds the report")
    options.add_argument("--days", type=int, default=180, help="a fact is due when it was checked longer ago")
    given = options.parse_args(arguments)
    try:
        policy = load()
    except PolicyError as error:
        broken = report.broken(error)
        tell(broken, "", in_issue=given.issue)
        if given.issue:
            print(issue.shout(broken))
        return 2
    today = date.today()
    found = visit.visit(report.addresses(policy), limits, wait)
    waiting = report.old(policy, today, given.days)
    counts = Counter(each.kind for each in found.values())
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(f"{told}; {len(waiting)} facts to read again", file=sys.stderr)
    to_do = report.written(policy, found, waiting, today)
    return 0 if tell(to_do, report.done(found, today), in_issue=given.issue) else 1


def tell(to_do: str, done: str, *, in_issue: bool) -> bool:
    """Print the report or write it to the issue; returns whether that succeeded."""
    if not in_issue:
        print(to_do or done)
        return True
    try:
        print(issue.keep(issue.home(), to_do, done), file=sys.stderr)
    except issue.IssueError as error:
        print(to_do or done)
        print(issue.shout(str(error)))
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
