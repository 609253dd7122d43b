"""What the finished site promises on every page, in every language."""

from __future__ import annotations

import json
import re
import tomllib
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import brotli
import pytest

from site_build import check, markup
from site_build.assets import search_index
from site_build.checker_api import policy, states
from site_build.content.pages import texts
from site_build.layout import DEFAULT_LANGUAGE, DOCS, HEADERS, PREFIXES, SitePage
from site_build.postprocess import csp
from site_build.settings import settings
from tests.site.conftest import Document

XHTML = "{http://www.w3.org/1999/xhtml}link"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def translations(place: SitePage) -> dict[str, str]:
    """The addresses that a page has to name: each language's, and the first one's for everybody else."""
    return {
        **{language: place.address(language) for language in PREFIXES},
        "x-default": place.address(DEFAULT_LANGUAGE),
    }


def head_links(document: Document, rel: str) -> dict[str, str]:
    """Addresses of the head's links of a kind, by language."""
    return {link.get("hreflang"): link.get("href") for link in document.all("link", rel=rel)}


def test_every_written_page_is_published_in_its_language(site: Path) -> None:
    """Every page in docs/ has its own folder in the site: the first language's at the root, others below /es/ or so."""
    for language, prefix in PREFIXES.items():
        for file in (DOCS / language).rglob("*.md"):
            name = file.relative_to(DOCS / language).with_suffix("").as_posix()
            folder = "" if name == "index" else f"{name}/"
            assert (site / prefix / folder / "index.html").is_file()


def test_all_languages_have_the_same_pages(everything: list[Document]) -> None:
    """A path that exists in one language exists in the others."""
    tails = {language: {d.place.tail for d in everything if d.place.language == language} for language in PREFIXES}
    assert all(found == tails[DEFAULT_LANGUAGE] for found in tails.values())


def test_every_state_of_the_checker_has_its_page(site: Path) -> None:
    """Whatever a reader can answer leads to a page that works without JavaScript, in every language."""
    for address in states():
        for prefix in PREFIXES.values():
            assert (site / prefix / "check" / address / "index.html").is_file()


def test_pages_say_their_language(everything: list[Document]) -> None:
    """<html lang> is the language of the folder, so that a screen reader speaks the right one."""
    for document in everything:
        assert document.one("html").get("lang") == document.place.language


def test_canonical_is_the_page_itself(documents: list[Document]) -> None:
    """Each page names its own full address as the canonical one."""
    for document in documents:
        assert document.one("link", rel="canonical").get("href") == document.place.address()


def test_translations_name_each_other(documents: list[Document]) -> None:
    """Each page names itself, its translations and the first language's page for all others, in full."""
    for document in documents:
        assert head_links(document, "alternate") == translations(document.place)


def test_language_links_lead_to_the_same_page(everything: list[Document]) -> None:
    """The links to the other languages lead to this page's translations, or from an unknown address to their homes."""
    for document in everything:
        tail = "" if document.place.is_not_found else document.place.tail.removesuffix("index.html")
        assert {link.get("hreflang"): link.get("href") for link in document.all("a", class_="switch")} == {
            other: settings().base_path + prefix + tail
            for other, prefix in PREFIXES.items()
            if other != document.place.language
        }, document.place.file


def test_titles_are_in_the_right_language_and_differ(documents: list[Document]) -> None:
    """No two pages that search engines list share a title, and each title has the site's name in its language."""
    names = policy().words["site-name"]
    titles: Counter[str] = Counter()
    for document in documents:
        # The first is the page's; pictures have titles of their own.
        title = "".join(document.all("title")[0].text).strip()
        assert names[document.place.language] in title, document.place.file
        if not document.all("meta", name="robots"):
            titles[title] += 1
    assert [title for title, count in titles.items() if count > 1] == []


def test_pages_describe_themselves(documents: list[Document]) -> None:
    """Every page has a description for search results."""
    for document in documents:
        assert document.one("meta", name="description").get("content").strip(), document.place.file


def test_pages_have_one_main_heading(everything: list[Document]) -> None:
    """Each page has exactly one h1."""
    for document in everything:
        assert len(document.all("h1")) == 1, document.place.file


def test_questions_half_way_are_not_indexed(documents: list[Document]) -> None:
    """Search engines may list the start and the answers, not the questions between them."""
    for document in documents:
        inside = re.search(r"check/.+/index\.html$", document.place.tail)
        half_way = bool(inside) and "data-outcome=" not in document.text
        assert bool(document.all("meta", name="robots", content="noindex")) == half_way, document.place.file


