"""Reads the texts of generated pages from this folder's TOML files; every text must exist in every language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from checker.model import Text
from site_build import BuildError

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> Mapping[str, Any]:
    """The parsed contents of a file. Raises BuildError when it is not TOML."""
    file = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"site_build/content/pages/{file.name} is not TOML: {error}.") from error


def text(value: object, languages: tuple[str, ...], where: str) -> Text:
    """A text in exactly these languages, none of them empty. Raises BuildError naming the place and the language."""
    given = value if isinstance(value, dict) else {}
    wrong = [
        code
        for code in dict.fromkeys((*languages, *given))
        if code not in languages or not isinstance(given.get(code), str) or not given[code].strip()
    ]
    if wrong:
        shape = ", ".join(f'{code} = "…"' for code in languages)
        raise BuildError(f"site_build/content/pages/{where}: check “{'”, “'.join(wrong)}”; write {{ {shape} }}.")
    return given


def rows(name: str, kind: str, languages: tuple[str, ...]) -> list[Mapping[str, Any]]:
    """The [[kind]] rows of a file, with their texts checked. Raises BuildError where a text lacks a language."""
    return [_checked(row, languages, f"{name}.toml, {kind} number {number}") for number, row in _numbered(name, kind)]


def entries(name: str, ids: Mapping[str, object], languages: tuple[str, ...]) -> Mapping[str, Mapping[str, Any]]:
    """The [id] tables of a file, which has exactly one for each of `ids`. Raises BuildError naming what is amiss."""
    _same(name, table(name), ids)
    return {ident: _checked(row, languages, f"{name}.toml, {ident}") for ident, row in table(name).items()}


def lines(name: str, languages: tuple[str, ...]) -> Mapping[str, Text]:
    """A file of one text a line. Raises BuildError naming the line that lacks a language."""
    return {key: text(value, languages, f"{name}.toml, {key}") for key, value in table(name).items()}


def _numbered(name: str, kind: str) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(table(name)[kind], start=1))


def _checked(row: Mapping[str, Any], languages: tuple[str, ...], where: str) -> Mapping[str, Any]:
    for field, value in row.items():
        if isinstance(value, dict):
            text(value, languages, f"{where}, {field}")
    return row


def _same(name: str, found: Mapping[str, object], ids: Mapping[str, object]) -> None:
    missing, extra = [key for key in ids if key not in found], [key for key in found if key not in ids]
    if missing or extra:
        told = [f"lacks {', '.join(missing)}"] if missing else []
        told += [f"has {', '.join(extra)}, which the policy does not know"] if extra else []
        raise BuildError(f"site_build/content/pages/{name}.toml {' and '.join(told)}.")
