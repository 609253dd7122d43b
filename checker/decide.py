"""From answers to the next question or the outcome. Knows tables only: no word of any platform, no HTML.

A rule is open to some answers when none contradicts it, and settled when all its cells are answered. Unknown is never
"no": what is not answered is asked, as long as a rule that is still open mentions it. The one exception is a question
with a `presumed` option: nobody is asked it, and the page shows what another answer to it would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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
    """Where a buyer stands: the answers that are on the path, in the order asked, and what comes next.

    `presumed`: questions on the path that were not asked, with the option that holds until the buyer gives another.
    """

    answers: Answers
    next: Ask | Verdict
    presumed: Answers

    @property
    def address(self) -> str:
        """The answers as a path: "stage.asked/answer.silent", "" at the start. What is presumed is not part of it."""
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
    """The settled rule, or the first question in file order that an open rule mentions. Raises `NoRuleFitsError`.

    Presumes nothing: here every question is asked, which is what the audit walks.
    """
    return _next(policy, [rule for rule in policy.rules.values() if _is_open(rule, answers)], answers)


def path(policy: Policy, answers: Answers) -> State:
    """Replay answers from the start and keep those that are asked on the way; the rest neither counts nor shows."""
    return _follow(policy, _Way(list(policy.rules.values())), answers)


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a path has come: the rules that are still open, and what was answered on it."""

    rules: list[Rule]
    kept: dict[str, str] = field(default_factory=dict)
    presumed: dict[str, str] = field(default_factory=dict)

    def on(self, question: Question, option: str) -> _Way:
        """The way after one more answer."""
        rules, one = _narrow(self.rules, question.id, option), {question.id: option}
        if option == question.presumed:
            return _Way(rules, self.kept, self.presumed | one)
        return _Way(rules, self.kept | one, self.presumed)


def _follow(policy: Policy, way: _Way, answers: Answers) -> State:
    """Go on from somewhere on a path, as far as the answers lead."""
    while True:
        step = _next(policy, way.rules, way.kept | way.presumed)
        if isinstance(step, Verdict):
            return State(way.kept, step, way.presumed)
        question = step.question
        option = answers.get(question.id)
        if option not in question.options:
            option = question.presumed
        if option is None:
            return State(way.kept, step, way.presumed)
        way = way.on(question, option)


def _narrow(rules: list[Rule], question: str, option: str) -> list[Rule]:
    """Those of some rules that stay open when one more question is answered."""
    return [rule for rule in rules if question not in rule.when or option in rule.when[question]]


def _is_open(rule: Rule, answers: Answers) -> bool:
    return all(option in rule.when.get(question, (option,)) for question, option in answers.items())


def _next(policy: Policy, rules: list[Rule], answers: Answers) -> Ask | Verdict:
    """What follows when just these rules are open to the answers."""
    for rule in rules:
        if rule.when.keys() <= answers.keys():
            return Verdict(rule)
    mentioned = set[str]().union(*(rule.when for rule in rules))
    for ident, question in policy.questions.items():
        if ident in mentioned and ident not in answers:
            return Ask(question)
    raise NoRuleFitsError(f"no rule fits {dict(answers)}")


def parse_address(policy: Policy, address: str) -> tuple[State, tuple[Notice, ...]]:
    """The nearest valid state to an address, and a notice for each part that was left out. Never raises.

    An address of an earlier edition leads to what stands for it now, without a notice for what is not asked any more.
    """
    parts = address.strip("/").split("/")[:64] if address.strip("/") else []
    state, notices = _nearest(policy, parts)
    now = moved(policy, cells(parts)) if notices else None
    if now is not None:
        state, notices = _nearest(policy, [f"{question}.{option}" for question, option in now.items()])
        notices = [notice for notice in notices if notice.code != "not-asked"]
    return state, tuple(notices)


def cells(parts: Iterable[str]) -> dict[str, str]:
    """The answers in parts of an address, whether there are such or not; of two to a question the first."""
    answers: dict[str, str] = {}
    for question, dot, option in (part.partition(".") for part in parts):
        if dot:
            answers.setdefault(question, option)
    return answers


def moved(policy: Policy, answers: Answers) -> dict[str, str] | None:
    """What stands now for answers of an earlier edition, or None where no row of moved.toml fits.

    The row that fits most answers goes first; each answer moves once. Answers that no row names stay as they are.
    """
    left, now = dict(answers), dict[str, str]()
    for move in sorted(policy.moves.values(), key=lambda move: move.start.count("/"), reverse=True):
        start = cells(move.start.split("/"))
        if start.items() <= left.items():
            left = {question: option for question, option in left.items() if question not in start}
            now = cells(move.to.split("/")) | now
    return None if len(left) == len(answers) else now | left


def _nearest(policy: Policy, parts: Iterable[str]) -> tuple[State, list[Notice]]:
    """The nearest state to the parts of an address, and a notice for each part that was left out."""
    answers: dict[str, str] = {}
    notices: list[Notice] = []
    for part in parts:
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
    on_path = {**state.presumed, **state.answers}
    notices += [Notice("not-asked", f"{key}.{answers[key]}") for key in answers if key not in on_path]
    return state, notices


def states(policy: Policy) -> Iterator[State]:
    """Every state that a buyer can reach, from the start, in the order of questions and options."""
    met: set[str] = set()

    def below(state: State) -> Iterator[State]:
        if state.address in met:
            return
        met.add(state.address)
        yield state
        onward = [state.next.question.id] if isinstance(state.next, Ask) else []
        for question in (*onward, *state.presumed):
            for option in policy.questions[question].options:
                yield from below(path(policy, {**state.answers, question: option}))

    return below(path(policy, {}))


def changes(policy: Policy, state: State) -> Iterator[tuple[str, str, State]]:
    """What would change an outcome: each other answer on the path, as (question, option, the state it leads to)."""
    if not isinstance(state.next, Verdict):
        return
    way = _Way(list(policy.rules.values()))
    for ident, chosen in in_order(policy, state):
        question = policy.questions[ident]
        for option in question.options:
            if option != chosen:
                other = _follow(policy, way.on(question, option), state.answers)
                if not (isinstance(other.next, Verdict) and other.next.rule.then == state.next.rule.then):
                    yield ident, option, other
        way = way.on(question, chosen)


def in_order(policy: Policy, state: State) -> Iterator[tuple[str, str]]:
    """Every question on the path of a state with its option, given or presumed, in the order in which they come."""
    on_path = {**state.presumed, **state.answers}
    return ((question, on_path[question]) for question in policy.questions if question in on_path)


def as_mapping(items: list[str]) -> Mapping[str, str]:
    """Answers written as "question=option", as on the command line. Raises `ValueError` naming the part that is not."""
    answers: dict[str, str] = {}
    for item in items:
        question, sign, option = item.partition("=")
        if not sign:
            raise ValueError(item)
        answers[question] = option
    return answers
