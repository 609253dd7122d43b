"""What a reader may type about an order: one row a field. Input, parser, requests and messages follow it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One input field. Its label is the word `field-<id>`.

    `longest`: how many code points of a text are kept. `usual`: what the text without spaces looks like as a rule; one
    that does not is used all the same, with the problem `note`. `ahead`: a day that may lie ahead of the reader's own.
    `attributes`: of the input, besides what its kind gives.
    """

    id: str
    kind: Literal["text", "date"]
    longest: int = 0
    usual: re.Pattern[str] | None = None
    note: str = ""
    ahead: bool = False
    attributes: Mapping[str, str] = NOTHING


FIELDS = (
    Field(
        "order",
        "text",
        longest=40,
        usual=re.compile(r"[0-9]{16}"),
        note="order-number",
        attributes=MappingProxyType({"inputmode": "numeric"}),
    ),
    Field("item", "text", longest=80),
    Field("ordered", "date"),
    Field("paid", "date"),
    Field("asked", "date"),
    Field("shipped", "date"),
    Field("promised", "date", ahead=True),
    Field("protected", "date", ahead=True),
    Field("delivered", "date"),
    Field("cancelled", "date"),
    Field("refunded", "date"),
    Field("dispute", "date"),
)
"""In the order in which a page asks for them. `protected` is the page's “Refund if no delivery before” day."""

TEXTS = tuple(field for field in FIELDS if field.kind == "text")
DATES = tuple(field for field in FIELDS if field.kind == "date")
BY_ID: Mapping[str, Field] = MappingProxyType({field.id: field for field in FIELDS})
COUNTRY = "country"
"""Chosen from a list, beside the fields."""
