"""Splits the search index by language. The theme writes a single one, so searches would match other languages.

The theme loads its index on every page, so the file that it loads is left empty. Our search-worker.js loads the real
index when somebody starts to search (adr/0006).
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from site_build import BuildError
from site_build.layout import PREFIXES, SitePage

INDEX = "search/search_index.json"
SECTIONS = "search/sections.json"
KNOWLEDGE = Path(__file__).with_suffix(".toml")
FIELDS = {"title": {"boost": 8}, "text": {"boost": 1}, "tags": {"boost": 1}}
"""Weight of a word by the field that contains it."""


def split(site: Path) -> None:
    """Replace the common index by one below each language's folder, with locations relative to that folder."""
    whole = json.loads((site / INDEX).read_text(encoding="utf-8"))
    known = knowledge()
    for language, prefix in PREFIXES.items():
        entries = [
            {**entry, "location": entry["location"].removeprefix(prefix)}
            for entry in whole["docs"]
            if SitePage(entry["location"]).language == language
        ]
        if not entries:
            raise BuildError(f"The search index holds no page in {language}.")
        for entry in entries:
            if weight := known["weights"].get(entry["location"].split("#")[0]):
                entry["boost"] = weight
        config = {**whole["config"], "lang": ["en"], "fields": FIELDS}
        reading = read(known["reading"][language])
        same = [row[language].split() for row in known["same"]]
        file = site / prefix / INDEX
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, {"config": config, "docs": []})
        write(site / prefix / SECTIONS, {"config": config, "docs": entries, "same": same, "reading": reading})


def knowledge() -> Mapping[str, Any]:
    """The contents of search_index.toml; raises BuildError when it lacks a language."""
    known = tomllib.loads(KNOWLEDGE.read_text(encoding="utf-8"))
    for language in PREFIXES:
        if language not in known["reading"] or any(language not in row for row in known["same"]):
            raise BuildError(
                f"site_build/assets/search_index.toml: write [reading.{language}], and {language} = in each [[same]]."
            )
    return known


def read(known: Mapping[str, Any]) -> dict[str, Any]:
    """The reading rules of a language, with word lists split and the longest ending first."""
    lists = {key: sorted(known[key].split(), key=len, reverse=True) for key in ("common", "endings") if key in known}
    return {"least": 1, "alike": {}, **known, **lists}


def write(file: Path, content: object) -> None:
    """Write JSON without spaces."""
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
