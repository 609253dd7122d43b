"""The glossary of AliExpress's statuses, tabs, buttons, dates, mails and places, with meaning, days and sources."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

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
    span,
    strong,
    summary,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    ul,
    wbr,
)

from checker.audit.sightings import is_old, shown, unseen, version_day
from checker.markup import Named, named
from checker.model import Label, Policy, Sighting
from site_build.content.assemble import Page
from site_build.content.pages.facts import printed
from site_build.content.pages.texts import entries
from site_build.content.pages.writer import Block, Writer
from site_build.postprocess import feedback_link
from site_build.settings import settings

KINDS = ("status", "tab", "button", "date", "step", "mail", "place")


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("statuses", _blocks(writer, entries("statuses", policy.labels, policy.languages)))


def _blocks(writer: Writer, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    others = [code for code in writer.policy.languages if code != writer.lang]
    today = version_day(writer.policy)
    yield writer.heading(1, writer.word("statuses-title"), "statuses")
    yield writer.paragraph("statuses-intro")
    yield writer.paragraph("statuses-intro-ask")
    for kind in KINDS:
        labels = [label for label in writer.policy.labels.values() if label.kind == kind]
        yield writer.heading(2, writer.word(f"statuses-{kind}"), f"kind-{kind}")
        yield _table(writer, labels, others)
        for label in labels:
            name = named(writer.policy, label.id, writer.lang)
            yield f'### {_title(name)} {{#{label.id} data-toc-label="{escape(name.own)}"}}'
            yield _entry(writer, label, known[label.id], others, today)
    yield writer.heading(2, writer.word("statuses-ask"), "ask")
    yield from _ask(writer)


def _title(name: Named) -> str:
    """A name as a heading. Browsers may translate our words but not the platform's."""
    if name.seen:
        return f'<span translate="no">{escape(name.own, quote=False)}</span>'
    beside = name.beside
    words = escape(f"{name.own[0].upper()}{name.own[1:]}", quote=False)
    return words + (
        f' (<span lang="{beside.lang}" translate="no">{escape(beside.text, quote=False)}</span>)' if beside else ""
    )


def _table(writer: Writer, labels: Sequence[Label], others: Sequence[str]) -> Element:
    """A table of the names of one kind."""
    codes = (writer.lang, *others)
    return div(".names")[
        table[
            thead[tr[[th(scope="col")[writer.place.say(f"language-{code}").capitalize()] for code in codes]]],
            tbody[
                [
                    tr[
                        th(scope="row")[a(href=f"#{label.id}")[_cell(writer, label, writer.lang)]],
                        [td[_cell(writer, label, code)] for code in others],
                    ]
                    for label in labels
                ]
            ],
        ]
    ]


def _cell(writer: Writer, label: Label, lang: str) -> Node:
    seen = shown(writer.policy, label, lang)
    if seen:
        return span(lang=_other(writer, lang), translate="no")[_parted(seen.text)]
    if lang == writer.lang:
        return named(writer.policy, label.id, lang).own
    return span(".sit-small")[writer.word("statuses-cell-unseen")]


def _parted(name: str) -> Node:
    """A name that may wrap after a slash, for narrow columns."""
    first, *rest = name.split("/")
    return [first, [fragment["/", wbr, part] for part in rest]]


