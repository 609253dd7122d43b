"""Reads examples.toml, and judges a policy by an example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.decide import Ask, NoRuleFitsError, path
from checker.markup import Place, plain
from checker.model import Policy, Text
from checker.road import road

FILE = Path(__file__).with_name("examples.toml")
FIELDS = {"name", "es", "situation", "answers", "asked", "outcome", "verdict", "next", "seen", "story", "says"}


@dataclass(frozen=True, slots=True)
class Example:
    """What a buyer says, the questions that must be asked in order, and what must come next.

    `outcome` and `verdict` where the answers suffice, else `next`: the question that must follow. `seen`: texts of
    labels.toml, of which each alone must lead to these answers. `says`: words that the outcome must hold in each
    language. `story`: the number of the real story that the example retells.
    """

    name: str
    answers: Mapping[str, str]
    asked: tuple[str, ...]
    outcome: str | None = None
    verdict: str | None = None
    next: str | None = None
    situation: str | None = None
    es: str | None = None
    seen: tuple[str, ...] = ()
    story: int | None = None
    says: tuple[Text, ...] = ()


def read() -> tuple[Example, ...]:
    """All examples, in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["example"]
    lists = ("asked", "seen", "says")
    return tuple(Example(**{**row, **{name: tuple(row.get(name, ())) for name in lists}}) for row in rows)


def mistake(policy: Policy, example: Example) -> str | None:
    """What the policy answers in place of what the example says, or None where it answers just that."""
    try:
        state = path(policy, example.answers)
    except NoRuleFitsError:
        return "no rule fits"
    if tuple(state.answers) != example.asked:
        return f"asked {', '.join(state.answers) or 'nothing'}, not {', '.join(example.asked) or 'nothing'}"
    if isinstance(state.next, Ask):
        asks = state.next.question.id
        return None if asks == example.next else f"asks {asks}, not {example.next or example.outcome}"
    outcome = policy.outcomes[state.next.rule.then]
    if (outcome.id, outcome.verdict) != (example.outcome, example.verdict):
        return f"answers {outcome.id} ({outcome.verdict}), not {example.outcome} ({example.verdict})"
    return None


def unsaid(policy: Policy, example: Example) -> list[str]:
    """The words that an example demands and neither its outcome nor the road ahead holds, each with its language."""
    if example.outcome is None:
        return []
    outcome, missing = policy.outcomes[example.outcome], []
    for lang in policy.languages:
        place = Place(policy, lang)
        ahead = [step.outcome.headline for step in road(policy, outcome)]
        usual = [policy.clocks[clock].usual for clock in outcome.clocks]
        own = (outcome.headline, outcome.summary, *outcome.steps, *outcome.otherwise, outcome.careful)
        texts = (*own, *ahead, *usual)
        told = " ".join(plain(place, text[lang]) for text in texts if text).casefold()
        missing += [f"{lang}: {words[lang]}" for words in example.says if words[lang].casefold() not in told]
    return missing
