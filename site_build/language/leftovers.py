"""Text in the wrong language: passages in which the other language's little words outnumber their own.

Words that both languages have ("a", "no", "me", "has", "son") count for neither. Quoted words and names are left out,
and elements with a `lang` of their own are passages of that language. Single words are left to the spelling.
"""

import re
from collections.abc import Iterable, Iterator

from site_build.language.finding import Finding
from site_build.language.passage import Passage, unquoted
from site_build.language.spelling import ADDRESS, nameless

LITTLE = {
    "en": frozenset(
        """the and or but if of to in on at by for from with without into after before until while when
        where what which who why how is are was were be been being it its this that these those
        there here you your we our they their she my can could will would should may might must does
        did not nor than then any each every most less have had get""".split()
    ),
    "es": frozenset(
        """el la en de un los las una unos unas y o pero del al con por para desde hasta entre según
        tras cuando donde qué cuál quién cómo está están era fue ser eso esto ese esa este esta
        estos estas hay aquí tú tu tus te se lo le les su sus nos que más menos ya aún todavía muy
        también solo cada toda todos todas puede puedes debe debes tiene tienes ha han haya sobre ni""".split()
    ),
}
"""Words that make the language plain. Those that the other language has as well (a, as, me, no, so) are left out."""
LETTERS = re.compile(r"[^\W\d_]+")
FEW = 3
"""From so many words on, one little word of the other language and none of the own is enough."""


def leftovers(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Passages that read like another language than the one they claim to be in."""
    for passage in passages:
        other = looks_like(passage.text, passage.language)
        if other:
            found = f"this is in the language “{other}”, not “{passage.language}”: “{_short(passage.text)}”"
            yield Finding(passage.file, passage.place, found, f'Translate it, quote it, or mark it lang="{other}".')


def looks_like(text: str, language: str) -> str:
    """The other language that a text is in, or nothing."""
    words = [word.casefold() for word in LETTERS.findall(ADDRESS.sub(" ", unquoted(nameless(text))))]
    own = little(words, language)
    for other in LITTLE:
        count = little(words, other)
        if other != language and (count > max(own, 1) or (count and not own and len(words) >= FEW)):
            return other
    return ""


def little(words: Iterable[str], language: str) -> int:
    """How many of the words are little words of this language."""
    return sum(word in LITTLE[language] for word in words)


def _short(text: str, longest: int = 70) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
