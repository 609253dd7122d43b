"""Words that somebody types reach no address: not the log of the server, not the page's own, not a link on the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from checker.bundled import bundled
from checker.decide import Verdict, states
from checker.html.blocks.dates import fields_for
from tests.browser.conftest import Watch, leave
from tests.browser.reader import Locale, Reader, other
from tests.browser.server_log import LOG, home

__all__ = ["home"]

WORD = {"en": "weeks", "es": "vendedor"}
"""A word of the guide that stands in no address of it."""
WIDTHS = {"phone": 360, "desktop": 1280}
RESULT = ".md-search-result__list > li a"
TYPED = "stage.delivered/parcel.unwanted/return-button.yes"
DETAILS = {"order": "8190123456789012", "item": "Zorglub lamp", "delivered": "2026-11-21"}
KNOWN = {"lang", "base", "worker", "situations", "keep"}
"""What our own addresses are asked with: the language's search and its table, and which engine the browser keeps."""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture(autouse=True)
def log() -> list[str]:
    """The log, empty."""
    LOG.clear()
    return LOG


def nobody_was_told(page: Page, *typed: str) -> None:
    """What was typed stands in nothing that the server was sent, in no address of the page, and in no link on it."""
    assert LOG, "nothing was asked for"
    told = [line for line in LOG if any(word.lower() in unquote_plus(line).lower() for word in typed)]
    assert told == []
    asked = [part for line in LOG for part, _ in parse_qsl(urlsplit(line.split()[1]).query, keep_blank_values=True)]
    assert set(asked) <= KNOWN
    links = page.locator("[href]").evaluate_all("found => found.map(({ href }) => href.baseVal ?? href)")
    addresses = [page.url, page.evaluate("() => document.referrer"), *links]
    assert not [each for each in addresses if any(word.lower() in unquote_plus(each).lower() for word in typed)]
    assert not urlsplit(page.url).query


def begin_to_search(page: Page) -> None:
    """Put the cursor into the field for searching, behind its button on a phone."""
    button = page.locator(".button-search")
    if button.is_visible():
        button.click()
    page.locator(".md-search__input").click()


