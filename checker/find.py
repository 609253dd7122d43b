"""The situations that a reader's own sentence most likely means: links to states, never an answer.

A sentence becomes the concepts of synonyms.toml that it holds or denies. cues.toml says which of them speak for which
option; an option's own texts count a little, too. A state is as likely as the options on its way together. Nothing
that is read is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log
from types import MappingProxyType

from checker.decide import Ask, State, states
from checker.markup import Place, plain
from checker.model import Policy

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

READING = "reading-"
"""How the ids of rows begin that say how a language is read."""

MENDED = 6
"""Letters that a stem has to have for one wrong letter to be forgiven."""

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
class Index:
    """What a policy's states are found by, in one language.

    By (question, option), or ("", outcome): `cues` and the stems of its own `texts`. `weights`: how much a part of a
    cue says; `rarity`: how much a stem does, 1 at most.
    """

    reading: Reading
    cues: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]
    texts: Mapping[tuple[str, str], frozenset[str]]
    weights: Mapping[str, float]
    rarity: Mapping[str, float]
    states: tuple[tuple[State, Found], ...]


def index(policy: Policy, lang: str) -> Index:
    """Everything that finding needs, worked out once for a language."""
    reading, place = _reading(policy, lang), Place(policy, lang)
    cues = {
        (cue.id, option): tuple(tuple(entry.split()) for entry in entries)
        for cue in policy.cues.values()
        for option, entries in cue.options.items()
    }
    said = {
        (question.id, option.id): f"{option.text[lang]}. {option.hint[lang] if option.hint else ''}"
        for question in policy.questions.values()
        for option in question.option
        if not option.unsure
    } | {("", each.id): f"{each.headline[lang]}. {each.summary[lang]}" for each in policy.outcomes.values()}
    texts = {key: frozenset(_content(_words(reading, plain(place, text)))) for key, text in said.items()}
    met = Counter(part for entries in cues.values() for part in {part for entry in entries for part in entry})
    shared = Counter(stem for text in texts.values() for stem in text)
    return Index(
        reading,
        MappingProxyType(cues),
        MappingProxyType(texts),
        MappingProxyType({part: log(1 + len(cues) / count) for part, count in met.items()}),
        MappingProxyType({stem: 1 - log(count) / log(len(texts)) for stem, count in shared.items()}),
        tuple((state, _found(place, state)) for state in states(policy) if state.answers),
    )


def find(index: Index, text: str) -> tuple[Found, ...]:
    """The likeliest states for a sentence, best first, three at most; none where nothing in it speaks for any.

    Of states with one outcome, and of a question and what it leads to, only the likelier is given.
    """
    words = _words(index.reading, text[:LONGEST])
    said, stems = concepts(index.reading, words), set(_content(words))
    speaks = {key: _speaks(index, key, said, stems) for key in index.texts.keys() | index.cues.keys()}
    rated = [
        (_likelihood(speaks, state), state, found)
        for state, found in index.states
        if speaks.get(list(state.answers.items())[-1])
    ]
    rated.sort(key=lambda each: -each[0])
    chosen: list[tuple[State, Found]] = []
    for likelihood, state, found in rated:
        if len(chosen) == MOST or likelihood < max(LEAST, SHARE * rated[0][0]):
            break
        if not any(_told(state, other) for other, _ in chosen):
            chosen.append((state, found))
    return tuple(found for _, found in chosen)


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


def _speaks(index: Index, key: tuple[str, str], said: Set[str], stems: Set[str]) -> float:
    """How much a sentence speaks for an option or an outcome."""
    own = sum(index.rarity[stem] for stem in index.texts.get(key, frozenset()) & stems)
    heard = [entry for entry in index.cues.get(key, ()) if said >= set(entry)]
    scores = sorted((sum(index.weights[part] for part in entry) for entry in heard), reverse=True)
    return OWN_TEXT * own + sum(score * FURTHER**number for number, score in enumerate(scores))


def _likelihood(speaks: Mapping[tuple[str, str], float], state: State) -> float:
    answers = sum(speaks.get(answer, 0) - STEP for answer in state.answers.items())
    outcome = 0 if isinstance(state.next, Ask) else speaks.get(("", state.next.rule.then), 0)
    return STEP + answers + outcome


def _told(state: State, other: State) -> bool:
    """Whether a reader who is given `other` needs no link to `state`."""
    if isinstance(state.next, Ask) or isinstance(other.next, Ask):
        return state.answers.items() <= other.answers.items() or other.answers.items() <= state.answers.items()
    return state.next.rule.then == other.next.rule.then


def _found(place: Place, state: State) -> Found:
    if isinstance(state.next, Ask):
        return Found(state.address, "question", plain(place, state.next.question.text[place.lang]))
    outcome = place.policy.outcomes[state.next.rule.then]
    return Found(state.address, outcome.verdict, plain(place, outcome.headline[place.lang]))


def _reading(policy: Policy, lang: str) -> Reading:
    """The rows of synonyms.toml for a language."""

    def row(name: str) -> list[str]:
        return entries(policy, name, lang)

    endings = tuple(sorted(set(row("reading-endings")), key=len, reverse=True))
    alike = tuple(
        (one.strip(), other.strip()) for one, _, other in (entry.partition("=") for entry in row("reading-alike"))
    )
    common = frozenset(row("reading-common"))
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for ident in policy.concepts:
        for entry in [] if ident.startswith(READING) else row(ident):
            parts = tuple(
                part if part[0] == "=" else f"={part}" if part in common else _stem(part, endings, alike)
                for part in entry.split()
            )
            phrases.setdefault(parts[0], []).append((parts, ident))
    stems = {part for found in phrases.values() for parts, _ in found for part in parts if part[0] != "="}
    long = sorted(stem for stem in stems if len(stem) >= MENDED)
    return Reading(
        common,
        frozenset(row("reading-not")),
        frozenset(row("reading-break")),
        endings,
        alike,
        MappingProxyType({first: tuple(found) for first, found in phrases.items()}),
        frozenset(concept.id for concept in policy.concepts.values() if concept.thing),
        MappingProxyType(
            {short: stem for stem in long for short in (*_shorter(stem), stem)} | {stem: stem for stem in stems}
        ),
    )


def entries(policy: Policy, name: str, lang: str) -> list[str]:
    """The entries of a row of synonyms.toml, as sentences are read: without capitals and accents."""
    words = policy.concepts[name].words[lang] if name in policy.concepts else ""
    return [word for entry in words.split(",") if (word := folded(entry).strip())]


def _words(reading: Reading, text: str) -> list[Word]:
    """The words of a sentence. What stands for nothing (a full stop, a comma) ends a denial and is left out."""
    words: list[Word] = []
    denied = 0
    for token in TOKEN.findall(folded(text)):
        if not token[0].isalnum() or token in reading.breaks:
            denied = 0
        if not token[0].isalnum():
            continue
        common = token in reading.common
        stem = f"={token}" if common else _mended(reading, _stem(token, reading.endings, reading.alike))
        words.append(Word(token, stem, common, denied > 0 and not common))
        if token in reading.negations:
            denied = DENIED
        elif denied and not common:
            denied -= 1
    return words


def _content(words: Sequence[Word]) -> Iterator[str]:
    return (word.stem for word in words if not word.common)


def folded(text: str) -> str:
    return text.lower().translate(LETTERS)


def _stem(word: str, endings: Sequence[str], alike: Sequence[tuple[str, str]]) -> str:
    """A word without its ending, and written one way where languages have several."""
    end = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= SHORTEST_STEM), "")
    stem = word.removesuffix(end)
    for one, other in alike:
        stem = stem.replace(one, other)
    return DOUBLE.sub(r"\1", stem) or word


def _mended(reading: Reading, stem: str) -> str:
    """The known stem that an unknown one of some length is, but for one letter."""
    if len(stem) < MENDED or stem in reading.nearly:
        return reading.nearly.get(stem, stem)
    return next((reading.nearly[short] for short in _shorter(stem) if short in reading.nearly), stem)


def _shorter(stem: str) -> Iterator[str]:
    """A stem without each of its letters in turn, but for the first, which people seldom get wrong."""
    return (stem[:at] + stem[at + 1 :] for at in range(1, len(stem)))
