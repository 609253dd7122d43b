"""The copy that a browser keeps: whole, of one edition, renewed cleanly, and gone when the reader says so."""

from __future__ import annotations

import functools
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_build.layout import SITE
from site_build.serve import HOST, Handler, Server
from site_build.serving import noted
from tests.browser.faults import FILES, PHONE, SLOW
from tests.browser.reader import ENGLISH, SPANISH, Locale, Reader, other

KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('still-in-time '))"
SETTLED = f"""async () => {{
    const registration = await navigator.serviceWorker.ready;
    return Boolean(registration.active && !registration.installing) && (await ({KEPT})()).length > 0;
}}"""

TAKEN_OVER = """async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
    return !installing && !waiting && active.state === "activated";
}"""


def until(page: Page, condition: str) -> None:
    """Wait until an asynchronous condition holds in the page, which Playwright's own waiting takes for true at once."""
    page.evaluate(
        f"""async () => {{
            for (const end = performance.now() + 60_000; performance.now() < end; ) {{
                if (await ({condition})()) return;
                await new Promise((next) => setTimeout(next, 50));
            }}
            throw new Error("does not come true");
        }}"""
    )


@pytest.fixture
def roaming(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets service workers work."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="allow")
    yield context
    context.close()


class Pluggable(Server):
    """A server that can hang up on everybody, also on those with a connection that is kept open."""

    def __init__(self, *arguments: Any) -> None:
        self.connections: list[socket.socket] = []
        super().__init__(*arguments)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Note who calls."""
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address

    def hang_up(self) -> None:
        """Take no more calls, and end those that are going on."""
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Host:
    """A server of its own, with a copy of the site that a test may change, and a plug that it may pull."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._handler = functools.partial(Handler, site=site, rules=noted())
        self._server = Pluggable((HOST, 0), self._handler)
        self.port = self._server.server_port
        self._serve()

    @property
    def home(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def _serve(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def unplug(self) -> None:
        """From now on nobody answers."""
        self._server.hang_up()


@pytest.fixture
def host(tmp_path: Path, home: str) -> Iterator[Host]:
    """A served copy of the site."""
    site = tmp_path / "site"
    shutil.copytree(SITE, site, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("stage.*"))
    made = Host(site)
    yield made
    made.unplug()


def visit(page: Page, host: Host, locale: Locale = ENGLISH) -> Reader:
    """Use the checker once, and wait until the site is kept."""
    reader = Reader(page, host.home, locale)
    reader.open()
    reader.await_engine()
    until(page, SETTLED)
    return reader


@pytest.mark.parametrize("locale", [ENGLISH, SPANISH], ids=lambda locale: locale.lang)
def test_the_whole_site_works_without_a_network_after_one_visit(
    roaming: BrowserContext, host: Host, locale: Locale
) -> None:
    """Guide pages, the checker, its states and the search, in both languages, when nobody answers any more."""
    page = roaming.new_page()
    reader = visit(page, host, locale)
    page.close()
    host.unplug()
    reader = Reader(roaming.new_page(), host.home, locale)
    for guide in ("", "steps/", "refunds/", "about/"):
        reader.open(page=guide)
        expect(reader.page.locator("main h1").first).to_be_visible()
    reader.open("stage.shipped/trouble.unwanted")
    reader.sees_outcome("shipped-unwanted", "not-cancel-but")
    reader.answered_by_python()
    reader.is_at("stage.shipped/trouble.unwanted")
    reader.open()
    reader.await_engine()
    reader.answers([("stage", "asked"), ("answer", "agreed")])
    reader.sees_outcome("seller-agreed", "wait")
    reader.answered_by_python()
    Reader(reader.page, host.home, other(locale)).open(page="tips/")
    expect(reader.page.locator("main h1").first).to_be_visible()
    reader.page.wait_for_load_state()
    reader.page.locator(".md-search__input").press_sequentially({"en": "refund", "es": "reembolso"}[other(locale).lang])
    expect(reader.page.locator(".md-search-result__item").first).to_be_visible(timeout=30_000)


def slow_line(kind: str) -> str:
    """Page code for a line that nothing more than what is needed should come over, unless its kind makes that free."""
    return SLOW.replace("downlink: 7", f"downlink: 7, type: '{kind}'")


@pytest.mark.parametrize(
    ("first", "kept", "left"), [("wifi", "snapshot.bin", "python.zip"), ("cellular", "python.zip", "snapshot.bin")]
)
def test_a_phone_on_a_slow_line_keeps_the_snapshot_only_where_its_bytes_cost_nothing(
    roaming: BrowserContext, host: Host, first: str, kept: str, left: str
) -> None:
    """It comes over Wi-Fi, after the first answer; the next visit starts from what is kept, on any line or on none."""
    page = roaming.new_page()
    page.add_init_script(PHONE + slow_line(first))
    visit(page, host)
    files = page.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url)"
    )
    assert [file for file in files if FILES[kept].search(file)]
    assert not [file for file in files if FILES[left].search(file)]
    page.close()
    host.unplug()
    page = roaming.new_page()
    page.add_init_script(PHONE + slow_line("cellular"))
    reader = Reader(page, host.home, ENGLISH)
    reader.open("stage.shipped/trouble.unwanted")
    reader.await_engine()
    reader.answered_by_python()


def test_a_new_edition_replaces_the_old_one_whole(roaming: BrowserContext, host: Host) -> None:
    """The next visit after a release shows the new edition, and nothing of the old one is left."""
    page = roaming.new_page()
    visit(page, host)
    [before] = page.evaluate(KEPT)
    steps = host.site / "steps" / "index.html"
    steps.write_text(steps.read_text("utf-8").replace("</h1>", " (new edition)</h1>"), encoding="utf-8")
    worker = host.site / "sw.js"
    worker.write_text(worker.read_text("utf-8").replace('VERSION = "', 'VERSION = "new'), encoding="utf-8")
    page.goto(f"{host.home}/tips/")
    until(page, f"async () => (await ({KEPT})()).length === 2")
    until(page, TAKEN_OVER)
    page.goto(f"{host.home}/steps/")
    expect(page.locator("h1")).to_contain_text("new edition")
    until(page, f"async () => (await ({KEPT})()).length === 1")
    assert page.evaluate(KEPT) != [before]


def test_a_page_of_an_older_edition_goes_on_working(roaming: BrowserContext, host: Host) -> None:
    """A page that was open before a release still finds its engine, though the server has only the new one."""
    page, second = roaming.new_page(), roaming.new_page()
    visit(page, host)
    old = Reader(second, host.home, ENGLISH)
    second.add_init_script("delete window.requestIdleCallback; window.requestIdleCallback = () => {};")
    old.open()
    worker = host.site / "sw.js"
    worker.write_text(worker.read_text("utf-8").replace('VERSION = "', 'VERSION = "new'), encoding="utf-8")
    page.goto(f"{host.home}/tips/")
    until(page, f"async () => (await ({KEPT})()).length === 2")
    until(page, TAKEN_OVER)
    shutil.rmtree(host.site / "assets" / "widget")
    old.heading.click()
    old.await_engine()
    old.answers([("stage", "asked"), ("answer", "agreed")])
    old.sees_outcome("seller-agreed", "wait")
    old.answered_by_python()


def test_an_edition_that_does_not_come_whole_changes_nothing(roaming: BrowserContext, host: Host) -> None:
    """While a release is half on the server, the old edition stays."""
    page = roaming.new_page()
    visit(page, host)
    before = page.evaluate(KEPT)
    (host.site / "steps" / "index.html").unlink()
    worker = host.site / "sw.js"
    worker.write_text(worker.read_text("utf-8").replace('VERSION = "', 'VERSION = "new'), encoding="utf-8")
    page.goto(f"{host.home}/tips/")
    redundant = """async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        try { await registration.update(); } catch { return true; }
        const { installing } = registration;
        return !installing || new Promise((done) => {
            installing.addEventListener("statechange", () => installing.state === "redundant" && done(true));
        });
    }"""
    page.evaluate(redundant)
    page.goto(f"{host.home}/steps/")
    expect(page.locator("main h1").first).to_be_visible()
    assert set(before) <= set(page.evaluate(KEPT))


@pytest.mark.parametrize("locale", [ENGLISH, SPANISH], ids=lambda locale: locale.lang)
def test_a_reader_can_have_nothing_kept(roaming: BrowserContext, host: Host, locale: Locale) -> None:
    """One switch on the page about us removes the copy, and nothing is kept until it is turned on again."""
    page = roaming.new_page()
    reader = visit(page, host, locale)
    reader.open(page="about/")
    switch = page.locator("[data-offline-switch]")
    expect(switch).to_be_checked()
    switch.uncheck()
    until(page, f"async () => (await ({KEPT})()).length === 0")
    until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    reader.open()
    reader.await_engine()
    reader.open(page="about/")
    expect(switch).not_to_be_checked()
    assert page.evaluate(KEPT) == []
    switch.check()
    reader.open()
    reader.await_engine()
    until(page, SETTLED)


def test_a_host_can_take_it_all_back(roaming: BrowserContext, host: Host) -> None:
    """A build with OFFLINE=off removes what an earlier one has left in browsers."""
    from site_build.offline import GONE

    page = roaming.new_page()
    visit(page, host)
    (host.site / "sw.js").write_text(GONE, encoding="utf-8")
    page.goto(f"{host.home}/steps/")
    until(page, f"async () => (await ({KEPT})()).length === 0")
    until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")


def test_nothing_that_a_reader_did_is_kept(roaming: BrowserContext, host: Host) -> None:
    """What outlives the tab is the same for everybody: the list of files, no state, nothing typed."""
    page = roaming.new_page()
    reader = visit(page, host)
    reader.open("stage.delivered/parcel.unwanted/return-button.yes")
    reader.await_engine()
    page.fill('[name="order"]', "8190000000000001")
    expect(reader.answer).to_contain_text("8190000000000001")
    kept = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((request) => request.url)))).flat()"
    )
    assert kept and not [url for url in kept if "stage." in url]
    assert "8190000000000001" not in json.dumps(page.evaluate("() => ({ ...localStorage })"))
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
