"""What other sites get: the page for frames, its headers, the script, and who may use them."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import brotli
import pytest

from site_build import BuildError, check
from site_build.assets import search_index
from site_build.checker_api import policy
from site_build.content.pages import your_site
from site_build.content.pages.writer import Writer
from site_build.hosting.headers import load_rules
from site_build.layout import PREFIXES, SitePage, pages
from site_build.postprocess import csp
from site_build.settings import settings
from tests.site.conftest import Document, read

SCRIPT = "embed/embed.js"
LARGEST = 1500
"""Bytes with Brotli that another site's page pays for our script."""


@pytest.fixture(scope="module")
def framed(site: Path) -> list[Document]:
    """The pages for frames."""
    return [read(place) for place in pages(site) if place.is_framed]


def test_every_language_has_a_page_for_frames(framed: list[Document]) -> None:
    """In each language, in that language, there is one page with the checker, its first question, and one heading."""
    assert {page.place.file for page in framed} == {f"{prefix}embed/index.html" for prefix in PREFIXES.values()}
    for page in framed:
        assert page.one("html").get("lang") == page.place.language
        assert page.one("still-in-time").get("data-lang") == page.place.language
        assert len(page.all("h1")) == 1
        assert page.one("meta", name="description").get("content")
        assert "".join(page.one("title").text)


def test_nothing_but_a_frame_leads_to_it(framed: list[Document], everything: list[Document], site: Path) -> None:
    """Search engines, the sitemap, the site's own search, its navigation and its copy in browsers leave it out."""
    paths = {page.place.path for page in framed}
    for page in framed:
        page.one("meta", name="robots", content="noindex")
    assert not [page.place.file for page in everything for link in page.all("a") if link.get("href") in paths]
    assert "embed/" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    for prefix in PREFIXES.values():
        assert '"embed/' not in (site / prefix / search_index.SECTIONS).read_text(encoding="utf-8")
    assert '"embed/' not in (site / "sw.js").read_text(encoding="utf-8")
    assert all(not page.one("still-in-time").get("data-offline-url") for page in framed)


def test_no_link_replaces_the_frame(framed: list[Document]) -> None:
    """Links that the checker does not answer open new tabs: our other pages refuse to stand in a frame."""
    for page in framed:
        assert page.one("base").attributes == {"target": "_blank"}
        assert [link for link in page.all("a") if link.get("target")] == []


def test_it_has_a_policy_and_headers_of_its_own(framed: list[Document]) -> None:
    """The policy allows no inline code and no host but ours; the header adds who may show the page: here nobody."""
    rules = load_rules()
    ours = {pattern for pattern, given in rules.paths.items() if "Content-Security-Policy" in given}
    assert ours == {f"{page.place.path}*" for page in framed}
    for page in framed:
        meta = page.one("meta", http_equiv="Content-Security-Policy").get("content")
        headers = rules.sent(page.place.path)
        assert headers["Content-Security-Policy"] == f"{meta}; frame-ancestors 'self'"
        assert set(headers) == set(rules.headers)
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "script-src 'self' 'wasm-unsafe-eval'; style-src 'self';" in meta
        assert meta.endswith("trusted-types still-in-time")
        assert csp.inline_scripts(page.text) == set()
        assert page.text.index("Content-Security-Policy") < page.text.index("<link")


def test_the_server_sends_them(home: str) -> None:
    """What stands under embed/ comes with these headers, so that other sites may load the script; all else does not."""
    rules = load_rules()
    for path in ("embed/", SCRIPT, "es/embed/", "your-site/"):
        wanted = rules.sent(rules.base + path)
        assert (wanted["Cross-Origin-Resource-Policy"] == "cross-origin") == ("embed/" in path)
        with urllib.request.urlopen(f"{home}/{path}") as answer:
            assert {name: answer.headers[name] for name in wanted} == wanted, path


@pytest.mark.parametrize(
    ("given", "ancestors"),
    [
        ("", "'self'"),
        ("https://www.example.org", "'self' https://www.example.org"),
        (" https://a.example  http://b.example:8080 ", "'self' https://a.example http://b.example:8080"),
        ("https://*.example.org", "'self' https://*.example.org"),
        ("*", "'self' *"),
    ],
)
def test_the_setting_names_who_may_show_it(monkeypatch: pytest.MonkeyPatch, given: str, ancestors: str) -> None:
    """EMBEDDERS is what stands in the header after this site itself; without it, nobody."""
    monkeypatch.setenv("EMBEDDERS", given)
    sent = csp.framed("default-src 'none'", settings().embedders)["Content-Security-Policy"]
    assert sent == f"default-src 'none'; frame-ancestors {ancestors}"


@pytest.mark.parametrize(
    "wrong",
    [
        "www.example.org",
        "https://example.org/",
        "https://a.example; script-src *",
        "* https://a.example",
        "'none'",
        "https:",
        "https://*.com",
        "https://-",
        "https://a-.example",
        "https://a.example:99999",
        "https://a.example:٣",
    ],
)
def test_a_setting_that_is_no_site_stops_the_build(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """What is no origin is named, with what to write instead: a slip here would open the site, or shut it, unseen."""
    monkeypatch.setenv("EMBEDDERS", wrong)
    with pytest.raises(BuildError, match=r"EMBEDDERS holds .*https://www\.example\.org"):
        settings()


@pytest.mark.parametrize("lang", PREFIXES)
@pytest.mark.parametrize(
    ("given", "says"), [("", "your-site-none"), ("https://shop.example", "your-site-some"), ("*", "your-site-all")]
)
def test_the_page_for_owners_says_who_may(monkeypatch: pytest.MonkeyPatch, lang: str, given: str, says: str) -> None:
    """The page says what the setting of this very build is, and names the sites."""
    monkeypatch.setenv("EMBEDDERS", given)
    _, text = your_site.page(policy(), lang)
    words = Writer(policy(), lang).word
    said = [key for key in ("your-site-none", "your-site-some", "your-site-all") if words(key) in text]
    assert said == [says]
    assert given == "*" or given in text


@pytest.mark.parametrize("lang", PREFIXES)
def test_the_code_to_copy_leads_where_it_should(site: Path, lang: str) -> None:
    """Every address of this site in the code that we publish is there, in the reader's language."""
    writer = Writer(policy(), lang)
    found = re.findall(r'(?:src|href)="([^"]+)"', your_site.short(writer) + your_site.plain(writer))
    assert len(found) == 3
    for address in found:
        assert check.broken(site, "", address, anchored=False) == "", address
    assert SitePage(f"{PREFIXES[lang]}embed/index.html").address() in found


def test_both_ways_make_the_same_frame(site: Path) -> None:
    """Our script gives the frame what the code without it has: rights, name, manners."""
    script = (site / SCRIPT).read_text(encoding="utf-8")
    for lang in PREFIXES:
        code = your_site.plain(Writer(policy(), lang))
        for name in ("sandbox", "title", "allow", "loading", "referrerpolicy", "style"):
            value = re.search(rf'\s{name}="([^"]*)"', code)
            assert value and f'"{value[1]}"' in script, name


def test_the_script_is_small_and_stands_alone(site: Path) -> None:
    """Other sites pay at most 1.5 kB for it, and it loads nothing but the frame."""
    script = (site / SCRIPT).read_bytes()
    assert len(brotli.compress(script)) <= LARGEST  # type: ignore[no-untyped-call]
    assert not re.search(rb"\b(import|fetch|XMLHttpRequest|eval|innerHTML|document\.write)\b", script)
