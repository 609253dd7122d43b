"""The offer of the other language: made once, in that language, to those who prefer it, and never in anybody's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from site_build.content.pages.texts import table
from tests.browser.conftest import Watch, leave
from tests.browser.faults import FULL, forbid
from tests.browser.reader import ENGINE_FILES, ENGLISH, SPANISH, Locale, Reader, other

PREFERRED = {"en": "en-GB", "es": "es-MX"}
SHIFTS = """
    window.moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => moved.push(...entry.sources.map(
        ({ node }) => node?.closest?.("main") ? node.outerHTML.slice(0, 80) : "")))).observe(
        { type: "layout-shift", buffered: true });
"""
"""Notes whatever in the main part of the page moves without being asked."""
OPEN = "check/", "issues/", "nowhere/", ""
STATE = "stage.asked"

type Visitor = Callable[..., Reader]


@pytest.fixture
def visitor(browser: Browser, home: str, locale: Locale, watch: Watch) -> Iterator[Visitor]:
    """Opens the site in one language for somebody whose browser prefers another; by default the site's other one."""
    contexts = []

    def visit(prefers: str = PREFERRED[other(locale).lang], *, engine: bool = False, **options: Any) -> Reader:
        context = browser.new_context(
            locale=prefers, viewport={"width": 360, "height": 740}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        watch.follow(context)
        if not engine:
            context.route(ENGINE_FILES, lambda route: route.abort())
            watch.expect("still-in-time: the engine failed", "net::ERR_FAILED", "Failed to fetch")
        return Reader(context.new_page(), home, locale)

    yield visit
    for context in contexts:
        leave(context)
        context.close()


def offer(page: Page) -> Locator:
    """What is offered, if it is shown."""
    return page.locator(".offer:visible")


def test_the_preferred_language_is_offered_on_every_kind_of_page(
    visitor: Visitor, locale: Locale, watch: Watch
) -> None:
    """The offer stands in its own language, leads to this very page, takes no focus and moves nothing that is read."""
    watch.expect("404")
    reader, language = visitor(), other(locale)
    reader.page.add_init_script(SHIFTS)
    for page in OPEN:
        reader.open(page=page)
        expect(offer(reader.page)).to_have_attribute("lang", language.lang)
        link = offer(reader.page).get_by_role("link", name=table("words")["offer-link"][language.lang])
        expect(link).to_have_attribute("href", language.root + ("" if page == "nowhere/" else page))
        assert reader.page.evaluate("() => document.activeElement === document.body")
        assert reader.page.evaluate("() => document.fonts.ready.then(() => moved.filter(Boolean))") == []


@pytest.mark.parametrize("locale", [SPANISH], ids=lambda locale: locale.lang)
def test_the_offer_follows_answers_given_in_place(visitor: Visitor, locale: Locale) -> None:
    """After an answer by Python in the page, the offer leads to that state in the other language, and opens it."""
    reader, language = visitor(engine=True), other(locale)
    reader.open()
    reader.await_engine()
    reader.tap("stage", "asked")
    reader.answered_by_python()
    link = offer(reader.page).get_by_role("link")
    expect(link).to_have_attribute("href", f"{reader.home}{language.root}check/{STATE}/")
    link.click()
    reader.is_at(STATE, language)
    reader.open()
    expect(reader.page.locator("html")).to_have_attribute("lang", locale.lang)
    expect(offer(reader.page)).to_have_count(0)


@pytest.mark.parametrize("locale", [ENGLISH], ids=lambda locale: locale.lang)
def test_an_offer_that_is_declined_is_not_made_again(visitor: Visitor, locale: Locale) -> None:
    """One press removes it, the focus goes on to the page's main part, and no later page offers it again."""
    reader = visitor()
    reader.open(page="steps/")
    button = offer(reader.page).get_by_role("button", name=table("words")["offer-no"][other(locale).lang])
    button.focus()
    reader.page.keyboard.press("Enter")
    expect(offer(reader.page)).to_have_count(0)
    expect(reader.page.locator("main")).to_be_focused()
    reader.open(page="tips/")
    expect(reader.heading.or_(reader.page.locator("h1")).first).to_be_visible()
    expect(offer(reader.page)).to_have_count(0)


@pytest.mark.parametrize("locale", [SPANISH], ids=lambda locale: locale.lang)
def test_an_offer_can_be_declined_where_storage_is_full(visitor: Visitor, locale: Locale) -> None:
    """The answer counts on this page, though it cannot be kept for the next one, and nothing fails."""
    reader = visitor()
    reader.open(page="steps/")
    reader.page.evaluate(FULL)
    offer(reader.page).get_by_role("button").click()
    expect(offer(reader.page)).to_have_count(0)
    expect(reader.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("locale", [SPANISH], ids=lambda locale: locale.lang)
def test_whoever_switches_in_the_header_has_chosen(visitor: Visitor, locale: Locale) -> None:
    """After a press on the header's link, neither language offers the other."""
    reader = visitor()
    reader.open(page="fraud/")
    reader.page.locator("a.switch").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", other(locale).lang)
    reader.open(page="fraud/")
    expect(reader.page.locator("html")).to_have_attribute("lang", locale.lang)
    expect(offer(reader.page)).to_have_count(0)


@pytest.mark.parametrize("locale", [ENGLISH], ids=lambda locale: locale.lang)
def test_where_storage_is_forbidden_the_offer_can_still_be_declined(visitor: Visitor) -> None:
    """It goes for as long as the page stands, and nothing breaks."""
    reader = visitor()
    reader.page.add_init_script(forbid("localStorage") + forbid("sessionStorage"))
    reader.open(page="steps/")
    offer(reader.page).get_by_role("button").click()
    expect(offer(reader.page)).to_have_count(0)


@pytest.mark.parametrize("locale", [SPANISH], ids=lambda locale: locale.lang)
def test_nobody_else_is_offered_anything(visitor: Visitor, locale: Locale) -> None:
    """Not who reads in the preferred language, nor whose language the site does not have, nor who has no scripts."""
    for reader in (visitor(PREFERRED[locale.lang]), visitor("fr-FR"), visitor(java_script_enabled=False)):
        reader.open(page="steps/")
        expect(reader.page.locator("h1")).to_be_visible()
        expect(offer(reader.page)).to_have_count(0)


@pytest.mark.parametrize("locale", [ENGLISH], ids=lambda locale: locale.lang)
def test_the_offer_is_not_printed(visitor: Visitor) -> None:
    """On paper nothing is offered."""
    reader = visitor()
    reader.open(page="steps/")
    expect(offer(reader.page)).to_have_count(1)
    reader.page.emulate_media(media="print")
    expect(offer(reader.page)).to_have_count(0)
