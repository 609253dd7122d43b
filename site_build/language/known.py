"""What the checks know of a language, from `translations/CODE.toml`. What a file leaves out is not checked there."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from site_build.layout import ROOT, BuildError

TRANSLATIONS = ROOT / "translations"


@dataclass(frozen=True, slots=True)
class Known:
    """A language as the checks see it."""

    dictionary: str | None = None
    """The npm package of its Hunspell dictionary."""
    readability: str | None = None
    """The formula for it: "flesch-kincaid" or "fernandez-huerta"."""
    little: frozenset[str] = frozenset()
    """Words that make the language plain, without those that another language of the site has as well."""
    slips: Mapping[re.Pattern[str], str] = field(default_factory=dict)
    """What a dictionary lets pass or does not explain, and what to write instead."""
    opened: str = ""
    """Marks that open what ends with the same mark upside down: ¿ and ¡."""
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
    slips = {re.compile(pattern, re.IGNORECASE): right for pattern, right in found.get("slips", {}).items()}
    return Known(**{**found, "little": frozenset(found.get("little", "").split()), "slips": slips})
