"""Checks that each language of the policy has its entry in mkdocs.yml and its picture for shared links.

Where a language lacks a name, the i18n plugin silently uses that of the first language, such as a menu entry.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from site_build import BuildError
from site_build.checker_api import policy
from site_build.layout import DEFAULT_LANGUAGE, DOCS, PREFIXES

TEXTS = ("site_name", "site_description", "copyright", "nav_translations", "admonition_translations")
"""Texts that each language except the first must define, besides the names of the colours."""


def check_pictures() -> None:
    """Raise BuildError for a language without the picture that other sites show beside a link."""
    for language in PREFIXES:
        name = f"assets/images/social-{language}.png"
        if not (DOCS / name).exists():
            raise BuildError(f"docs/{name} is missing: write “{language}” in tools/social.toml and run `make social`.")


def check_config(config: Any) -> None:
    """Raise BuildError listing what mkdocs.yml lacks for each language. `config` is MkDocs's loaded configuration."""
    found = {each.locale: each for each in config.plugins["i18n"].config.languages if each.build}
    lacking = [*_languages(list(found)), *_name(DEFAULT_LANGUAGE, config.site_name)]
    for language, own in found.items():
        if language in PREFIXES and language != DEFAULT_LANGUAGE:
            lacking += [f"{language}: write {text}" for text in TEXTS if not own[text]]
            lacking += _name(language, own.site_name)
            names = [name for name in _names(config.nav) if name not in (own.nav_translations or {})]
            lacking += [f"{language}: nav_translations lacks {', '.join(names)}"] if names else []
            if not (own.theme and own.theme.get("palette")):
                lacking.append(f"{language}: write theme.palette, with the names of the colours")
    if lacking:
        raise BuildError("\n".join(["mkdocs.yml does not fit the policy's languages:", *lacking]))


def _languages(found: list[str]) -> Iterator[str]:
    if set(found) != set(PREFIXES):
        yield f"plugins.i18n.languages has {', '.join(found)}; checker/policy/policy.toml has {', '.join(PREFIXES)}"


def _name(language: str, written: str | None) -> Iterator[str]:
    name = policy().words["site-name"][language]
    if written and written != name:
        yield f"{language}: site_name is “{written}”, and site-name in checker/policy/words.toml “{name}”"


def _names(nav: Any) -> Iterator[str]:
    """The names in the navigation."""
    for each in nav if isinstance(nav, list) else ():
        if isinstance(each, Mapping):
            for name, below in each.items():
                yield name
                yield from _names(below)
