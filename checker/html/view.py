"""A state as HTML: the same code for the static pages, the live page and the tests, so that they cannot disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any

from htpy import Element, Node, div, h1, h2, p

from checker.by_day import given_by_days
from checker.deadlines import Deadline, deadlines
from checker.decide import Ask, Notice, State, Verdict
from checker.details import EMPTY, Details
from checker.fields import COUNTRY
from checker.html import blocks, evidence
from checker.html.blocks import question
from checker.html.blocks.context import Context
from checker.html.blocks.dates import fields_for
from checker.ics import Entry, calendar, case_of
from checker.kept import Kept, record
from checker.markup import Place, plain
from checker.model import Outcome, Policy
from checker.road import beyond, steps_on
from checker.sheet import Sheet, sheet

SHOWN_NOTICES = 3
"""So many parts of a wrong address are told."""
PART = re.compile(r"[a-z-]{1,40}(?:\.[a-z-]{1,40})?")
"""A part that is repeated. Other text, such as a telephone number, would stand there as if it were ours."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered state. `html`: the fragment; `calendar`: an iCalendar text where typed dates gave deadlines, or "".

    `keep`: what a device is to keep of an answer (`kept.record`), where the page asks. `heading` is the question or the
    answer in a line; `title` has the answers given, too. An answer has its `outcome`, its `rule` and its `steps` in
    plain words; a question has none of them. `address` has no slashes at its ends.
    """

    lang: str
    html: str
    title: str
    description: str
    address: str
    heading: str
    outcome: str | None = None
    rule: str | None = None
    steps: tuple[str, ...] = ()
    calendar: str = ""
    keep: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LiveInputs:
    """What is known about the reader in the live page.

    * `details`: what they have typed into the fields of this page.
    * `zone`, `today` and `now`: where and when they are.
    * `case`: an id of their order that says nothing of it.
    * `origin`: scheme and host of the site, or "".
    * `sheet`: the languages in which they want a case sheet.
    * `kept`: what their device keeps of the order.
    * `may_keep`: whether it may keep any order.
    * `keeping`: whether the page asks what to keep.
    """

    details: Details
    zone: tzinfo
    today: date
    now: datetime
    case: str = ""
    origin: str = ""
    sheet: tuple[str, ...] = ()
    kept: Kept | None = None
    may_keep: bool = True
    keeping: bool = False


def render(
    place: Place,
    state: State,
    *,
    answered_by: str,
    reader: LiveInputs | None = None,
    notices: Iterable[Notice] = (),
    remembered: Mapping[str, str] | None = None,
    heading: int = 1,
) -> Page:
    """A state as a page. `heading`: the level of its main heading; `remembered`: earlier answers, shown as such."""
    top = h1 if heading == 1 else h2
    if isinstance(state.next, Ask):
        asked = state.next.question
        body = question.block(place, state, asked, top, remembered or {})
        title = asked.text[place.lang]
        return Page(
            place.lang,
            _fragment(place, state, answered_by, notices, body, data_question=asked.id),
            _with_answers(place, state, title),
            _description(place, state, place.say("description-question", question=title)),
            state.address,
            title,
        )
    return _answer(place, state, state.next, top, answered_by, reader, notices)


def _answer(
    place: Place,
    state: State,
    verdict: Verdict,
    top: Element,
    answered_by: str,
    reader: LiveInputs | None,
    notices: Iterable[Notice],
) -> Page:
    lang, outcome = place.lang, place.policy.outcomes[verdict.rule.then]
    details = reader.details if reader else EMPTY
    dated = deadlines(place.policy, outcome.clocks, details, lang=lang, zone=reader.zone) if reader else ()
    clocks = beyond(place.policy, outcome)
    ahead = deadlines(place.policy, clocks, details, lang=lang, zone=reader.zone) if reader else ()
    by_days = given_by_days(place.policy, state, details.dates, reader.today, reader.zone) if reader else {}
    today = reader.today if reader else None
    sheets = tuple(_sheet(place, state, reader, each) for each in reader.sheet) if reader else ()
    kept, may_keep = (reader.kept, reader.may_keep) if reader else (None, True)
    context = Context(
        place, state, verdict, outcome, top, details, dated, ahead, today, by_days, sheets, kept, may_keep
    )
    marks = {"data_outcome": outcome.id, "data_verdict": outcome.verdict, "data_rule": verdict.rule.id}
    title = outcome.headline[lang]
    return Page(
        lang,
        _fragment(place, state, answered_by, notices, [block(context) for block in blocks.ANSWER], **marks),
        _with_answers(place, state, title),
        _description(place, state, plain(place, outcome.summary[lang])),
        state.address,
        title,
        outcome.id,
        verdict.rule.id,
        tuple(plain(place, step[lang]) for step in outcome.steps),
        _calendar(place, state, outcome, reader, (*dated, *ahead)) if reader else "",
        record(place.policy, state, details, (*dated, *ahead), reader.today, reader.zone)
        if reader and reader.keeping
        else None,
    )


def _fragment(place: Place, state: State, answered_by: str, notices: Iterable[Notice], body: Node, **marks: str) -> str:
    said = [
        p(".sit-notice", role="note")[text]
        for text in dict.fromkeys(_notice(place, note) for note in islice(notices, SHOWN_NOTICES))
    ]
    return str(
        div(".sit", data_address=state.address, data_answered_by=answered_by, **marks)[
            said,
            body,
            p(".sit-foot")[
                place.say("edition", version=place.policy.version),
                ".",
            ],
        ]
    )


def _given(place: Place, state: State) -> str:
    questions = place.policy.questions
    return " · ".join(questions[ident].options[option].text[place.lang] for ident, option in state.answers.items())


def _with_answers(place: Place, state: State, title: str) -> str:
    return f"{title} ({_given(place, state)})" if state.answers else title


def _description(place: Place, state: State, text: str) -> str:
    return f"{text} {_given(place, state)}".strip()


def _notice(place: Place, note: Notice) -> str:
    """What is told of a part of an address that was left out."""
    if PART.fullmatch(note.part):
        return place.say(f"notice-{note.code}", part=note.part)
    return place.say("notice-strange")


def _calendar(place: Place, state: State, outcome: Outcome, reader: LiveInputs, dated: tuple[Deadline, ...]) -> str:
    """The whole road as one file: each day leads to the state to look at then."""
    order, item = (reader.details.texts.get(field, "") for field in ("order", "item"))
    case = case_of(order) if order else reader.case
    named = " · ".join(part for part in (item, order) if part)
    steps = steps_on(place.policy, outcome, dated)

    def entry(address: str, shown: Outcome) -> Entry:
        url = reader.origin and f"{reader.origin}{place.check(address)}"
        return Entry(case, shown.headline[place.lang], named, url, reader.now)

    here = entry(state.address, outcome)
    entries = {each: entry(step.address, step.outcome) for each, step in steps.items()}
    return calendar([(each, entries.get(each, here)) for each in dated], today=reader.today)


def _sheet(place: Place, state: State, reader: LiveInputs, lang: str) -> Sheet:
    own = Place(place.policy, lang, place.base)
    url = reader.origin and f"{reader.origin}{own.check(state.address)}"
    sent = reader.kept.sent if reader.kept else ()
    return sheet(own, state, reader.details, today=reader.today, zone=reader.zone, url=url, sent=sent)


def fields_shown(policy: Policy, state: State) -> tuple[str, ...]:
    """The details that a state has fields for. Others may be known from other pages: here they must not count."""
    if isinstance(state.next, Ask):
        return ()
    outcome = policy.outcomes[state.next.rule.then]
    return (*fields_for(policy, outcome), *((COUNTRY,) if evidence.local(outcome) else ()))
