"""What the site's search finds situations by: the tables of checker/find.py, as JSON, by language.

search-situations.js ranks them in the same way, because most pages of the site run no Python (adr/0022).
"""

from __future__ import annotations

from typing import Any

from checker import find
from checker.decide import Ask
from checker.markup import plain
from checker.paste.reply import in_words
from site_build.checker_api import place, policy
from site_build.layout import CHECK

FILE = "search/situations.json"
LIMITS = {
    "most": find.MOST,
    "longest": find.LONGEST,
    "shortest": find.SHORTEST_STEM,
    "denied": find.DENIED,
    "between": find.BETWEEN,
    "step": find.STEP,
    "further": find.FURTHER,
    "own": find.OWN_TEXT,
    "least": find.LEAST,
    "share": find.SHARE,
    "mended": find.MENDED,
}


def table(lang: str, title: str) -> dict[str, Any]:
    """All that ranks situations in a language. `title`: what stands above them.

    Options are named "question.option", outcomes ".outcome". `states`: by address, the outcome or the question there.
    """
    index, where = find.index(policy(), lang), place(lang)
    reading = index.reading
    phrases: dict[str, list[str]] = {}
    for entries in reading.phrases.values():
        for parts, concept in entries:
            phrases.setdefault(concept, []).append(" ".join(parts))
    options = {
        f"{question.id}.{option.id}": plain(where, in_words(option, lang))
        for question in policy().questions.values()
        for option in question.option
    }
    questions = {each.id: plain(where, each.text[lang]) for each in policy().questions.values()}
    outcomes = {f".{each.id}": plain(where, each.headline[lang]) for each in policy().outcomes.values()}
    states = {
        state.address: state.next.question.id if isinstance(state.next, Ask) else f".{state.next.rule.then}"
        for state, _ in index.states
    }
    return {
        "head": {"address": CHECK, "title": title, "text": ""},
        "limits": LIMITS,
        "reading": {
            "common": sorted(reading.common),
            "negations": sorted(reading.negations),
            "breaks": sorted(reading.breaks),
            "things": sorted(reading.things),
            "endings": sorted(reading.endings, key=lambda end: (-len(end), end)),
            "alike": reading.alike,
            "phrases": phrases,
        },
        "cues": {".".join(key): [" ".join(entry) for entry in entries] for key, entries in index.cues.items()},
        "texts": {".".join(key): " ".join(sorted(stems)) for key, stems in index.texts.items()},
        "options": {key: text for key, text in options.items() if any(key in each.split("/") for each in states)},
        "ends": {key: text for key, text in (questions | outcomes).items() if key in states.values()},
        "states": states,
    }
