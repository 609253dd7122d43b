"""The situations that a reader's own sentence most likely means: links to states, never an answer.

A sentence becomes the concepts of synonyms.toml that it holds or denies. cues.toml says which of them speak for which
option; an option's own texts count a little, too. A state is as likely as the options on its way together. Nothing
that is read is kept. All data comes from a language's table (publish/situations.py), which search-situations.js ranks
by in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log
from types import MappingProxyType
from typing import Any

from checker.decide import Ask, parse_address
from checker.markup import Place, plain

MOST = 3
"""States given for one sentence."""

LONGEST = 4000
"""Characters read of a sentence; what is said beyond them changes nothing."""

SHORTEST_STEM = 3
DENIED = 3
"""Words after a "not" that it denies."""

BETWEEN = 3
"""Common words that may stand between two parts of a phrase."""

STEP = 1.6
"""What a further answer on the way costs: without anything that speaks for it, the question itself is likelier."""

FURTHER = 0.5
"""How much each further cue of an option counts, beside the one before it."""

OWN_TEXT = 0.4
"""How much a word counts that an option or an outcome has in common with the sentence, beside a cue."""

LEAST = 1.5
"""What the likeliest state has to reach; the others have to reach SHARE of it."""
SHARE = 0.35

MENDED = 6
"""Letters that a stem has to have for one wrong letter to be forgiven."""

OUTCOME = "."
"""How what a state comes to begins where it is an outcome."""

TOKEN = re.compile(r"[^\W_]+|[.,;:!?()\n]")
DOUBLE = re.compile(r"(.)\1+")
LETTERS = str.maketrans("áàâãäåéèêëíìîïóòôõöúùûüñç", "aaaaaaeeeeiiiiooooouuuunc", "’'`´\u0300\u0301\u0303\u0308")
"""Letters to themselves without accents, apostrophes to nothing: the standard library's tables are large."""


@dataclass(frozen=True, slots=True)
class Found:
    """A likely situation: the path of its page below /check/, `question` or the kind of its verdict, its headline."""

    address: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence without accents, its stem, whether it says little by itself, and whether it is denied."""

    plain: str
    stem: str
    common: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How one language is read. `phrases`: by its first part, the parts and the concept of each phrase.

    A part is a stem, or "=" and a word in just this form. `nearly`: a stem with or without one of its letters, to the
    stem. `things`: concepts that a sentence is about even where it denies them.
    """

    common: frozenset[str]
    negations: frozenset[str]
    breaks: frozenset[str]
    endings: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    things: frozenset[str]
    nearly: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """A state: its address, the answers in it, and what it comes to: a question's id, or "." and an outcome's."""

    address: str
    answers: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Index:
    """What a policy's states are found by, in one language.

    By "question.option", or ".outcome": `cues` and the stems of its own `texts`. `weights`: how much a part of a cue
    says; `rarity`: how much a stem does, 1 at most. `days`: the rows by which relative_dates.py reads days.
    """

    reading: Reading
    cues: Mapping[str, tuple[tuple[str, ...], ...]]
    texts: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    rarity: Mapping[str, float]
    situations: tuple[Situation, ...]
    days: Mapping[str, tuple[str, ...]]


def index(table: Mapping[str, Any]) -> Index:
    """Everything that finding needs, from the table of a language."""
    cues = {key: tuple(tuple(entry.split()) for entry in entries) for key, entries in table["cues"].items()}
    texts = {key: frozenset(stems.split()) for key, stems in table["texts"].items()}
    met = Counter(part for entries in cues.values() for part in {part for entry in entries for part in entry})
    shared = Counter(stem for text in texts.values() for stem in text)
    return Index(
        reading(table["reading"]),
        MappingProxyType(cues),
        MappingProxyType(texts),
        MappingProxyType({part: log(1 + len(cues) / count) for part, count in met.items()}),
        MappingProxyType({stem: 1 - log(count) / log(len(texts)) for stem, count in shared.items()}),
        tuple(Situation(address, tuple(address.split("/")), end) for address, end in table["states"].items()),
        MappingProxyType({row: tuple(entries) for row, entries in table["days"].items()}),
    )


