"""Paths and languages of the site, and its pages."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from site_build.settings import settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BUILD = ROOT / "build"
ASSEMBLED = BUILD / "docs"
"""The folder that MkDocs reads."""
STAGE = BUILD / "site"
"""The folder that MkDocs writes, and in which the site is completed."""
HEADERS = BUILD / "headers.json"
SITE = ROOT / "site"

SOURCES = ("checker", "docs", "overrides", "site_build", "widget")
SINGLES = ("LICENSE", "mkdocs.yml", "package-lock.json", "pyproject.toml", "requirements.txt")
"""The folders and files that the site is made from."""

LANGUAGES: tuple[str, ...] = tuple(tomllib.loads((ROOT / "checker/policy/policy.toml").read_text("utf-8"))["languages"])
"""Those of the policy, the default first."""
DEFAULT_LANGUAGE = LANGUAGES[0]
PREFIXES = {language: "" if language == DEFAULT_LANGUAGE else f"{language}/" for language in LANGUAGES}
"""The languages, each with the folder that its pages are in."""
NOT_FOUND = "404.html"
CHECK = "check/"
"""The checker's page, below the language's folder; its states are folders below it."""
EMBED = "embed/"
"""The checker for frames on other sites, below the language's folder."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the built site by its file, relative to the site's folder, with forward slashes."""

    file: str

    @property
    def language(self) -> str:
        """The language of the folder that the page is in."""
        for language, prefix in PREFIXES.items():
            if prefix and self.file.startswith(prefix):
                return language
        return DEFAULT_LANGUAGE

    @property
    def tail(self) -> str:
        """The file without the language's folder: the same for a page and its translation."""
        return self.file.removeprefix(PREFIXES[self.language])

    @property
    def is_not_found(self) -> bool:
        """Whether this is the page for addresses that do not exist."""
        return self.tail == NOT_FOUND

    @property
    def is_framed(self) -> bool:
        """Whether this is the page for frames on other sites."""
        return self.tail.startswith(EMBED)

    @property
    def path(self) -> str:
        """The path of the page on its host."""
        return settings().base_path + self.file.removesuffix("index.html")

    def address(self, language: str | None = None) -> str:
        """The full address of the page, or of its translation into another language."""
        prefix = PREFIXES[language or self.language]
        return settings().site_url + prefix + self.tail.removesuffix("index.html")


def pages(site: Path) -> list[SitePage]:
    """All pages of a built site, in a fixed order."""
    return [SitePage(file.relative_to(site).as_posix()) for file in sorted(site.rglob("*.html"))]