@pytest.mark.parametrize("way", ["press", "Enter"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_result_is_opened_without_the_words_that_found_it(someone: Reader, width: str, way: str) -> None:
    """The address of a pressed result is that of its page; the list has marked the words, and stays where it is."""
    page, word = someone.page, WORD[someone.locale.lang]
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    someone.open(page="about/")
    assert not page.locator(f'[href*="{word}"]').count(), "choose another word"
    begin_to_search(page)
    page.keyboard.type(word)
    result = page.locator(RESULT).first
    expect(page.locator(".md-search-result mark", has_text=word).first).to_be_visible(timeout=30_000)
    nobody_was_told(page, word)
    with page.expect_navigation(url=lambda url: not urlsplit(url).path.endswith("/about/")):
        if way == "press":
            result.click()
        else:
            page.keyboard.press("Enter")
    nobody_was_told(page, word)
    page.go_back()
    page.locator(".switch").first.click()
    page.wait_for_url(f"{someone.home}{other(someone.locale).root}about/")
    nobody_was_told(page, word)


@pytest.mark.parametrize("protection", ["as built", "without its policy"])
def test_enter_without_scripts_sends_no_search(
    browser: Browser, home: str, locale: Locale, protection: str, watch: Watch
) -> None:
    """Without styles that hide the field or scripts that read it, Enter opens nothing, even if no policy forbids it."""
    watch.expect(*UNSTYLED)
    reader = bare(browser, home, locale, watch, protection)
    page, word = reader.page, WORD[locale.lang]
    reader.open(page="about/")
    page.locator(".md-search__input").fill(word)
    page.locator(".md-search__input").press("Enter")
    page.locator(".switch").first.click()
    page.wait_for_url(f"{home}{other(locale).root}about/")
    nobody_was_told(page, word)
    leave(page.context)
    page.context.close()


@pytest.mark.parametrize("protection", ["as built", "without its policy"])
def test_enter_without_scripts_sends_no_details(
    browser: Browser, home: str, locale: Locale, protection: str, watch: Watch
) -> None:
    """Where neither styles hide the fields nor scripts read them, Enter in any of them sends nothing."""
    watch.expect(*UNSTYLED)
    reader = bare(browser, home, locale, watch, protection)
    page = reader.page
    for address in (TYPED, alone()):
        reader.open(address)
        for name, value in DETAILS.items():
            for field in page.locator(f'[name="{name}"]').all():
                field.fill(value)
                field.press("Enter")
        for country in page.locator('[name="country"]').all():
            country.select_option("es")
            country.press("Enter")
        reader.is_at(address)
        page.reload()
    nobody_was_told(page, *DETAILS.values(), "country=")
    leave(page.context)
    page.context.close()


STRANGERS = "refund hotline +1 800 555 0100"


@pytest.mark.parametrize("path", ["", "facts/", "nowhere/"])
def test_words_in_a_link_are_not_shown_as_ours(bystander: Reader, watch: Watch, path: str) -> None:
    """Whoever follows a link with a stranger's words in it finds the page as ever: nothing searched for or marked."""
    watch.expect("404")
    reader = bystander
    for name in ("q", "h"):
        reader.page.goto(f"{reader.home}{reader.locale.root}{path}?{name}={quote_plus(STRANGERS)}&{name}=e#content")
        expect(reader.page.locator(".md-search__input")).to_have_value("")
        expect(reader.page.locator("#__search")).not_to_be_checked()
        expect(reader.page.locator("mark")).to_have_count(0)
        expect(reader.page).to_have_url(f"{reader.home}{reader.locale.root}{path}#content")


def alone() -> str:
    """A state whose form has one field, for the order number: Enter sends such a form, if it can be sent."""
    policy = bundled()
    return next(
        state.address
        for state in states(policy)
        if isinstance(state.next, Verdict) and fields_for(policy, policy.outcomes[state.next.rule.then]) == ("order",)
    )


UNSTYLED = ("ERR_FAILED", "Failed to load resource")


def bare(browser: Browser, home: str, locale: Locale, watch: Watch, protection: str) -> Reader:
    """Somebody without scripts and styles, and perhaps without the Content-Security-Policy."""
    page = browser.new_page(java_script_enabled=False)
    watch.follow(page.context)
    if protection == "without its policy":
        page.route(re.compile(r"/$"), unprotected)
    page.route("**/*.css", lambda route: route.abort())
    return Reader(page, home, locale)


def unprotected(route: Route) -> None:
    """A page as a host would send it that drops its policy."""
    response = route.fetch()
    headers = {name: value for name, value in response.headers.items() if name != "content-security-policy"}
    route.fulfill(response=response, headers=headers, body=POLICY.sub("", response.text()))


def test_typed_details_stay_in_the_page_wherever_its_reader_goes(reader: Reader) -> None:
    """Enter in a field, another language, another answer, Back and the calendar: the details go into no address."""
    page = reader.page
    reader.open(TYPED)
    reader.await_engine()
    for name, value in DETAILS.items():
        page.locator(f'[name="{name}"]').fill(value)
        page.locator(f'[name="{name}"]').press("Enter")
    page.locator('[name="country"]').select_option("es")
    page.locator('[name="country"]').press("Enter")
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(DETAILS["order"])
    typed = (*DETAILS.values(), "country=")
    reader.is_at(TYPED)
    nobody_was_told(page, *typed)
    with page.expect_download():
        reader.answer.locator("[data-calendar]").click()
    reader.answer.locator('a[data-change="return-button"]').click()
    reader.sees_question("return-button")
    page.go_back()
    reader.sees_outcome("return-unwanted", "not-cancel-but")
    reader.is_at(TYPED)
    page.locator(".switch").first.click()
    reader.is_at(TYPED, other(reader.locale))
    reader.await_engine()
    expect(page.locator('[name="order"]')).to_have_value(DETAILS["order"])
    nobody_was_told(page, *typed)
