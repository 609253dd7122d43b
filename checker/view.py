"""A state as HTML: the same code for the static pages, the live page and the tests, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import islice

import htpy as h
from htpy import Node, a, dd, div, dl, dt, fragment, h1, h2, li, ol, p, section, span, strong, ul

from checker import evidence
from checker.clocks import Deadline, deadlines, write_day
from checker.decide import Ask, Notice, State, Verdict, changes, in_order, path
from checker.details import DATES, EMPTY, Details, clean, explain
from checker.icons import verdict_icon
from checker.ics import Entry, calendar, case_of
from checker.markup import Place, plain, rich
from checker.message import placeholders, write
from checker.model import Message, Outcome, Policy, Question

FIELDS = ("order", "item", *DATES)
SMALL = span(".sit-small")
HIDDEN = span(".sit-hidden")
NOTE = p(".sit-small")
HINT = p(".sit-hint")
WHY = p(".sit-why")
CARD = section(".sit-card")
OPTIONS = ul(".sit-options")
OPTION = span(".sit-option")
QUOTED = span(".sit-option.sit-quoted", translate="no")
DOORS = p(".sit-doors")
MINOR = h2(".sit-minor")
STEPS = ol(".sit-steps")
OTHERWISE = ul(".sit-otherwise")
FIELDSET = div(".sit-fields")
PROBLEMS = ul(".sit-problems")
WHEN = dl(".sit-when")
ROW = p(".sit-row")
LIVE_ROW = p(".sit-row.sit-live")
FOLDED = h.details(".sit-change")
FORM = h.form(".sit-form", data_details=True, autocomplete="off", method="dialog")
MESSAGE = div(".sit-note")
LIFE = ol(".sit-life")
HERE = span(".sit-here")
DOOR = span(".sit-door")
PRINT = h.button(".sit-button.sit-quiet", type="button", data_print=True)
CALENDAR = h.button(".sit-button", type="button", data_calendar=True)
"""Elements whose attributes never differ, made once: giving one children makes another.

