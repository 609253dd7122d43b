"""The finished site, built once if it is not current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from site_build.hosting.file_server import running
from site_build.layout import SITE, SitePage, pages
from site_build.pipeline import build_if_stale


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag: its name, its attributes, and the text that follows it directly."""

    name: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return self.attributes.get(name, "")


def elements(html: str, *, is_fragment: bool = False) -> Iterator[Element]:
    """The elements of a page in their order, those in templates included."""
    root = LexborHTMLParser(html, is_fragment=is_fragment).root
    last: Element | None = None
    for node in root.traverse(include_text=True) if root else ():
        if node.is_text_node and last:
            last.text.append(node.text_content or "")
        elif node.is_element_node:
            last = Element(str(node.tag), {name: value or "" for name, value in node.attributes.items()})
            yield last
            if last.name == "template":
                inside = re.sub(r"^<template[^>]*>|</template>$", "", node.html or "")
                yield from elements(inside, is_fragment=True)


@dataclass(frozen=True, slots=True)
class Document:
    """A page of the site and what is in it."""

    place: SitePage
    text: str
    elements: list[Element]

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        """The elements of a name that bear all of these attributes; an underscore stands for a hyphen."""
        wanted = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.name == name and all(element.get(key) == value for key, value in wanted.items())
        ]

    def one(self, name: str, /, **attributes: str) -> Element:
        """The only such element; fails the test when there is none or more."""
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{self.place.file}: {len(found)} elements {name} {attributes}"
        return found[0]


def read(place: SitePage, site: Path = SITE) -> Document:
    """Parse a page."""
    text = (site / place.file).read_text(encoding="utf-8")
    return Document(place, text, list(elements(text)))


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the finished site."""
    build_if_stale()
    return SITE


@pytest.fixture(scope="session")
def everything(site: Path) -> list[Document]:
    """Every page, the pages for unknown addresses included.

    test_embed.py has those for frames on other sites, test_moved.py those at addresses of earlier editions.
    """
    found = [read(place) for place in pages(site) if not place.is_framed]
    return [document for document in found if not document.all("meta", http_equiv="refresh")]


@pytest.fixture(scope="session")
def documents(everything: list[Document]) -> list[Document]:
    """Every page that has an address of its own."""
    return [document for document in everything if not document.place.is_not_found]


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the served site, without a slash at the end."""
    with running(site) as address:
        yield address
