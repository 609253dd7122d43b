"""Keeping this order on the device: the offer, else what is kept of it. What a press does is the page's."""

from __future__ import annotations

from datetime import date

from htpy import Element, Node, a, bdi, button, div, form, fragment, h2, input, label, p, section, strong, ul
from htpy import li as item

from checker.deadlines import write_day
from checker.decide import Verdict, parse_address
from checker.html.blocks.context import Context
from checker.html.blocks.elements import NOTE
from checker.kept import LONGEST_LABEL, Kept, as_address, changes, own_answers
from checker.markup import Place

OFFER = form(".sit-form.sit-keep", data_keep=True, autocomplete="off", method="dialog")
KEPT = section(".sit-live.sit-keep")
ROW = p(".sit-row")


def block(context: Context) -> Node:
    """The offer to keep an order, or what the device keeps of it; None where nothing may be kept."""
    if not context.may_keep:
        return None
    return div(data_part="keep")[_kept(context, context.kept) if context.kept else _offer(context.place)]


def sent(context: Context) -> Node:
    """Below a message, where the order is kept: when it was sent, else a way to say so."""
    ident, kept = context.outcome.message, context.kept
    if ident is None or kept is None:
        return None
    days = [day for message, day in kept.sent if message == ident]
    if days:
        return NOTE[context.place.say("sent-this", day=_day(context.place, max(days)))]
    return p(".sit-row.sit-live")[_quiet(context.place.say("mark-sent"), data_sent=ident)]


def _offer(place: Place) -> Element:
    say = place.say
    return OFFER[
        h2[say("keep")],
        p[say("keep-hint")],
        p[
            label(for_="sit-label")[say("keep-label")],
            input(
                id="sit-label",
                type="text",
                maxlength=str(LONGEST_LABEL),
                data_default=say("keep-default"),
                spellcheck="false",
                aria_describedby="sit-label-hint",
            ),
        ],
        NOTE(id="sit-label-hint")[say("keep-label-hint")],
        ROW[button(".sit-button")[say("keep")]],
    ]


def _kept(context: Context, kept: Kept) -> Element:
    place, say = context.place, context.place.say
    told = [p[change.buyers[place.lang]] for change in changes(place.policy, kept)]
    own = own_answers(place.policy, context.state, context.by_days)
    messages = [item[_sent_on(place, ident, day)] for ident, day in kept.sent]
    return KEPT[
        h2[say("kept")],
        p[strong[bdi[kept.label]]],
        p[say("kept-hint")],
        told
        and div(".sit-notice", role="note")[
            p[strong[say("kept-changed")]], told, ROW[_quiet(say("kept-told"), data_told=True)]
        ],
        messages and fragment[p[say("kept-sent")], ul[messages]],
        _elsewhere(place, kept) if kept.answers != as_address(own) else None,
        ROW[
            a(".sit-button.sit-quiet", href=f"{place.root}#orders")[say("kept-all")],
            _quiet(say("forget-order"), data_forget_order=True),
        ],
    ]


def _elsewhere(place: Place, kept: Kept) -> Node:
    """Where another answer was kept: which, and a way to keep this one instead."""
    state = parse_address(place.policy, kept.address)[0]
    if isinstance(state.next, Verdict):
        headline = place.policy.outcomes[state.next.rule.then].headline[place.lang]
    else:
        headline = state.next.question.text[place.lang]
    return fragment[
        p[place.say("kept-elsewhere"), " ", a(href=place.check(state.address), data_state=state.address)[headline]],
        ROW[button(".sit-button", type="button", data_keep=True)[place.say("keep-this")]],
    ]


def _quiet(words: str, **marks: str | bool) -> Element:
    return button(".sit-button.sit-quiet", type="button", **marks)[words]


def _sent_on(place: Place, ident: str, day: date) -> str:
    title = place.policy.messages[ident].title[place.lang]
    return place.say("sent-on", title=title, day=_day(place, day))


def _day(place: Place, day: date) -> str:
    return write_day(day, place.policy.dates, place.lang, weekday=False)
