"""Reads pastes/: copied pages and emails, and what has to come of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("pastes")


@dataclass(frozen=True)
class Paste:
    """A sample: what is pasted, the orders that come of it, and what never does."""

    name: str
    text: str
    html: str
    orders: tuple[Mapping[str, Any], ...]
    never: tuple[str, ...]


def _pastes() -> Iterator[Paste]:
    for file in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"))["paste"]:
            values = (row.get("text", ""), row.get("html", ""), tuple(row["orders"]), tuple(row.get("never", ())))
            yield Paste(row["name"], *values)


PASTES = tuple(_pastes())
