"""“Add a language” of CONTRIBUTING, step by step: data files only, and a check names each step before it is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_build.pipeline import build_if_stale
from tests import sources
from tests.rehearsal import pseudo
from tests.rehearsal.pseudo import CODE
from tests.rehearsal.steps import AUDIT, BUILD, CHANGES, LOOK, PYTHON, Step, contributing, follow, touched

STEPS: tuple[Step, ...] = (
    (pseudo.declare, AUDIT, rf"questions\.toml: question “stage”, field “text\.{CODE}”: found no text"),
    (pseudo.tables("checker/policy"), AUDIT, rf"words\.toml: field “language-{CODE}”: found nothing"),
    (pseudo.name, BUILD, rf"site_build/content/pages/\w+\.toml, .*check “{CODE}”"),
    (pseudo.tables("site_build/content/pages"), BUILD, rf"Missing translation: docs/{CODE}/about\.md"),
    (pseudo.guide, BUILD, rf"site_build/assets/search_index\.toml: write \[reading\.{CODE}\]"),
    (pseudo.search, BUILD, rf"docs/assets/images/social-{CODE}\.png is missing: .* tools/social\.toml"),
    (pseudo.social, BUILD, r"run `make social`"),
    (lambda root: print(sources.succeed([PYTHON, "-m", "tools.social"], root)), BUILD, r"mkdocs\.yml does not fit"),
    (pseudo.configure, LOOK, rf"translations/{CODE}\.toml is missing"),
    (pseudo.know, LOOK, rf"docs/{CODE}/steps\.md #press: nobody has confirmed .*--confirm {CODE}/steps\.md#press"),
)
DATA = {".md", ".png", ".toml", ".yml"}
JUDGES = (
    "tests/site/test_output.py",
    "tests/site/test_found.py",
    f"tests/site/test_promises.py::test_a_static_page_says_what_the_checker_says[{CODE}]",
    f"tests/site/test_promises.py::test_the_terminal_says_what_the_page_says[{CODE}]",
    f"tests/site/test_promises.py::test_the_site_map_is_what_it_should_be[{CODE}]",
    f"tests/browser/test_journeys.py::test_python_in_the_page_answers_each_worry[{CODE}-chromium-not paid yet]",
    f"tests/browser/test_header.py::test_the_header_holds_its_parts[{CODE}-chromium]",
    f"tests/browser/test_journeys.py::test_switching_the_language_keeps_the_answers[{CODE}-chromium]",
    f"tests/browser/test_search.py::test_results_stay_in_the_language_and_outside_the_checker[{CODE}-chromium]",
)
CHECKED_ALREADY = ("test_no_link_is_broken", "test_no_page_loads_from_another_host")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with a further language, built; each step was asked for by a check before it was done."""
    build_if_stale()
    root = tmp_path_factory.mktemp("further")
    sources.copy(root, *sources.JUDGES)
    follow(root, STEPS)
    sources.succeed([*LOOK, "--confirm", CODE], root)
    sources.succeed(BUILD, root)
    return root


def test_a_language_is_data(root: Path) -> None:
    """Only texts, tables, the configuration and a picture are touched, and CONTRIBUTING names all of them."""
    found = touched(root)
    assert {Path(name).suffix for name in found} == DATA
    paths = re.findall(r"`([\w./-]+/[\w.-]*|mkdocs\.yml)`", contributing("Add a language"))
    named = [path.replace("CODE", CODE) for path in paths]
    assert [name for name in sorted(found) if not name.startswith(tuple(named))] == []
    assert [path for path in named if not (root / path).exists()] == []


def test_every_check_is_green(root: Path) -> None:
    """Audit, changes, links and language find nothing; what nobody knows of the language is said, not skipped."""
    assert "audit clean" in sources.succeed(AUDIT, root)
    assert sources.succeed(CHANGES, root) == ""
    sources.succeed([PYTHON, "-m", "site_build.check"], root)
    told = sources.succeed(LOOK, root)
    assert "no findings" in told
    for lost in ("the spelling is not checked", "nobody measures", "text left in another language is not found"):
        assert re.search(rf"^{CODE}: {lost}.*, because translations/{CODE}\.toml has no", told, re.MULTILINE), told


def test_every_page_keeps_what_the_site_promises(root: Path) -> None:
    """The ordinary tests judge all three languages: pages, links between them, search, map, states, a live journey."""
    deselected = " and ".join(f"not {name}" for name in CHECKED_ALREADY)
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-k", deselected]
    told = sources.succeed([PYTHON, "-m", "pytest", *options, *JUDGES], root)
    assert re.search(r"\d\d passed, 2 deselected", told), told
    pages = {code: len(list((root / "site" / code).rglob("index.html"))) for code in ("es", CODE)}
    assert pages["es"] == pages[CODE] > 200


def test_the_terminal_speaks_it(root: Path) -> None:
    """`--lang` knows the language, and a wrong code is answered with all three."""
    policy = "".join(file.read_text("utf-8") for file in (root / "checker/policy").rglob("*.toml"))
    said = sources.succeed([PYTHON, "-m", "checker", "--lang", CODE, "stage=unpaid"], root).splitlines()
    assert f'{CODE} = "{said[0]}"' in policy
    assert f"en, es, {CODE}" in sources.run([PYTHON, "-m", "checker", "--lang", "xx"], root).stdout
