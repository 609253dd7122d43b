"""Measures readability: Flesch-Kincaid's school grade for English, Fernández-Huerta and INFLESZ for Spanish.

Sources of the formulas: J. P. Kincaid et al. (1975); J. Fernández Huerta (1959), with words per sentence, as his scale
needs it; F. Szigriszt Pazos (1993) with the words of I. Barrio's INFLESZ scale (2007). Syllables are counted by rules,
which are nearly exact in Spanish and right on average in English.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from site_build.language.finding import Finding
from site_build.language.profiles import known
from site_build.language.text_extraction import Passage
from site_build.layout import LANGUAGES

HARDEST_GRADE = 8.0
"""English: the grade of a 13 to 14 year old."""
LOWEST_HUERTA = 60.0
LOWEST_INFLESZ = 55.0
"""Where “normal” begins on the INFLESZ scale."""
INFLESZ = ((80, "muy fácil"), (65, "bastante fácil"), (55, "normal"), (40, "algo difícil"))
FEWEST_WORDS = 4
"""Shorter passages are labels, not sentences."""
ENOUGH_WORDS = 100
"""With fewer words the formulas give no useful result."""

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+[”»\")]*(?=\s|$)")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
SPOKEN_OTHERWISE = {"aliexpress": 4, "business": 2, "every": 2, "everything": 3, "evidence": 3, "being": 2, "idea": 3}
"""Syllables of frequent English words that the rules count wrong."""
TWO_SYLLABLES = re.compile(
    r"ia(?!n?ce|l$)|io(?!n|us)|[rv]iou|(?<!f)rien|dien|(?:cl|sc)ien|quiet|societ|variet"
    r"|eo(?!p|u|ne)|crea|[rd]ea$|pean|[^qg]ua|uen|[aou]y[aei]|[^aou]ying|[oe]ing|ism$"
)
"""Adjacent vowels in different syllables."""
SILENT_INSIDE = re.compile(r"[^aeiou]e(?=ment|ful|less|ly)|some(?=t|w|h)")
SILENT_END = re.compile(
    r"(?:[^aeiouyl]|[aeiou]l)e$|[^aeioutdl]ed$|[aeioul]led$|[^aeiouscxzghl]es$|[^cs]hes$|[aeiou]les$"
)
"""A silent e: *price*, *rule*, *asked*, *called*, *times*, *rules*."""
SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")
STRONG = "aeoáéó"


@dataclass(frozen=True, slots=True)
class Measure:
    """A page's counts in one language, and the values that follow from them."""

    file: str
    language: str
    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        """Flesch-Kincaid: years of school that a reader needs (English)."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def huerta(self) -> float:
        """Fernández-Huerta: 0 (hard) to 100 (easy), for Spanish."""
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences

    @property
    def inflesz(self) -> float:
        """Szigriszt-Pazos, the value of the INFLESZ scale: 0 (hard) to 100 (easy), for Spanish."""
        return 206.835 - 62.3 * self.syllables / self.words - self.words / self.sentences

    @property
    def word(self) -> str:
        """The INFLESZ word."""
        return next((word for least, word in INFLESZ if self.inflesz >= least), "muy difícil")

    @property
    def is_easy_enough(self) -> bool:
        """Whether the page meets its language's target."""
        if known(self.language).readability == "flesch-kincaid":
            return self.grade <= HARDEST_GRADE
        return self.huerta >= LOWEST_HUERTA and self.inflesz >= LOWEST_INFLESZ


def measure(file: str, language: str, passages: Iterable[Passage]) -> Measure | None:
    """The counts over all sentences; None for too few words or a language without a formula."""
    if not known(language).readability:
        return None
    sentences = words = syllables = 0
    for passage in passages:
        found = TOKEN.findall(passage.text)
        if passage.prose and passage.language == language and len(found) >= FEWEST_WORDS:
            pieces = [piece for piece in SENTENCE_END.split(passage.text) if TOKEN.search(piece)]
            sentences += len(pieces)
            words += len(found)
            syllables += sum(count_syllables(word, language) for word in found)
    return Measure(file, language, sentences, words, syllables) if words >= ENOUGH_WORDS else None


@cache
def count_syllables(word: str, language: str) -> int:
    """The syllables of a word; a number written in figures counts as one."""
    if word[0].isdigit():
        return 1
    spanish = known(language).readability == "fernandez-huerta"
    parts = (
        re.split(r"[’'-]", word.lower())
        if spanish
        else re.sub(r"[’'](s|t|d|ll|re|ve|m)\b", "", word.lower()).split("-")
    )
    return sum(_spanish(part) if spanish else _english(part) for part in parts if part) or 1


def _english(word: str) -> int:
    word = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    if word in SPOKEN_OTHERWISE:
        return SPOKEN_OTHERWISE[word]
    count = len(ENGLISH_VOWELS.findall(word)) + len(TWO_SYLLABLES.findall(word)) - len(SILENT_INSIDE.findall(word))
    return max(count - bool(SILENT_END.search(word)), 1)


def _spanish(word: str) -> int:
    word = re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", word)
    word = re.sub(r"y$|y(?=[^aeiouáéíóú])", "i", word)
    return max(sum(_nuclei(group) for group in SPANISH_VOWELS.findall(word)), 1)


def _nuclei(group: str) -> int:
    strong = sum(
        letter in STRONG or (letter in "íú" and any(near in STRONG for near in group[max(at - 1, 0) : at + 2]))
        for at, letter in enumerate(group)
    )
    return max(strong, 1)


def too_hard(measures: Iterable[Measure]) -> Iterator[Finding]:
    """Pages that miss their target."""
    for each in measures:
        if not each.is_easy_enough:
            found = f"Flesch-Kincaid grade {each.grade:.1f}, the target is {HARDEST_GRADE:.0f} or less"
            if known(each.language).readability == "fernandez-huerta":
                found = (
                    f"Fernández-Huerta {each.huerta:.0f} ({each.word}), the target is {LOWEST_HUERTA:.0f} and “normal”"
                )
            yield Finding(each.file, "", found, "Shorten sentences and choose shorter words.")


def report(measures: Iterable[Measure]) -> Iterator[str]:
    """A table with one row for each page and a column for each language with a formula."""
    rows: dict[str, dict[str, Measure]] = {}
    for each in measures:
        rows.setdefault(each.file.replace(f"docs/{each.language}/", ""), {})[each.language] = each
    width = max(map(len, rows), default=0)
    languages = [language for language in LANGUAGES if known(language).readability]
    yield (
        f"{'readability':{width}}" + "".join(f"  {language}: {_column(language):18}" for language in languages).rstrip()
    )
    yield f"{'(target)':{width}}" + "".join(f"  {_target(language):22}" for language in languages).rstrip()
    for name, found in rows.items():
        cells = [_cell(found[language]) if language in found else "" for language in languages]
        yield f"{name:{width}}" + "".join(f"  {cell:22}" for cell in cells).rstrip()


def _column(language: str) -> str:
    return "grade" if known(language).readability == "flesch-kincaid" else "Huerta  INFLESZ"


def _target(language: str) -> str:
    if known(language).readability == "flesch-kincaid":
        return f"{f'≤ {HARDEST_GRADE:.0f}':>9}"
    return f"{f'≥ {LOWEST_HUERTA:.0f}':>10}  normal or easier"


def _cell(measure: Measure) -> str:
    if known(measure.language).readability == "flesch-kincaid":
        return f"{measure.grade:9.1f}"
    return f"{measure.huerta:10.0f}  {measure.word}"
