"""The page of facts and sources: every claim with standing and sources, and the facts to re-check first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import htpy as h
from htpy import Element, Node, a, article, cite, code, div, fragment, h3, li, ol, p, span, strong, ul

from checker.html.evidence import sighting
from checker.model import STANDINGS, Claim, Fact, Policy, Source
from site_build import BuildError
from site_build.content.assemble import Page
from site_build.content.pages.texts import rows
from site_build.content.pages.writer import Block, Writer

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MONTH = re.compile(r"(\d{4})-(\d\d)")
YEAR = re.compile(r"\d{4}")


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("facts", _blocks(writer))


def _blocks(writer: Writer) -> Iterator[Block]:
    facts = list(writer.policy.facts.values())
    yield writer.heading(1, writer.word("facts-title"), "facts")
    yield writer.paragraph("facts-intro")
    yield p[strong[writer.word("facts-order")]]
    yield _filter(writer, facts)
    for ident, title, members in themes(writer.policy, writer.lang):
        yield writer.heading(2, title, ident)
        standings = dict.fromkeys(fact.standing for fact in members)
        yield div(".facts", data_holds=" ".join(standings))[[_fact(writer, fact) for fact in members]]
    yield writer.heading(2, writer.word("facts-recheck"), "recheck")
    yield writer.paragraph("facts-recheck-intro")
    yield _recheck(writer, facts)
    yield writer.heading(2, writer.word("sources-heading"), "sources")
    yield writer.paragraph("sources-intro")
    used = cited(writer.policy)
    yield ul(".sources")[[_source(writer, each, used.get(each.id, [])) for each in writer.policy.sources.values()]]


def themes(policy: Policy, lang: str) -> list[tuple[str, str, list[Fact]]]:
    """Each theme with its facts, surest first: (id, title, facts). Raises BuildError for an unknown first fact."""
    starts = {row["first"]: row for row in rows("themes", "theme", policy.languages)}
    if unknown := [first for first in starts if first not in policy.facts]:
        raise BuildError(f"site_build/content/pages/themes.toml begins themes at unknown facts: {', '.join(unknown)}.")
    found: list[tuple[str, str, list[Fact]]] = []
    for ident, fact in policy.facts.items():
        if ident in starts:
            found.append((starts[ident]["id"], starts[ident]["title"][lang], []))
        if not found:
            raise BuildError(
                f"site_build/content/pages/themes.toml: let the first theme begin at “{ident}”, the first fact."
            )
        found[-1][2].append(fact)
    return [(ident, title, sorted(each, key=_certainty)) for ident, title, each in found]


def _certainty(fact: Fact) -> int:
    return STANDINGS.index(fact.standing)


def _filter(writer: Writer, facts: Sequence[Fact]) -> Element:
    """Radio buttons that a style sheet reads: choosing a standing needs no script."""
    choices: list[tuple[str, Node]] = [("all", f"{writer.word('facts-all')} ({len(facts)})")]
    for standing in STANDINGS:
        count = sum(fact.standing == standing for fact in facts)
        name = writer.place.say(f"standing-{standing}")
        choices.append((standing, fragment[strong[name], f" ({count}): ", writer.word(f"facts-{standing}")]))
    return h.fieldset(".show")[
        h.legend[writer.word("facts-show")],
        [
            h.label[
                h.input(
                    id=f"show-{value}",
                    type="radio",
                    name="show",
                    value=value,
                    checked=value == "all",
                    autocomplete="off",
                ),
                span[words],
            ]
            for value, words in choices
        ],
    ]


def _fact(writer: Writer, fact: Fact) -> Element:
    say = writer.place.say
    return article(".fact", data_standing=fact.standing)[
        h3(id=fact.id)[writer.say(fact.text)],
        p(".standing")[
            strong[say(f"standing-{fact.standing}")], " · ", say("checked-on", day=writer.day(fact.checked))
        ],
        fact.advice and p[strong[writer.word("facts-advice"), ": "], writer.say(fact.advice)],
        h.details(".more")[
            h.summary[writer.word("facts-claims"), f" ({len(fact.claim)})"],
            ul[[_claim(writer, claim) for claim in fact.claim]],
        ],
        p(".sit-small")[a(href=f"#{fact.id}")[code[fact.id]]],
    ]


def _claim(writer: Writer, claim: Claim) -> Element:
    named = witnesses(writer, claim.sources) if claim.sources else writer.place.say("sources-no")
    return li(data_claim=True)[strong[writer.say(claim.says)], ": ", span(".sit-small")[named]]


def witnesses(writer: Writer, idents: Sequence[str]) -> Node:
    """Sources as short links, one after the other."""
    sources = [writer.policy.sources[ident] for ident in idents]
    return [fragment["; " if number else "", _witness(writer, source)] for number, source in enumerate(sources)]


def _witness(writer: Writer, source: Source) -> Node:
    """A source in short: its kind, and its title, linked where it has an address."""
    if source.kind == "capture":
        return fragment[_title(writer, source), ", ", _kind(writer, source)]
    return fragment[_title(writer, source), " (", _kind(writer, source), ", ", printed(writer, source.dated), ")"]


def _kind(writer: Writer, source: Source) -> Element:
    """The kind of a source; for a capture also where and when it was seen."""
    captured = source.kind == "capture"
    words = sighting(writer.place, source) if captured else writer.word(f"kind-{source.kind}")
    return span(".kind", data_kind=source.kind)[words]


def _title(writer: Writer, source: Source) -> Element:
    lang = source.lang if source.lang != writer.lang else None
    if source.address:
        return a(href=source.address, rel="noopener", hreflang=source.lang, lang=lang)[source.title]
    return cite(lang=lang)[source.title]


def printed(writer: Writer, given: str) -> str:
    """A source's own date: a day or month in words, a year as it is, or a note that there is none."""
    if ISO_DAY.fullmatch(given):
        return writer.day(date.fromisoformat(given))
    if month := ISO_MONTH.fullmatch(given):
        return writer.word("source-month", month=writer.month(int(month[2])), year=month[1])
    if given.startswith("n.d."):
        year = YEAR.search(given)
        return writer.word("source-about", year=year[0]) if year else writer.word("source-undated")
    if given[0].isdigit():
        return given
    return writer.word("source-adopted")


