# Runs unchanged in CPython and in Pyodide; its last expression is the result as JSON. `args` holds {"rounds": …}.
import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from checker import decide, live
from checker.bundled import bundled

rounds = json.loads(args)["rounds"]  # type: ignore[name-defined]  # noqa: F821
policy = bundled()
states = list(decide.states(policy))
session = live.start("bench")


def timed(work: Callable[[Any], object], cases: Sequence[Any]) -> list[float]:
    """The best of several rounds for each case, in milliseconds, to exclude other load of the machine."""
    found = []
    for case in cases:
        best = float("inf")
        for _ in range(rounds):
            begun = time.perf_counter()
            work(case)
            best = min(best, time.perf_counter() - begun)
        found.append(best * 1000)
    return sorted(found)


def summary(found: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    return {"p50": found[len(found) // 2], "p99": found[int(len(found) * 0.99)], "worst": found[-1]}


requests = [{"id": 1, "lang": lang, "address": state.address} for lang in policy.languages for state in states]
json.dumps(
    {
        "states": len(states),
        "decide": summary(timed(lambda state: decide.decide(policy, state.answers), states)),
        "path": summary(timed(lambda state: decide.path(policy, state.answers), states)),
        "answer": summary(timed(session.answer, requests)),
    }
)
