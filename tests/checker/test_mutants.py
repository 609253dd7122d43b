"""The table of rules with one mistake in it, thousands of times: the audit or an example must notice each.

Mutants are made in one fixed order over the whole table:

* Rows are dropped.
* Cells are widened (an option more, or the cell left out) and narrowed (an option less, or a cell more).
* Outcomes are swapped between two rows.
* One answer of a cell is handed over to another outcome. This leaves the table whole, so only an example can notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from checker.audit.table import overlap, walk
from checker.decide import Verdict, path
from checker.model import Policy, Rule
from tests.checker.examples import Example, mistake, read
from tests.figures import Tally

pytestmark = pytest.mark.cpython_only
ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: its kind, what it is in words, the table with it, and the rows that differ."""

    kind: str
    what: str
    policy: Policy
    changed: tuple[Rule, ...]


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Every mutant of a policy's table."""
    rules = list(policy.rules.values())
    for place, rule in enumerate(rules):
        yield _mutant(policy, "drop", f"drop {rule.id}", rule, drop=True)
        for question, options in ((ident, list(each.options)) for ident, each in policy.questions.items()):
            allowed = rule.when.get(question)
            if allowed is None:
                narrow = replace(rule, when={**rule.when, question: (options[0],)})
                yield _mutant(policy, "narrow", f"{rule.id}: {question} only {options[0]}", narrow)
                continue
            anything = {key: cell for key, cell in rule.when.items() if key != question}
            yield _mutant(policy, "widen", f"{rule.id}: any {question}", replace(rule, when=anything))
            for option in options:
                if option not in allowed:
                    wide = replace(rule, when={**rule.when, question: (*allowed, option)})
                    yield _mutant(policy, "widen", f"{rule.id}: {question} also {option}", wide)
                elif len(allowed) > 1:
                    rest = tuple(each for each in allowed if each != option)
                    narrow = replace(rule, when={**rule.when, question: rest})
                    yield _mutant(policy, "narrow", f"{rule.id}: {question} not {option}", narrow)
                    then, part = _another(rules, place), {**rule.when, question: (option,)}
                    taken = replace(rule, id=f"{rule.id}-part", when=part, then=then)
                    what = f"{rule.id}: {question}={option} to {taken.then}"
                    yield _mutant(policy, "hand over", what, narrow, taken)
    for one, other in combinations(rules, 2):
        if one.then != other.then:
            swapped = replace(one, then=other.then), replace(other, then=one.then)
            yield _mutant(policy, "swap", f"outcomes of {one.id} and {other.id}", *swapped)


def _another(rules: Sequence[Rule], place: int) -> str:
    """The next outcome in the table that is not this row's."""
    later = [*rules[place:], *rules[:place]]
    return next(rule.then for rule in later if rule.then != rules[place].then)


def _mutant(policy: Policy, kind: str, what: str, *changed: Rule, drop: bool = False) -> Mutant:
    rules = {**policy.rules, **{rule.id: rule for rule in changed}}
    if drop:
        del rules[changed[0].id]
    return Mutant(kind, what, replace(policy, rules=rules), () if drop else changed)


def noticed_by(mutant: Mutant, near: Sequence[Example], every: Sequence[Example]) -> str | None:
    """Who notices a mutant first: an example near to the rows that differ, the audit, or any other example."""
    if any(mistake(mutant.policy, example) for example in near):
        return "examples"
    others = mutant.policy.rules.values()
    if any(overlap(mutant.policy, rule, other) for rule in mutant.changed for other in others if other is not rule):
        return "audit"
    if mutant.kind != "swap" and walk(mutant.policy).gaps:
        return "audit"
    return "examples" if any(mistake(mutant.policy, example) for example in every) else None


def by_rule(policy: Policy, examples: Sequence[Example]) -> dict[str, list[Example]]:
    """The examples that end at each rule."""
    near: dict[str, list[Example]] = {rule: [] for rule in policy.rules}
    for example in examples:
        step = path(policy, example.answers).next
        if isinstance(step, Verdict):
            near[step.rule.id].append(example)
    return near


def test_audit_or_examples_notice_a_mistake_in_the_table(policy: Policy, tally: Tally) -> None:
    """Of all mutants of the table, and of each kind, at least 95 % are noticed; the survivors are listed."""
    # An example that fails already would "notice" everything.
    examples = [example for example in read() if mistake(policy, example) is None]
    near = by_rule(policy, examples)
    made: Counter[str] = Counter()
    noticed: Counter[tuple[str, str]] = Counter()
    survivors = []
    for mutant in mutants(policy):
        made[mutant.kind] += 1
        rows = [rule.id for rule in mutant.changed] or sorted(policy.rules.keys() - mutant.policy.rules.keys())
        who = noticed_by(mutant, [example for row in rows for example in near.get(row, ())], examples)
        if who:
            noticed[mutant.kind, who] += 1
        else:
            survivors.append(f"{mutant.kind}: {mutant.what}")
    report = [
        f"{kind}: {count} made, noticed by examples {noticed[kind, 'examples']}, by audit {noticed[kind, 'audit']}"
        for kind, count in made.items()
    ]
    told = "\n".join([*report, f"{len(survivors)} of {made.total()} survive", *survivors])
    print(told)
    lost = Counter(line.partition(":")[0] for line in survivors)
    assert made.total() > 1000
    tally("mutants", made.total())
    tally("mutants noticed", noticed.total())
    assert all(lost[kind] <= (1 - ENOUGH) * count for kind, count in made.items()), told


def test_nothing_is_noticed_in_the_table_as_it_is(policy: Policy) -> None:
    """The same judgement finds nothing wrong with the table without a mistake."""
    examples = [example for example in read() if mistake(policy, example) is None]
    unchanged = Mutant("none", "", policy, tuple(policy.rules.values()))
    assert noticed_by(unchanged, examples, examples) is None


def test_the_audit_alone_notices_every_hole_and_every_doubled_answer(policy: Policy) -> None:
    """Dropped rows and changed cells of a whole table never escape the audit, whatever the examples say."""
    for number, mutant in enumerate(mutants(policy)):
        if mutant.kind in ("drop", "widen", "narrow") and number % 23 == 0:
            assert noticed_by(mutant, (), ()) == "audit", mutant.what
