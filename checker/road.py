"""The road ahead: from one outcome to the next for as long as nobody answers, by the policy's own data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.deadlines import Deadline
from checker.decide import NoRuleFitsError, Verdict, parse_address
from checker.model import Outcome, Policy


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that lies ahead: the state to look at, its outcome, and the clock after which, or None where none says."""

    address: str
    outcome: Outcome
    clock: str | None


def road(policy: Policy, outcome: Outcome) -> tuple[Step, ...]:
    """What comes after an outcome if nobody answers, the nearest first. No state is passed twice."""
    return tuple(_steps(policy, outcome))


def _steps(policy: Policy, outcome: Outcome) -> Iterator[Step]:
    met = {outcome.id}
    while outcome.next is not None:
        try:
            state = parse_address(policy, outcome.next)[0]
        except NoRuleFitsError:
            return
        if not isinstance(state.next, Verdict) or state.next.rule.then in met:
            return
        clock, outcome = outcome.after, policy.outcomes[state.next.rule.then]
        met.add(outcome.id)
        yield Step(state.address, outcome, clock)


def days(step: Step, deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The first and the last day of a rung, as far as some deadlines tell them. A first day after the last is none."""
    first, last = _first(step, deadlines), _last(step, deadlines)
    return tuple(last if first and last and first[0].day > last[0].day else first + last)


def steps_on(policy: Policy, outcome: Outcome, deadlines: Iterable[Deadline]) -> dict[Deadline, Step]:
    """The rung to look at on each of some days; a day on which the outcome itself is to be looked at is left out."""
    found: dict[Deadline, Step] = {}
    for step in road(policy, outcome):
        own = [each for each in deadlines if each.clock in step.outcome.clocks and each.clock not in outcome.clocks]
        for each in (*_first(step, deadlines), *_last(step, deadlines), *own):
            found.setdefault(each, step)
    return found


def beyond(policy: Policy, outcome: Outcome) -> tuple[str, ...]:
    """The clocks of the road that the outcome itself does not have."""
    clocks = [clock for step in road(policy, outcome) for clock in (step.clock, *step.outcome.clocks) if clock]
    return tuple(clock for clock in dict.fromkeys(clocks) if clock not in outcome.clocks)


def _first(step: Step, deadlines: Iterable[Deadline]) -> list[Deadline]:
    begin = [each for each in deadlines if each.clock == step.clock and each.turn == "from"]
    return sorted(begin, key=lambda each: each.day)[-1:]


def _last(step: Step, deadlines: Iterable[Deadline]) -> list[Deadline]:
    end = [each for each in deadlines if each.clock in step.outcome.clocks and each.turn == "by"]
    return sorted(end, key=lambda each: each.day)[:1]
