"""The core journey in every kind of browser that there is: Chromium's, Firefox's and WebKit's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from checker.bundled import bundled
from checker.deadlines import write_day
from site_build.content.pages.texts import table
from tests.browser.faults import Faulty
from tests.browser.reader import CLOCK, ENGLISH, NOW, Locale, other
from tests.conftest import PROPERTY
from tools.browsers import NoBrowserError
from tools.drivers import BROWSERS, Driver

SHOWN = "document.querySelector('still-in-time .sit')"
ENGINE = "document.querySelector('still-in-time')?.dataset.engine"
CANCELLABLE = [("stage", "asked"), ("answer", "silent"), ("waited", "running")]
WRONG_ITEM = [("stage", "delivered"), ("parcel", "wrong-item"), ("return-button", "no")]
CHANGED_MIND = [("stage", "to-ship"), ("reason", "changed-mind"), ("button", "yes")]
LETTER = "document.querySelector('still-in-time [data-part=message]').textContent"
NUMBER = "document.querySelector('still-in-time [name=order]').value"
FAILS = """(() => {
    const engine = new Worker(document.querySelector("still-in-time").dataset.workerUrl, { type: "module" });
    engine.onmessage = ({ data }) => { window.told = data.cause; };
    engine.postMessage({ type: "answer" });
    return true;
})()"""
CARD = """(() => {
    const card = document.createElement("article");
    card.id = "copied";
    card.className = "order-item";
    for (const [name, className, text] of [
        ["div", "order-item-header-status-text", "Awaiting delivery"],
        ["a", "", "Details"],
        ["p", "", "Lamp <img src=x onerror=alert(1)>"],
        ["button", "", "Confirm received"],
    ]) {
        const line = Object.assign(document.createElement(name), { className, textContent: text });
        if (name === "a") line.href = "https://www.aliexpress.com/p/order/detail.html?orderId=8214000000001234";
        card.append(line);
    }
    document.querySelector("main").prepend(card);
    getSelection().selectAllChildren(card.parentElement);
    return true;
})()"""
"""Puts a card of a list onto the page, and selects it: its number stands in its markup only."""
REPLY = "document.querySelector('[data-reply]')"
FOREIGN = "performance.getEntriesByType('resource').map((file) => file.name).filter((url) => !url.startsWith(origin))"


def shows(browser: Driver, **data: str) -> None:
    """Wait until the checker shows something, by its `data-` attributes."""
    wanted = [f"{SHOWN}?.dataset.{name} === '{value}'" for name, value in data.items()]
    browser.until(" && ".join(wanted))


def await_engine(browser: Driver) -> None:
    """Touch the checker and wait for Python, which waits for a touch on a slow line: a busy machine looks like one."""
    browser.ask("document.querySelector('still-in-time')?.dispatchEvent(new Event('pointerdown'))")
    browser.until(f"{ENGINE} === 'ready'")


def tap(browser: Driver, question: str, option: str) -> None:
    """Answer the question that is being asked."""
    shows(browser, question=question)
    browser.click(f'still-in-time .sit a[data-option="{option}"]')


@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")  # Selenium's own, for WebKitGTK
@pytest.mark.parametrize("name", BROWSERS)
def test_the_core_journey_works_in_every_browser(
    playwright: Playwright,
    home: str,
    locale: Locale,
    name: str,
    record_property: Callable[[str, object], None],
) -> None:
    """By Pyodide: answers, a change, Back, the other language, two orders, one kept, a paste; nothing foreign.

    Begun in English, WebAssembly is optimised as readers have it; the other run is quicker without.
    """
    try:
        with BROWSERS[name](playwright, optimise=locale is ENGLISH) as browser, a_moved_clock():
            journey(browser, home, locale)
            comes_back(browser, home, locale)
            two_orders(browser)
            pasted(browser)
            record_property(PROPERTY, [f"journey in {name}", f"{browser.version} ({locale.lang})"])
    except NoBrowserError as reason:
        record_property(PROPERTY, [f"journey in {name}", f"not run: {reason}"])
        pytest.skip(f"{name} was not run: {reason}")


def journey(browser: Driver, home: str, locale: Locale) -> None:
    """From the first question to an answer, to another one, back, and on in the other language."""
    browser.open(f"{home}{locale.root}check/")
    assert browser.ask("document.documentElement.lang") == locale.lang
    await_engine(browser)
    browser.ask("(window.stayed = true)")
    browser.ask(FAILS)
    browser.until("window.told")
    assert "TypeError" in browser.ask("window.told"), "a failure does not say what it is"
    for question, option in CANCELLABLE:
        tap(browser, question, option)
    shows(browser, outcome="wait-for-seller", verdict="wait")
    assert browser.ask(f"{SHOWN}.dataset.answeredBy").startswith("pyodide ")
    assert browser.ask("document.activeElement.matches('.sit-heading')")
    reached = "/".join(f"{question}.{option}" for question, option in CANCELLABLE)
    assert browser.ask("location.href") == f"{home}{locale.root}check/{reached}/"

    browser.click('still-in-time a[data-change="waited"]')
    tap(browser, "waited", "over")
    shows(browser, outcome="silence-over", verdict="get-help")
    browser.back()
    shows(browser, question="waited")
    assert browser.ask("window.stayed"), "an answer was a page of its own"
    assert browser.ask(FOREIGN) == []

    there = other(locale)
    browser.click(f'header a[hreflang="{there.lang}"]')
    browser.until(f"document.documentElement.lang === '{there.lang}'")
    await_engine(browser)
    shows(browser, question="waited")
    tap(browser, "waited", "over")
    shows(browser, outcome="silence-over", verdict="get-help")
    assert browser.ask(f"{SHOWN}.dataset.answeredBy").startswith("pyodide ")
    assert browser.ask(FOREIGN) == []


@contextmanager
def a_moved_clock() -> Iterator[None]:
    """Have every page run by the clock at `Moved.now`: no browser but Chromium lets a driver set it."""
    Faulty.faults.append((re.compile(r"/early\.[0-9a-f]+\.js$"), Moved.send))
    yield
    Faulty.heal()


class Moved:
    """What the clock of the reader's device says."""

    now = NOW

    @classmethod
    def send(cls, server: Faulty, file: Path) -> None:
        """The first script of a page, after one that sets the clock."""
        clock = CLOCK % (cls.now.timestamp() * 1000)
        server.send_instead(file, clock.encode() + b"\n" + file.read_bytes(), headers={"Cache-Control": "no-store"})


