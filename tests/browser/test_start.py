"""When Python starts: unasked where nothing speaks against it, else at the reader's first touch."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Route, expect

from tests.browser.faults import WORKER
from tests.browser.reader import Reader

FILES_CAME = """
    Object.defineProperty(Navigator.prototype, "connection", { value: undefined });
    performance.getEntriesByType = () => [{
        transferSize: 50_000, encodedBodySize: 50_000, responseStart: 0, responseEnd: %d,
    }];
"""
IDLE = """() => new Promise((next) => {
    const then = () => requestIdleCallback(() => requestIdleCallback(() => setTimeout(next)));
    if (document.readyState === "complete") then();
    else addEventListener("load", then);
})"""


def test_a_slow_line_gets_python_only_when_touched(someone: Reader) -> None:
    """Where a browser says nothing of the line, the page's own files tell: 400 kbit/s is too slow, 8 Mbit/s is not."""
    someone.page.add_init_script(FILES_CAME % 1000)
    someone.open()
    someone.page.evaluate(IDLE)
    expect(someone.checker).to_have_attribute("data-engine", "static")
    someone.heading.click()
    someone.await_engine()
    someone.page.add_init_script(FILES_CAME % 50)
    someone.open()
    someone.await_engine()


def test_a_start_that_never_ended_is_not_repeated_untouched(someone: Reader) -> None:
    """A tab that was given up while Python started stays a page of links until its reader touches the checker."""
    page = someone.page
    stalled: list[Route] = []
    page.route(WORKER, lambda route: stalled.append(route))
    someone.open()
    someone.await_engine("starting")
    given_up = page.context.new_page()
    given_up.add_init_script(f"Object.assign(sessionStorage, {page.evaluate('() => ({ ...sessionStorage })')!r});")
    same = Reader(given_up, someone.home, someone.locale)
    same.open()
    given_up.evaluate(IDLE)
    expect(same.checker).to_have_attribute("data-engine", "static")
    same.heading.click()
    same.await_engine()
    page.goto(f"{someone.home}{someone.locale.root}about/")
    assert page.evaluate("() => ({ ...sessionStorage })") == {}, "a page that was left counts as given up"
    with suppress(Error):
        stalled.pop().abort()


LEFT_MEANWHILE = """
    window.asked = false;
    CacheStorage.prototype.match = () => new Promise((found) => {
        asked = true;
        addEventListener("pagehide", () => found(undefined));
    });
"""
"""Whether there is a snapshot is known only when the page is being left, and the page has ended its start."""


def test_a_page_left_before_its_start_began_is_no_broken_start(someone: Reader) -> None:
    """Whoever moves on while the page still looks for a snapshot finds Python started on the tab's next page."""
    page = someone.page
    page.add_init_script(FILES_CAME % 50)
    page.add_init_script(LEFT_MEANWHILE)
    someone.open()
    page.wait_for_function("() => asked")
    page.goto(f"{someone.home}{someone.locale.root}about/")
    assert page.evaluate("() => ({ ...sessionStorage })") == {}
