"""The rule book: the diagram of questions, and every rule in words with its facts."""

from collections.abc import Iterator, Mapping

from htpy import Element, Node, a, article, code, dd, details, div, dl, dt, fragment, h3, li, p, strong, summary, ul

from checker import decide
from checker.model import Change, Policy, Question, Rule
from site_build.content.assemble import Page
from site_build.content.pages import diagram
from site_build.content.pages.writer import Block, Writer


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("rules", _blocks(writer))


def _blocks(writer: Writer) -> Iterator[Block]:
    policy = writer.policy
    root = diagram.flow(policy)
    assert isinstance(root, diagram.Branch)
    first = policy.questions[root.question]
    yield writer.heading(1, writer.word("rules-title"), "rules")
    yield p[writer.word("rules-intro", count=len(policy.rules))]
    yield diagram.signs()
    yield writer.heading(2, writer.word("rules-overview"), "overview")
    yield diagram.overview(writer, root)
    yield p(".sit-small")[writer.word("rules-overview-key")]
    yield diagram.key(writer)
    yield writer.heading(2, writer.word("rules-map"), "map")
    yield writer.paragraph("rules-map-intro")
    yield diagram.tree(writer, root)
    yield writer.heading(2, writer.word("rules-book"), "book")
    yield writer.paragraph("rules-book-intro")
    reached = _reached(policy)
    for option in first.option:
        found = [rule for rule in policy.rules.values() if _home(rule, first) == option.id]
        if found:
            yield writer.heading(3, writer.say(option.text), f"{first.id}-{option.id}")
            yield div(".rules")[[_rule(writer, rule, reached[rule.id]) for rule in found]]
    yield writer.heading(2, writer.word("rules-changes"), "changes")
    yield writer.paragraph("rules-changes-intro")
    yield dl[[_change(writer, change) for change in policy.changes.values()]]


def _home(rule: Rule, first: Question) -> str:
    """The option of the first question under which the rule book lists a rule."""
    return rule.when.get(first.id, tuple(first.options))[0]


def _reached(policy: Policy) -> Mapping[str, str]:
    """The first state in which each rule gives the answer, by the rule's id."""
    found: dict[str, str] = {}
    for state in decide.states(policy):
        if isinstance(state.next, decide.Verdict):
            found.setdefault(state.next.rule.id, state.address)
    return found


def _rule(writer: Writer, rule: Rule, address: str) -> Element:
    policy = writer.policy
    outcome = policy.outcomes[rule.then]
    return article(".rule", data_rule=rule.id, data_outcome=outcome.id)[
        h3(id=rule.id)[diagram.sign(outcome.verdict), writer.say(outcome.headline)],
        p(".sit-small")[
            writer.place.say(f"kind-{outcome.verdict}"),
            " · ",
            writer.check(address, writer.word("rules-see")),
            " · ",
            a(href=f"#{rule.id}")[code[rule.id]],
        ],
        p[strong[writer.word("rules-when")]],
        dl(".when")[
            [
                fragment[
                    dt[writer.say(policy.questions[question].text)],
                    [dd(data_option=option)[writer.say(policy.questions[question].options[option].text)]
                     for option in options],
                ]
                for question, options in rule.when.items()
            ]
        ],
        p[strong[writer.word("rules-because"), ": "], writer.say(rule.because)],
        _facts(writer, rule),
    ]  # fmt: skip


def _change(writer: Writer, change: Change) -> Node:
    """An entry of the policy's changelog; a removed rule keeps its name without a link."""
    rules = [a(href=f"#{ident}")[ident] if ident in writer.policy.rules else ident for ident in change.rules]
    named = [*rules, *change.rights]
    ids = [[index > 0 and ", ", code(translate="no")[each]] for index, each in enumerate(named)]
    where = ids and p(".sit-small")[writer.word("rules-changed"), ": ", ids]
    return fragment[dt(id=f"change-{change.id}")[change.version], dd[writer.say(change.buyers), where]]


def _facts(writer: Writer, rule: Rule) -> Element:
    count = len(rule.rests_on)
    facts = [writer.policy.facts[ident] for ident in rule.rests_on]
    return details(".more")[
        summary[writer.word("rules-facts-one") if count == 1 else writer.word("rules-facts-many", count=count)],
        ul[
            [
                li(data_fact=fact.id)[
                    strong[writer.place.say(f"standing-{fact.standing}"), ". "],
                    writer.guide(f"facts#{fact.id}", writer.say(fact.text)),
                ]
                for fact in facts
            ]
        ],
    ]
