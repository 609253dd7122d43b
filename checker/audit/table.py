"""What can be wrong with the table: gaps, overlaps, what no answers lead to, questions that decide nothing.

This part is exact. Two rules overlap where all their cells meet. Gaps are found by walking every path, because a reader
in a gap is asked until no rule is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from checker.audit.rows import better_address
from checker.decide import NoRuleFitsError, Verdict, cells, decide, path
from checker.load import Problem
from checker.model import Answers, Policy, Question, Rule


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Everything met between no answer and the end of every path, each with the answers that lead there."""

    asked: list[tuple[Answers, Question]] = field(default_factory=list)
    settled: list[tuple[Answers, Rule]] = field(default_factory=list)
    gaps: list[Answers] = field(default_factory=list)


def walk(policy: Policy) -> Enumeration:
    """Follow every answer to every question that is asked."""
    met = Enumeration()

    def follow(answers: Answers) -> None:
        try:
            step = decide(policy, answers)
        except NoRuleFitsError:
            met.gaps.append(answers)
            return
        if isinstance(step, Verdict):
            met.settled.append((answers, step.rule))
            return
        met.asked.append((answers, step.question))
        for option in step.question.options:
            follow({**answers, step.question.id: option})

    follow({})
    return met


def gaps(policy: Policy, met: Enumeration) -> Iterator[Problem]:
    """Answers that no rule fits, each with the rule that comes nearest."""
    for answers in met.gaps:
        found = f"no rule that fits {_shown(policy, answers)}"
        remedy = f"Write a rule with when = {_cells(answers)}"
        near = min(policy.rules.values(), key=lambda rule: _distance(rule, answers), default=None)
        if near is not None:
            refused = [key for key, allowed in near.when.items() if key in answers and answers[key] not in allowed]
            added = " and ".join(f"“{answers[key]}” to {key}" for key in refused)
            remedy += f", or add {added} of rule “{near.id}”"
        yield Problem("rules.toml", "", "when", found, f"{remedy}.")


def overlaps(policy: Policy) -> Iterator[Problem]:
    """Each pair of rules that fit one set of answers."""
    for first, second in combinations(policy.rules.values(), 2):
        common = overlap(policy, first, second)
        if common is not None:
            apart = next((key for key in reversed(common) if first.when.get(key) != second.when.get(key)), None)
            remedy = f"Take “{common[apart]}” out of {apart} in one of them." if apart else "Delete one of them."
            row = f"rules “{first.id}” and “{second.id}”"
            yield Problem("rules.toml", row, "when", f"two rules that both fit {_shown(policy, common)}", remedy)


def overlap(policy: Policy, first: Rule, second: Rule) -> dict[str, str] | None:
    """A set of answers that both rules fit, in the order of the questions, or None where there is none."""
    common: dict[str, str] = {}
    for key in first.when.keys() | second.when.keys():
        one, other = first.when.get(key), second.when.get(key)
        both = one if other is None else other if one is None else tuple(option for option in one if option in other)
        if not both:
            return None
        common[key] = both[0]
    return {key: common[key] for key in policy.questions if key in common}


def unreached(policy: Policy, met: Enumeration) -> Iterator[Problem]:
    """Rules, outcomes, questions and options that no answers lead to."""
    reached = {rule.id for _, rule in met.settled}
    named = {policy.rules[ident].then for ident in reached}
    asked = {question.id for _, question in met.asked}
    for rule in policy.rules.values():
        if rule.id not in reached:
            remedy = "Look for the rule that fits the same answers and comes before it, or delete this one."
            yield Problem("rules.toml", f"rule “{rule.id}”", "when", "cells that no path leads to", remedy)
    for outcome in policy.outcomes.values():
        if outcome.id not in named:
            remedy = f"Write then = “{outcome.id}” in the rule that should lead here, or delete the outcome."
            yield Problem(
                "outcomes/*.toml", f"outcome “{outcome.id}”", "id", "an outcome that no answers lead to", remedy
            )
    for question in policy.questions.values():
        row = f"question “{question.id}”"
        if question.id not in asked:
            remedy = "Name it in the “when” of the rules that need it, or delete it."
            yield Problem("questions.toml", row, "id", "a question that is never asked", remedy)
            continue
        for option in question.options:
            if not any(option in rule.when.get(question.id, ()) for rule in policy.rules.values()):
                remedy = f"Name it in a rule: when = {{ {question.id} = [“{option}”], … }}, or delete the option."
                yield Problem("questions.toml", row, f"option “{option}”", "an option that no rule names", remedy)


