"""What a phone shows before anybody scrolls: the question, whose site this is not, and answers to choose from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from site_build.content.pages.writer import writer
from tests.browser.conftest import Watch, leave
from tests.browser.reader import Locale, Reader, enlarge

WHOLE = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
  const { top, bottom, left, right, height } = one.getBoundingClientRect();
  return height && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
}).map((one) => one.innerText)"""
SHIFTS = """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
  list.getEntries().filter((entry) => !entry.hadRecentInput).map((entry) => entry.value),
)).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(resolve, 500, []))"""


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, home: str, locale: Locale, watch: Watch
) -> Iterator[Reader]:
    """Somebody whose phone speaks the language of the page, with JavaScript and without."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        locale=locale.lang,
        service_workers="block",
    )
    watch.follow(context)
    yield Reader(context.new_page(), home, locale)
    leave(context)
    context.close()


def holds(page: Page, locale: Locale) -> None:
    """The promise of the first screen."""
    assert len(page.evaluate(WHOLE, "still-in-time .sit-heading")) == 1
    assert page.evaluate(WHOLE, "header .brand small") == [writer(locale.lang).word("frame-independent")]
    assert len(page.evaluate(WHOLE, "still-in-time .sit-before")) == 1
    assert len(page.evaluate(WHOLE, "still-in-time .sit-doors a")) == 1
    assert len(page.evaluate(WHOLE, "still-in-time .sit-options a")) >= 3


@pytest.mark.parametrize("where", ["", "check/"], ids=["home", "check"])
def test_the_first_screen_holds_the_question_and_three_answers(visitor: Reader, where: str) -> None:
    """On 360 by 740 pixels stand the question, the line of independence, the door and three whole options."""
    visitor.open(page=where)
    holds(visitor.page, visitor.locale)


@pytest.mark.parametrize("where", ["", "check/"], ids=["home", "check"])
def test_with_letters_twice_as_large_the_first_screen_has_a_way_on(visitor: Reader, where: str) -> None:
    """At 200 % the question and the first thing to press are there whole; the line of independence leads the text."""
    visitor.open(page=where)
    for way in ("setting", "text"):
        enlarge(visitor.page, 200, way)
        assert len(visitor.page.evaluate(WHOLE, "still-in-time .sit-heading")) == 1
        assert visitor.page.evaluate(WHOLE, "still-in-time :is(.sit-doors, .sit-options) a")
        assert visitor.page.evaluate(WHOLE, ".whose") == [writer(visitor.locale.lang).word("frame-independent")]
        assert visitor.page.evaluate(WHOLE, "header .brand small") == []


@pytest.mark.parametrize("where", ["", "check/"], ids=["home", "check"])
def test_the_first_screen_holds_them_when_python_has_answered(reader: Reader, where: str) -> None:
    """Whoever starts again, in place, finds the same first screen."""
    reader.open(page=where)
    reader.await_engine()
    reader.only_python_answers()
    reader.tap("stage", "shipped")
    reader.answer.locator("[data-restart]").click()
    reader.sees_question("stage")
    reader.answered_by_python()
    reader.page.evaluate(
        "() => { document.querySelectorAll('.offer').forEach((one) => one.remove()); scrollTo(0, 0); }"
    )
    holds(reader.page, reader.locale)


def test_the_guide_gives_way_to_an_answer(reader: Reader) -> None:
    """At the start of the home page cards and a next page follow the checker; after the first tap they do not."""
    guide = reader.page.locator("#guide, .grid, .md-footer__inner")
    reader.open(page="")
    for part in guide.all():
        expect(part).to_be_visible()
    reader.await_engine()
    reader.tap("stage", "shipped")
    reader.sees_question("trouble")
    for part in guide.all():
        expect(part).to_be_hidden()
    expect(reader.page.locator(".admonition")).to_be_visible()


def test_nothing_moves_while_the_engine_starts(reader: Reader) -> None:
    """What is in sight stays where it is until the reader presses something."""
    for page in ("", "check/"):
        reader.open(page=page)
        reader.await_engine()
        assert reader.page.evaluate(SHIFTS) == []
