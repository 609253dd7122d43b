"""The reply to a text: the orders read from it, each finding with its words, or the likeliest situations.

Links here carry the days and the number beside them (`data-read`): the page keeps these as typed details of a new case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from htpy import Element, Node, a, button, div, fragment, h2, h3, label, li, p, select, span, strong, summary, ul
from htpy import input as input_element
from htpy import option as option_element

from checker import decide
from checker.deadlines import write_day
from checker.decide import State
from checker.fields import BY_ID, DATES
from checker.html.blocks.elements import FOLDED, HIDDEN, SMALL
from checker.markup import Place
from checker.paste import STAGE, Order
from checker.paste.reply import alone, meaning, sure
from checker.paste.reply import summary as told

ORDER = div(data_order=True)
ROW = p(".sit-row")
QUIET = ".sit-button.sit-quiet"


def orders(place: Place, level: int, found: Sequence[Order]) -> str:
    """The orders of a paste; of several, the reader chooses one. `level`: that of the reply's heading."""
    shown = [_order(place, order, number) for number, order in enumerate(found)]
    if len(shown) > 1:
        several = zip(found, shown, strict=True)
        body: Node = [
            p[told(place.policy, place.lang, found)],
            [FOLDED[_named(place, order), it] for order, it in several],
        ]
    else:
        body = shown
    return _reply(place, level, place.say("read-title"), body)


def situations(place: Place, level: int, addresses: Sequence[str], days: Sequence[date]) -> str:
    """The likeliest situations for a sentence as links, and the days that it names; "" where there is none."""
    if not addresses:
        return ""
    states = [decide.parse_address(place.policy, address)[0] for address in addresses]
    body = ORDER[
        [_day_named(place, day, number) for number, day in enumerate(days)],
        ul(".sit-options")[[li[_situation(place, state)] for state in states]],
    ]
    return _reply(place, level, place.say("find-title"), body)


def _reply(place: Place, level: int, title: str, body: Node) -> str:
    heading = h2 if level == 2 else h3
    return str(
        fragment[
            heading(".sit-minor", tabindex="-1")[title],
            body,
            ROW[button(QUIET, type="button", data_again=True)[place.say("read-back")]],
        ]
    )


def _order(place: Place, order: Order, number: int) -> Element:
    quoted = {each.means: each.text for each in reversed(order.seen)}
    return ORDER[
        ul(".sit-read")[
            [li[each] for each in _answers(place, order, quoted)],
            [li[each] for each in _details(place, order, quoted, number)],
        ],
        _onwards(place, order, quoted),
    ]


def _named(place: Place, order: Order) -> Element:
    """An order among several: by its status, its number and its day."""
    status = next((each.text for each in order.seen if each.means.partition(".")[0] == STAGE), None)
    day = order.dates.get("ordered") or order.dates.get("paid")
    parts = (status, order.number, day and write_day(day, place.policy.dates, place.lang))
    return summary[" · ".join(part for part in parts if part) or place.say("field-order")]


def _answers(place: Place, order: Order, quoted: dict[str, str]) -> Iterator[Node]:
    """What answers a question: the words, what they mean, and a link to answer it otherwise."""
    certain = sure(order)
    for question, chosen in order.answers.items():
        doubtful = question in order.doubts
        said = _quoted(place, quoted.get(f"{question}.{chosen}", ""))
        means = strong[meaning(place.policy, place.lang, question, chosen)]
        if doubtful:
            yield fragment[said, means, question != STAGE and SMALL[place.say("read-asked")]]
        else:
            others = {} if question == STAGE else {key: each for key, each in certain.items() if key != question}
            asked = place.policy.questions[question].text[place.lang]
            yield fragment[said, means, " ", _link(place, others, place.say("change"), HIDDEN[": ", asked])]