Outside of a dialog, a form of its method is never sent: no script is needed to keep what is typed out of the address.
"""

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
    """What is known about the reader in the live page.

    `details`: what they have typed into the fields of this page; `zone`, `today` and `now`: where and when they are;
    `case`: an id of their order that says nothing of it; `origin`: scheme and host of the site, or "".
    """

    details: Details
    zone: tzinfo
    today: date
    now: datetime
    case: str = ""
    origin: str = ""


def render(
    place: Place,
    state: State,
    *,
    answered_by: str,
    reader: Reader | None = None,
    notices: Iterable[Notice] = (),
    remembered: Mapping[str, str] | None = None,
    heading: int = 1,
) -> Page:
    """A state as a page. `heading`: the level of its main heading; `remembered`: earlier answers, shown as such."""
    policy, lang = place.policy, place.lang
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
        body = _verdict(place, state, state.next, outcome, top, reader, dated)
        title = outcome.headline[lang]
        description = plain(place, outcome.summary[lang])
        marks = {"data_outcome": outcome.id, "data_verdict": outcome.verdict, "data_rule": state.next.rule.id}
    html = div(".sit", data_address=state.address, data_answered_by=answered_by, **marks)[
        said,
        body,
        p(".sit-foot")[
            isinstance(state.next, Verdict) and answered_by != "build" and [place.say("answered-live"), " "],
            place.say("edition", version=policy.version),
            ".",
        ],
    ]
    given = " · ".join(
        policy.questions[question].options[option].text[lang] for question, option in state.answers.items()
    )
    full = f"{title} ({given})" if given else title
    ics = _calendar(place, state, title, reader, dated) if reader else ""
    return Page(str(html), full, f"{description} {given}".strip(), state.address, ics)


def _calendar(place: Place, state: State, title: str, reader: Reader, dated: tuple[Deadline, ...]) -> str:
    order, item = (reader.details.texts.get(field, "") for field in ("order", "item"))
    entry = Entry(
        case_of(order) if order else reader.case,
        title,
        " · ".join(part for part in (item, order) if part),
        reader.origin and f"{reader.origin}{place.check(state.address)}",
        reader.now,
    )
    return calendar(dated, entry, today=reader.today)


def _question(place: Place, state: State, question: Question, top: h.Element, remembered: Mapping[str, str]) -> Node:
    lang = place.lang
    earlier = remembered.get(question.id)
    links = [
        (option, place.once(_option, state.address, question.id, option.id, option.id == earlier))
        for option in question.option
    ]
    return fragment[
        CARD[
            question.before and p(".sit-before")[rich(place, question.before[lang])],
            top(".sit-heading", tabindex="-1")[question.text[lang]],
            # Nothing has been answered yet: on a phone the room goes to what can be.
            state.answers and WHY[question.why[lang]],
            question.hint and HINT[question.hint[lang]],
            [DOORS[each] for option, each in links if option.door],
            OPTIONS[[li[each] for option, each in links if not option.door]],
        ],
        state.answers
        and section(".sit-answers", aria_label=place.say("your-answers"))[
            MINOR[place.say("your-answers")], _answers(place, state)
        ],
    ]


def _option(place: Place, before: str, asked: str, chosen: str, earlier: bool) -> h.Element:
    address = "/".join(part for part in (before, f"{asked}.{chosen}") if part)
    option = place.policy.questions[asked].options[chosen]
    hints = [option.hint[place.lang]] if option.hint else []
    if earlier:
        hints.append(f"({place.say('earlier-answer')})")
    first = place.policy.default_language
    beside = (
        option.quoted
        and place.lang != first
        and fragment[" ", span(".sit-other", lang=first, translate="no")[f"({option.text[first]})"]]
    )
    return a(href=place.check(address), data_option=option.id, data_state=address)[
        (QUOTED if option.quoted else OPTION)[option.text[place.lang], beside],
        hints and fragment[" ", SMALL[" ".join(hints)]],
    ]


def _answers(place: Place, state: State) -> Node:
    """Every answer on the path, each with a way to change it and, below an outcome, where the others would lead."""
    leads: dict[str, list[Node]] = {}
    for ident, option, other in changes(place.policy, state):
        line = place.once(_other, ident, option, other.address, _leads(place, other))
        leads.setdefault(ident, []).append(li[line])
    rows = []
    before = ""
    for ident, chosen in in_order(place.policy, state):
        asked = ident in state.answers
        rows.append(li[place.once(_given, before if asked else None, ident, chosen), _others(place, ident, leads)])
        if asked:
            before = "/".join(part for part in (before, f"{ident}.{chosen}") if part)
    return fragment[
        ul[rows],
        p[a(href=place.check(""), data_state="", data_restart=True)[place.say("start-again")]],
    ]


def _given(place: Place, before: str | None, ident: str, chosen: str) -> Node:
    """An answer and the link that changes it. `before`: the state that asks for it; None where nobody was asked."""
    question = place.policy.questions[ident]
    asked = question.text[place.lang]
    change = (place.say("change"), HIDDEN[": ", asked])
    return fragment[
        SMALL[asked],
        " ",
        strong[question.options[chosen].text[place.lang]],
        " ",
        SMALL[place.say("presumed")]
        if before is None
        else a(href=place.check(before), data_state=before, data_change=ident)[change],
    ]


def _others(place: Place, ident: str, leads: Mapping[str, list[Node]]) -> Node:
    if ident not in leads:
        return None
    about = HIDDEN[": ", place.policy.questions[ident].text[place.lang]]
    return FOLDED[h.summary[place.say("other-answers"), about], ul[leads[ident]]]


def _verdict(
    place: Place,
    state: State,
    verdict: Verdict,
    outcome: Outcome,
    top: h.Element,
    reader: Reader | None,
    dated: tuple[Deadline, ...],
) -> Node:
    lang, say = place.lang, place.say
    details = reader.details if reader else EMPTY
    until = place.policy.until(outcome)
    return fragment[
        section(".sit-verdict", data_kind=outcome.verdict)[
            p(".sit-kind")[verdict_icon(outcome.verdict), say(f"kind-{outcome.verdict}")],
            top(".sit-heading", tabindex="-1")[outcome.headline[lang]],
            p[rich(place, outcome.summary[lang])],
            until and p(".sit-until")[rich(place, until[lang])],
        ],
        place.once(_advice, outcome.id),
        _by_when(place, outcome, details, dated, reader.today if reader else None),
        _message(place, outcome, details),
        evidence.local(outcome)
        and fragment[
            place.once(_country_form, details.country),
            div(data_part="rights", aria_live="off")[evidence.law(place, outcome, details)],
        ],
        h2[say("why")],
        place.once(evidence.grounds, verdict.rule.id),
        h2[say("your-answers")],
        section(".sit-answers", aria_label=say("your-answers"))[_answers(place, state)],
        place.once(_life, outcome.life),
    ]


def _advice(place: Place, ident: str) -> Node:
    outcome = place.policy.outcomes[ident]
    warning = evidence.careful(place, outcome)
    # Below a red card, what can still be done comes before what can go wrong.
    red = outcome.verdict == "not-cancel-but"
    return fragment[
        None if red else warning,
        h2[place.say("do-now")],
        STEPS[[li[div[rich(place, step[place.lang])]] for step in outcome.steps]],
        warning if red else None,
        h2[place.say("if-not")],
        OTHERWISE[[li[rich(place, step[place.lang])] for step in outcome.otherwise]],
        p[a(href=place.page(outcome.guide))[place.say("read-more")]],
    ]


def _life(place: Place, here: str | None) -> Node:
    if here is None:
        return None
    lang, say = place.lang, place.say
    mark = fragment[" ", HERE[say("you-are-here")]]
    return fragment[
        h2[say("life")],
        LIFE[
            [
                li(data_door=stage.door, aria_current="step" if stage.id == here else None)[
                    div[strong[stage.name[lang]], stage.id == here and mark],
                    div[DOOR[say(f"door-{stage.door}")], h.br, stage.who[lang]],
                    div[stage.until[lang]],
                ]
                for stage in place.policy.stages.values()
            ],
            here not in place.policy.stages
            and li(data_door="ended", aria_current="step")[div[strong[say("life-ended")], mark]],
        ],
    ]


def fields_shown(policy: Policy, state: State) -> tuple[str, ...]:
    """The details that a state has fields for. Others may be known from other pages: here they must not count."""
    if isinstance(state.next, Ask):
        return ()
    outcome = policy.outcomes[state.next.rule.then]
    return (*fields_for(policy, outcome), *(("country",) if evidence.local(outcome) else ()))


def fields_for(policy: Policy, outcome: Outcome) -> tuple[str, ...]:
    """The details that an outcome can use: the dates that its clocks and rights start from, its message's blanks."""
    wanted = {policy.clocks[clock].starts for clock in outcome.clocks}
    if outcome.message:
        wanted |= placeholders(policy.messages[outcome.message])
    rights = [right for right in policy.rights.values() if outcome.rights in right.stages]
    wanted |= {right.period.start for right in rights if right.period}
    return tuple(field for field in FIELDS if field in wanted)


