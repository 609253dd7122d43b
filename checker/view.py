"""A state as HTML: the same code for the static pages, the live page and the tests, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import islice

import htpy as h
from htpy import Node, a, dd, div, dl, dt, fragment, h1, h2, li, ol, p, section, span, strong, ul

from checker import evidence
from checker.clocks import Deadline, deadlines, write_day
from checker.decide import Ask, Notice, State, Verdict, changes, path
from checker.details import DATES, EMPTY, Details, clean, explain
from checker.icons import verdict_icon
from checker.ics import calendar
from checker.markup import Place, plain, rich
from checker.message import placeholders, write
from checker.model import Option, Outcome, Policy, Question

FIELDS = ("order", "item", *DATES)
SHOWN_NOTICES, SHOWN_PART = 3, 60
"""How much a page repeats of a wrong address: so many of its parts, and so many characters of each."""


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered state. `html`: the fragment; `calendar`: an iCalendar text where typed dates gave deadlines, or ""."""

    html: str
    title: str
    description: str
    address: str
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known about the reader in the live page: typed details, their time zone, today."""

    details: Details
    zone: tzinfo
    today: date


def render(
    policy: Policy,
    lang: str,
    state: State,
    *,
    base: str = "/",
    answered_by: str,
    reader: Reader | None = None,
    notices: Iterable[Notice] = (),
    remembered: Mapping[str, str] | None = None,
    heading: int = 1,
) -> Page:
    """A state as a page. `heading`: the level of its main heading; `remembered`: earlier answers, shown as such."""
    place = Place(policy, lang, base)
    top = h1 if heading == 1 else h2
    said = [
        p(".sit-notice", role="note")[place.say(f"notice-{note.code}", part=clean(note.part)[:SHOWN_PART])]
        for note in islice(notices, SHOWN_NOTICES)
    ]
    dated: tuple[Deadline, ...] = ()
    if isinstance(state.next, Ask):
        question = state.next.question
        body = _question(place, state, question, top, remembered or {})
        title = question.text[lang]
        description = place.say("description-question", question=title)
        marks = {"data_question": question.id}
    else:
        outcome = policy.outcomes[state.next.rule.then]
        if reader:
            dated = deadlines(policy, outcome.clocks, reader.details, lang=lang, zone=reader.zone)
        body = _verdict(place, state, state.next, outcome, top, reader.details if reader else EMPTY, dated)
        title = outcome.headline[lang]
        description = plain(place, outcome.summary[lang])
        marks = {"data_outcome": outcome.id, "data_verdict": outcome.verdict, "data_rule": state.next.rule.id}
    html = div(".sit", data_address=state.address, data_answered_by=answered_by, **marks)[
        said,
        body,
        p(".sit-foot")[
            answered_by != "build" and [place.say("answered-live"), " "],
            place.say("edition", version=policy.version),
            ".",
        ],
    ]
    given = " · ".join(
        policy.questions[question].options[option].text[lang] for question, option in state.answers.items()
    )
    full = f"{title} ({given})" if given else title
    ics = calendar(dated, stamp=reader.today, name=title) if reader and dated else ""
    return Page(str(html), full, f"{description} {given}".strip(), state.address, ics)


def _question(place: Place, state: State, question: Question, top: h.Element, remembered: Mapping[str, str]) -> Node:
    hint = question.hint and p(".sit-hint")[question.hint[place.lang]]
    return fragment[
        _answers(place, state),
        section(".sit-card")[
            top(".sit-heading", tabindex="-1")[question.text[place.lang]],
            p(".sit-why")[question.why[place.lang]],
            hint,
            ul(".sit-options")[
                [
                    li[_option(place, state, question, option, remembered.get(question.id) == option.id)]
                    for option in question.option
                ]
            ],
        ],
    ]


def _option(place: Place, state: State, question: Question, option: Option, earlier: bool) -> h.Element:
    address = "/".join(part for part in (state.address, f"{question.id}.{option.id}") if part)
    hints = [option.hint[place.lang]] if option.hint else []
    if earlier:
        hints.append(f"({place.say('earlier-answer')})")
    return a(href=place.check(address), data_option=option.id, data_state=address)[
        span(".sit-option")[option.text[place.lang]], hints and fragment[" ", span(".sit-small")[" ".join(hints)]]
    ]


def _answers(place: Place, state: State) -> Node:
    if not state.answers:
        return None
    rows = []
    before: list[str] = []
    for ident, chosen in state.answers.items():
        question = place.policy.questions[ident]
        asked = question.text[place.lang]
        rows.append(
            li[
                span(".sit-small")[asked],
                " ",
                strong[question.options[chosen].text[place.lang]],
                " ",
                a(href=place.check("/".join(before)), data_state="/".join(before), data_change=ident)[
                    place.say("change"), span(".sit-hidden")[": ", asked]
                ],
            ]
        )
        before.append(f"{ident}.{chosen}")
    return section(".sit-answers", aria_label=place.say("your-answers"))[
        h2(".sit-minor")[place.say("your-answers")],
        ul[rows],
        p[a(href=place.check(""), data_state="", data_restart=True)[place.say("start-again")]],
    ]


def _verdict(
    place: Place,
    state: State,
    verdict: Verdict,
    outcome: Outcome,
    top: h.Element,
    details: Details,
    dated: tuple[Deadline, ...],
) -> Node:
    lang, say = place.lang, place.say
    return fragment[
        section(".sit-verdict", data_kind=outcome.verdict)[
            p(".sit-kind")[verdict_icon(outcome.verdict), say(f"kind-{outcome.verdict}")],
            top(".sit-heading", tabindex="-1")[outcome.headline[lang]],
            p[rich(place, outcome.summary[lang])],
        ],
        _life(place, outcome),
        evidence.careful(place, outcome),
        h2[say("do-now")],
        ol(".sit-steps")[[li[div[rich(place, step[lang])]] for step in outcome.steps]],
        h2[say("if-not")],
        ul(".sit-otherwise")[[li[rich(place, step[lang])] for step in outcome.otherwise]],
        p[a(href=place.page(outcome.guide))[say("read-more")]],
        _by_when(place, outcome, details, dated),
        _message(place, outcome, details),
        outcome.rights
        and fragment[
            h2[say("rights")],
            p[say("rights-hint")],
            _country_form(place, details),
            div(data_part="rights", aria_live="off")[evidence.law(place, outcome, details)],
        ],
        h2[say("why")],
        evidence.grounds(place, verdict.rule),
        _would_change(place, state),
        _answers(place, state),
    ]


def _life(place: Place, outcome: Outcome) -> Node:
    if outcome.life is None:
        return None
    if outcome.life not in place.policy.stages:
        return p(".sit-life-ended")[place.say("life-ended")]
    return ol(".sit-life", aria_label=place.say("life"))[
        [
            li(data_door=stage.door, aria_current="step" if stage.id == outcome.life else None)[
                stage.name[place.lang],
                span(".sit-hidden")[
                    ": ",
                    place.say(f"door-{stage.door}"),
                    stage.id == outcome.life and f" ({place.say('you-are-here')})",
                ],
            ]
            for stage in place.policy.stages.values()
        ]
    ]


def fields_for(policy: Policy, outcome: Outcome) -> tuple[str, ...]:
    """The details that an outcome can use: the dates that its clocks and rights start from, its message's blanks."""
    wanted = {policy.clocks[clock].starts for clock in outcome.clocks}
    if outcome.message:
        wanted |= placeholders(policy.messages[outcome.message])
    rights = [right for right in policy.rights.values() if outcome.rights in right.stages]
    wanted |= {right.period.start for right in rights if right.period}
    return tuple(field for field in FIELDS if field in wanted)


