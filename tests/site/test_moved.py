"""Addresses of earlier editions: each still answers, as a page and in the checker."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from checker import decide
from checker.live import Live
from site_build import check
from site_build.checker_api import fragment, policy, states
from site_build.content.pages import texts
from site_build.layout import PREFIXES, SitePage
from site_build.postprocess import moved_pages
from tests.site.conftest import Document, read

FIRST = moved_pages.LISTS / "1.0.txt"
DIGEST = "18ecc9b3fb3d7b59345f5fd8fd9396260e295a193d59e7a1b0a10076111ff3b9"
MERGED = {"verifying": "to-ship"}
"""Stages of edition 1.0 that are part of another one."""
OTHER_STAGE = {"stage.asked/answer.refused/deadline.over": "to-ship"}
"""Addresses of edition 1.0 whose answer belongs to another stage."""


def of_the_first() -> list[str]:
    """The addresses of edition 1.0, without slashes at the ends."""
    return [line.removeprefix("check/").strip("/") for line in FIRST.read_text("utf-8").splitlines()]


def test_the_addresses_of_the_first_edition_are_all_kept() -> None:
    """What edition 1.0 has published is never edited: 230 addresses in each language."""
    assert len(of_the_first()) == len(set(of_the_first())) == 230
    assert hashlib.sha256(FIRST.read_bytes()).hexdigest() == DIGEST


@pytest.mark.parametrize("address", of_the_first())
def test_an_address_of_the_first_edition_keeps_its_stage_and_what_is_still_asked(address: str) -> None:
    """It leads to a state without a notice, in the stage that it was about, and loses no answer that is asked there."""
    state, notices = decide.parse_address(policy(), address)
    before = decide.cells(address.split("/"))
    assert notices == (), "Say in checker/policy/moved.toml what stands for it now."
    assert decide.path(policy(), {**before, **state.answers}) == state
    if before:
        moves = address not in states()
        stage = OTHER_STAGE.get(address, MERGED.get(before["stage"], before["stage"])) if moves else before["stage"]
        assert state.answers["stage"] == stage


@pytest.mark.parametrize("language", PREFIXES)
def test_every_address_of_the_first_edition_has_a_page_that_answers(site: Path, language: str) -> None:
    """Without JavaScript, each is its state's page or one that leads to the state that the checker names."""
    listed = (site / "sitemap.xml").read_text("utf-8")
    for address in of_the_first():
        page = read(place_of(language, address))
        if address in states():
            assert page.one("still-in-time").get("data-address") == address
        else:
            leads_to(page, decide.parse_address(policy(), address)[0].address)
            assert f"<loc>{page.place.address()}</loc>" not in listed


def test_a_page_at_an_address_that_has_moved_leads_on_in_its_language(site: Path, tmp_path: Path) -> None:
    """With any address that is no state, each language gets a page that leads on, and that names the other one."""
    old, now = "stage.shipped/trouble.of-yore", "stage.shipped"
    for prefix in PREFIXES.values():
        (tmp_path / prefix / "check").mkdir(parents=True)
        shutil.copy(site / prefix / "check" / "index.html", tmp_path / prefix / "check")
    sheet = next((site / "assets" / "stylesheets").glob("frame.*.css")).relative_to(site).as_posix()
    written = moved_pages.write(tmp_path, {"assets/stylesheets/frame.css": sheet}, [old, now])
    assert written == [place_of(language, old) for language in PREFIXES]
    for place in written:
        page = read(place, tmp_path)
        leads_to(page, now)
        assert {link.get("hreflang"): link.get("href") for link in page.all("a", class_="switch")} == {
            language: place_of(language, old).path for language in PREFIXES if language != place.language
        }
        for address in filter(None, (element.get("href") for element in page.elements)):
            root = tmp_path if address.endswith(f"{old}/") else site
            assert not check.broken(root, place.file, address, anchored=True), address


def test_the_checker_answers_an_old_address_as_its_page_does() -> None:
    """What a bookmark or a shared link holds gives the same state in the live page, without a notice."""
    live = Live(policy(), "test")
    for address in of_the_first():
        answer = live.answer({"address": address, "lang": "es"})
        assert answer["address"] == decide.parse_address(policy(), address)[0].address
        assert answer["notices"] == []
        assert "sit-notice" not in answer["html"]


def place_of(language: str, address: str) -> SitePage:
    """The page at an address of the checker."""
    return SitePage(f"{PREFIXES[language]}check/{address}{'/' if address else ''}index.html")


def leads_to(page: Document, address: str) -> None:
    """A page sends readers and search engines to a state in its own language, with words, and is none itself."""
    language, target = page.place.language, place_of(page.place.language, address)
    assert page.one("html").get("lang") == language
    assert page.one("meta", http_equiv="refresh").get("content") == f"0; url={target.path}"
    assert page.one("link", rel="canonical").get("href") == target.address()
    page.one("meta", name="robots", content="noindex")
    assert page.one("meta", http_equiv="Content-Security-Policy").get("content").startswith("default-src 'none'; ")
    assert "".join(page.one("a", href=target.path).text).strip() == fragment(language, address).title
    assert "".join(page.one("h1").text) == texts.table("words")["moved-title"][language]
    assert page.all("script") == page.all("still-in-time") == page.all("style") == []
