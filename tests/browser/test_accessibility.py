"""What a reader with a keyboard, a screen reader, large letters or a small screen meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from site_build.layout import PREFIXES, SITE
from tests.browser.conftest import Watch
from tests.browser.reader import ENGINE_FILES, Locale, Reader

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
STATES = [
    "stage.to-ship",
    "stage.to-ship/deadline.running/reason.changed-mind/button.yes/kind.normal",
    "stage.unpaid/payment.not-tried",
    "stage.asked/answer.silent/waited.running",
    "stage.asked/answer.silent/waited.over",
    "stage.shipped/trouble.unwanted",
    "stage.closed/money.pending/closed-by.me",
    "stage.unsure/clue.status",
]
"""A question half-way, and each kind of verdict once."""
VIEWS = [("light", 360), ("dark", 1280)]
SMALLEST = 320
TARGET = 44


def pages() -> list[str]:
    """Every page of the site that is not a state, below its language's folder, and the states above."""
    root = SITE
    found = [file.parent.relative_to(root).as_posix() for file in sorted(root.rglob("index.html"))]
    prefixes = tuple(prefix for prefix in PREFIXES.values() if prefix)
    own = ["" if page == "." else f"{page}/" for page in found if not f"{page}/".startswith(prefixes)]
    return [page for page in own if not page.startswith("check/")] + [f"check/{state}/" for state in STATES]


def complaints(page: Page) -> list[str]:
    """What axe has against the page as it is now: rule, place and reason."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in one palette and width."""
    scheme, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_any_page(view: Page, home: str, locale: Locale, watch: Watch) -> None:
    """No page and no kind of state breaks an accessibility rule, in either palette, on a phone or a desktop.

    None breaks its Content-Security-Policy either, which the console would tell.
    """
    watch.follow(view.context)
    watch.expect("still-in-time: the engine failed", "net::ERR_FAILED", "Failed to fetch")
    wrong = {}
    view.route(ENGINE_FILES, lambda route: route.abort())
    for address in pages():
        view.goto(f"{home}{locale.root}{address}")
        if found := complaints(view):
            wrong[address] = found
    assert not wrong


def test_axe_finds_nothing_where_dates_are_typed(reader: Reader) -> None:
    """Typed dates, a problem with one of them and a chosen country leave the answer accessible."""
    reader.open("stage.delivered/parcel.unwanted/return-button.yes/kind.normal")
    reader.await_engine()
    reader.page.fill('[name="order"]', "abc")
    reader.page.fill('[name="delivered"]', "2026-01-05")
    reader.page.select_option('[name="country"]', "es")
    expect(reader.answer.locator('[data-part="problems"] li').first).to_be_visible()
    expect(reader.answer.locator("[data-right]").first).to_be_visible()
    assert not complaints(reader.page)


def test_the_keyboard_alone_leads_to_an_answer(reader: Reader) -> None:
    """Tab and Enter are enough, and the focus is never lost on the way."""
    reader.open()
    reader.await_engine()
    for question, option in [("stage", "asked"), ("answer", "agreed")]:
        reader.sees_question(question)
        wanted = reader.answer.locator(f'a[data-option="{option}"]')
        for _ in range(60):
            if wanted.evaluate("link => link === document.activeElement"):
                break
            reader.page.keyboard.press("Tab")
        expect(wanted).to_be_focused()
        outline = wanted.evaluate("link => getComputedStyle(link).outlineStyle")
        assert outline != "none", "the focused option shows no outline"
        reader.page.keyboard.press("Enter")
    reader.sees_outcome("seller-agreed", "done")
    expect(reader.heading).to_be_focused()


def test_nothing_scrolls_sideways_on_the_smallest_screen(browser: Browser, home: str, locale: Locale) -> None:
    """At 320 pixels, which is also 400 % zoom on a desktop, every page fits its width."""
    context = browser.new_context(viewport={"width": SMALLEST, "height": 640}, java_script_enabled=True)
    page = context.new_page()
    page.route(ENGINE_FILES, lambda route: route.abort())
    wide = {}
    for address in pages():
        page.goto(f"{home}{locale.root}{address}")
        width = page.evaluate("() => document.documentElement.scrollWidth")
        if width > SMALLEST:
            wide[address] = width
    context.close()
    assert not wide


def test_targets_are_large_enough_for_a_thumb(reader: Reader, watch: Watch) -> None:
    """Options, changes, buttons and fields are at least 44 pixels high, on a question and on an answer."""
    for address in STATES[:2]:
        reader.open(address)
        reader.await_engine()
        targets = reader.answer.locator(".sit-options a, .sit-answers a, button, input, select, summary")
        small = targets.evaluate_all(
            "(all, least) => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < least)"
            ".map(one => one.outerHTML.slice(0, 80))",
            TARGET,
        )
        assert not small


def test_foreign_names_are_marked(reader: Reader) -> None:
    """A button's name in the other language says which language it is."""
    reader.open(STATES[1])
    names = reader.answer.locator(".sit-other")
    assert names.count() >= 2
    marked = names.evaluate_all("all => all.map(one => one.lang)")
    assert set(marked) == {code for code in PREFIXES if code != reader.locale.lang}