def idle_questions(policy: Policy, met: Enumeration) -> Iterator[Problem]:
    """Questions whose every answer leads to the same end, all the way down, and where they are asked."""
    idle: dict[str, Answers] = {}
    useful: set[str] = set()
    ends = {_key(answers): rule.then for answers, rule in met.settled}
    tree: dict[frozenset[tuple[str, str]], object] = {**ends, **{_key(answers): "gap" for answers in met.gaps}}
    for answers, question in sorted(met.asked, key=lambda each: -len(each[0])):
        below = [tree[_key({**answers, question.id: option})] for option in question.options]
        tree[_key(answers)] = (question.id, tuple(below))
        if len(set(below)) > 1:
            useful.add(question.id)
        else:
            tree[_key(answers)] = below[0]
            idle.setdefault(question.id, answers)
    for question in policy.questions.values():
        if question.id in idle:
            where = _shown(policy, idle[question.id]) or "the start"
            found = f"a question whose answers all lead to the same outcome after {where}"
            remedy = "Leave it out of the “when” of the rules that fit there."
            if question.id not in useful:
                found = f"a question that never decides anything, as after {where}"
                remedy = "Delete it, or write rules in which its answers lead to different outcomes."
            yield Problem("questions.toml", f"question “{question.id}”", "option", found, remedy)


def ways_out(policy: Policy) -> Iterator[Problem]:
    """Questions that a buyer may be unable to answer and that offer no way out, or options that read badly."""
    for question in policy.questions.values():
        row, count = f"question “{question.id}”", sum(option.unsure for option in question.option)
        for ident, times in Counter(option.id for option in question.option).items():
            if times > 1:
                remedy = "Give each option of a question an id of its own."
                yield Problem("questions.toml", row, f"option “{ident}”", f"{times} options with one id", remedy)
        for option in question.option:
            if option.quoted and option.hint is None:
                remedy = "Write hint = { … }: what this word means for the buyer."
                yield Problem(
                    "questions.toml", row, f"option “{option.id}”", "a quoted word without its meaning", remedy
                )
        if all(option.door for option in question.option):
            remedy = "Delete door = true: at least one answer stands in the list."
            yield Problem("questions.toml", row, "option", "no answer but doors above the list", remedy)
        if count == 0 and not question.known:
            remedy = (
                "Add an option with unsure = true that leads to something useful, or known = true if all can answer."
            )
            yield Problem("questions.toml", row, "option", "no way out for a buyer who cannot tell", remedy)
        if count > 1:
            remedy = "Keep unsure = true on the one that says so."
            yield Problem("questions.toml", row, "option", f"{count} options with unsure = true", remedy)
        if count and question.known:
            remedy = "Delete known = true, or the option with unsure = true."
            yield Problem("questions.toml", row, "known", "a way out of a question that every buyer can answer", remedy)


def moves(policy: Policy) -> Iterator[Problem]:
    """Moves from what is still asked, to what is no state, or from what is no address at all."""
    met: dict[frozenset[tuple[str, str]], str] = {}
    for move in policy.moves.values():
        row, start = f"moved “{move.id}”", cells(move.start.split("/"))
        if "/".join(f"{question}.{option}" for question, option in start.items()) != move.start or not start:
            remedy = "Write the answers of an address of an earlier edition: question.option/question.option."
            yield Problem("moved.toml", row, "from", f"“{move.start}”, which is no address", remedy)
        elif _is_live(policy, start):
            remedy = "Delete the row: this state still answers for itself."
            yield Problem("moved.toml", row, "from", f"“{move.start}”, which is a state of this edition", remedy)
        first = met.setdefault(_key(start), move.id)
        if first != move.id:
            remedy = f"Keep one of the rows “{first}” and “{move.id}”."
            yield Problem("moved.toml", row, "from", f"“{move.start}” a second time", remedy)
        if instead := better_address(policy, move.to):
            yield Problem("moved.toml", row, "to", f"“{move.to}”, which is no state of this edition", instead)


def _is_live(policy: Policy, answers: Answers) -> bool:
    try:
        return path(policy, answers).answers == answers
    except NoRuleFitsError:
        return False


def _shown(policy: Policy, answers: Answers) -> str:
    return ", ".join(f"{key}={answers[key]}" for key in policy.questions if key in answers)


def _cells(answers: Answers) -> str:
    return "{ " + ", ".join(f'{key} = ["{option}"]' for key, option in answers.items()) + " }"


def _distance(rule: Rule, answers: Answers) -> tuple[int, int]:
    """How many cells contradict the answers, then how few agree with them."""
    agree = sum(answers[key] in allowed for key, allowed in rule.when.items() if key in answers)
    return sum(key in answers for key in rule.when) - agree, -agree


def _key(answers: Answers) -> frozenset[tuple[str, str]]:
    return frozenset(answers.items())
