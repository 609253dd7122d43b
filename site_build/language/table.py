"""Reads the texts of TOML tables with all languages side by side: the policy's and the generated pages'."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker.markup import MARK, Place, named, plain
from site_build.checker_api import policy
from site_build.language.finding import Finding
from site_build.language.text_extraction import ELSEWHERE, Passage
from site_build.language.translation_status import translatable
from site_build.layout import DEFAULT_LANGUAGE, PREFIXES

AUDITED = "checker/policy"
"""Tables that `checker.audit` already checks for empty and equal texts."""
OTHERS = "site_build/content/pages"
TYPED = "checker/policy/synonyms.toml"
"""Words as readers type them, short forms and slips included. Nobody is shown them."""
BLANK = re.compile(r"\{\w+\}")
"""A placeholder that the program fills, treated as a figure."""


def read_tables(root: Path) -> list[Passage]:
    """Every text in every language of all tables that readers are shown."""
    files = [file for folder in (AUDITED, OTHERS) for file in sorted((root / folder).rglob("*.toml"))]
    return [passage for file in files if file != root / TYPED for passage in read_table(file, root)]


def read_table(file: Path, root: Path) -> Iterator[Passage]:
    """The texts of one table, with placeholders filled as a reader sees them."""
    written = file.read_text(encoding="utf-8")
    for place, values in _texts(tomllib.loads(written), ""):
        for language, value in values.items():
            for text in value if isinstance(value, list) else [value]:
                line = written.count("\n", 0, max(written.find(text), 0)) + 1
                name = f"{file.relative_to(root).as_posix()}:{line}"
                yield Passage(name, place, language, _as_read(text, language), prose=True)


def equal(passages: list[Passage]) -> Iterator[Finding]:
    """Untranslated texts in tables that the audit does not check."""
    original = {(each.file, each.place, each.text.casefold()) for each in passages if each.language == DEFAULT_LANGUAGE}
    for each in passages:
        same = (each.file, each.place, each.text.casefold()) in original and each.language != DEFAULT_LANGUAGE
        if same and translatable(each.text) and each.file.startswith(OTHERS):
            yield Finding(each.file, each.place, f"the same as in “{DEFAULT_LANGUAGE}”, “{each.text}”", "Translate it.")


def _texts(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if value and set(value) <= set(PREFIXES):
            yield place, value
            return
        for key, below in value.items():
            yield from _texts(below, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, below in enumerate(value, start=1):
            ident = below.get("id", number) if isinstance(below, dict) else number
            yield from _texts(below, f"{place} {ident}")


def _as_read(text: str, language: str) -> str:
    def own(found: re.Match[str]) -> str:
        """Our description of a name; AliExpress's own words are no prose of ours."""
        if found[1] != "label":
            return found[0]
        name = named(policy(), found[2], language)
        return ELSEWHERE if name.seen else f"{name.own}{f' ({ELSEWHERE})' if name.beside else ''}"

    try:
        return plain(Place(policy(), language), MARK.sub(own, BLANK.sub("0", text)))
    except KeyError:
        return text