def _recheck(writer: Writer, facts: Sequence[Fact]) -> Element:
    """The maintainers' list of what to re-check, by rank, with the facts that each would settle."""
    by_rank: dict[int, list[Fact]] = {rank: [] for rank in range(1, 11)}
    for fact in facts:
        if fact.recheck is not None:
            by_rank.setdefault(fact.recheck, []).append(fact)
    return ol(".recheck")[
        [
            li(value=str(rank), data_rank=str(rank))[
                strong[writer.word(f"recheck-{rank}")],
                p(".sit-small")[_links(members) if members else writer.word("facts-recheck-none")],
            ]
            for rank, members in sorted(by_rank.items())
        ]
    ]


def _links(facts: Sequence[Fact]) -> Node:
    return [fragment[" · " if number else "", a(href=f"#{fact.id}")[fact.id]] for number, fact in enumerate(facts)]


def _source(writer: Writer, source: Source, used: Sequence[Fact]) -> Element:
    return li(id=f"source-{source.id}")[
        _title(writer, source),
        [
            fragment[", ", a(href=address, rel="noopener", hreflang=source.lang)[writer.word("source-more")]]
            for address in source.more
        ],
        p(".sit-small")[
            f"{source.id} · ",
            _kind(writer, source),
            " · " if source.kind == "capture" else f" · {printed(writer, source.dated)} · ",
            "" if source.address else f"{writer.word('source-nowhere')} · ",
            writer.word("source-read", day=writer.day(source.read)),
            fragment[". ", writer.word("source-facts"), ": ", _links(used)] if used else None,
        ],
    ]


def cited(policy: Policy) -> Mapping[str, list[Fact]]:
    """The facts that rest on each source, by the source's id."""
    found: dict[str, list[Fact]] = {}
    for fact in policy.facts.values():
        for ident in dict.fromkeys(ident for claim in fact.claim for ident in claim.sources):
            found.setdefault(ident, []).append(fact)
    return found
