"""Search finds what people mean, in their own language: the list of worries is queries.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from site_build.layout import PREFIXES
from tests.browser.conftest import Watch
from tests.browser.reader import LOCALES, Locale, Reader

QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
WORRIES = QUERIES["worry"]
BEST = 3
RESULTS = ".md-search-result__list > li"
ASK = """async (queries) => {
    const { search } = JSON.parse(document.getElementById("__config").textContent);
    const worker = new Worker(search);
    const ask = (type, data) => new Promise((resolve) => {
        worker.onmessage = ({ data: message }) => resolve(message);
        worker.postMessage({ type, data });
    });
    await ask(0, { config: {}, docs: [], options: {} });
    const answers = [];
    for (const query of queries) answers.push((await ask(2, query)).data.items);
    worker.terminate();
    const places = answers.map((items) => items.map((results) => results.map(({ location }) => location)));
    return places.map((items) => items.filter((links) => !links.slice(1).some((link) => link.startsWith("check/"))));
}"""
"""Asks the page's own search as the theme does; gives the places in each result, best first, without situations."""


def lacks(find: str, results: list[list[str]]) -> bool:
    """Whether a page is not among the best results, or the section not among its links."""
    page = find.split("#")[0]
    return not any(places[0].split("#")[0] == page and (find == page or find in places) for places in results[:BEST])


@pytest.mark.parametrize("language", PREFIXES)
def test_the_list_of_queries_is_long_enough(language: str) -> None:
    """There are more than thirty different queries in each language."""
    queries = [query for worry in WORRIES for query in worry[language]]
    assert len(set(queries)) == len(queries) > 30


def test_search_finds_what_each_worry_needs(reader: Reader) -> None:
    """Every query of the list has the pages that it needs among its first three results."""
    reader.open(page="about/")
    lang = reader.locale.lang
    queries = {query: worry["find"] for worry in WORRIES for query in worry[lang]}
    answers = dict(zip(queries, reader.page.evaluate(ASK, list(queries)), strict=True))
    missed = [
        f"“{query}” should find {find}, finds {[places[0] for places in answers[query][:BEST]]}"
        for query, wanted in queries.items()
        for find in wanted
        if lacks(find, answers[query])
    ]
    assert missed == []


def test_search_survives_what_nobody_means(reader: Reader) -> None:
    """Whatever is typed gets an answer, and the query after it works."""
    odd = ["", "  ", "?!", "zzzz", '"', "+", "-", "title:", "pedido:", "~1", "*", "a the de la", "constructor"]
    reader.open(page="about/")
    answers = reader.page.evaluate(ASK, [query for each in odd for query in (each, "aliexpress")])
    assert all(answers[1::2])


def test_results_stay_in_the_language_and_outside_the_checker(reader: Reader, locale: Locale) -> None:
    """What the page lists for a word that stands everywhere is in its own language, and no half-way question."""
    requested: list[str] = []
    reader.page.on("request", lambda request: requested.append(request.url))
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.open(page="about/")
    field = reader.page.locator(".md-search__input")
    field.click()
    assert not [url for url in requested if url.endswith("/sections.json")]
    field.press_sequentially("aliexpress")
    expect(reader.page.locator(RESULTS)).not_to_have_count(0)
    links = reader.page.locator(f"{RESULTS} a").evaluate_all("links => links.map((link) => link.pathname)")
    assert len(links) > 10
    assert all(path.startswith(locale.root) for path in links)
    below = tuple(each.root for each in LOCALES if each.root.startswith(locale.root) and each is not locale)
    assert not [path for path in links if path.startswith(below)]
    assert not [path for path in links if "check/" in path.removesuffix("check/")]


def test_search_finds_while_somebody_types(reader: Reader) -> None:
    """A word that is not finished finds what it may become, without its accents too."""
    reader.open(page="about/")
    assert all(reader.page.evaluate(ASK, QUERIES["unfinished"][reader.locale.lang]))


def test_a_search_that_cannot_load_finds_nothing_and_tries_again(someone: Reader, watch: Watch) -> None:
    """A failed request for the index leaves the page in order, and the next query asks for it again."""
    watch.expect("search:")
    someone.open(page="about/")
    someone.page.context.route(
        "**/sections.json", lambda route: route.fulfill(status=200, body="<!doctype html>"), times=1
    )
    first, second = someone.page.evaluate(ASK, ["refund reembolso", "refund reembolso"])
    assert first == []
    assert second


SENTENCES = {
    "en": ("the seller ignores my cancellation request", "stage.asked/answer.silent"),
    "es": ("el vendedor no responde a mi solicitud de cancelación", "stage.asked/answer.silent"),
}


def test_search_offers_situations_above_pages(reader: Reader) -> None:
    """A sentence lists situations first, below a heading, as links that arrow keys reach; Enter alone opens a page."""
    page, (said, address) = reader.page, SENTENCES[reader.locale.lang]
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    first = page.locator(RESULTS).first

    def search() -> None:
        requested.clear()
        reader.open(page="about/")
        page.locator(".button-search").click()
        page.locator(".md-search__input").click()
        assert not [url for url in requested if "/situations/" in url.partition("?")[0]]
        page.keyboard.type(said)
        expect(first.locator("h1")).to_have_text(re.compile("^Situa[ct]ion"), timeout=30_000)
        expect(page.locator(RESULTS).nth(1)).to_be_attached()

    search()
    links = first.locator("a").evaluate_all("links => links.map((link) => link.pathname)")
    assert links[0] == f"{reader.locale.root}check/" and f"{links[0]}{address}/" in links[1:] and len(links) <= 4
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert first.evaluate("item => item.scrollWidth <= item.clientWidth")
    for _ in range(1 + links.index(f"{links[0]}{address}/")):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reader.is_at(address)
    assert not [url for url in requested if said.split()[1] in url]
    search()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/about/" not in url)
    assert "/check/" not in page.url


def test_a_word_is_marked_once(reader: Reader) -> None:
    """A word that fits the query in more than one form has one mark in its result."""
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.open(page="about/")
    word = QUERIES["other-form"][reader.locale.lang]
    reader.page.locator(".md-search__input").click()
    reader.page.locator(".md-search__input").press_sequentially(word)
    title = reader.page.locator(f"{RESULTS} h1", has_text=re.compile(f"^{word}$", re.IGNORECASE))
    expect(title.locator("mark")).to_have_count(1)
