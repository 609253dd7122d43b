"""The site as it is released, and the real server in front of it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from site_build import release as releasing
from site_build.hosting.headers import Rules, load_rules
from site_build.pipeline import build_if_stale
from tests.browser.conftest import browser_context_args, browser_type_launch_args, locale
from tools import nginx

__all__ = ["browser_context_args", "browser_type_launch_args", "locale"]

FAST = 1
"""A quality of Brotli that packs the whole site in a second; what is true of it is true of the best one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(home: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path from the host's root; an underscore in a header's name stands for a hyphen."""
    connection = http.client.HTTPConnection(urlsplit(home).netloc)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.getheaders()), response.read())
    connection.close()
    return answer


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the built site, quickly packed."""
    build_if_stale()
    folder = tmp_path_factory.mktemp("release")
    releasing.write(folder / "release", quality=FAST, cache=folder / "packed")
    return folder / "release"


@contextmanager
def served(folder: Path, rules: Rules) -> Iterator[str]:
    """Serve a release for nginx; where there is no nginx, what needs it is not run, and the summary says so."""
    try:
        nginx.path()
    except nginx.NoServerError as error:
        pytest.skip(f"NOT RUN: {error}")
    with nginx.running(folder, rules) as home:
        yield home


@pytest.fixture(scope="session")
def home(release: Path) -> Iterator[str]:
    """The address of the release behind nginx, without a slash at the end."""
    with served(release / "nginx", load_rules()) as address:
        yield address
