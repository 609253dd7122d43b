"""Settings of a language from `translations/CODE.toml`. Checks without a setting are reported as not made."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from site_build import BuildError
from site_build.layout import LANGUAGES, ROOT

TRANSLATIONS = ROOT / "translations"
FORMULAS = ("flesch-kincaid", "fernandez-huerta")
"""What `readability.py` can measure with: the first is for English, the second for Spanish."""
CHECKS = {
    "dictionary": "the spelling is not checked",
    "readability": "nobody measures how hard it is to read",
    "little": "text left in another language is not found",
}
"""The check that is not made when a field is missing, by field."""


@dataclass(frozen=True, slots=True)
class Known:
    """The settings of one language."""

    dictionary: str | None = None
    """The npm package of its Hunspell dictionary."""
    readability: str | None = None
    """The formula for it, one of FORMULAS."""
    little: frozenset[str] = frozenset()
    """Short words typical of the language. Words that two languages share count for neither."""
    slips: Mapping[re.Pattern[str], str] = field(default_factory=dict)
    """Mistakes that the dictionary accepts or cannot explain, with the correct form."""
    opened: str = ""
    """Opening punctuation marks, such as ¿ and ¡."""
    times: str = ""
    """A pattern for times in figures, as in *24, 48 or 72 hours*. Needed for the original language only."""
    pronouns: str = ""
    """A pattern for pronouns attached to verbs, as in *cancélalo*."""


@cache
def known(language: str) -> Known:
    """The settings of a language. Raises BuildError when the file is missing or has an unknown field."""
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
    """A sentence for each check that is not made, by language."""
    for language in LANGUAGES:
        for name, lost in CHECKS.items():
            if not getattr(known(language), name):
                yield f"{language}: {lost}, because translations/{language}.toml has no “{name}”"
