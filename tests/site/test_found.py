"""How others show and find the site: titles, descriptions, pictures, structured data."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from site_build.assets.search_index import SECTIONS
from site_build.assets.web_manifest import ICONS, file_name
from site_build.checker_api import policy
from site_build.layout import PREFIXES
from site_build.settings import settings
from tests.site.conftest import Document
from tools import social


def listed(documents: list[Document]) -> list[Document]:
    """The pages that search engines may list."""
    return [document for document in documents if not document.all("meta", name="robots")]


def described(document: Document) -> str:
    """A page's description."""
    return document.one("meta", name="description").get("content")


def test_no_two_listed_pages_have_the_same_description(documents: list[Document]) -> None:
    """Each page and each answer says in search results what it alone is about."""
    found = Counter(described(document) for document in listed(documents))
    assert [text for text, count in found.items() if count > 1] == []


def test_descriptions_fit_search_results(documents: list[Document]) -> None:
    """A page's description is a sentence or two; an answer's says enough before it is cut."""
    for document in listed(documents):
        length = len(described(document))
        assert length >= 50, document.place.file
        assert length <= 170 or document.place.tail.startswith("check/stage."), document.place.file


def test_other_sites_show_what_the_page_says(documents: list[Document]) -> None:
    """Title, description and address for a shared link are the page's own, on the pages of states, too."""
    for document in documents:
        shared = {
            element.get("property"): element.get("content")
            for element in document.all("meta")
            if element.get("property").startswith("og:")
        }
        title = "".join(document.all("title")[0].text).strip()
        assert shared["og:title"] in title, document.place.file
        assert shared["og:description"] == described(document)
        assert shared["og:url"] == document.place.address()


def test_every_page_has_the_picture_of_its_language(site: Path, documents: list[Document]) -> None:
    """A shared link shows our picture, by its full address, with its size and what is on it in the page's language."""
    alts = set()
    for document in documents:
        language = document.place.language
        picture = social.picture(language).file.name
        assert (
            document.one("meta", property="og:image").get("content") == f"{settings().site_url}assets/images/{picture}"
        )
        size = tuple(
            int(document.one("meta", property=f"og:image:{each}").get("content")) for each in ("width", "height")
        )
        assert size == social.SIZE
        alts.add((language, document.one("meta", property="og:image:alt").get("content")))
        document.one("meta", name="twitter:card", content="summary_large_image")
        assert (site / "assets" / "images" / picture).is_file()
    assert len(alts) == len({alt for _, alt in alts}) == len(PREFIXES)


PICTURES = (*map(social.picture, PREFIXES), *map(social.icon, ICONS))


@pytest.mark.parametrize("drawn", PICTURES, ids=lambda drawn: drawn.file.stem)
def test_pictures_are_what_their_drawings_say(drawn: social.Picture) -> None:
    """Each committed picture was drawn from the drawing and words of today; if not, run `make social`."""
    png = drawn.file.read_bytes()
    assert social.noted(png) == drawn.digest
    header = next(content for kind, content in social.chunks(png) if kind == b"IHDR")
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:8])) == drawn.size


def test_a_site_can_be_put_on_the_home_screen(site: Path, documents: list[Document]) -> None:
    """Each page links to its language's manifest; its start is a page, its icons have the size that it says."""
    for document in documents:
        manifest = document.one("link", rel="manifest").get("href")
        assert urljoin(f"/{document.place.file}", manifest) == f"/{file_name(document.place.language)}"
    for language, prefix in PREFIXES.items():
        given = json.loads((site / file_name(language)).read_text("utf-8"))
        assert given["lang"] == language
        assert given["name"] == policy().words["site-name"][language]
        start = urljoin(settings().site_url, given["start_url"])
        assert start == f"{settings().site_url}{prefix}"
        assert start.startswith(urljoin(settings().site_url, given["scope"]))
        for icon in given["icons"]:
            png = (site / icon["src"]).read_bytes()
            header = next(content for kind, content in social.chunks(png) if kind == b"IHDR")
            assert icon["sizes"] == f"{int.from_bytes(header[:4])}x{int.from_bytes(header[4:8])}"


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=list(PREFIXES))
def test_search_reads_each_name_as_words_of_its_own(site: Path, prefix: str) -> None:
    """What search knows of a status or button holds its name in every language, joined to no other word."""
    sections = json.loads((site / prefix / SECTIONS).read_text("utf-8"))["docs"]
    told = {
        each["location"]: unescape(re.sub(r"<[^>]+>", " ", each["title"] + " " + each["text"])) for each in sections
    }
    for label in policy().labels.values():
        for seen in label.seen:
            alone = rf"(?<!\w){re.escape(seen.text)}(?!\w)"
            assert re.search(alone, told[f"statuses/#{label.id}"], re.IGNORECASE), seen.text
