"""The small markup inside policy texts: names of buttons, figures of facts, links into the checker and into the guide.

`{label.ID}`, `{fact.ID}`, `{state.ADDRESS|words}` and `{page.NAME#anchor|words}`; everything else is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.model import Policy, Sighting

PAGES = (
    "importance",
    "steps",
    "tips",
    "issues",
    "statuses",
    "refunds",
    "rights",
    "messages",
    "fraud",
    "facts",
    "rules",
    "about",
    "check",
    "accessibility",
)
MARK = re.compile(r"\{(\w+)(?:\.([^}|]*))?(?:\|([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where HTML is written for: the language, and the path of the site's root ("/" or "/help/")."""

    policy: Policy
    lang: str
    base: str = "/"

    @property
    def root(self) -> str:
        """The path of this language's pages: "/", "/es/"."""
        return self.base if self.lang == self.policy.default_language else f"{self.base}{self.lang}/"

    def say(self, key: str, **values: object) -> str:
        """A word of the checker in this language, blanks filled. Raises `KeyError` where there is no such word."""
        text = self.policy.words[key][self.lang]
        return text.format(**values) if values else text

    def check(self, address: str) -> str:
        """The path of a state's page."""
        return f"{self.root}check/{address}/" if address else f"{self.root}check/"

    def page(self, name: str) -> str:
        """The path of a guide page, with its anchor where the name has one: "issues#payment"."""
        page, _, anchor = name.partition("#")
        return f"{self.root}{page}/" + (f"#{anchor}" if anchor else "")


def marks(text: str) -> Iterator[tuple[str, str]]:
    """The (kind, target) of every mark in a text, in order; what a translation must keep."""
    return ((found[1], found[2] or "") for found in MARK.finditer(text))


def plain(place: Place, text: str) -> str:
    """A policy text without markup, for titles, the terminal and calendar files."""

    def words(found: re.Match[str]) -> str:
        kind, target, given = found[1], found[2] or "", found[3]
        if kind == "label":
            return str(named(place.policy, target, place.lang))
        if kind == "fact":
            return value_of(place, target)
        return given or target

    return MARK.sub(words, text)


@dataclass(frozen=True, slots=True)
class Named:
    """What a reader is told to look for: `own` is the platform's text if it was `seen`, else a description of ours.

    `beside`: the text in another language that helps to find it, the default one as a rule; None where none does.
    """

    own: str
    seen: bool
    beside: Sighting | None

    def __str__(self) -> str:
        return f"{self.own} ({self.beside.text})" if self.beside else self.own


def named(policy: Policy, ident: str, lang: str) -> Named:
    """A label's name in a language, or its description where nobody has seen a name."""
    it = policy.labels[ident]
    first, best, described = it.best(policy.default_language), it.best(lang), (it.described or {}).get(lang)
    if described is not None:
        beside = next((seen for code in policy.languages if code != lang and (seen := it.best(code))), None)
        return Named(described, False, None if beside and beside.text in described else beside)
    if best is None:
        raise KeyError(f"label “{ident}” has neither a name nor a description in {lang}")
    return Named(
        best.text, True, first if lang != policy.default_language and first and first.text != best.text else None
    )


def value_of(place: Place, ident: str) -> str:
    """A fact's figure in words. Raises `KeyError` where it has none."""
    value = place.policy.facts[ident].value
    if value is None:
        raise KeyError(f"fact “{ident}” has no value to show; give it value = {{ … }} in facts.toml")
    return value[place.lang]
