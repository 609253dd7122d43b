"""Visit the sources and write the report: `python -m tools.sources`, or `make sources`.

    python -m tools.sources                      print it
    python -m tools.sources --out report.md      write it, or nothing when there is nothing to do
    python -m tools.sources --days 90            facts checked more than 90 days ago are due (180 if not given)

What is old or gone is a report, never a failure: exit 0, or 2 where the policy does not load.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from checker.load import PolicyError, load
from tools.sources import report, visit


def main(
    arguments: list[str] | None = None,
    limits: visit.Limits = visit.USUAL,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Visit, write, and say the counts on standard error."""
    options = argparse.ArgumentParser(prog="python -m tools.sources", description="Are the sources still there?")
    options.add_argument("--out", type=Path, help="write the report here, and no file when there is nothing to do")
    options.add_argument("--days", type=int, default=180, help="a fact is due when it was checked longer ago")
    given = options.parse_args(arguments)
    try:
        policy = load()
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2
    today = date.today()
    found = visit.visit(report.addresses(policy), limits, wait)
    waiting = report.old(policy, today, given.days)
    text = report.written(policy, found, waiting, today)
    if given.out and text:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(text, encoding="utf-8")
    elif given.out:
        given.out.unlink(missing_ok=True)
    else:
        print(text or "Nothing to do.")
    counts = Counter(each.kind for each in found.values())
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(f"{told}; {len(waiting)} facts to read again", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