def test_sitemap_lists_what_may_be_listed(site: Path, documents: list[Document]) -> None:
    """The sitemap has every page that is not noindex, with its translations and x-default, and nothing else."""
    listed = {}
    for entry in ET.parse(site / "sitemap.xml").getroot():
        links = {link.get("hreflang"): link.get("href") for link in entry.iter(XHTML)}
        listed[entry.findtext(f"{SITEMAP}loc")] = links
    wanted = [document.place for document in documents if not document.all("meta", name="robots")]
    assert listed == {place.address(): translations(place) for place in wanted}


def test_robots_file_names_the_sitemap(site: Path) -> None:
    """robots.txt leads search engines to the sitemap."""
    assert f"Sitemap: {settings().site_url}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_unknown_addresses_have_a_page_per_language(everything: list[Document]) -> None:
    """Each language has its own page for unknown addresses, out of search, with a way home in that language."""
    found = {document.place.language: document for document in everything if document.place.is_not_found}
    assert set(found) == set(PREFIXES)
    for language, document in found.items():
        document.one("meta", name="robots", content="noindex")
        assert head_links(document, "alternate") == {}
        assert document.all("a", href=settings().base_path + PREFIXES[language])


def test_no_page_loads_from_another_host(site: Path) -> None:
    """Nothing that a browser fetches by itself lies on a host that is not ours."""
    assert list(check.foreign_hosts(site)) == []


def test_no_page_leads_to_the_closed_platform_for_disputes(site: Path) -> None:
    """The EU's platform for online disputes closed on 20 July 2025: it is never a way."""
    named = re.compile(r"europa\.eu/(?:consumers/)?odr|\bODR\b|[Oo]nline [Dd]ispute [Rr]esolution")
    assert not [page for page in site.rglob("*.html") if named.search(page.read_text("utf-8"))]


def test_scripts_ship_as_scripts(site: Path, tmp_path: Path) -> None:
    """What a page loads can be read after minifying, too; a script that was cut off, modules included, is named."""
    assert list(check.unreadable_scripts(site)) == []
    for name in ("whole.js", "cut.js", "cut.mjs"):
        text = 'export const a = "' if name == "cut.mjs" else "(() => {" if name == "cut.js" else "(() => {})();"
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = list(check.unreadable_scripts(tmp_path))
    assert [problem.partition(":")[0] for problem in found] == ["cut.js", "cut.mjs"]
    assert all("SyntaxError" in problem for problem in found)


def test_no_link_is_broken(site: Path) -> None:
    """Every link and file of every page is there, anchors included, and is written from the site's root."""
    assert list(check.broken_links(site)) == []


def test_addresses_start_at_the_root(everything: list[Document]) -> None:
    """No address on a page is relative to it, because the checker moves the address bar."""
    for document in everything:
        for element in document.elements:
            for name in ("href", "src", "action"):
                address = element.get(name)
                assert not address or re.match(r"/(?!/)|#|https?:|mailto:", address), (document.place.file, address)


def test_policy_for_content_is_in_every_page(everything: list[Document]) -> None:
    """Each page bears the Content-Security-Policy before anything that loads, and the server sends the same one."""
    sent = json.loads(HEADERS.read_text(encoding="utf-8"))["headers"]["Content-Security-Policy"]
    for document in everything:
        meta = document.one("meta", http_equiv="Content-Security-Policy").get("content")
        assert sent == f"{meta}; frame-ancestors 'self'"
        assert document.text.index("Content-Security-Policy") < document.text.index("<link")


def test_policy_for_content_is_tight(everything: list[Document]) -> None:
    """The policy allows our own host, WebAssembly and nothing inline but by hash; every inline script has its hash."""
    text = everything[0].one("meta", http_equiv="Content-Security-Policy").get("content")
    rules = {name: values for name, *values in (rule.split() for rule in text.split("; "))}
    assert rules["default-src"] == ["'none'"]
    assert rules["connect-src"] == rules["worker-src"] == rules["style-src"] == ["'self'"]
    assert rules["script-src"][:2] == ["'self'", "'wasm-unsafe-eval'"]
    assert "unsafe-inline" not in text
    assert "'unsafe-eval'" not in text
    used = {csp.digest(body) for document in everything for body in csp.inline_scripts(document.text)}
    assert used == set(rules["script-src"][2:])


