"""Reads worries.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("worries.toml")


@dataclass(frozen=True, slots=True)
class Worry:
    """What a reader may type, what it says, and the states that help (none where nothing here fits).

    `aside`: kept back while the search was tuned, so that it says what to expect of sentences that nobody has seen.
    """

    lang: str
    text: str
    means: str
    right: tuple[str, ...]
    aside: bool = False


def read() -> tuple[Worry, ...]:
    """All worries, in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["worry"]
    return tuple(Worry(**{**row, "right": tuple(row["right"])}) for row in rows)
