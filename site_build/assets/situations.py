"""What the site's search and the checker's field find situations by, as JSON, by language.

search-situations.js ranks them in the same way as checker/find.py, because most pages of the site run no Python
(adr/0022).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checker import find
from checker.markup import plain
from checker.paste.reply import alone
from checker.publish import situations
from site_build.checker_api import place, policy
from site_build.content.pages.writer import writer
from site_build.layout import CHECK, PREFIXES

FOLDER = "assets/situations"
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
    """The table of a language, and what the search shows of it. `title`: what stands above the situations."""
    ranked, where = situations.table(policy(), lang), place(lang)
    states = ranked["states"]
    met = {answer for address in states for answer in address.split("/")}
    options = {
        f"{question.id}.{option.id}": plain(where, alone(question, option, lang))
        for question in policy().questions.values()
        for option in question.option
    }
    questions = {each.id: plain(where, each.text[lang]) for each in policy().questions.values()}
    outcomes = {f".{each.id}": plain(where, each.headline[lang]) for each in policy().outcomes.values()}
    return {
        "head": {"address": CHECK, "title": title, "text": ""},
        "limits": LIMITS,
        **ranked,
        "options": {key: text for key, text in options.items() if key in met},
        "ends": {key: text for key, text in (questions | outcomes).items() if key in states.values()},
    }


def file(lang: str) -> str:
    """The table of a language, below the site's folder, before it is named by its hash."""
    return f"{FOLDER}/{lang}.json"


def write(site: Path) -> None:
    """Write the table of each language. Its name gets its hash (fingerprint.py): it fits the Python of its edition."""
    (site / FOLDER).mkdir(parents=True)
    for lang in PREFIXES:
        content = table(lang, writer(lang).word("search-situations"))
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (site / file(lang)).write_text(text, encoding="utf-8")