def _by_when(place: Place, outcome: Outcome, details: Details, dated: tuple[Deadline, ...]) -> Node:
    say, policy = place.say, place.policy
    wanted = fields_for(policy, outcome)
    if not wanted:
        return None
    problems = [problem for problem in details.problems if problem.field in (*wanted, "today")]
    usual = {policy.clocks[clock].fact: None for clock in outcome.clocks}
    return fragment[
        outcome.clocks
        and fragment[
            h2[say("by-when")],
            p(".sit-small")[say("by-when-static")],
            ul[[li[policy.facts[fact].text[place.lang]] for fact in usual]],
        ],
        h.form(".sit-form", data_details=True, autocomplete="off")[
            not outcome.clocks and h2[say("your-details")],
            p[say("by-when-hint" if outcome.clocks else "your-details-hint")],
            div(".sit-fields")[[_field(place, field, details) for field in wanted]],
            p(".sit-small")[say("stays-here")],
        ],
        div(".sit-part", data_part="problems", role="status")[
            ul(".sit-problems")[[li[explain(problem, policy, place.lang)] for problem in problems]]
            if problems
            else None
        ],
        div(".sit-part", data_part="deadlines", aria_live="polite")[_dated(place, dated)],
        p(".sit-row.sit-live")[h.button(".sit-button.sit-quiet", type="button", data_print=True)[say("print")]],
    ]


