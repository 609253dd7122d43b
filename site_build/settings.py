"""The settings of a build, from environment variables: what each may be, and what to write where it is wrong.

These are all that the site depends on besides its sources, so they are part of what a build is noted with.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from site_build import BuildError

EXAMPLE_URL = "https://still-in-time.example/"
"""Where a site is that nobody publishes."""
NAMES = ("SITE_URL", "EMBEDDERS", "PROJECT_HOME", "REPORT_TO", "OFFLINE", "SOURCE_COMMIT")
LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
"""A part of a host's name, between two dots."""
PORT = r"(?::(?P<port>[1-9][0-9]{0,4}))?"
ORIGIN = re.compile(rf"https?://(?:\*\.(?={LABEL}\.))?{LABEL}(?:\.{LABEL})*{PORT}")
"""A site by scheme, host and port, as a Content-Security-Policy names it; `*.` stands for all hosts below."""
ADDRESS = re.compile(rf"https?://{LABEL}(?:\.{LABEL})*{PORT}(?:/[a-zA-Z0-9_~-][a-zA-Z0-9._~-]*)*/?")
"""Where a site may be found: in its path only what every host, server and policy takes as it is."""
HOME = re.compile(r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[a-zA-Z0-9_.~-]+)+")
"""A repository on a host that has issues and forms for them."""
MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
COMMIT = re.compile(r"[0-9a-f]{8,64}\+?")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a build, each checked."""

    site_url: str
    """SITE_URL: the public address of the site, with a slash at the end."""
    embedders: tuple[str, ...]
    """EMBEDDERS: the sites that may show the checker in a frame, as origins, or `*` alone. None where it is not set."""
    project_home: str
    """PROJECT_HOME: the repository, where readers can tell us that an answer is wrong; empty where it is not set."""
    report_to: str
    """REPORT_TO: the mail address for readers who report a wrong answer; empty where it is not set."""
    offline: bool
    """OFFLINE: whether browsers keep the site for reading offline; on unless it is switched off."""
    source_commit: str
    """SOURCE_COMMIT: the commit, for sources without their history; empty where git is to be asked."""

    @property
    def base_path(self) -> str:
        """The path under which the site lies on its host: `/`, or `/folder/`."""
        return urlsplit(self.site_url).path

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """The settings of an environment. Raises BuildError with a sentence for each that is wrong or misspelt."""
        url, home = env.get("SITE_URL", EXAMPLE_URL), env.get("PROJECT_HOME", "").rstrip("/")
        offline, commit = env.get("OFFLINE", "on"), env.get("SOURCE_COMMIT", "")
        receiver = env.get("REPORT_TO", "")
        embedders = tuple(env.get("EMBEDDERS", "").split())
        wrong = [*_misspelt(env)]
        if not _fits(ADDRESS, url):
            wrong.append(
                f"SITE_URL is {url!r}: write where the site will be found, like https://help.example.org/ or "
                "https://example.org/help/ (the host in small letters; in a path only letters, digits and . _ ~ -)."
            )
        wrong += [
            f"EMBEDDERS holds {each!r}: write sites like https://www.example.org (small letters, no path, no slash "
            "at the end) with spaces between them, or * alone for every site."
            for each in embedders
            if not (_fits(ORIGIN, each) or embedders == ("*",))
        ]
        if home and not HOME.fullmatch(home):
            wrong.append(
                f"PROJECT_HOME is {home!r}: write the address of the repository, like https://github.com/owner/name."
            )
        if receiver and not MAIL.fullmatch(receiver):
            wrong.append(f"REPORT_TO is {receiver!r}: write one mail address, like answers@example.org.")
        if offline not in ("on", "off"):
            wrong.append(f"OFFLINE is {offline!r}: write on or off.")
        if commit and not COMMIT.fullmatch(commit):
            wrong.append(f"SOURCE_COMMIT is {commit!r}: give the commit's hash, with a + if it has been changed.")
        if wrong:
            raise BuildError("\n".join(wrong))
        return cls(url.rstrip("/") + "/", embedders, home, receiver, offline == "on", commit)


def settings() -> Settings:
    """The settings of the environment as it is now. Raises BuildError as `Settings.from_env` does."""
    return _checked(*map(os.environ.get, NAMES))


@lru_cache(maxsize=1)
def _checked(*_values: str | None) -> Settings:
    """The settings, checked again where a variable has another value."""
    return Settings.from_env()


def _plain(name: str) -> str:
    return name.upper().replace("_", "").removesuffix("S")


PLAIN = {_plain(name): name for name in NAMES}
"""The settings by what is left of their names when they are written in some other way."""


def _misspelt(env: Mapping[str, str]) -> Iterator[str]:
    for name in env:
        if name not in NAMES and (meant := PLAIN.get(_plain(name))):
            yield f"{name} is not read: write {meant}."


def _fits(pattern: re.Pattern[str], given: str) -> bool:
    """Whether an address has the form of a pattern, and its port is one."""
    found = pattern.fullmatch(given)
    return found is not None and int(found["port"] or 1) < 65536
