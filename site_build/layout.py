"""Paths, languages and addresses of the site, partly from environment variables."""

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

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
LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
"""A part of a host's name, between two dots."""
PORT = r"(?::(?P<port>[1-9][0-9]{0,4}))?"
ORIGIN = re.compile(rf"https?://(?:\*\.(?={LABEL}\.))?{LABEL}(?:\.{LABEL})*{PORT}")
"""A site by scheme, host and port, as a Content-Security-Policy names it; `*.` stands for all hosts below."""
ADDRESS = re.compile(rf"https?://{LABEL}(?:\.{LABEL})*{PORT}(?:/[a-zA-Z0-9_~-][a-zA-Z0-9._~-]*)*/?")
"""Where a site may be found: in its path only what every host, server and policy takes as it is."""
HOME = re.compile(r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[a-zA-Z0-9_.~-]+)+")
"""A repository on a host that has issues and forms for them."""


class BuildError(Exception):
    """The site cannot be built; the message says which file is wrong and what to do."""


def fits(pattern: re.Pattern[str], given: str) -> bool:
    """Whether an address has the form of a pattern, and its port is one."""
    found = pattern.fullmatch(given)
    return found is not None and int(found["port"] or 1) < 65536


def site_url() -> str:
    """The public address of the site, from the variable SITE_URL, always with a slash at the end.

    Raises BuildError for what is no such address.
    """
    given = os.environ.get("SITE_URL", "https://still-in-time.example/")
    if not fits(ADDRESS, given):
        raise BuildError(
            f"SITE_URL is {given!r}: write where the site will be found, like https://help.example.org/ or "
            "https://example.org/help/ (the host in small letters; in a path only letters, digits and . _ ~ -)."
        )
    return given.rstrip("/") + "/"


def base_path() -> str:
    """The path under which the site lies on its host: `/`, or `/folder/`."""
    return urlsplit(site_url()).path


def embedders() -> tuple[str, ...]:
    """The sites that may show the checker in a frame, from the variable EMBEDDERS: origins with spaces between, or `*`.

    None where it is not set. Raises BuildError for anything that is no origin.
    """
    given = os.environ.get("EMBEDDERS", "").split()
    for each in given:
        if not (fits(ORIGIN, each) or given == ["*"]):
            raise BuildError(
                f"EMBEDDERS holds {each!r}: write sites like https://www.example.org (small letters, no path, no slash "
                "at the end) with spaces between them, or * alone for every site."
            )
    return tuple(given)


def project_home() -> str:
    """The address of the project's home, without a slash at the end, from the variable PROJECT_HOME; nothing if unset.

    Where it is set, readers can tell us there that an answer is wrong. Raises BuildError for what is no such address.
    """
    given = os.environ.get("PROJECT_HOME", "").rstrip("/")
    if given and not HOME.fullmatch(given):
        raise BuildError(
            f"PROJECT_HOME is {given!r}: write the address of the repository, like https://github.com/owner/name."
        )
    return given


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
        return base_path() + self.file.removesuffix("index.html")

    def address(self, language: str | None = None) -> str:
        """The full address of the page, or of its translation into another language."""
        prefix = PREFIXES[language or self.language]
        return site_url() + prefix + self.tail.removesuffix("index.html")


def pages(site: Path) -> list[SitePage]:
    """All pages of a built site, in a fixed order."""
    return [SitePage(file.relative_to(site).as_posix()) for file in sorted(site.rglob("*.html"))]
