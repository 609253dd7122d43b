"""What is wrong with a text, where, and what to do about it, in one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to put right. `place` is a section of a page (`#id`) or a row of a table; it may be empty."""

    file: str
    place: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}{' ' if self.place else ''}{self.place}: {self.found}. {self.remedy}"
