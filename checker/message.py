"""Messages to send, filled in with what a reader typed, in any of the policy's languages."""

from __future__ import annotations

import re

from checker.deadlines import write_day
from checker.details import Details
from checker.fields import TEXTS
from checker.model import Message, Policy

BLANK = re.compile(r"\{(\w+)\}")


def write(message: Message, lang: str, details: Details, policy: Policy) -> str:
    """The message in a language, as one paragraph.

    A text that was not typed leaves a blank to be filled in by hand, the word `blank-<field>`. Where a date was not
    typed, its sentence is left out.
    """
    values = {field.id: policy.words[f"blank-{field.id}"][lang] for field in TEXTS} | dict(details.texts)
    values |= {name: write_day(day, policy.dates, lang) for name, day in details.dates.items()}
    sentences = [sentence[lang] for sentence in message.sentences]
    if "item" not in details.texts:
        sentences = [sentence.replace(" ({item})", "") for sentence in sentences]
    # One pass, so that braces typed by a reader stay what they are.
    return " ".join(
        BLANK.sub(lambda blank: values[blank[1]], sentence)
        for sentence in sentences
        if all(name in values for name in BLANK.findall(sentence))
    )


def placeholders(message: Message) -> frozenset[str]:
    """The fields that a message can use: every blank of every sentence, in every language."""
    return frozenset(
        name for sentence in message.sentences for text in sentence.values() for name in BLANK.findall(text)
    )
