"""The case sheet: one order's case on a page or two, for a friend, an office or a bank that does not know this site.

It holds what the buyer has answered and typed, what comes next, the message and the evidence. One description becomes
HTML, a printed page and plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal

from checker.deadlines import Deadline, deadlines, write_day
from checker.decide import State, Verdict, in_order
from checker.details import Details
from checker.fields import DATES, TEXTS
from checker.markup import Place, plain
from checker.message import write
from checker.model import Option, Outcome
from checker.road import beyond, days, road

BLANK = "________"
"""To be filled in by hand."""
BEFORE = {"rows": "- ", "boxes": "[ ] ", "text": ""}
"""What stands before a row of plain text, by the form of its section."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet. `rows`: what is said, each with its name or "".

    `form`: rows are facts, steps in their order, boxes to tick, or text as it stands.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    form: Literal["rows", "steps", "boxes", "text"] = "rows"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case sheet in one language. `about` says who made it and from what, `foot` where its grounds are."""

    lang: str
    title: str
    about: str
    sections: tuple[Section, ...]
    foot: str


def sheet(
    place: Place,
    state: State,
    details: Details,
    *,
    today: date,
    zone: tzinfo,
    url: str = "",
    sent: Iterable[tuple[str, date]] = (),
) -> Sheet:
    """The case sheet for an answer. Raises `ValueError` where `state` is a question.

    `url`: the full address of the answer, or ""; `sent`: messages that the buyer has sent, by id, each with its day.
    """
    if not isinstance(state.next, Verdict):
        raise ValueError(f"“{state.address}” has no answer yet")
    policy, say = place.policy, place.say
    outcome = policy.outcomes[state.next.rule.then]
    clocks = (*outcome.clocks, *beyond(policy, outcome))
    dated = deadlines(policy, clocks, details, lang=place.lang, zone=zone)
    message = policy.messages[outcome.message] if outcome.message else None
    sections = (
        Section(say("sheet-order"), tuple(_order(place, details))),
        Section(say("sheet-days"), tuple(_days(place, outcome, details, sent))),
        Section(say("sheet-answers"), tuple(_answers(place, state))),
        Section(
            say("sheet-now"),
            ((outcome.headline[place.lang], plain(place, outcome.summary[place.lang])), *_by_when(place, dated, today)),
        ),
        Section(say("do-now"), tuple(("", plain(place, step[place.lang])) for step in outcome.steps), "steps"),
        Section(say("if-not"), tuple(_next(place, outcome, dated, today))),
        Section(
            say(f"write-{message.to}") if message else "",
            (("", write(message, place.lang, details, policy)),) if message else (),
            "text",
        ),
        Section(
            say("sheet-evidence"),
            tuple(("", plain(place, line[place.lang])) for line in message.evidence) if message else (),
            "boxes",
        ),
    )
    return Sheet(
        place.lang,
        say("sheet-title"),
        say("sheet-about", day=_written(place, today)),
        tuple(section for section in sections if section.rows),
        " ".join(part for part in (url, f"{say('edition', version=policy.version)}.") if part),
    )


def as_text(made: Sheet) -> str:
    """A sheet as plain text, to be copied or printed in a terminal."""
    lines = [made.title, made.about]
    for section in made.sections:
        lines += ["", section.title]
        for number, (name, text) in enumerate(section.rows, start=1):
            before = f"{number}. " if section.form == "steps" else BEFORE[section.form]
            lines.append(f"{before}{labelled(name)}{text}")
    return "\n".join([*lines, "", made.foot])


def labelled(name: str) -> str:
    """What stands before the words of a row with this name."""
    return f"{name} " if name.endswith("?") else f"{name}: " if name else ""


def _written(place: Place, day: date) -> str:
    return write_day(day, place.policy.dates, place.lang, weekday=False)


def _order(place: Place, details: Details) -> Iterator[tuple[str, str]]:
    for field in TEXTS:
        yield place.say(f"field-{field.id}"), details.texts.get(field.id, BLANK)
    if details.country:
        yield place.say("sheet-country"), place.policy.countries[details.country].name[place.lang]


def _days(
    place: Place, outcome: Outcome, details: Details, sent: Iterable[tuple[str, date]]
) -> Iterator[tuple[str, str]]:
    """What happened, in its order; then the days that the answer asks for and nobody has typed."""
    known = [(details.dates[field.id], place.say(f"sheet-{field.id}")) for field in DATES if field.id in details.dates]
    messages = place.policy.messages
    known += [
        (day, place.say("sheet-sent", title=messages[ident].title[place.lang]))
        for ident, day in sent
        if ident in messages
    ]
    for day, what in sorted(known, key=lambda each: each[0]):
        yield _written(place, day), what
    asked = {place.policy.clocks[clock].starts for clock in outcome.clocks}
    for field in DATES:
        if field.id in asked and field.id not in details.dates:
            yield BLANK, place.say(f"sheet-{field.id}")


def _answers(place: Place, state: State) -> Iterator[tuple[str, str]]:
    for ident, chosen in in_order(place.policy, state):
        question = place.policy.questions[ident]
        said = plain(place, _in_full(question.options[chosen], place.lang))
        yield question.text[place.lang], said if ident in state.answers else f"{said} ({place.say('presumed')})"


def _in_full(option: Option, lang: str) -> str:
    """An option for somebody who does not have the platform's page before their eyes."""
    return f"{option.text[lang]} ({option.hint[lang]})" if option.quoted and option.hint else option.text[lang]


def _by_when(place: Place, dated: Iterable[Deadline], today: date) -> Iterator[tuple[str, str]]:
    for each in sorted(dated, key=lambda each: each.day):
        yield _turn(place, each, today), each.text


def _turn(place: Place, deadline: Deadline, today: date) -> str:
    has_passed = deadline.turn == "by" and deadline.day < today
    return place.say("passed-day" if has_passed else f"{deadline.turn}-day", day=_written(place, deadline.day))


def _next(place: Place, outcome: Outcome, dated: tuple[Deadline, ...], today: date) -> Iterator[tuple[str, str]]:
    """The rungs ahead, each with its days as far as they are known, else with what is usual."""
    steps = road(place.policy, outcome)
    for step in steps:
        rung = place.policy.rungs.get(step.outcome.rung or "")
        when = ", ".join(_turn(place, each, today) for each in days(step, dated))
        if not when and step.clock:
            when = plain(place, place.policy.clocks[step.clock].usual[place.lang])
        yield rung.name[place.lang] if rung else "", ". ".join(filter(None, (step.outcome.headline[place.lang], when)))
    if steps and steps[-1].outcome.offices:
        yield "", place.say("road-office")
