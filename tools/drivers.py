"""A common interface to browsers for the core journey, with implementations for Playwright and Selenium."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from playwright.sync_api import Browser, Playwright
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tools.browsers import FIREFOX, FLAGS, WEBKIT, chromium_path, look_for

PATIENCE = 90
"""Timeout of any step in seconds, including the start of Python on a busy machine."""


class Driver(Protocol):
    """A browser with one tab."""

    version: str

    def open(self, url: str) -> None:
        """Go to an address."""

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""

    def until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true."""

    def click(self, selector: str) -> None:
        """Click the first element that fits, as a reader does."""

    def type(self, selector: str, text: str) -> None:
        """Put the focus into the first element that fits, and press a key for each letter."""

    def hold_control(self, selector: str, key: str) -> None:
        """Press a key with Control on the first element that fits."""

    def back(self) -> None:
        """Go back."""


class ByPlaywright:
    """A browser that Playwright drives."""

    def __init__(self, browser: Browser) -> None:
        self.version = browser.version
        self._page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        self._page.set_default_timeout(PATIENCE * 1000)

    def open(self, url: str) -> None:
        """Go to an address."""
        self._page.goto(url)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        return self._page.evaluate(f"() => {expression}")

    def until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true."""
        self._page.wait_for_function(f"() => {expression}")

    def click(self, selector: str) -> None:
        """Click the first element that fits, as a reader does."""
        self._page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        """Put the focus into the first element that fits, and press a key for each letter."""
        self._page.locator(selector).first.press_sequentially(text)

    def hold_control(self, selector: str, key: str) -> None:
        """Press a key with Control on the first element that fits."""
        self._page.locator(selector).first.press(f"Control+{key}")

    def back(self) -> None:
        """Go back."""
        self._page.go_back()


class BySelenium:
    """A browser that WebDriver drives."""

    def __init__(self, browser: WebKitGTK) -> None:
        self.version = browser.capabilities["browserVersion"]
        self._browser = browser
        browser.set_page_load_timeout(PATIENCE)

    def open(self, url: str) -> None:
        """Go to an address."""
        self._browser.get(url)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        return self._browser.execute_script(f"return {expression}")

    def until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true."""
        # An element itself could be gone before its handle is made.
        asked = f"Boolean({expression})"
        WebDriverWait(self._browser, PATIENCE, 0.05).until(lambda _: self.ask(asked), f"never true: {expression}")

    def click(self, selector: str) -> None:
        """Click the first element that fits, as a reader does."""
        self._browser.find_element(By.CSS_SELECTOR, selector).click()

    def type(self, selector: str, text: str) -> None:
        """Put the focus into the first element that fits, and press a key for each letter."""
        self._browser.find_element(By.CSS_SELECTOR, selector).send_keys(text)

    def hold_control(self, selector: str, key: str) -> None:
        """Press a key with Control on the first element that fits."""
        self._browser.find_element(By.CSS_SELECTOR, selector).send_keys(Keys.CONTROL, key)

    def back(self) -> None:
        """Go back."""
        self._browser.back()


@contextmanager
def chromium(playwright: Playwright, *, optimise: bool = True) -> Iterator[Driver]:
    """The Chromium that all other tests use. Without `optimise`, WebAssembly starts sooner and runs slower."""
    flags = [*FLAGS, *(() if optimise else ("--js-flags=--liftoff-only",))]
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
    yield ByPlaywright(browser)
    browser.close()


@contextmanager
def firefox(playwright: Playwright, *, optimise: bool = True) -> Iterator[Driver]:
    """Firefox ESR as Debian ships it."""
    [path] = look_for(FIREFOX)
    prefs: dict[str, str | float | bool] = {"javascript.options.wasm_optimizingjit": optimise}
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=path, firefox_user_prefs=prefs)
    yield ByPlaywright(browser)
    browser.close()


@contextmanager
def webkit(_: Playwright, *, optimise: bool = True) -> Iterator[Driver]:
    """WebKitGTK, on a virtual screen."""
    driver, browser, screen = look_for(WEBKIT)
    command = [screen, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as shown:
        assert shown.stdout
        display = shown.stdout.readline().strip()
        options = Options()
        options.binary_location = browser
        options.add_argument("--automation")
        settings = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "JSC_useOMGJIT": str(int(optimise))}
        service = Service(driver, env={"DISPLAY": f":{display}", **settings})
        session = WebKitGTK(options=options, service=service)
        try:
            yield BySelenium(session)
        finally:
            session.quit()
            shown.terminate()


BROWSERS = {"Chromium": chromium, "Firefox ESR": firefox, "WebKitGTK": webkit}
"""Functions that start a browser, by its name in the table at the end of a run."""
