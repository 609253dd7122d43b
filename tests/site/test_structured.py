"""What machines are told about a page: valid by schema.org and by what search engines ask, and true of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from site_build.layout import PREFIXES
from site_build.settings import settings
from tests.site import vocabulary
from tests.site.conftest import Document

SHAPE = Draft202012Validator(json.loads(Path(__file__).with_name("rich-results.schema.json").read_text("utf-8")))
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
ALLOWED = frozenset("a br em li ol p strong ul".split())


def told(document: Document) -> list[dict[str, Any]]:
    """The things that a page tells of, from its one block of data."""
    (block,) = BLOCK.findall(document.text)
    graph: list[dict[str, Any]] = json.loads(block)["@graph"]
    return graph


def every(thing: object) -> Iterator[dict[str, Any]]:
    """A thing and all things in it."""
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    if isinstance(thing, list):
        for each in thing:
            yield from every(each)


def squeezed(html: str) -> str:
    """What a piece of HTML says, without any spaces: tags may stand for one or for none."""
    return "".join(unescape(TAG.sub("", html)).split())


@pytest.fixture(scope="module")
def telling(documents: list[Document]) -> list[Document]:
    """The pages that search engines may list, which all tell what they are."""
    return [document for document in documents if not document.all("meta", name="robots")]


def test_listed_pages_tell_what_they_are_and_no_others(documents: list[Document]) -> None:
    """Each page that may be listed has one block of data; questions half-way and unknown addresses have none."""
    for document in documents:
        listed = not document.all("meta", name="robots")
        assert len(BLOCK.findall(document.text)) == listed, document.place.file


def test_structured_data_is_schema_orgs(telling: list[Document]) -> None:
    """Every type, property and kind of value is one that schema.org's vocabulary has."""
    wrong = {document.place.file: [*vocabulary.faults({"@type": "ItemList", "itemListElement": told(document)}, "")]
             for document in telling}  # fmt: skip
    assert {file: faults for file, faults in wrong.items() if faults} == {}


def test_structured_data_has_what_search_engines_ask(telling: list[Document]) -> None:
    """Questions have answers, steps have texts, trails have names and addresses, as Google's documents require."""
    for document in telling:
        data = json.loads(BLOCK.findall(document.text)[0])
        assert [error.message for error in SHAPE.iter_errors(data)] == [], document.place.file


def test_structured_data_is_about_the_page(telling: list[Document]) -> None:
    """The page is told under its own address, in its own language, with the name and description that others show."""
    for document in telling:
        (page,) = [thing for thing in told(document) if thing["@id"] == document.place.address()]
        assert page["url"] == document.place.address()
        assert page["name"] == document.one("meta", property="og:title").get("content")
        assert page["description"] == document.one("meta", name="description").get("content")
        languages = {thing["inLanguage"] for thing in every(told(document)) if "inLanguage" in thing}
        assert languages == {document.place.language}


def test_structured_data_says_nothing_that_the_page_does_not(telling: list[Document]) -> None:
    """Each question, answer and step stands in the page in just these words, and in no markup but what may be shown."""
    for document in telling:
        said = squeezed(re.sub(r"<(script|svg|title).*?</\1>", "", document.text, flags=re.DOTALL))
        for thing in every(told(document)):
            if thing.get("@type") in ("Question", "Answer", "HowToStep"):
                for words in (thing.get("name", ""), thing.get("text", "")):
                    assert squeezed(words) in said, (document.place.file, words)
                    assert set(re.findall(r"</?(\w+)", words)) <= ALLOWED


def test_structured_data_leads_somewhere(site: Path, telling: list[Document]) -> None:
    """Every address of ours in it is a page that there is, and a place in it where one is named."""
    pages = {document.place.address(): document for document in telling}
    for document in telling:
        for thing in every(told(document)):
            for address in (thing.get("url"), thing.get("publishingPrinciples")):
                if address:
                    page, _, anchor = address.partition("#")
                    assert page in pages, address
                    assert not anchor or anchor in {element.get("id") for element in pages[page].elements}, address
            if "logo" in thing:
                assert (site / thing["logo"].removeprefix(settings().site_url)).is_file()


@pytest.mark.parametrize("language", PREFIXES)
def test_the_right_pages_are_questions_or_steps(telling: list[Document], language: str) -> None:
    """The issues are questions with answers, one a heading; the steps page and each answer are steps in order."""
    pages = {document.place.tail: document for document in telling if document.place.language == language}
    questions = [thing["@id"].partition("#")[2] for thing in every(told(pages["issues/index.html"]))
                 if thing.get("@type") == "Question"]  # fmt: skip
    headings = [element.get("id") for element in pages["issues/index.html"].all("h2") if element.get("id")]
    assert questions == [ident for ident in headings if ident not in ("always", "check-here")]
    steps = [thing["url"].partition("#")[2] for thing in every(told(pages["steps/index.html"]))
             if thing.get("@type") == "HowToStep"]  # fmt: skip
    assert steps == ["open-order", "press", "reason", "confirm"]
    for tail, document in pages.items():
        if "data-outcome=" in document.text and tail.startswith("check/"):
            listed = re.search(r'<ol class="sit-steps"[^>]*>(.*?)</ol>', document.text, re.DOTALL)
            assert listed
            found = [thing for thing in every(told(document)) if thing.get("@type") == "HowToStep"]
            assert len(found) == listed[1].count("<li>")


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"@type": "FaqPage"}, "there is no type 'FaqPage'"),
        ({"@type": "WebPage", "steps": []}, "a WebPage has no 'steps'"),
        ({"@type": "FAQPage", "mainEntity": {"@type": "Question", "acceptedAnswer": {"@type": "WebPage"}}},
         "a WebPage stands where Answer or ItemList"),
        ({"@type": "ListItem", "position": {"@type": "Answer"}}, "a Answer stands where Integer or Text"),
        ({"@type": "BreadcrumbList", "itemListElement": 4}, "4 stands where"),
    ],
)  # fmt: skip
def test_what_schema_org_does_not_know_is_found(thing: dict[str, Any], fault: str) -> None:
    """A wrong type, property or kind of value is told by name."""
    assert any(fault in found for found in vocabulary.faults(thing, "page"))
