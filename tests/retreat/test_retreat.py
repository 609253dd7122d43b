"""The day after MkDocs: the same sources under other generators."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path

import pytest

from site_build.layout import BUILD, HEADERS, ROOT, SITE
from site_build.pipeline import build_if_stale
from tests import sources

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
OWN = re.compile(
    rb'<meta name="generator" content="[^"]*">|^const VERSION = ".*";$|(?<=": ")[A-Za-z0-9+/]{16}(?=")', re.MULTILINE
)
"""The generator's name in the head of each page, and what comes of it: digests and version of what browsers keep."""
JUDGES = (
    "tests/site/test_output.py",
    "tests/site/test_promises.py",
    "tests/site/test_edition.py::test_every_page_says_its_edition",
    "tests/browser/test_journeys.py",
)
LOST = {
    "test_policy_for_content_is_tight": "one more style may run: the theme's search puts it into the page",
    "test_no_form_can_be_sent": "the theme's search stands in a form without the class by which the test knows it",
    "test_every_language_searches_its_own_pages": "the theme has its own index for each language and its own worker",
    "test_search_costs_nothing_before_the_first_search": "the theme's worker loads its whole index with the page",
    "test_navigation_is_translated": "entries of the navigation are marked up in another way",
}
"""What does not hold under Zensical, by the test that says so, with the reason."""


def environment(generator: str) -> Path:
    """The commands of a generator, installed with the pinned hashes into build/retreat; kept for the next run."""
    pins = HERE / f"{generator}.txt"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    home = BUILD / "retreat" / generator
    note = home / "pins.sha256"
    if not note.exists() or note.read_text() != wanted:
        uv = shutil.which("uv", path=str(Path(sys.executable).parent))
        assert uv, "uv is missing: `make setup` installs it"
        sources.succeed([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)], ROOT)
        python = str(home / "bin" / "python")
        pinned = ["--require-hashes", "--only-binary", ":all:", "-r", str(pins)]
        sources.succeed([uv, "pip", "install", "--quiet", "--python", python, *pinned], ROOT)
        note.write_text(wanted)
    return home / "bin"


def rehearse(folder: Path, generator: str, command: list[str]) -> None:
    """Build a copy of the sources with a generator."""
    sources.copy(folder, *sources.JUDGES)
    steps = [sys.executable, "tests/retreat/rehearse.py", generator]
    sources.succeed([*steps, "prepare"], folder)
    sources.succeed([str(environment(generator) / command[0]), *command[1:]], folder)
    sources.succeed([*steps, "complete"], folder)


def test_properdocs_makes_the_same_site(tmp_path: Path) -> None:
    """With ProperDocs in place of MkDocs every file is the same, but for the generator's name and what counts it."""
    build_if_stale()
    rehearse(tmp_path, "properdocs", ["properdocs", "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"])
    there, here = contents(tmp_path / "site"), contents(SITE)
    assert set(there) == set(here)
    assert [name for name in here if there[name] != here[name]] == []
    assert (tmp_path / "build" / HEADERS.name).read_bytes() == HEADERS.read_bytes()


def contents(site: Path) -> dict[str, bytes]:
    """The files of a site, without what is the generator's own."""
    files = [file for file in site.rglob("*") if file.is_file()]
    return {file.relative_to(site).as_posix(): OWN.sub(b"", file.read_bytes()) for file in files}


def test_zensical_makes_a_site_that_works(tmp_path: Path) -> None:
    """Under Zensical the pages, the live checker and all journeys hold; what does not is in LOST, with its reason."""
    build_if_stale()
    rehearse(tmp_path, "zensical", ["zensical-i18n", "build", "--strict", "--config-file", "mkdocs.yml"])
    command = [sys.executable, "-m", "pytest", "-q", "--tb=line", "-rfE", "-p", "no:cacheprovider", *JUDGES]
    done = sources.run(command, tmp_path)
    failing = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE))
    assert failing == set(LOST), done.stdout
    assert re.search(r"\d\d passed", done.stdout), done.stdout
