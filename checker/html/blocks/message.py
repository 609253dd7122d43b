"""The message to send: in the language that its receiver reads, the other one folded, and what to attach."""

from __future__ import annotations

from htpy import Element, Node, button, div, fragment, h2, h3, li, p, summary, ul

from checker.details import Details
from checker.html.blocks import keep
from checker.html.blocks.context import Context
from checker.html.blocks.elements import FOLDED, LIVE_ROW, NOTE
from checker.markup import Place
from checker.message import write
from checker.model import Message

MESSAGE = div(".sit-note")


def block(context: Context) -> Node:
    """The outcome's message, or None where it has none."""
    place, outcome = context.place, context.outcome
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
        div(".sit-part", data_part="message")[_letter(place, message, context.details, first)],
        [
            FOLDED[
                summary[say("same-message", language=say(f"language-{code}"))],
                div(data_part=f"message-{code}")[_letter(place, message, context.details, code)],
            ]
            for code in others
        ],
        div(data_part="sent")[keep.sent(context)],
        message.evidence
        and fragment[
            h3(data_on_paper=True)[say("attach")],
            ul(data_on_paper=True)[[li[line[place.lang]] for line in message.evidence]],
        ],
    ]


def _letter(place: Place, message: Message, details: Details, code: str) -> Element:
    return MESSAGE[
        p(id=f"sit-message-{code}", lang=code, translate="no", tabindex="-1")[
            write(message, code, details, place.policy)
        ],
        LIVE_ROW[
            button(".sit-button.sit-quiet", type="button", data_copy=f"#sit-message-{code}")[
                place.say("copy", language=place.say(f"language-{code}"))
            ]
        ],
    ]