def _by_when(place: Place, outcome: Outcome, details: Details, dated: tuple[Deadline, ...], today: date | None) -> Node:
    say, policy = place.say, place.policy
    wanted = fields_for(policy, outcome)
    if not wanted:
        return None
    problems = [problem for problem in details.problems if problem.field in (*wanted, "today")]
    usual = {policy.clocks[clock].fact: None for clock in outcome.clocks}
    return fragment[
        outcome.clocks and h2[say("by-when")],
        FORM[
            not outcome.clocks and h2[say("your-details")],
            p[say("by-when-hint" if outcome.clocks else "your-details-hint")],
            FIELDSET[[_field(place, field, details) for field in wanted]],
            NOTE[say("stays-here")],
        ],
        div(".sit-part", data_part="problems", role="status")[
            PROBLEMS[[li[explain(problem, policy, place.lang)] for problem in problems]] if problems else None
        ],
        div(".sit-part", data_part="deadlines", aria_live="polite")[_dated(place, dated, today)],
        outcome.clocks
        and fragment[
            h.h3[say("usual-times")],
            ul(".sit-usual")[[li[policy.facts[fact].text[place.lang]] for fact in usual]],
            NOTE[say("by-when-static")],
        ],
        LIVE_ROW[PRINT[say("print")]],
    ]


