"""The glossary of statuses, buttons and places: each name in all languages, what it means and what to do then."""

from collections.abc import Iterator, Mapping
from typing import Any

from htpy import Element, Node, a, dd, div, dl, dt, fragment, p, span, table, tbody, td, th, thead, tr, wbr

from checker.model import Label, Policy
from site_build.assemble import Page
from site_build.pages.texts import entries
from site_build.pages.writer import Block, Writer

KINDS = ("status", "button", "place")


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("statuses", _blocks(writer, entries("statuses", policy.labels, policy.languages)))


def _blocks(writer: Writer, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    labels = sorted(writer.policy.labels.values(), key=lambda label: _stage(writer.policy, known[label.id]))
    others = [code for code in writer.policy.languages if code != writer.lang]
    yield writer.heading(1, writer.word("statuses-title"), "statuses")
    yield writer.paragraph("statuses-intro")
    yield writer.heading(2, writer.word("statuses-table"), "table")
    yield _table(writer, [label for kind in KINDS for label in labels if label.kind == kind], others)
    for kind in KINDS:
        yield writer.heading(2, writer.word(f"statuses-{kind}"), f"kind-{kind}")
        for label in labels:
            if label.kind == kind:
                yield writer.heading(3, writer.say(label.text), label.id)
                yield _entry(writer, label, known[label.id], others)


def _stage(policy: Policy, known: Mapping[str, Any]) -> int:
    """How far an order has got where a label is seen, so that the glossary runs as an order does."""
    first = next(iter(policy.questions.values()))
    option = str(known.get("state", "")).partition("/")[0].removeprefix(f"{first.id}.")
    return list(first.options).index(option) if option in first.options else len(first.options)


def _table(writer: Writer, labels: list[Label], others: list[str]) -> Element:
    names = [(writer.lang, writer.place.say(f"language-{writer.lang}"))]
    names += [(code, writer.place.say(f"language-{code}")) for code in others]
    return div(".names")[
        table[
            thead[tr[[th(scope="col")[name.capitalize()] for _, name in names]]],
            tbody[
                [
                    tr[
                        th(scope="row")[a(href=f"#{label.id}")[_parted(writer.say(label.text))]],
                        [td(lang=code)[_parted(label.text[code])] for code in others],
                    ]
                    for label in labels
                ]
            ],
        ]
    ]


def _parted(name: str) -> Node:
    """A name for a narrow column: it may go on in the next line after a slash."""
    first, *rest = name.split("/")
    return [first, [fragment["/", wbr, part] for part in rest]]


def _entry(writer: Writer, label: Label, known: Mapping[str, Any], others: list[str]) -> Element:
    also = label.also or {}
    rows: list[tuple[str, Node]] = [
        (
            writer.word("statuses-in", language=writer.place.say(f"language-{code}")),
            span(".sit-label", lang=code)[label.text[code]],
        )
        for code in others
    ]
    seen = [(code, words) for code in (writer.lang, *others) for words in also.get(code, ())]
    if seen:
        rows.append((writer.word("statuses-also"), _seen(writer, seen)))
    rows.append((writer.word("statuses-sure"), writer.word(f"statuses-{label.standing}")))
    return div(".sit.status", data_label=label.id, data_standing=label.standing)[
        p[known["meaning"][writer.lang]],
        dl(".sit-rows")[[fragment[dt[name], dd[words]] for name, words in rows]],
        _ways(writer, known),
    ]


def _seen(writer: Writer, seen: list[tuple[str, str]]) -> Node:
    return [
        fragment[", " if number else "", span(".sit-label", lang=code if code != writer.lang else None)[words]]
        for number, (code, words) in enumerate(seen)
    ]


def _ways(writer: Writer, known: Mapping[str, Any]) -> Element | None:
    """Where to go from here: the checker at this state, and the guide."""
    links = []
    if state := known.get("state"):
        links.append(writer.check(state, writer.word("statuses-check")))
    if guide := known.get("guide"):
        links.append(writer.guide(guide, writer.word("statuses-guide")))
    return p[[fragment[" · " if number else "", link] for number, link in enumerate(links)]] if links else None
