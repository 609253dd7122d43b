"""An order that the reader's device keeps: what an answer gives it to keep, and what a page is told of one.

Nothing is kept here. A page stores what `record` gives, beside what its reader typed, and says with each request what
it has stored of the order shown. Nothing in that is trusted: it may be years old, or written by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from checker.by_day import given_by_days, states_ahead
from checker.deadlines import Deadline
from checker.decide import State, Verdict, parse_address, path
from checker.details import Details, clean
from checker.model import Answers, Change, Policy
from checker.road import days, road

LONGEST_LABEL = 60
"""Characters of a label."""
MOST_SENT = 50
"""Messages told as sent."""
VERSION = re.compile(r"[0-9]{4}(?:\.[0-9]{1,4}){2,3}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a device has kept of the order shown: its label, and the messages sent, by id, with the day.

    `answers` and `address`: the answers and the state kept, as addresses, maybe of an earlier edition. `rule` and
    `version` are those of the answer that the reader has seen: what changed since is told once.
    """

    label: str
    answers: str
    address: str
    rule: str
    version: str
    sent: tuple[tuple[str, date], ...] = ()


def read(policy: Policy, value: object) -> Kept | None:
    """What a page says of its kept order, or None where that is nothing. Never raises."""
    if not isinstance(value, dict):
        return None
    texts = {name: part[:1000] for name, part in value.items() if isinstance(part, str)}
    sent = value.get("sent")
    return Kept(
        clean(texts.get("label", ""))[:LONGEST_LABEL],
        texts.get("answers", ""),
        texts.get("address", ""),
        texts.get("rule", ""),
        texts.get("version", ""),
        tuple(_sent(policy, sent[:MOST_SENT])) if isinstance(sent, list) else (),
    )


def record(
    policy: Policy, state: State, details: Details, deadlines: Iterable[Deadline], today: date, zone: tzinfo
) -> dict[str, Any] | None:
    """What to keep of an answer, as plain data; None for a question.

    `answers`: those that no typed day gives by itself, as an address, from which the answer is worked out anew at each
    visit. `states`: the states to which they lead by the date alone, each with its first day. `days`: the day and turn
    of each deadline. `happened`: where the order stands if they agreed, refused, kept silent or did something else,
    each with the day from which that is so. `address`, `rule` and `version` are those of this answer.
    """
    if not isinstance(state.next, Verdict):
        return None
    own = own_answers(policy, state, given_by_days(policy, state, details.dates, today, zone))
    return {
        "answers": as_address(own),
        "address": state.address,
        "rule": state.next.rule.id,
        "version": policy.version,
        "days": [[each.day.isoformat(), each.turn] for each in deadlines],
        "states": [
            [day.isoformat(), each.address] for day, each in states_ahead(policy, own, details.dates, today, zone)
        ],
        "happened": [list(way) for way in _happened(policy, state, state.next, deadlines)],
    }


def changes(policy: Policy, kept: Kept) -> Iterator[Change]:
    """What changed for the kept answer since its reader saw it, the newest first. Nothing where that is not known."""
    seen = _number(kept.version)
    return (
        change for change in policy.changes.values() if kept.rule in change.rules and _number(change.version) > seen
    )


def own_answers(policy: Policy, state: State, by_days: Answers) -> Answers:
    """The answers of a state but for those that a typed day gives by itself. `by_days`: what the typed days give."""
    alone = {ident for ident, question in policy.questions.items() if question.by_day and question.by_day.alone}
    return {
        ident: option
        for ident, option in state.answers.items()
        if not (ident in alone and by_days.get(ident) == option)
    }


def as_address(answers: Answers) -> str:
    """Answers as they stand in an address."""
    return "/".join(f"{question}.{option}" for question, option in answers.items())


def _happened(
    policy: Policy, state: State, verdict: Verdict, deadlines: Iterable[Deadline]
) -> Iterator[tuple[str, str, str]]:
    """What may have happened by a deadline: its name, the state then, and the day from which that is so, or ""."""
    options = [policy.questions[ident].options[option] for ident, option in state.answers.items()]
    told = [option for option in options if option.agreed or option.refused]
    for name in ("agreed", "refused"):
        for address in [getattr(option, name) for option in told[-1:]]:
            if address and address != state.address:
                yield name, address, ""
    outcome = policy.outcomes[verdict.rule.then]
    steps = road(policy, outcome)
    first = next((each.day for each in days(steps[0], deadlines) if each.turn == "from"), None) if steps else None
    yield "silent", steps[0].address if steps else state.address, first.isoformat() if first else ""
    # The question that tells those two apart has further answers.
    asks = next((option.agreed for option in reversed(told) if option.agreed), "")
    yield "other", path(policy, dict(list(parse_address(policy, asks)[0].answers.items())[:-1])).address, ""


def _number(version: str) -> tuple[int, ...]:
    """A version as numbers; what is none counts as the newest, since nobody can say what changed since."""
    return tuple(int(part) for part in version.split(".")) if VERSION.fullmatch(version) else (9999,)


def _sent(policy: Policy, value: Iterable[object]) -> Iterator[tuple[str, date]]:
    for each in value:
        match each:
            case [str(ident), str(day)] if ident in policy.messages:
                try:
                    yield ident, date.fromisoformat(day)
                except ValueError:
                    continue
