"""By when: the fields for typed details, the problems with them, and the deadlines that follow."""

from __future__ import annotations

from datetime import date

from htpy import Element, Node, dd, div, dl, dt, fragment, h2, li, p, span, ul
from htpy import button as button_element
from htpy import input as input_element
from htpy import label as label_element

from checker.deadlines import Deadline, write_day
from checker.details import EMPTY, Details, explain
from checker.fields import BY_ID, FIELDS
from checker.html.blocks.context import Context
from checker.html.blocks.days_left import nearest, when
from checker.html.blocks.elements import FORM, LIVE_ROW, NOTE
from checker.markup import Place
from checker.message import placeholders
from checker.model import Outcome, Policy

FIELDSET = div(".sit-fields")
PROBLEMS = ul(".sit-problems")
WHEN = dl(".sit-when")
DEADLINES = div(".sit-part", data_part="deadlines", aria_live="polite", data_on_paper=True)
ROW = p(".sit-row")
PRINT = button_element(".sit-button.sit-quiet", type="button", data_print=True)
COPY_DATES = button_element(".sit-button.sit-quiet", type="button", data_copy=".sit-when")
CALENDAR = button_element(".sit-button", type="button", data_calendar=True)
FORGET = button_element(".sit-button.sit-quiet", type="button", data_forget=True)


def fields_for(policy: Policy, outcome: Outcome) -> tuple[str, ...]:
    """The details that an outcome can use: the dates that its clocks and rights start from, its message's blanks."""
    wanted = {policy.clocks[clock].starts for clock in outcome.clocks}
    if outcome.message:
        wanted |= placeholders(policy.messages[outcome.message])
    rights = [right for right in policy.rights.values() if outcome.rights in right.stages]
    wanted |= {right.period.start for right in rights if right.period}
    return tuple(field.id for field in FIELDS if field.id in wanted)


def block(context: Context) -> Node:
    """The form and what it leads to, or None where an outcome can use no detail."""
    place, outcome, details, today = context.place, context.outcome, context.details, context.today
    say, policy = place.say, place.policy
    wanted = fields_for(policy, outcome)
    if not wanted:
        return None
    problems = [problem for problem in details.problems if problem.field in (*wanted, "today")]
    return fragment[
        FORM[
            h2[say("by-when" if outcome.clocks else "your-details")],
            p[say("by-when-hint" if outcome.clocks else "your-details-hint")],
            FIELDSET[[_field(place, field, details) for field in wanted]],
            div(data_part="forget")[details != EMPTY and FORGET[say("forget")]],
        ],
        div(".sit-part", data_part="problems", role="status")[
            PROBLEMS[[li[explain(problem, policy, place.lang)] for problem in problems]] if problems else None
        ],
        DEADLINES[_deadlines(place, context.deadlines, today)],
        LIVE_ROW[PRINT[say("print")]],
    ]


def _deadlines(place: Place, dated: tuple[Deadline, ...], today: date | None) -> Node:
    if not dated:
        return None
    lines = [(*when(place, deadline, today), deadline.text) for deadline in dated]
    return fragment[
        WHEN[[fragment[dt[day, " ", left], dd[text]] for day, left, text in lines]],
        NOTE[place.say("days-note")],
        ROW[
            nearest(dated, today) is not None and CALENDAR[place.say("calendar")],
            COPY_DATES[place.say("copy-dates")],
        ],
    ]


def _field(place: Place, ident: str, details: Details) -> Element:
    field, day = BY_ID[ident], details.dates.get(ident)
    typed = day or details.texts.get(ident)
    is_text = field.kind == "text"
    said = f"sit-{ident}-day"
    return p[
        label_element(for_=f"sit-{ident}")[place.say(f"field-{ident}")],
        input_element(
            id=f"sit-{ident}",
            name=ident,
            type=field.kind,
            value=str(typed) if typed else None,
            maxlength=str(field.longest) if is_text else None,
            **field.attributes,
            spellcheck="false" if is_text else None,
            aria_describedby=None if is_text else said,
        ),
        # The browser may write days in another order than the page does.
        None
        if is_text
        else span(".sit-small", id=said, data_part=f"day-{ident}", aria_live="polite")[
            write_day(day, place.policy.dates, place.lang) if day else None
        ],
    ]
