"""Whatever the site ships of others is named on its page of licences, with the text of its licence."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from site_build.content.pages.licences import GROUPS, number
from site_build.content.pages.texts import table
from site_build.layout import PREFIXES
from site_build.settings import settings
from tests.site.conftest import Document

ROWS: list[dict[str, Any]] = [row for group in GROUPS for row in table("licences")[group]]
TEXTS = ("assets/licences/*", "assets/fonts/OFL.txt")
NOTICE = re.compile(r"/\*[*!]\s*\*?\s*(.*?)\*/", re.DOTALL)


def test_every_shipped_file_has_a_licence(site: Path) -> None:
    """Each file that is not a page belongs to exactly one part that is named; no part is named for files now gone."""
    found: dict[Path, list[str]] = {file: [] for file in (site / "assets").rglob("*") if file.is_file()}
    for text in TEXTS:
        for file in site.glob(text):
            found[file].append("licence texts")
    for row in ROWS:
        for pattern in row.get("files", []):
            matched = list(site.glob(pattern))
            assert matched, f"{row['name']}: nothing is named {pattern}"
            for file in matched:
                found.setdefault(file, []).append(row["name"])
    assert {file.relative_to(site).as_posix(): names for file, names in found.items() if len(names) != 1} == {}


def test_every_shipped_module_has_a_licence(site: Path) -> None:
    """Each package in the zips of Python is a named part or belongs to Python itself."""
    archives = list(site.glob("assets/engine/*/*.zip"))
    assert len(archives) == 2
    shipped = set()
    for archive in archives:
        with zipfile.ZipFile(archive) as packed:
            shipped |= {name.partition("/")[0].removesuffix(".pyc") for name in packed.namelist()}
    named = {module for row in ROWS for module in row.get("modules", [])}
    assert shipped - named - set(sys.stdlib_module_names) == set()
    assert named - shipped == set()


@pytest.mark.parametrize("row", [row for row in ROWS if "trace" in row], ids=lambda row: row["name"])
def test_what_is_named_is_really_there(site: Path, row: dict[str, Any]) -> None:
    """A part inside a bigger file is found by its trace; the list holds nothing that is gone or of another age."""
    where, text = row["trace"]
    (file,) = site.glob(where)
    assert text.encode() in file.read_bytes()


def test_every_notice_in_the_scripts_is_repeated(site: Path) -> None:
    """The theme's scripts keep the notices of what is in them; each of these is a named part."""
    names = [row["name"].lower() for row in ROWS]
    found = set()
    for file in (site / "assets" / "javascripts").rglob("*.min.js"):
        for notice in NOTICE.findall(file.read_text("utf-8")):
            found.add(re.split(r"\s| v\d|\.(?!js)", notice.strip(), maxsplit=1)[0].lower())
    assert found
    assert found - set(names) == set()


def test_the_page_names_each_part_and_leads_to_its_licence(documents: list[Document], site: Path) -> None:
    """In each language the page has every part's name, version and copyright, and links a text that the site holds."""
    pages = {
        document.place.language: document for document in documents if document.place.tail == "licences/index.html"
    }
    assert set(pages) == set(PREFIXES)
    for document in pages.values():
        said = " ".join("".join("".join(element.text) for element in document.elements).split())
        for row in ROWS:
            assert f"{row['name']} {number(row)}".strip() in said
            assert row["copyright"] in said, row["name"]
            assert document.all("a", href=settings().base_path + row["text"]), row["name"]
            assert len((site / row["text"]).read_text("utf-8")) > 400, row["name"]


def test_every_page_leads_to_the_licences(everything: list[Document]) -> None:
    """The footer of each page links the licences in its language."""
    for document in everything:
        (line,) = document.all("div", class_="edition")
        after = document.elements[document.elements.index(line) :]
        link = next(element for element in after if element.name == "a")
        assert link.get("href") == f"{settings().base_path}{PREFIXES[document.place.language]}licences/", (
            document.place.file
        )
