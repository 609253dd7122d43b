"""What can be wrong with outcomes: too little to do, fields that say nothing, roads that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from checker.fields import DATES
from checker.load import Problem
from checker.markup import PAGES
from checker.model import LAW_STAGES, Policy
from checker.road import road

STEPS = range(2, 6)
OTHERWISE = range(1, 4)


def outcomes(policy: Policy) -> Iterator[Problem]:
    """Outcomes without enough to do, with a page that is not there, or with fields that say nothing."""
    for outcome in policy.outcomes.values():
        row = f"outcome “{outcome.id}”"
        for name, listed, allowed in (("steps", outcome.steps, STEPS), ("otherwise", outcome.otherwise, OTHERWISE)):
            if len(listed) not in allowed:
                remedy = f"Write {allowed[0]} to {allowed[-1]}, one action each."
                yield Problem("outcomes/*.toml", row, name, f"{len(listed)} entries", remedy)
        if outcome.guide.partition("#")[0] not in PAGES:
            found = f"“{outcome.guide}”, which is not a page of the guide"
            yield Problem(
                "outcomes/*.toml", row, "guide", found, f"Write one of: {', '.join(PAGES)}; then # and an anchor."
            )
        if outcome.goods and not outcome.rights:
            remedy = f"Write rights = one of: {', '.join(LAW_STAGES)}; or delete goods."
            yield Problem("outcomes/*.toml", row, "goods", "a kind of goods on an outcome that shows no rights", remedy)
        if outcome.offices and outcome.verdict != "get-help":
            found = f"offices to complain to on an outcome that is {outcome.verdict}"
            remedy = "Delete it, or write verdict = “get-help”: they come after platform and bank."
            yield Problem("outcomes/*.toml", row, "offices", found, remedy)
    days = [field.id for field in DATES]
    for clock in policy.clocks.values():
        if clock.starts not in days:
            known = ", ".join(days)
            found = f"“{clock.starts}”, which no reader can type"
            yield Problem("clocks.toml", f"clock “{clock.id}”", "starts", found, f"Write one of: {known}.")
        if clock.unless is not None and clock.unless not in days:
            found = f"“{clock.unless}”, which no reader can type"
            yield Problem("clocks.toml", f"clock “{clock.id}”", "unless", found, "Write a date that readers can type.")


def roads(policy: Policy) -> Iterator[Problem]:
    """Roads that lead back, end nowhere or never begin, rungs without a name, and names that no rung has."""
    for outcome in policy.outcomes.values():
        row, steps = f"outcome “{outcome.id}”", road(policy, outcome)
        last = steps[-1].outcome if steps else outcome
        if outcome.after and not outcome.next:
            remedy = "Write next = “…”, the state to look at when its time is over, or delete it."
            yield Problem("outcomes/*.toml", row, "after", f"“{outcome.after}”, after which nothing comes", remedy)
        if steps and steps[0].outcome.rung is None:
            remedy = f"Write rung = one of: {', '.join(policy.rungs)}; in outcome “{steps[0].outcome.id}”."
            yield Problem("outcomes/*.toml", row, "next", f"“{outcome.next}”, a rung without a name", remedy)
        if steps and not (outcome.rung or outcome.life in policy.stages):
            remedy = f"Write rung = one of: {', '.join(policy.rungs)}; or life = one of: {', '.join(policy.stages)}."
            yield Problem("outcomes/*.toml", row, "rung", "nothing that its own place on the road is called", remedy)
        if last.next is not None:
            remedy = f"Write another next in one of: {', '.join([outcome.id, *(step.outcome.id for step in steps)])}."
            yield Problem("outcomes/*.toml", row, "next", "a road that comes back to where it was", remedy)
        elif (outcome.next or outcome.verdict != "find-out") and not (last.rung and policy.rungs[last.rung].end):
            ends = ", ".join(rung.id for rung in policy.rungs.values() if rung.end)
            remedy = f"Write its next, the state to look at if nobody answers, or rung = one of: {ends}."
            yield Problem("outcomes/*.toml", f"outcome “{last.id}”", "next", f"nothing, on the road of {row}", remedy)
    for rung in policy.rungs.values():
        if not any(outcome.rung == rung.id for outcome in policy.outcomes.values()):
            remedy = "Write it as the rung of an outcome, or delete it."
            yield Problem("life.toml", f"rung “{rung.id}”", "id", "a rung that no outcome has", remedy)