def _entry(writer: Writer, label: Label, known: Mapping[str, Any], others: Sequence[str], today: date) -> Element:
    codes = (writer.lang, *others)
    first = {code: shown(writer.policy, label, code) for code in codes}
    rest = [each for code in codes for each in label.seen if each.lang == code and each is not first[code]]
    rest.sort(key=lambda each: (codes.index(each.lang), each.last is None, [-ord(digit) for digit in each.last or ""]))
    rows: list[tuple[str, Node]] = [
        (
            writer.word("statuses-in", language=writer.place.say(f"language-{code}")),
            _seen(writer, seen, today) if seen else writer.word("statuses-unseen"),
        )
        for code, seen in first.items()
    ]
    others_seen: list[tuple[str, Node]] = []
    for key, found in (
        ("statuses-also", [each for each in rest if each.grade != "guess"]),
        ("statuses-guess", [each for each in rest if each.grade == "guess"]),
    ):
        if found:
            others_seen.append((writer.word(key), _texts(writer, found)))
    more = writer.word("statuses-more" if others_seen else "statuses-sources")
    others_seen.append((writer.word("statuses-sources"), _sources(writer, label)))
    old = [code for code, seen in first.items() if seen and is_old(seen, today)]
    return div(".sit.status", data_label=label.id, data_old=" ".join(old) or None)[
        p[known["meaning"][writer.lang]],
        "careful" in known
        and p(".sit-careful")[strong[writer.place.say("careful"), ": "], known["careful"][writer.lang]],
        _ways(writer, known),
        _rows(rows),
        details(".more")[summary[more], _rows(others_seen)],
    ]


def _rows(rows: Sequence[tuple[str, Node]]) -> Element:
    return dl(".sit-rows")[[fragment[dt[name], dd[words]] for name, words in rows]]


def _seen(writer: Writer, seen: Sighting, today: date) -> Node:
    """A name with place, grade and day of its last sighting, and a note if that is long ago."""
    grade = writer.word("statuses-only-guess" if seen.grade == "guess" else f"statuses-{seen.grade}")
    when = printed(writer, seen.last) if seen.last else writer.word("statuses-undated")
    late = writer.word("statuses-old" if seen.last else "statuses-old-undated") if is_old(seen, today) else ""
    return fragment[
        _name(writer, seen),
        " ",
        span(".sit-small")[
            f"{writer.word(f'statuses-at-{seen.place}')}; {grade}, {when}.", late and [" ", strong[late]]
        ],
    ]


def _texts(writer: Writer, seen: Sequence[Sighting]) -> Node:
    return [fragment[", " if number else "", _name(writer, each)] for number, each in enumerate(seen)]


def _name(writer: Writer, seen: Sighting) -> Element:
    return span(".sit-label", lang=_other(writer, seen.lang), translate="no")[seen.text]


def _other(writer: Writer, lang: str) -> str | None:
    return lang if lang != writer.lang else None


def _sources(writer: Writer, label: Label) -> Node:
    """The sources of all texts, as links to their descriptions."""
    codes = dict.fromkeys(code for each in label.seen for code in each.sources)
    return [
        fragment[", " if number else "", writer.guide(f"facts#source-{code}", code)]
        for number, code in enumerate(codes)
    ]


def _ways(writer: Writer, known: Mapping[str, Any]) -> Element | None:
    """Links to the checker at this state, and to the guide."""
    links = []
    if state := known.get("state"):
        links.append(writer.check(state, writer.word("statuses-check")))
    if guide := known.get("guide"):
        links.append(writer.guide(guide, writer.word("statuses-guide")))
    return p[[fragment[" · " if number else "", link] for number, link in enumerate(links)]] if links else None


def _ask(writer: Writer) -> Iterator[Block]:
    """The request to readers for words they see, and the statuses and buttons without a sighting."""
    yield writer.paragraph("statuses-ask-what")
    yield writer.paragraph("statuses-ask-only")
    home = settings().project_home
    if home:
        yield p[a(href=feedback_link.words_address(home), rel="noreferrer")[writer.word("statuses-ask-link")]]
    else:
        yield writer.paragraph("statuses-ask-nowhere")
    missing = list(unseen(writer.policy))
    for code in writer.policy.languages:
        labels = [label for label, lang in missing if lang == code and label.kind in ("status", "button")]
        if labels:
            yield p[strong[writer.word("statuses-ask-list", language=writer.place.say(f"language-{code}")), ":"]]
            yield ul(".unseen")[[li[a(href=f"#{label.id}")[_asked(writer, label)]] for label in labels]]


def _asked(writer: Writer, label: Label) -> Node:
    seen = label.best(writer.policy.default_language) or label.seen[0]
    return span(lang=_other(writer, seen.lang), translate="no")[seen.text]