def _dated(place: Place, dated: tuple[Deadline, ...], today: date | None) -> Node:
    if not dated:
        return None
    say, dates, lang = place.say, place.policy.dates, place.lang

    def when(line: Deadline) -> str:
        passed = line.turn == "by" and today is not None and line.day < today
        return say("passed-day" if passed else f"{line.turn}-day", day=write_day(line.day, dates, lang))

    return fragment[
        WHEN[[fragment[dt[when(line)], dd[line.text]] for line in dated]],
        NOTE[say("days-note")],
        any(today and line.day >= today for line in dated) and ROW[CALENDAR[say("calendar")]],
    ]


def _field(place: Place, field: str, details: Details) -> h.Element:
    ident = f"sit-{field}"
    kind = "text" if field in ("order", "item") else "date"
    day = details.dates.get(field)
    typed = day or details.texts.get(field)
    said = f"{ident}-day"
    return p[
        h.label(for_=ident)[place.say(f"field-{field}")],
        h.input(
            id=ident,
            name=field,
            type=kind,
            value=str(typed) if typed else None,
            maxlength="80" if kind == "text" else None,
            inputmode="numeric" if field == "order" else None,
            spellcheck="false" if kind == "text" else None,
            aria_describedby=said if kind == "date" else None,
        ),
        # The browser may write days in another order than the page does.
        kind == "date"
        and span(".sit-small", id=said, data_part=f"day-{field}", aria_live="polite")[
            write_day(day, place.policy.dates, place.lang) if day else None
        ],
    ]


def _country_form(place: Place, chosen: str | None) -> Node:
    return fragment[
        h2[place.say("rights")],
        p[place.say("rights-hint")],
        FORM[
            p[
                h.label(for_="sit-country")[place.say("field-country")],
                h.select(id="sit-country", name="country")[
                    h.option(value="")[place.say("rights-none")],
                    [
                        h.option(value=country.id, selected=country.id == chosen)[country.name[place.lang]]
                        for country in place.policy.countries.values()
                    ],
                ],
            ]
        ],
    ]


def _message(place: Place, outcome: Outcome, details: Details) -> Node:
    if outcome.message is None:
        return None
    say, policy = place.say, place.policy
    message = policy.messages[outcome.message]
    # Whoever sells abroad reads the default language; everybody else reads the buyer's.
    first = policy.default_language if message.to == "seller" else place.lang
    others = [code for code in dict.fromkeys((place.lang, policy.default_language)) if code != first]
    return fragment[
        h2[say(f"write-{message.to}")],
        first != place.lang and p[say("send-this", language=say(f"language-{first}"))],
        NOTE[say("write-hint")],
        div(".sit-part", data_part="message")[_letter(place, message, details, first)],
        [
            FOLDED[
                h.summary[say("same-message", language=say(f"language-{code}"))],
                div(data_part=f"message-{code}")[_letter(place, message, details, code)],
            ]
            for code in others
        ],
        message.evidence
        and fragment[
            h.h3[say("attach")],
            ul[[li[line[place.lang]] for line in message.evidence]],
        ],
    ]


def _letter(place: Place, message: Message, details: Details, code: str) -> h.Element:
    return MESSAGE[
        p(id=f"sit-message-{code}", lang=code, tabindex="-1")[write(message, code, details, place.policy)],
        LIVE_ROW[
            h.button(".sit-button.sit-quiet", type="button", data_copy=f"#sit-message-{code}")[
                place.say("copy", language=place.say(f"language-{code}"))
            ]
        ],
    ]


def _leads(place: Place, other: State) -> str:
    if isinstance(other.next, Ask):
        return other.next.question.text[place.lang]
    return place.policy.outcomes[other.next.rule.then].headline[place.lang]


def _other(place: Place, question: str, option: str, address: str, leads: str) -> Node:
    words = place.policy.questions[question].options[option].text[place.lang]
    return fragment[words, ": ", a(href=place.check(address), data_state=address)[leads]]


def start(policy: Policy) -> State:
    """The state before any answer."""
    return path(policy, {})