def _dated(place: Place, dated: tuple[Deadline, ...]) -> Node:
    if not dated:
        return None
    say, dates, lang = place.say, place.policy.dates, place.lang
    return fragment[
        dl(".sit-when")[
            [
                fragment[dt[say(f"{line.turn}-day", day=write_day(line.day, dates, lang))], dd[line.text]]
                for line in dated
            ]
        ],
        p(".sit-small")[say("days-note")],
        p(".sit-row")[h.button(".sit-button", type="button", data_calendar=True)[say("calendar")]],
    ]


def _field(place: Place, field: str, details: Details) -> h.Element:
    ident = f"sit-{field}"
    kind = "text" if field in ("order", "item") else "date"
    typed = details.texts.get(field) if kind == "text" else details.dates.get(field)
    return p[
        h.label(for_=ident)[place.say(f"field-{field}")],
        h.input(
            id=ident,
            name=field,
            type=kind,
            value=str(typed) if typed else None,
            maxlength="80" if kind == "text" else None,
            inputmode="numeric" if field == "order" else None,
        ),
    ]


def _country_form(place: Place, details: Details) -> Node:
    return h.form(".sit-form", data_details=True, autocomplete="off")[
        p[
            h.label(for_="sit-country")[place.say("field-country")],
            h.select(id="sit-country", name="country")[
                h.option(value="")[place.say("rights-none")],
                [
                    h.option(value=country.id, selected=country.id == details.country)[country.name[place.lang]]
                    for country in place.policy.countries.values()
                ],
            ],
        ]
    ]


def _message(place: Place, outcome: Outcome, details: Details) -> Node:
    if outcome.message is None:
        return None
    say, policy = place.say, place.policy
    message = policy.messages[outcome.message]
    languages = dict.fromkeys((place.lang, policy.default_language))
    return fragment[
        h2[say(f"write-{message.to}")],
        p(".sit-small")[say("write-hint")],
        div(".sit-part", data_part="message")[
            [
                div(".sit-note")[
                    p(id=f"sit-message-{code}", lang=code, tabindex="-1")[write(message, code, details, policy)],
                    p(".sit-row.sit-live")[
                        h.button(".sit-button.sit-quiet", type="button", data_copy=f"#sit-message-{code}")[
                            say("copy", language=say(f"language-{code}"))
                        ]
                    ],
                ]
                for code in languages
            ]
        ],
        message.evidence
        and fragment[
            h.h3[say("attach")],
            ul[[li[line[place.lang]] for line in message.evidence]],
        ],
    ]


def _would_change(place: Place, state: State) -> Node:
    by_question: dict[str, list[tuple[str, State]]] = {}
    for question, option, other in changes(place.policy, state):
        by_question.setdefault(question, []).append((option, other))
    if not by_question:
        return None
    return fragment[
        h2[place.say("would-change")],
        [
            h.details(".sit-change")[
                h.summary[place.policy.questions[question].text[place.lang]],
                ul[[li[_other(place, question, option, other)] for option, other in options]],
            ]
            for question, options in reversed(by_question.items())
        ],
    ]


def _other(place: Place, question: str, option: str, other: State) -> Node:
    words = place.policy.questions[question].options[option].text[place.lang]
    if isinstance(other.next, Ask):
        leads = other.next.question.text[place.lang]
    else:
        leads = place.policy.outcomes[other.next.rule.then].headline[place.lang]
    return fragment[words, ": ", a(href=place.check(other.address), data_state=other.address)[leads]]


def start(policy: Policy) -> State:
    """The state before any answer."""
    return path(policy, {})