def _details(place: Place, order: Order, quoted: dict[str, str], number: int) -> Iterator[Node]:
    """The number and the days, each in a field of its own; what is in doubt is put there by the reader."""
    if order.number:
        yield _field(place, "order", order.number, quoted, number)
    for field in (each.id for each in DATES if each.id in order.dates or each.id in order.doubts):
        day = order.dates.get(field)
        if field not in order.doubts:
            yield _field(place, field, str(day), quoted, number)
            continue
        unclear = place.say("read-day-doubt", field=place.say(f"field-{field}"))
        yield fragment[
            _field(place, field, "", quoted, number),
            SMALL[unclear],
            button(QUIET, type="button", data_put=str(day))[
                place.say("read-day", day=write_day(day, place.policy.dates, place.lang))
            ]
            if day
            else None,
        ]


def _field(place: Place, field: str, value: str, quoted: dict[str, str], number: int) -> Node:
    ident, name = f"sit-read-{number}-{field}", place.say(f"field-{field}")
    row = BY_ID[field]
    return fragment[
        _quoted(place, quoted.get(field, "")),
        label(for_=ident)[name],
        input_element(
            id=ident,
            name=field,
            type=row.kind,
            value=value or None,
            maxlength=str(row.longest) if row.longest else None,
            autocomplete="off",
            **row.attributes,
        ),
        value and button(QUIET, type="button", data_put="")[place.say("read-drop"), HIDDEN[": ", name]],
    ]


def _onwards(place: Place, order: Order, quoted: dict[str, str]) -> Node:
    """The way on. A stage in doubt is asked first; for one that is not known the reader chooses."""
    say, certain = place.say, sure(order)
    if STAGE not in order.doubts:
        return ROW[_link(place, certain, say("read-go"), kind=".sit-button")]
    if STAGE not in order.answers:
        unknown = say("read-unknown", seen=quoted.get(STAGE, ""))
        return fragment[p[unknown], ROW[_link(place, certain, say("read-choose"), kind=".sit-button")]]
    agreed = {STAGE: order.answers[STAGE], **certain}
    return fragment[
        p[strong[say("read-right")]],
        ROW[
            _link(place, agreed, say("read-yes"), kind=".sit-button"),
            _link(place, certain, say("read-no"), kind=QUIET),
        ],
    ]


def _situation(place: Place, state: State) -> Element:
    """A situation by the answers that lead to it; below, what its page asks or says."""
    questions = place.policy.questions
    given = " · ".join(
        alone(questions[ident], questions[ident].options[each], place.lang) for ident, each in state.answers.items()
    )
    leads = (
        state.next.question.text
        if isinstance(state.next, decide.Ask)
        else place.policy.outcomes[state.next.rule.then].headline
    )
    return _link(place, state.answers, span(".sit-option")[given], " ", SMALL[leads[place.lang]])


def _day_named(place: Place, day: date, number: int) -> Element:
    """A day that a sentence names: the reader says what it was the day of."""
    ident = f"sit-read-day-{number}"
    fields = [field.id for field in DATES if not field.ahead]
    return p[
        label(for_=ident)[place.say("find-day", day=write_day(day, place.policy.dates, place.lang))],
        select(id=ident, data_day=str(day))[
            option_element(value="")[place.say("find-day-none")],
            [option_element(value=field)[place.say(f"field-{field}")] for field in fields],
        ],
    ]


def _link(place: Place, answers: Mapping[str, str], *words: Node, kind: str = "") -> Element:
    """A link to where answers lead. `data-read` has them all: those that are asked later count then."""
    address = decide.path(place.policy, answers).address
    read = "/".join(f"{question}.{option}" for question, option in answers.items())
    return a(kind, href=place.check(address), data_state=address, data_read=read)[words]


def _quoted(place: Place, text: str) -> Node:
    """Words of the reader's text: letter by letter, as they stand there."""
    return text and fragment[span(".sit-small", dir="auto", translate="no")[place.say("quoted", text=text)], " "]
