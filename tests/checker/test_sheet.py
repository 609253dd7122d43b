"""The case sheet: what a reader knows of an order, for somebody who does not know the site."""

from __future__ import annotations

import re
from datetime import UTC, date

import pytest

from checker.decide import State, Verdict, parse_address, states
from checker.details import EMPTY, Details
from checker.fields import DATES
from checker.markup import Place
from checker.model import Policy
from checker.sheet import BLANK, Sheet, as_text, sheet

TODAY = date(2026, 11, 28)
SILENT = "stage.asked/answer.silent/waited.over"
TYPED = Details(
    {"asked": date(2026, 11, 21), "paid": date(2026, 11, 20)},
    {"order": "8190123456789012", "item": "Lamp <b> {order}"},
    "es",
)


def made(policy: Policy, state: State, lang: str, details: Details, **more: object) -> Sheet:
    """The sheet of a state, made on TODAY."""
    return sheet(Place(policy, lang), state, details, today=TODAY, zone=UTC, **more)  # type: ignore[arg-type]


def test_every_answer_has_a_sheet_in_every_language(policy: Policy) -> None:
    """It holds the answers given, the answer, its steps, the road and the evidence, without a mark of the policy's."""
    for state in states(policy):
        if not isinstance(state.next, Verdict):
            continue
        outcome = policy.outcomes[state.next.rule.then]
        for lang in policy.languages:
            text = as_text(made(policy, state, lang, EMPTY))
            assert "{" not in text, text
            told = [outcome.headline[lang]]
            told += [policy.questions[ident].options[chosen].text[lang] for ident, chosen in state.answers.items()]
            told += [line[lang] for line in policy.messages[outcome.message].evidence] if outcome.message else []
            assert [words for words in told if words.split("{")[0] not in text] == [], state.address
            assert text.count("\n1. ") == 1, state.address


def test_a_question_has_no_sheet(policy: Policy) -> None:
    """A case without an answer is no case yet."""
    with pytest.raises(ValueError, match="no answer yet"):
        made(policy, parse_address(policy, "stage.asked")[0], "en", EMPTY)


def test_a_sheet_tells_what_happened_in_its_order(policy: Policy) -> None:
    """Typed days and messages sent stand by day, typed texts as they are, and blanks for what nobody has typed."""
    state, _ = parse_address(policy, SILENT)
    url = f"https://still-in-time.example/check/{SILENT}/"
    message = next(iter(policy.messages.values()))
    sent = [("no-such-message", TODAY), (message.id, date(2026, 11, 23))]
    text = as_text(made(policy, state, "en", TYPED, url=url, sent=sent))
    happened = re.findall(r"^- (\d+ November 2026): (.+)$", text, re.MULTILINE)
    assert happened == [
        ("20 November 2026", "Order paid"),
        ("21 November 2026", "Cancellation requested"),
        ("23 November 2026", f"Message sent: “{message.title['en']}”"),
    ]
    assert "- Item: Lamp <b> {order}\n" in text and "8190123456789012" in text and "Spain" in text and url in text
    assert "\n- By 18 May 2027: " in text
    empty = as_text(made(policy, state, "en", EMPTY))
    assert f"- {BLANK}: Cancellation requested\n" in empty and f"- Order number: {BLANK}\n" in empty


def test_every_day_that_can_be_typed_has_its_words(policy: Policy) -> None:
    """A typed day stands on the sheet whatever the answer asks for; a last day that has passed is told as passed."""
    state, _ = parse_address(policy, "stage.delivered/parcel.unwanted/return-button.yes")
    days = {field.id: date(2026, 10, number) for number, field in enumerate(DATES, start=1)}
    for lang in policy.languages:
        text = as_text(made(policy, state, lang, Details(days)))
        assert all(policy.words[f"sheet-{field.id}"][lang] in text for field in DATES)
        assert policy.words["passed-day"][lang].split("{day}")[1] in text
