"""An answer on paper: a checklist of one page, in black, without what only a screen can do."""

from __future__ import annotations

import re
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, expect

from checker import decide
from checker.model import Outcome
from site_build.checker_api import policy, states
from tests.browser.conftest import Watch, leave
from tests.browser.reader import ENGINE_FILES, Locale, Reader

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
MANY = 5
"""Of the answers with most to say, so many are printed each time; all of them in the long run."""
DATED = "stage.delivered/parcel.unwanted/return-button.yes"


@cache
def addresses() -> dict[str, str]:
    """For each outcome the address with the most answers, which are printed, too; the wordiest outcome first."""
    found: dict[str, str] = {}
    for state in states().values():
        if isinstance(state.next, decide.Verdict):
            outcome = state.next.rule.then
            found[outcome] = max(found.get(outcome, ""), state.address, key=len)
    return dict(sorted(found.items(), key=lambda pair: wordiness(policy().outcomes[pair[0]]), reverse=True))


def wordiness(outcome: Outcome) -> int:
    """How many letters of an outcome go on paper, in its longest language."""
    texts = [outcome.headline, outcome.summary, *outcome.steps, *outcome.otherwise]
    texts += [outcome.careful] if outcome.careful else []
    texts += [policy().facts[policy().clocks[clock].fact].text for clock in outcome.clocks]
    texts += policy().messages[outcome.message].evidence if outcome.message else []
    return max(sum(len(text[lang]) for text in texts) for lang in policy().languages)


def sheets(page: Page, paper: str = "A4") -> int:
    """On how many sheets of paper a page is printed."""
    return len(PAGE.findall(page.pdf(format=paper)))


def open_each(browser: Browser, home: str, locale: Locale, wanted: list[str], *papers: str) -> dict[str, int]:
    """The outcomes that take more than a sheet, with how many they take."""
    context = browser.new_context(color_scheme="dark")
    context.route(ENGINE_FILES, lambda route: route.abort())
    page, found = context.new_page(), {}
    for outcome in wanted:
        page.goto(f"{home}{locale.root}check/{addresses()[outcome]}/")
        found[outcome] = max(sheets(page, paper) for paper in papers)
    leave(context)
    context.close()
    return {outcome: count for outcome, count in found.items() if count != 1}


def test_the_wordiest_answers_fit_one_sheet(browser: Browser, home: str, locale: Locale) -> None:
    """Even the answers with most to say are one page on paper."""
    assert open_each(browser, home, locale, list(addresses())[:MANY], "A4", "Letter") == {}


@pytest.mark.long
def test_every_answer_fits_one_sheet(browser: Browser, home: str, locale: Locale) -> None:
    """Each outcome, with the most answers that lead to it, is one page on European and on American paper."""
    assert open_each(browser, home, locale, list(addresses()), "A4", "Letter") == {}


def test_paper_shows_the_checklist_in_black(browser: Browser, home: str, locale: Locale, watch: Watch) -> None:
    """The answer, its steps with their boxes and what may come next are printed, black though the screen is dark."""
    watch.expect("still-in-time: the engine failed", "net::ERR_FAILED", "Failed to fetch")
    context = browser.new_context(color_scheme="dark")
    watch.follow(context)
    context.route(ENGINE_FILES, lambda route: route.abort())
    reader = Reader(context.new_page(), home, locale)
    reader.open(addresses()["request-now"])
    reader.page.emulate_media(media="print")
    for shown in (".sit-verdict", ".sit-kind svg", ".sit-steps > li", ".sit-otherwise > li", ".sit-answers", ".brand"):
        expect(reader.page.locator(shown).first).to_be_visible()
    expect(reader.answer.locator(".sit-road > li:visible")).to_have_count(5)
    for told in ("[aria-current] .sit-here", "li a", ".sit-small"):
        expect(reader.answer.locator(f".sit-road {told}").first).to_be_visible()
    for hidden in ("[data-part=message]", "form", ".sit-change", ".switch", ".md-sidebar", ".md-footer__inner"):
        expect(reader.page.locator(f"{hidden}:visible")).to_have_count(0)
    headings = reader.answer.locator("h2:visible").count()
    assert headings == 3, "what to do now, what comes next, your answers"
    colours = reader.answer.locator(".sit-verdict, .sit-steps").evaluate_all(
        "all => all.map(one => getComputedStyle(one).color)"
    )
    assert set(colours) == {"rgb(0, 0, 0)"}
    box = "one => parseFloat(getComputedStyle(one, '::before').borderTopWidth)"
    assert reader.answer.locator(".sit-steps > li").first.evaluate(box) > 0
    leave(context)
    context.close()


def test_paper_holds_the_readers_own_dates(someone: Reader) -> None:
    """Deadlines from typed dates, and the last day of the law where the reader lives, are on that one page."""
    someone.open(DATED)
    someone.await_engine()
    someone.page.fill('[name="delivered"]', "2026-11-20")
    someone.page.select_option('[name="country"]', "es")
    expect(someone.answer.locator(".sit-last-day").first).to_be_visible()
    someone.page.emulate_media(media="print")
    expect(someone.answer.locator("[data-part=deadlines] dt").first).to_be_visible()
    expect(someone.answer.locator(".sit-last-day").first).to_be_visible()
    expect(someone.answer.locator(".sit-rows:visible")).to_have_count(0)
    assert sheets(someone.page) == 1
