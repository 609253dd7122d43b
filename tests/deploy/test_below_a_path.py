"""The site below a path of its host, such as example.org/help/: built, released and used there."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_build.hosting.headers import Rules, load_rules
from site_build.layout import HEADERS, PREFIXES, ROOT
from site_build.pipeline import build_if_stale
from site_build.release import RELEASE
from tests import sources
from tests.browser.conftest import Watch
from tests.browser.reader import Locale, Reader, other
from tests.deploy.conftest import FAST, ask, served
from tests.site.conftest import elements

ADDRESS = "https://example.org/help/"
BASE = "/help/"
ADDRESSES = ("href", "src", "action", "data-engine-url", "data-python-url", "data-snapshot-url", "data-reading-url",
             "data-situations-url", "data-worker-url", "data-offline-url", "data-base")  # fmt: skip
"""Attributes that hold an address of this site or of another."""


def addresses(html: str) -> list[str]:
    """What a page links and loads, and its canonical address."""
    found = elements(html)
    return [value for each in found for name, value in each.attributes.items() if name in ADDRESSES and value]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources whose site was built and released for the path; the project's own site is not touched."""
    build_if_stale()
    folder = tmp_path_factory.mktemp("below")
    sources.copy(folder, "deploy")
    run(folder, "site_build.release", "--quality", str(FAST))
    return folder


def run(folder: Path, module: str, *arguments: str) -> str:
    """Run one of the project's commands in the copy; fails the test with what it said when it fails."""
    return sources.succeed([sys.executable, "-m", module, *arguments], folder, SITE_URL=ADDRESS)


def released(copy: Path) -> Path:
    """Where the copy's release is."""
    return copy / RELEASE.relative_to(ROOT)


@pytest.fixture(scope="module")
def rules(copy: Path) -> Rules:
    """How the copy's files are to be served."""
    return load_rules(copy / HEADERS.relative_to(ROOT))


@pytest.fixture(scope="module")
def home(copy: Path, rules: Rules) -> Iterator[str]:
    """The address of the home page below the path, behind nginx."""
    with served(released(copy) / "nginx", rules) as address:
        yield address


def test_nothing_leads_out_of_the_path(copy: Path) -> None:
    """Every address on every page is below the path or on another host, and each one on this site leads somewhere."""
    for file in (copy / "site").rglob("*.html"):
        found = addresses(file.read_text("utf-8"))
        assert len(found) > 5
        for address in found:
            assert address.startswith((BASE, "#", "https://", "http://", "mailto:")), (file, address)
            assert "still-in-time.example" not in address, (file, address)
    run(copy, "site_build.check")


def test_search_engines_are_told_the_addresses_below_the_path(copy: Path) -> None:
    """Site map, robots.txt, canonical links and translations name the public address."""
    site = copy / "site"
    listed = re.findall(r'<loc>([^<]+)</loc>|href="([^"]+)"', (site / "sitemap.xml").read_text("utf-8"))
    assert len(listed) > 100
    assert all("".join(found).startswith(ADDRESS) for found in listed)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    for prefix in PREFIXES.values():
        page = (site / prefix / "steps" / "index.html").read_text("utf-8")
        assert f'<link rel="canonical" href="{ADDRESS}{prefix}steps/">' in page
        [settings] = re.findall(r'<script id="__config" type="application/json">(.*?)</script>', page)
        assert json.loads(settings)["base"] == BASE + prefix
        for translation in PREFIXES.values():
            assert f'href="{ADDRESS}{translation}steps/"' in page


def test_hosts_get_the_site_in_the_folder(copy: Path) -> None:
    """A host's root holds the folder, and its rules are for it; GitHub adds the project's name by itself."""
    for host in ("cloudflare", "netlify"):
        assert (released(copy) / host / "help" / "es" / "check" / "index.html").is_file()
        paths = re.findall(r"^/.*$", (released(copy) / host / "_headers").read_text("utf-8"), re.MULTILINE)
        assert len(paths) > 5 and all(path.startswith(BASE) for path in paths)
    assert "/help/es/* /help/es/404.html 404" in (released(copy) / "netlify" / "_redirects").read_text("utf-8")
    assert (released(copy) / "github" / "es" / "check" / "index.html").is_file()


@pytest.mark.parametrize("language", PREFIXES)
def test_the_server_knows_the_path(home: str, language: str) -> None:
    """The host's root leads to the site; unknown addresses below the path are answered in the folder's language."""
    assert ask(home, "/").headers["Location"] == BASE
    answer = ask(home, f"{BASE}{PREFIXES[language]}nowhere/")
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-cache")
    assert f'<html lang="{language}"' in answer.body.decode()
    assert ask(home, "/elsewhere/").status == 404
    assert ask(home, f"{BASE}es/check").headers["Location"] == f"{BASE}es/check/"


def test_the_core_journey_works_below_the_path(home: str, page: Page, locale: Locale) -> None:
    """From the home page to an answer by Python, to the other language and to a found page, all below the path."""
    watch = Watch(home)
    watch.follow(page.context)
    page.set_viewport_size({"width": 1280, "height": 800})
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    reader = Reader(page, home, locale)
    reader.open(page="")
    reader.await_engine()
    reader.only_python_answers()
    reader.answers([("stage", "asked"), ("answer", "silent"), ("waited", "over")])
    reader.sees_outcome("silence-over", "get-help")
    reader.answered_by_python()
    reader.is_at("stage.asked/answer.silent/waited.over")
    page.unroute_all()
    page.locator(f'header a[hreflang="{other(locale).lang}"]').first.click()
    reader.is_at("stage.asked/answer.silent/waited.over", other(locale))
    reader.sees_outcome("silence-over", "get-help")
    page.wait_for_load_state()
    page.locator(".md-search__input").press_sequentially({"en": "refund", "es": "reembolso"}[other(locale).lang])
    page.locator(".md-search-result__item a").first.click()
    expect(page.locator("main h1").first).to_be_visible()
    assert page.url.startswith(f"{home}{other(locale).root}")
    assert [url for url in asked if not url.startswith(f"{home}/")] == []
    watch.verdict()
