"""Draws the flow of questions: a picture of the first question, and a tree with every path to every rule.

Options that lead to the same subtree share a branch, so the tree is exact and short. A test parses the finished page
and compares every path in it with the rules.
"""

from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    dd,
    details,
    div,
    dl,
    dt,
    fragment,
    li,
    p,
    path,
    span,
    summary,
    svg,
    symbol,
    ul,
    use,
)

from checker.decide import Ask, decide
from checker.html.icons import VERDICT
from checker.model import VERDICTS, Answers, Policy
from site_build.content.pages.figure import framed
from site_build.content.pages.writer import Writer

HIDDEN = span(".sit-hidden")
ABSENT = span(".absent", aria_hidden="true")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the tree: a rule."""

    rule: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A question, with a subtree for each group of options."""

    question: str
    ways: tuple[tuple[tuple[str, ...], "Branch | Leaf"], ...]


def flow(policy: Policy, answers: Answers | None = None) -> Branch | Leaf:
    """The subtree after some answers, with equal branches merged."""
    given = dict(answers or {})
    step = decide(policy, given)
    if not isinstance(step, Ask):
        return Leaf(step.rule.id)
    grouped: dict[Branch | Leaf, list[str]] = {}
    for option in step.question.options:
        grouped.setdefault(flow(policy, {**given, step.question.id: option}), []).append(option)
    return Branch(step.question.id, tuple((tuple(options), way) for way, options in grouped.items()))


def kinds(policy: Policy, way: Branch | Leaf) -> set[str]:
    """The kinds of verdict in a subtree."""
    if isinstance(way, Leaf):
        return {policy.outcomes[policy.rules[way.rule].then].verdict}
    return set[str]().union(*(kinds(policy, each) for _, each in way.ways))


def tree(writer: Writer, root: Branch) -> Element:
    """The tree as nested lists that open and close without a script."""
    return div(".flow", data_flow=True)[_question(writer, root, "")]


def _question(writer: Writer, branch: Branch, address: str) -> Node:
    question = writer.policy.questions[branch.question]
    return fragment[
        p(".flow-question")[writer.say(question.text)],
        question.presumed and p(".sit-small")[writer.place.say("presumed"), "."],
        ul[[_way(writer, branch.question, options, way, address) for options, way in branch.ways]],
    ]


def _way(writer: Writer, question: str, options: tuple[str, ...], way: Branch | Leaf, address: str) -> Element:
    asked = writer.policy.questions[question]
    known = asked.options
    said = "" if asked.presumed in options else f"{question}.{options[0]}"
    onward = "/".join(part for part in (address, said) if part)
    words = [writer.say(known[option].text) for option in options]
    either = span(".flow-or")[" ", writer.word("rules-or"), " "]
    named = span(".flow-option")[[fragment[either if number else None, each] for number, each in enumerate(words)]]
    marks = {"data_question": question, "data_options": " ".join(options)}
    if isinstance(way, Leaf):
        return li(".flow-end", **marks, data_rule=way.rule)[named, _answer(writer, way.rule, onward)]
    return li(**marks)[details(".flow-branch")[summary[named], div(".flow-below")[_question(writer, way, onward)]]]


def _answer(writer: Writer, rule: str, address: str) -> Element:
    outcome = writer.policy.outcomes[writer.policy.rules[rule].then]
    return span(".flow-answer")[
        sign(outcome.verdict),
        span[
            writer.check(address, writer.say(outcome.headline)),
            " ",
            span(".sit-small")["(", a(href=f"#{rule}")[writer.word("rules-rule")], ")"],
        ],
    ]


def overview(writer: Writer, root: Branch) -> Element:
    """The options of the first question, with the possible kinds of verdict for each."""
    question = writer.policy.questions[root.question]
    reached = {option: kinds(writer.policy, way) for options, way in root.ways for option in options}
    rows = [
        fragment[
            dt[writer.say(option.text)],
            dd[
                [sign(kind) if kind in reached[option.id] else ABSENT for kind in VERDICTS],
                HIDDEN[", ".join(writer.place.say(f"kind-{kind}") for kind in VERDICTS if kind in reached[option.id])],
            ],
        ]
        for option in question.option
    ]
    return framed(
        "overview", writer.word("rules-overview"), p(".flow-question")[writer.say(question.text)], dl(".overview")[rows]
    )


def signs() -> Element:
    """The icons of all verdict kinds, once a page, for `sign` to point at."""
    drawn = [symbol(id=f"sign-{kind}", viewBox="0 0 24 24")[path(d=VERDICT[kind])] for kind in VERDICTS]
    return div(".signs", aria_hidden="true")[svg(width="0", height="0", focusable="false")[drawn]]


def sign(kind: str) -> Element:
    """The icon of a verdict kind, hidden from screen readers because a text next to it names the kind."""
    return svg(".sign", data_kind=kind, aria_hidden="true", focusable="false")[use(href=f"#sign-{kind}")]


def key(writer: Writer) -> Element:
    """The legend of the icons."""
    return dl(".key")[[fragment[dt[sign(kind)], dd[writer.place.say(f"kind-{kind}")]] for kind in VERDICTS]]
