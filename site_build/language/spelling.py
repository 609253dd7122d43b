"""Checks spelling with Hunspell's dictionaries and our word lists, and finds mistakes that dictionaries accept.

The dictionaries come from npm (British English; Spanish of the RLA-ES project, for all countries), the project's words
from `translations/`: `words.CODE.txt` for a language, and `names.txt` for all of them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from hunspell.hunspell import HunspellWrap

from site_build import BuildError
from site_build.language.finding import Finding
from site_build.language.profiles import TRANSLATIONS, known
from site_build.language.text_extraction import Passage, quotations, unquoted
from site_build.layout import LANGUAGES, ROOT

WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:[’'-][^\W\d_]+)*(?!\w)")
ADDRESS = re.compile(
    r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|eu|es|gob|gov|uk|mx|toml|json|ics)\b\S*"
)
LONGEST_ACRONYM = 8
SUGGESTIONS = 10
"""Only this many unknown words get a suggestion, because each takes half a second in Spanish."""
PLAIN, STRESSED = str.maketrans("áéíóú", "aeiou"), str.maketrans("aeiou", "áéíóú")

SLIPS = {
    re.compile(pattern, re.IGNORECASE): right
    for pattern, right in {
        r"\bali ?express\b(?!\.)": "AliExpress",
        r"\bpay ?pal\b": "PayPal",
        r"\b([^\W\d_]{2,}) \1\b": "the word once",
        r"\.\.\.": "…",
        r" ,": "no space before a comma",
    }.items()
}
"""Mistakes in any language, with the correct form; those of one language are in its file."""
ENDED = {mark: re.compile(rf"[^.!?…:]*\{end}") for mark, end in {"¿": "?", "¡": "!"}.items()}


class Dictionary:
    """The words of a language that has a dictionary. Raises BuildError when its package is not installed."""

    def __init__(self, language: str, words: Iterable[str]) -> None:
        folder = ROOT / "node_modules" / (known(language).dictionary or "")
        if not folder.exists():
            wanted = f"{folder.relative_to(ROOT)}, which translations/{language}.toml names, is missing"
            raise BuildError(f"{wanted}: run `make setup` if package.json has it, else add it and run `make lock`.")
        self.language = language
        self._hunspell = HunspellWrap("index", hunspell_data_dir=str(folder), system_encoding="UTF-8")
        self._own: set[str] = set()
        self._known: dict[str, bool] = {}
        for word in words:
            base, _, model = word.partition("/")
            self._own.add(base)
            if model:
                self._hunspell.add_with_affix(base, model)

    def knows(self, word: str) -> bool:
        """Whether a word is correct: as it is, by its hyphenated parts, or without an English 's."""
        if word not in self._known:
            plain = word.replace("’", "'")
            parts = [part.removesuffix("'s") for part in plain.split("-")]
            short = len(word) == 1 or (word.isupper() and len(word) <= LONGEST_ACRONYM)
            self._known[word] = short or self._has(plain) or all(map(self._has, parts))
        return self._known[word]

    def nearest(self, word: str) -> str:
        """The word that was probably meant, or an empty string."""
        return next(iter(self._hunspell.suggest(word)), "")

    def _has(self, word: str) -> bool:
        if word in self._own or word.lower() in self._own or self._hunspell.spell(word):
            return True
        return bool(known(self.language).pronouns) and self._has_with_pronouns(word.lower())

    def _has_with_pronouns(self, word: str) -> bool:
        """Whether this is a verb with one or two pronouns, as in *cancélalo*: the Spanish dictionary has few."""
        for cut in range(2, min(7, len(word) - 1)):
            verb, pronouns = word[:-cut], word[-cut:]
            if re.fullmatch(f"(?:{known(self.language).pronouns}){{1,2}}", pronouns):
                plain = verb.translate(PLAIN)
                accented = plain != verb
                written = accented or (verb.endswith(("r", "n")) and len(pronouns) < 4)
                alone = verb[:-2] + verb[-2:].translate(STRESSED)
                if written and any(self._hunspell.spell(each) for each in (verb, plain, alone)):
                    return True
        return False


@cache
def dictionary(language: str) -> Dictionary:
    """The dictionary with the project's words."""
    return Dictionary(language, [*listed(TRANSLATIONS / f"words.{language}.txt"), *single_names()])


def listed(file: Path) -> list[str]:
    """The entries of a word list: one a line, `#` starts a comment. A missing list is empty."""
    if not file.exists():
        return []
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


@cache
def names() -> tuple[str, ...]:
    """Names that stand in texts of every language, the longest first."""
    return tuple(sorted(listed(TRANSLATIONS / "names.txt"), key=len, reverse=True))


def single_names() -> list[str]:
    """The names of one word."""
    return [name for name in names() if " " not in name]


def nameless(text: str) -> str:
    """A text without the names of several words, which may hold words of another language."""
    for name in names():
        if " " in name:
            text = text.replace(name, " ")
    return text


def misspelt(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Every unknown word and every listed mistake, each at its first place in a file."""
    met: set[tuple[str, str, str]] = set()
    suggested = 0
    for passage in passages:
        file = passage.file.partition(":")[0]
        for word in unknown(passage):
            if (file, passage.language, word) not in met:
                met.add((file, passage.language, word))
                suggested += 1
                remedy = _remedy(word, passage.language, suggest=suggested <= SUGGESTIONS)
                yield Finding(passage.file, passage.place, f"“{word}” is not in the dictionary", remedy)
        for found, remedy in slips(passage.text, passage.language):
            if (file, passage.language, found) not in met:
                met.add((file, passage.language, found))
                yield Finding(passage.file, passage.place, found, remedy)


def spelt() -> list[str]:
    """The languages with a dictionary."""
    return [language for language in LANGUAGES if known(language).dictionary]


def unknown(passage: Passage) -> list[str]:
    """Words unknown to the dictionary of the passage's language; quoted words may be in any language."""
    if passage.language not in spelt():
        return []
    text = ADDRESS.sub(" ", nameless(passage.text))
    plain = {word for word in WORD.findall(unquoted(text)) if not dictionary(passage.language).knows(word)}
    quoted = {word for part in quotations(text) for word in WORD.findall(part)}
    return sorted(plain | {word for word in quoted if not any(dictionary(each).knows(word) for each in spelt())})


def _remedy(word: str, language: str, *, suggest: bool) -> str:
    lists = f"translations/words.{language}.txt, or names.txt for a name"
    for other in spelt():
        if other != language and dictionary(other).knows(word):
            return f'Translate it, quote it, or mark it lang="{other}"; if both languages have it: {lists}.'
    near = dictionary(language).nearest(word) if suggest else ""
    return f"{f'Write “{near}”' if near else 'Correct it'}; if it is right: {lists}."


def slips(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Listed mistakes in a text, each with the correct form."""
    plain = ADDRESS.sub(" ", text)
    own = known(language)
    for pattern, right in {**SLIPS, **own.slips}.items():
        for match in pattern.finditer(plain):
            if match[0] != right:
                yield f"“{match[0]}”", f"Write {right}."
    for mark in own.opened:
        yield from (
            (f"“{part.strip()}” lacks {mark}", "Add it.") for part in ENDED[mark].findall(plain) if mark not in part
        )
