"""A served site, a real browser, and eyes on everything that a page does."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from site_build.hosting.file_server import running
from tests.browser.faults import Faulty
from tests.browser.reader import ENGLISH, LOCALES, SPANISH, Locale, Reader
from tools.browsers import FLAGS, shell_path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium as found on this machine, without windows if that can be, and without its own errands to other hosts.

    WebAssembly is compiled and not optimised: that would take a quarter of each start, for a page that soon closes.
    """
    quiet = [*FLAGS, "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    quiet.append("--js-flags=--liftoff-only")
    return {**browser_type_launch_args, "executable_path": shell_path(), "args": quiet}


@pytest.fixture(scope="session")
def home() -> Iterator[str]:
    """The address of the served site, without a slash at the end."""
    with running(handler=Faulty) as address:
        yield address.rstrip("/")


@pytest.fixture(params=LOCALES, ids=lambda locale: locale.lang)
def locale(request: pytest.FixtureRequest) -> Locale:
    """Each language in turn."""
    return request.param  # type: ignore[no-any-return]


PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "reduced_motion": "reduce",
    "service_workers": "block",
}
"""A phone: 360 by 740, without what service workers keep; test_offline.py lets them work."""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Every context is a phone, unless a test asks for another."""
    return {**browser_context_args, **PHONE}


class Watch:
    """What went wrong on any page of a context: foreign requests, console errors, uncaught errors."""

    def __init__(self, home: str) -> None:
        self.hosts = {urlsplit(home).netloc}
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.expected: tuple[str, ...] = ()

    def follow(self, context: BrowserContext) -> None:
        """Look at every page of a context from now on."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def expect(self, *parts: str) -> None:
        """Errors that a test causes on purpose, by a part of their text."""
        self.expected += parts

    def verdict(self) -> None:
        """Fail if anything went wrong that the test did not expect."""
        assert not self.foreign, f"requests to other hosts: {self.foreign}"
        unexpected = [error for error in self.errors if not any(part in error for part in self.expected)]
        assert not unexpected, f"errors on the page: {unexpected}"

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc not in self.hosts:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture
def watch(home: str) -> Iterator[Watch]:
    """Eyes on the test's pages; its verdict is part of the test."""
    watch = Watch(home)
    yield watch
    watch.verdict()


def leave(context: BrowserContext) -> None:
    """Let answers that are still under way at the end of a test not reach the next one."""
    Faulty.heal()
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that leaves nothing to the next test."""
    yield page
    leave(page.context)


@pytest.fixture
def reader(page: Page, home: str, locale: Locale, watch: Watch) -> Reader:
    """A reader with a phone, in one language, on a page that is being watched."""
    watch.follow(page.context)
    return Reader(page, home, locale)


@pytest.fixture
def someone(page: Page, home: str, watch: Watch, request: pytest.FixtureRequest) -> Reader:
    """A reader in one of the two languages: by turns, since a fault knows none."""
    watch.follow(page.context)
    return Reader(page, home, (ENGLISH, SPANISH)[zlib.crc32(request.node.name.encode()) % 2])


@pytest.fixture
def bystander(someone: Reader, watch: Watch) -> Reader:
    """Such a reader on pages whose engine never starts: for what does not ask it anything."""
    someone.page.add_init_script("delete window.Worker;")
    watch.expect("still-in-time: the engine failed")
    return someone


@pytest.fixture(scope="module", params=LOCALES, ids=lambda locale: locale.lang)
def started(browser: Browser, home: str, request: pytest.FixtureRequest) -> Iterator[tuple[Reader, Watch]]:
    """A reader in each language in turn, on a page that the tests of a module share."""
    context = browser.new_context(**PHONE)
    watch = Watch(home)
    watch.follow(context)
    yield Reader(context.new_page(), home, request.param), watch
    context.close()


@pytest.fixture
def at_the_start(started: tuple[Reader, Watch]) -> Iterator[Reader]:
    """A reader at the first question, engine up and nothing typed: for tests whose promise is not the start."""
    reader, watch = started
    again = reader.answer.locator("[data-restart]")
    if reader.page.url != "about:blank" and reader.is_ready() and again.count():
        again.click()
    else:
        reader.open()
        reader.await_engine()
    reader.sees_question("stage")
    yield reader
    leave(reader.page.context)
    watch.verdict()