def test_nothing_inline_that_the_policy_would_block(everything: list[Document]) -> None:
    """No element has a style or an event handler in an attribute, and no link runs a script."""
    for document in everything:
        assert document.all("style") == []
        for element in document.elements:
            blocked = [name for name in element.attributes if name == "style" or name.startswith("on")]
            assert blocked == [], (document.place.file, element)
            assert not element.get("href").startswith("javascript:")


def test_checker_says_where_its_engine_is(site: Path, everything: list[Document]) -> None:
    """Wherever the checker stands, it is static, in its page's language, and the parts of its engine are there."""
    found = 0
    for document in everything:
        for element in document.all("still-in-time"):
            found += 1
            assert element.get("data-engine") == "static"
            assert element.get("data-lang") == document.place.language
            assert element.get("data-base") == settings().base_path
            for part in ("engine", "python", "reading", "situations", "worker"):
                assert (site / element.get(f"data-{part}-url").removeprefix(settings().base_path)).exists(), (
                    document.place.file,
                    part,
                )
            assert [script.get("src") for script in document.all("script", type="module")]
    assert found > 2 * len(PREFIXES)


LARGEST = 14_000
"""Bytes, packed with Brotli, that the scripts of a page may have."""


def test_our_scripts_on_a_page_are_small(site: Path, everything: list[Document]) -> None:
    """All that is ours and runs on a page, its worker included, is small enough to be free."""
    theirs = re.compile(r"/bundle\.[0-9a-f]+\.min\.js$")
    pages = {
        tuple(sorted(element.get(name) for element in document.elements for name in ("src", "data-worker-url")
                     if element.get(name).endswith("js") and not theirs.search(element.get(name))))
        for document in everything
    }  # fmt: skip
    assert any("worker" in script for page in pages for script in page)
    for page in pages:
        contents = [(site / script.removeprefix(settings().base_path)).read_bytes() for script in page]
        packed: list[bytes] = [brotli.compress(content) for content in contents]  # type: ignore[no-untyped-call]
        assert sum(map(len, packed)) <= LARGEST, page


def test_no_form_can_be_sent(everything: list[Document]) -> None:
    """Without a script, too, no form writes what was typed into an address: it has no action and is never submitted."""
    forms = [(document.place.file, form) for document in everything for form in document.all("form")]
    assert {form.get("class") for _, form in forms} >= {"sit-form", "md-search__form"}
    assert {file for file, form in forms if form.get("method") != "dialog" or "action" in form.attributes} == set()
    assert not [element for document in everything for element in document.elements if element.get("formaction")]
    assert all("form-action 'none'" in document.text for document in everything)


def test_static_answers_say_that_the_build_gave_them(documents: list[Document]) -> None:
    """On every state's page the fragment stands in the element, marked as answered by the build, with its address."""
    for document in documents:
        if document.place.tail.startswith("check/"):
            address = document.place.tail.removeprefix("check/").removesuffix("index.html").strip("/")
            assert document.one("still-in-time").get("data-address") == address
            assert [e.get("data-answered-by") for e in document.elements if e.get("data-answered-by")] == ["build"]


def test_no_script_but_the_first_keeps_a_page_from_showing(everything: list[Document]) -> None:
    """Scripts wait until the page is read, so the first sight is early: all but those that settle what is shown."""
    for document in everything:
        waited = [
            script.get("src")
            for script in document.all("script")
            if script.get("src") and script.get("type") != "module" and "defer" not in script.attributes
        ]
        assert "early" in waited[0]
        assert len(waited) == 1 or (len(waited) == 2 and "kept-list" in waited[1] and 'id="orders"' in document.text), (
            waited
        )


def test_every_language_searches_its_own_pages(site: Path) -> None:
    """Each index holds pages of its language only, and no state of the checker."""
    others = tuple(filter(None, PREFIXES.values()))
    for prefix in PREFIXES.values():
        index = json.loads((site / prefix / search_index.SECTIONS).read_text(encoding="utf-8"))
        locations = {entry["location"].split("#")[0] for entry in index["docs"]}
        assert locations
        assert not any(location.startswith(others) for location in locations)
        assert not any(re.match(r"check/.", location) for location in locations)
        assert all((site / prefix / location / "index.html").is_file() for location in locations)


def test_search_costs_nothing_before_the_first_search(site: Path) -> None:
    """What the theme loads on every page is an empty index."""
    for prefix in PREFIXES.values():
        assert json.loads((site / prefix / search_index.INDEX).read_text(encoding="utf-8"))["docs"] == []


def test_search_weighs_pages_that_are_there(site: Path) -> None:
    """Each page that search gives a weight to exists."""
    weights = tomllib.loads(search_index.KNOWLEDGE.read_text(encoding="utf-8"))["weights"]
    assert [page for page in weights if not (site / page / "index.html").is_file()] == []


