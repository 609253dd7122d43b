"""What the checks know of a language, from `translations/CODE.toml`. What a file leaves out is told, not checked."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from site_build.layout import LANGUAGES, ROOT, BuildError

TRANSLATIONS = ROOT / "translations"
FORMULAS = ("flesch-kincaid", "fernandez-huerta")
"""What `readability.py` can measure with: the first is for English, the second for Spanish."""
CHECKS = {
    "dictionary": "the spelling is not checked",
    "readability": "nobody measures how hard it is to read",
    "little": "text left in another language is not found",
}
"""What a language goes without where its file leaves a field out."""


@dataclass(frozen=True, slots=True)
class Known:
    """A language as the checks see it."""

    dictionary: str | None = None
    """The npm package of its Hunspell dictionary."""
    readability: str | None = None
    """The formula for it, one of FORMULAS."""
    little: frozenset[str] = frozenset()
    """Words that make the language plain. Between two languages, those that both list count for neither."""
    slips: Mapping[re.Pattern[str], str] = field(default_factory=dict)
    """What a dictionary lets pass or does not explain, and what to write instead."""
    opened: str = ""
    """Marks that open what ends with the same mark upside down: ¿ and ¡."""
    times: str = ""
    """A pattern of times in figures, as in *24, 48 or 72 hours*. Needed of the original language only."""
    pronouns: str = ""
    """A pattern of the pronouns that verbs take at their end, as in *cancélalo*."""


@cache
def known(language: str) -> Known:
    """What is known of a language. Raises BuildError when the file is missing or has a field that nobody reads."""
    file = TRANSLATIONS / f"{language}.toml"
    if not file.exists():
        raise BuildError(f"translations/{file.name} is missing: write it, even if all that it holds is a comment.")
    found = tomllib.loads(file.read_text("utf-8"))
    if extra := found.keys() - Known.__dataclass_fields__.keys():
        raise BuildError(f"translations/{file.name}: nobody reads {', '.join(sorted(extra))}.")
    if found.get("readability", FORMULAS[0]) not in FORMULAS:
        formulas = " or ".join(map(repr, FORMULAS))
        raise BuildError(f"translations/{file.name}: write readability = {formulas}, or nothing.")
    slips = {re.compile(pattern, re.IGNORECASE): right for pattern, right in found.get("slips", {}).items()}
    return Known(**{**found, "little": frozenset(found.get("little", "").split()), "slips": slips})


def unchecked() -> Iterator[str]:
    """A sentence for each language and each check that it goes without."""
    for language in LANGUAGES:
        for name, lost in CHECKS.items():
            if not getattr(known(language), name):
                yield f"{language}: {lost}, because translations/{language}.toml has no “{name}”"