def comes_back(browser: Driver, home: str, locale: Locale) -> None:
    """Asked today, kept, and opened again after four days: the date alone has changed the answer, and it goes on."""
    Moved.now = NOW
    browser.open(f"{home}{locale.root}check/stage.asked/answer.silent/")
    await_engine(browser)
    tap(browser, "waited", "running")
    shows(browser, outcome="wait-for-seller")
    asked = "document.querySelector('still-in-time [name=asked]')"
    browser.ask(f"({asked}.value = '{NOW.date()}', {asked}.dispatchEvent(new Event('input', {{ bubbles: true }})))")
    # What the day brings moves the button.
    browser.until("document.querySelector('[data-part=deadlines] dt')")
    browser.type("#sit-label", "Kettle")
    browser.click(".sit-keep button")
    browser.until("document.querySelector('[data-forget-order]')")

    Moved.now = NOW + timedelta(days=4)
    browser.open(f"{home}{locale.root}")
    assert browser.ask("document.querySelector('#orders bdi').textContent") == "Kettle"
    words = table("words")
    day = write_day(Moved.now.date(), bundled().dates, locale.lang)
    due = words["kept-due"][locale.lang].format(day=day, left=bundled().words["left-today"][locale.lang])
    assert browser.ask("document.querySelector('#orders [data-when]').textContent") == due
    browser.click("#orders summary")
    browser.click("#orders [data-way=look]")
    shows(browser, outcome="silence-over", verdict="get-help")
    await_engine(browser)
    browser.until("document.querySelector('[data-forget-order]')")
    shows(browser, outcome="silence-over", verdict="get-help")
    assert browser.ask(f"{asked}.value") == str(NOW.date())
    browser.open(f"{home}{locale.root}")
    browser.click("#orders summary")
    browser.click("#orders [data-way=refused]")
    shows(browser, outcome="refused")
    await_engine(browser)
    browser.until("document.querySelector('[data-forget-order]')")
    browser.until("JSON.parse(Object.values(localStorage).find((text) => text.includes('Kettle')))"
                  ".orders[history.state.case].answers === 'stage.asked/answer.refused'")  # fmt: skip
    browser.open(f"{home}{locale.root}")
    browser.click("#orders > details > summary")
    browser.click("#orders [data-do=forget-all]")
    browser.until("document.querySelector('#orders').hidden")
    assert "Kettle" not in browser.ask("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")


def two_orders(browser: Driver) -> None:
    """From the home page, one order, typed key by key, then another in the same tab: neither number meets the other."""
    first, second = "8190000000000001", "8190000000000002"
    await_engine(browser)
    for question, option in WRONG_ITEM:
        tap(browser, question, option)
    shows(browser, outcome="claim-closed")
    browser.type('still-in-time [name="order"]', first)
    browser.until(f"{LETTER}.includes('{first}')")
    browser.click("still-in-time a[data-restart]")
    for question, option in CHANGED_MIND:
        tap(browser, question, option)
    shows(browser, outcome="request-now")
    assert browser.ask(NUMBER) == "" and first not in browser.ask(LETTER)
    browser.type('still-in-time [name="order"]', second)
    browser.until(f"{LETTER}.includes('{second}')")
    for question, _ in reversed(CHANGED_MIND):
        browser.back()
        shows(browser, question=question)
    browser.back()
    shows(browser, outcome="claim-closed")
    assert browser.ask(NUMBER) == "" and second not in browser.ask(LETTER)


def pasted(browser: Driver) -> None:
    """Begun anew: copied and pasted with the keyboard, a card is read by its markup, and its order goes on."""
    browser.click("still-in-time a[data-restart]")
    shows(browser, question="stage")
    browser.ask(CARD)
    browser.hold_control("body", "c")
    browser.ask("(document.querySelector('#copied').remove(), true)")
    browser.click(".sit-paste > summary")
    browser.hold_control("#sit-paste", "v")
    browser.until(f"{REPLY}.querySelector('[data-order]')")
    assert "Awaiting delivery" in browser.ask(f"{REPLY}.textContent")
    assert browser.ask(f"{REPLY}.querySelector('[name=order]').value") == "8214000000001234"
    assert not browser.ask(f"{REPLY}.querySelector('img')")
    assert browser.ask("document.querySelector('#sit-paste').value") == ""
    assert "Lamp" not in browser.ask("JSON.stringify([{ ...sessionStorage }, history.state, location.href])")
    browser.click("[data-order] > .sit-row a[data-read]")
    shows(browser, question="trouble")
    tap(browser, "trouble", "unwanted")