def test_search_dialog_and_skip_link_have_names(everything: list[Document]) -> None:
    """Every page has a named search dialog and a link past the navigation, in its own language."""
    words = texts.table("words")
    for document in everything:
        language = document.place.language
        assert document.one("div", role="dialog").get("aria-label") == words["frame-search"][language]
        assert "".join(document.one("a", class_="md-skip").text).strip() == words["frame-skip"][language]
        assert document.one("main").get("id") == "content"


def test_navigation_is_translated(everything: list[Document]) -> None:
    """No name in a language's navigation is that of the first language."""
    names: dict[str, dict[str, str]] = {language: {} for language in PREFIXES}
    home = {d.place.language: d for d in everything if d.place.tail == "index.html"}
    for language, document in home.items():
        for link, label in pairwise(document.elements):
            if link.name == "a" and link.get("class").startswith("md-nav__link"):
                path = link.get("href").removeprefix(settings().base_path + PREFIXES[language])
                names[language][path] = "".join(label.text).strip()
    first = names.pop(DEFAULT_LANGUAGE)
    assert len(first) > 5
    for found in names.values():
        assert first.keys() == found.keys()
        assert [name for path, name in found.items() if name == first[path]] == []


def test_both_dark_palettes_are_the_same() -> None:
    """The colours before any script are those that the dark palette has afterwards."""
    style = (DOCS / "assets" / "stylesheets" / "site.css").read_text(encoding="utf-8")
    slate = re.search(r'\n\[data-md-color-scheme="slate"\] \{(.*?)\}', style, re.DOTALL)
    early = re.search(r"\.no-js [^{]*\{(.*?)\}", style, re.DOTALL)
    assert slate
    assert early
    assert slate[1].split() == early[1].split()


def test_published_policy_is_whole_and_has_a_version(site: Path) -> None:
    """/policy.json has each row of each table, with a version, for others to reuse and cite."""
    published = json.loads((site / "policy.json").read_text(encoding="utf-8"))
    assert published["version"] == policy().version
    tables = {table.name: getattr(policy(), table.name) for table in fields(policy())}
    rows = {name: list(table) for name, table in tables.items() if isinstance(table, Mapping)}
    assert len(rows) > 10
    assert {name: list(published[name]) for name in rows} == rows


def test_start_tags_are_read_whole() -> None:
    """A greater-than sign in an attribute does not end the tag for the build's own reader."""
    assert markup.TAG.findall("<a title=\"a > b\" href='x'>text</a>") == ["<a title=\"a > b\" href='x'>"]


@pytest.mark.parametrize(
    ("path", "status", "language"),
    [
        ("/", 200, "en"),
        ("/es/", 200, "es"),
        ("/check", 200, "en"),
        ("/es/steps", 200, "es"),
        ("/nowhere/", 404, "en"),
        ("/es/nowhere/", 404, "es"),
        ("/es/check/no.such/", 404, "es"),
        ("/%2e%2e/mkdocs.yml", 404, "en"),
        ("/check/%00/", 404, "en"),
        ("/check/%ff%fe%ud800/", 404, "en"),
        ("/es/" + "long" * 1_000, 404, "es"),
    ],
)
def test_server_answers(home: str, path: str, status: int, language: str) -> None:
    """The server sends pages, follows a missing slash, and answers unknown addresses in the folder's language."""
    try:
        with urllib.request.urlopen(home + path) as answer:
            got, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        got, text = error.code, error.read().decode()
    assert got == status
    assert f'<html lang="{language}"' in text


def test_server_sends_kinds_and_headers(home: str, site: Path) -> None:
    """Modules and WebAssembly come with the kinds that browsers insist on, pages with all security headers."""
    wanted = json.loads(HEADERS.read_text(encoding="utf-8"))["headers"]
    with urllib.request.urlopen(f"{home}/") as answer:
        assert {name: answer.headers[name] for name in wanted} == wanted
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        tag = answer.headers["ETag"]
    for pattern, kind in {"*.mjs": "text/javascript; charset=utf-8", "*.wasm": "application/wasm"}.items():
        file = next((site / "assets").rglob(pattern)).relative_to(site).as_posix()
        with urllib.request.urlopen(f"{home}/{file}") as answer:
            assert answer.headers["Content-Type"] == kind
            assert "immutable" in answer.headers["Cache-Control"]
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(urllib.request.Request(f"{home}/", headers={"If-None-Match": tag}))
