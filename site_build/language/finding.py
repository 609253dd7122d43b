"""A finding of the language checks, as one line: file, place, problem and remedy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem. `place` is a section of a page (`#id`) or a row of a table; it may be empty."""

    file: str
    place: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}{' ' if self.place else ''}{self.place}: {self.found}. {self.remedy}"
