"""The table by which the situations of a language are found, as plain data.

`find.index` reads it in a terminal and in a tab, search-situations.js in the site's search: it has all the work that is
the same for every sentence. Options are named "question.option", outcomes ".outcome".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.decide import Ask, states
from checker.find import OUTCOME, content, folded, reading, stem, words
from checker.markup import Place, plain
from checker.model import Policy

READING = "reading-"
"""How the ids of rows begin that say how a language is read."""
DAYS = ("reading-ago", "reading-dates", "reading-days-back", "reading-numbers", "reading-units")


def table(policy: Policy, lang: str) -> dict[str, Any]:
    """All that ranks situations in a language. `states`: by address, the outcome or the question there."""
    rows = _reading(policy, lang)
    read = reading(rows)
    return {
        "lang": lang,
        "reading": rows,
        "cues": {f"{cue.id}.{key}": list(found) for cue in policy.cues.values() for key, found in cue.options.items()},
        "texts": {key: " ".join(sorted(set(content(words(read, text))))) for key, text in _own_texts(policy, lang)},
        "states": {
            state.address: state.next.question.id if isinstance(state.next, Ask) else f"{OUTCOME}{state.next.rule.then}"
            for state in states(policy)
            if state.answers
        },
        "days": {row: _entries(policy, row, lang) for row in DAYS},
    }


def _own_texts(policy: Policy, lang: str) -> Iterator[tuple[str, str]]:
    """What options and outcomes themselves say; an option for those who cannot tell says nothing."""
    place = Place(policy, lang)
    for question in policy.questions.values():
        for option in question.option:
            if not option.unsure:
                hint = option.hint[lang] if option.hint else ""
                yield f"{question.id}.{option.id}", plain(place, f"{option.text[lang]}. {hint}")
    for outcome in policy.outcomes.values():
        yield f"{OUTCOME}{outcome.id}", plain(place, f"{outcome.headline[lang]}. {outcome.summary[lang]}")


def _reading(policy: Policy, lang: str) -> dict[str, Any]:
    """The rows of synonyms.toml for a language, the words of phrases as stems."""
    endings = sorted(set(_entries(policy, "reading-endings", lang)), key=lambda end: (-len(end), end))
    pairs = (entry.partition("=") for entry in _entries(policy, "reading-alike", lang))
    alike = [(one.strip(), other.strip()) for one, _, other in pairs]
    common = set(_entries(policy, "reading-common", lang))

    def part(word: str) -> str:
        return word if word[0] == "=" else f"={word}" if word in common else stem(word, endings, alike)

    return {
        "common": sorted(common),
        "negations": sorted(set(_entries(policy, "reading-not", lang))),
        "breaks": sorted(set(_entries(policy, "reading-break", lang))),
        "things": sorted(concept.id for concept in policy.concepts.values() if concept.thing),
        "endings": endings,
        "alike": alike,
        "phrases": {
            concept: sorted({" ".join(map(part, entry.split())) for entry in _entries(policy, concept, lang)})
            for concept in policy.concepts
            if not concept.startswith(READING)
        },
    }


def _entries(policy: Policy, name: str, lang: str) -> list[str]:
    """The entries of a row of synonyms.toml, as sentences are read: without capitals and accents."""
    row = policy.concepts[name].words[lang] if name in policy.concepts else ""
    return [word for entry in row.split(",") if (word := folded(entry).strip())]
