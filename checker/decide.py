"""From answers to the next question or the outcome. Knows tables only: no word of any platform, no HTML.

A rule is open to some answers when none contradicts it, and settled when all its cells are answered. Unknown is never
"no" and never a default: what is not answered is asked, as long as a rule that is still open mentions it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.model import Answers, Policy, Question, Rule


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question to put."""

    question: Question


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that fits; its `then` names the outcome."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class State:
    """Where a buyer stands: the answers that are on the path, in the order asked, and what comes next."""

    answers: Answers
    next: Ask | Verdict

    @property
    def address(self) -> str:
        """The answers as a path: "stage.asked/answer.silent", "" at the start."""
        return "/".join(f"{question}.{option}" for question, option in self.answers.items())


@dataclass(frozen=True, slots=True)
class Notice:
    """A part of an address that was left out. `code`: unknown-question, unknown-option, not-asked or malformed."""

    code: str
    part: str
    allowed: tuple[str, ...] = ()


class NoRuleFitsError(LookupError):
    """The table has a gap at these answers; `checker.audit` lists every gap before a reader can find one."""


def decide(policy: Policy, answers: Answers) -> Ask | Verdict:
    """The settled rule, or the first question in file order that an open rule mentions. Raises `NoRuleFitsError`."""
    return _next(policy, [rule for rule in policy.rules.values() if _is_open(rule, answers)], answers)


def path(policy: Policy, answers: Answers) -> State:
    """Replay answers from the start and keep those that are asked on the way; the rest neither counts nor shows."""
    return _replay(policy, list(policy.rules.values()), {}, answers)


def _replay(policy: Policy, rules: list[Rule], kept: dict[str, str], answers: Answers) -> State:
    """Go on from what is kept, to which just these rules are open."""
    while True:
        step = _next(policy, rules, kept)
        if isinstance(step, Verdict):
            return State(kept, step)
        question = step.question.id
        option = answers.get(question)
        if option is None or option not in step.question.options:
            return State(kept, step)
        kept[question] = option
        rules = _narrow(rules, question, option)


def _narrow(rules: list[Rule], question: str, option: str) -> list[Rule]:
    """Those of some rules that stay open when one more question is answered."""
    return [rule for rule in rules if question not in rule.when or option in rule.when[question]]


def _is_open(rule: Rule, answers: Answers) -> bool:
    return all(option in rule.when.get(question, (option,)) for question, option in answers.items())


def _next(policy: Policy, rules: list[Rule], answers: Answers) -> Ask | Verdict:
    """What follows when just these rules are open to the answers."""
    for rule in rules:
        if all(question in answers for question in rule.when):
            return Verdict(rule)
    for ident, question in policy.questions.items():
        if ident not in answers and any(ident in rule.when for rule in rules):
            return Ask(question)
    raise NoRuleFitsError(f"no rule fits {dict(answers)}")


def parse_address(policy: Policy, address: str) -> tuple[State, tuple[Notice, ...]]:
    """The nearest valid state to an address, and a notice for each part that was left out. Never raises."""
    answers: dict[str, str] = {}
    notices: list[Notice] = []
    for part in address.strip("/").split("/")[:64] if address.strip("/") else ():
        question, dot, option = part.partition(".")
        if not dot:
            notices.append(Notice("malformed", part))
        elif question not in policy.questions:
            notices.append(Notice("unknown-question", question, tuple(policy.questions)))
        elif option not in policy.questions[question].options:
            notices.append(Notice("unknown-option", part, tuple(policy.questions[question].options)))
        else:
            answers.setdefault(question, option)
    state = path(policy, answers)
    notices += [Notice("not-asked", f"{key}.{answers[key]}") for key in answers if key not in state.answers]
    return state, tuple(notices)


def states(policy: Policy) -> Iterator[State]:
    """Every state that a buyer can reach, from the start, in the order of questions and options."""

    def below(state: State) -> Iterator[State]:
        yield state
        if isinstance(state.next, Ask):
            for option in state.next.question.options:
                yield from below(path(policy, {**state.answers, state.next.question.id: option}))

    return below(path(policy, {}))


def changes(policy: Policy, state: State) -> Iterator[tuple[str, str, State]]:
    """What would change an outcome: each other answer on the path, as (question, option, the state it leads to)."""
    if not isinstance(state.next, Verdict):
        return
    before: dict[str, str] = {}
    rules = list(policy.rules.values())
    for question, chosen in state.answers.items():
        for option in policy.questions[question].options:
            if option != chosen:
                other = _replay(policy, _narrow(rules, question, option), {**before, question: option}, state.answers)
                if not (isinstance(other.next, Verdict) and other.next.rule.then == state.next.rule.then):
                    yield question, option, other
        before[question] = chosen
        rules = _narrow(rules, question, chosen)


def as_mapping(items: list[str]) -> Mapping[str, str]:
    """Answers written as "question=option", as on the command line. Raises `ValueError` naming the part that is not."""
    answers: dict[str, str] = {}
    for item in items:
        question, sign, option = item.partition("=")
        if not sign:
            raise ValueError(item)
        answers[question] = option
    return answers
