"""Finds text in the wrong language: passages with more short words of another language than of their own.

Words that both languages have ("a", "no", "me", "has", "son") count for neither. Quoted words and names are ignored,
and an element with its own `lang` is a passage in that language. Single words are left to the spelling check. Passages
of a language whose file lists no short words are not checked.
"""

import re
from collections.abc import Iterable, Iterator

from site_build.language.finding import Finding
from site_build.language.profiles import known
from site_build.language.spelling import ADDRESS, nameless
from site_build.language.text_extraction import Passage, unquoted
from site_build.layout import LANGUAGES

LETTERS = re.compile(r"[^\W\d_]+")
FEW = 3
"""From this many words on, one short word of the other language and none of its own is a finding."""


def leftovers(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Passages that read like another language than the one they claim to be in."""
    for passage in passages:
        other = looks_like(passage.text, passage.language)
        if other:
            found = f"this is in the language “{other}”, not “{passage.language}”: “{_short(passage.text)}”"
            yield Finding(passage.file, passage.place, found, f'Translate it, quote it, or mark it lang="{other}".')


def looks_like(text: str, language: str) -> str:
    """The other language that a text is in, or nothing."""
    if language not in LANGUAGES or not known(language).little:
        return ""
    words = [word.casefold() for word in LETTERS.findall(ADDRESS.sub(" ", unquoted(nameless(text))))]
    for other in LANGUAGES:
        count, own = telling(words, other, language), telling(words, language, other)
        if other != language and (count > max(own, 1) or (count and not own and len(words) >= FEW)):
            return other
    return ""


def telling(words: Iterable[str], language: str, other: str) -> int:
    """How many words are short words of one language and not of the other."""
    own = known(language).little - known(other).little
    return sum(word in own for word in words)


def _short(text: str, longest: int = 70) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
