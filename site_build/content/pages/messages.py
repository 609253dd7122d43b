"""The page of messages: every message of the checker, with blanks for the reader's own details."""

from collections.abc import Iterator

from htpy import Element, div, fragment, h4, li, p, ul

from checker import decide
from checker.details import EMPTY
from checker.message import write
from checker.model import Message, Policy
from site_build.content.assemble import Page
from site_build.content.pages.writer import Block, Writer

RECEIVERS = ("seller", "support", "bank", "lender")
MOST_USES = 4
"""The maximum number of answers named for a message."""


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("messages", _blocks(writer))


def addresses(policy: Policy) -> dict[str, dict[str, str]]:
    """For each message, the outcomes that offer it and the first state in which each of them is reached."""
    found: dict[str, dict[str, str]] = {}
    for state in decide.states(policy):
        if isinstance(state.next, decide.Verdict):
            outcome = policy.outcomes[state.next.rule.then]
            if outcome.message:
                found.setdefault(outcome.message, {}).setdefault(outcome.id, state.address)
    return found


def _blocks(writer: Writer) -> Iterator[Block]:
    policy = writer.policy
    uses = addresses(policy)
    yield writer.heading(1, writer.word("messages-title"), "messages")
    yield writer.paragraph("messages-intro")
    yield writer.paragraph("messages-inside")
    if writer.lang != policy.default_language:
        yield writer.paragraph("messages-language")
    for receiver in RECEIVERS:
        yield writer.heading(2, writer.word(f"messages-{receiver}"), f"to-{receiver}")
        for message in policy.messages.values():
            if message.to == receiver:
                yield writer.heading(3, message.title[writer.lang], message.id)
                yield _message(writer, message, uses.get(message.id, {}))


def _message(writer: Writer, message: Message, uses: dict[str, str]) -> Element:
    policy, say = writer.policy, writer.place.say
    links = [
        writer.check(address, writer.say(policy.outcomes[outcome].headline))
        for outcome, address in list(uses.items())[:MOST_USES]
    ]
    return div(".sit", data_message=message.id)[
        links
        and p(".sit-small")[
            writer.word("messages-for"),
            ": ",
            [fragment[" · " if number else "", link] for number, link in enumerate(links)],
        ],
        [_note(writer, message, code) for code in dict.fromkeys((writer.lang, policy.default_language))],
        message.evidence and fragment[h4[say("attach")], ul[[li[writer.say(line)] for line in message.evidence]]],
    ]


def _note(writer: Writer, message: Message, lang: str) -> Element:
    """The message in one language, to copy."""
    say, ident = writer.place.say, f"text-{message.id}-{lang}"
    return div(".sit-note")[
        p(id=ident, lang=lang, translate="no", tabindex="-1")[write(message, lang, EMPTY, writer.policy)],
        writer.copier(ident, say("copy", language=say(f"language-{lang}"))),
    ]