def reading(rows: Mapping[str, Any]) -> Reading:
    """How a language is read, from the rows of its table."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, entries in rows["phrases"].items():
        for parts in (tuple(entry.split()) for entry in entries):
            phrases.setdefault(parts[0], []).append((parts, concept))
    stems = {part for found in phrases.values() for parts, _ in found for part in parts if part[0] != "="}
    long = sorted(stem for stem in stems if len(stem) >= MENDED)
    return Reading(
        frozenset(rows["common"]),
        frozenset(rows["negations"]),
        frozenset(rows["breaks"]),
        tuple(rows["endings"]),
        tuple((one, other) for one, other in rows["alike"]),
        MappingProxyType({first: tuple(found) for first, found in phrases.items()}),
        frozenset(rows["things"]),
        MappingProxyType(
            {short: stem for stem in long for short in (*_shorter(stem), stem)} | {stem: stem for stem in stems}
        ),
    )


def find(index: Index, text: str) -> tuple[str, ...]:
    """The addresses of the likeliest states for a sentence, best first, three at most; none where it speaks for none.

    Of states with one outcome, and of a question and what it leads to, only the likelier is given.
    """
    said = words(index.reading, text[:LONGEST])
    held, stems = concepts(index.reading, said), set(content(said))
    speaks = {key: _speaks(index, key, held, stems) for key in index.texts.keys() | index.cues.keys()}
    rated = [(_likelihood(speaks, each), each) for each in index.situations if speaks.get(each.answers[-1])]
    rated.sort(key=lambda each: -each[0])
    chosen: list[Situation] = []
    for likelihood, situation in rated:
        if len(chosen) == MOST or likelihood < max(LEAST, SHARE * rated[0][0]):
            break
        if not any(_told(situation, other) for other in chosen):
            chosen.append(situation)
    return tuple(each.address for each in chosen)


def described(place: Place, addresses: Iterable[str]) -> Iterator[Found]:
    """What stands at some addresses, in the language of a place."""
    for address in addresses:
        state, _ = parse_address(place.policy, address)
        if isinstance(state.next, Ask):
            yield Found(state.address, "question", plain(place, state.next.question.text[place.lang]))
        else:
            outcome = place.policy.outcomes[state.next.rule.then]
            yield Found(state.address, outcome.verdict, plain(place, outcome.headline[place.lang]))


def concepts(reading: Reading, words: Sequence[Word]) -> set[str]:
    """The concepts in a sentence; those that it denies begin with "!"."""
    said: set[str] = set()
    for start, word in enumerate(words):
        for first in {word.stem, f"={word.plain}"}:
            for parts, concept in reading.phrases.get(first, ()):
                if _follows(words, start, parts):
                    said |= {f"!{concept}"} if word.denied else {concept}
                    said |= {concept} & reading.things
    return said


def _follows(words: Sequence[Word], start: int, parts: Sequence[str]) -> bool:
    """Whether a phrase begins at a word; a few common words may stand between its parts."""
    at = start
    for part in parts:
        last = at + BETWEEN
        while at < min(last, len(words)) and words[at].common and not _is(words[at], part):
            at += 1
        if at >= len(words) or not _is(words[at], part):
            return False
        at += 1
    return True


def _is(word: Word, part: str) -> bool:
    return part in (word.stem, f"={word.plain}")


def _speaks(index: Index, key: str, said: Set[str], stems: Set[str]) -> float:
    """How much a sentence speaks for an option or an outcome."""
    own = sum(index.rarity[stem] for stem in index.texts.get(key, frozenset()) & stems)
    heard = [entry for entry in index.cues.get(key, ()) if said >= set(entry)]
    scores = sorted((sum(index.weights[part] for part in entry) for entry in heard), reverse=True)
    return OWN_TEXT * own + sum(score * FURTHER**number for number, score in enumerate(scores))


def _likelihood(speaks: Mapping[str, float], situation: Situation) -> float:
    return STEP + sum(speaks.get(answer, 0) - STEP for answer in situation.answers) + speaks.get(situation.end, 0)


def _told(one: Situation, other: Situation) -> bool:
    """Whether a reader who is given one needs no link to the other."""
    if one.end.startswith(OUTCOME) and other.end.startswith(OUTCOME):
        return one.end == other.end
    answers, others = set(one.answers), set(other.answers)
    return answers <= others or others <= answers


def words(reading: Reading, text: str) -> list[Word]:
    """The words of a sentence. What stands for nothing (a full stop, a comma) ends a denial and is left out."""
    found: list[Word] = []
    denied = 0
    for token in TOKEN.findall(folded(text)):
        if not token[0].isalnum() or token in reading.breaks:
            denied = 0
        if not token[0].isalnum():
            continue
        common = token in reading.common
        root = f"={token}" if common else _mended(reading, stem(token, reading.endings, reading.alike))
        found.append(Word(token, root, common, denied > 0 and not common))
        if token in reading.negations:
            denied = DENIED
        elif denied and not common:
            denied -= 1
    return found


def content(words: Sequence[Word]) -> Iterator[str]:
    """The stems of the words that say something by themselves."""
    return (word.stem for word in words if not word.common)


def folded(text: str) -> str:
    """A text without capitals, accents and apostrophes."""
    return text.lower().translate(LETTERS)


def stem(word: str, endings: Sequence[str], alike: Sequence[tuple[str, str]]) -> str:
    """A word without its ending, and written one way where languages have several."""
    end = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= SHORTEST_STEM), "")
    root = word.removesuffix(end)
    for one, other in alike:
        root = root.replace(one, other)
    return DOUBLE.sub(r"\1", root) or word


def _mended(reading: Reading, stem: str) -> str:
    """The known stem that an unknown one of some length is, but for one letter."""
    if len(stem) < MENDED or stem in reading.nearly:
        return reading.nearly.get(stem, stem)
    return next((reading.nearly[short] for short in _shorter(stem) if short in reading.nearly), stem)


def _shorter(stem: str) -> Iterator[str]:
    """A stem without each of its letters in turn, but for the first, which people seldom get wrong."""
    return (stem[:at] + stem[at + 1 :] for at in range(1, len(stem)))
