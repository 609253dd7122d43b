"""The copy that a browser keeps: whole, of one edition, renewed cleanly, gone with its site or when its reader says."""

from __future__ import annotations

import functools
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_build.assets.service_worker import GONE, digest
from site_build.content.pages.texts import table
from site_build.hosting.file_server import HOST, Handler, Server, WithoutCopy
from site_build.hosting.headers import load_rules
from site_build.layout import SITE
from tests.browser.faults import FILES, FULL, PHONE, SLOW
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

KEEP = """async (path) => {
    const registration = await navigator.serviceWorker.register(`${path}sw.js?keep=python`, { updateViaCache: "none" });
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    return new Promise((done) => {
        const tell = () => ["activated", "redundant"].includes(worker.state) && done(worker.state);
        worker.addEventListener("statechange", tell);
        tell();
    });
}"""
"""What the widget does once the checker has been used; how it ends."""
SEEN = """async (moment) => {
    const [name] = (await caches.keys()).filter((name) => name.startsWith("still-in-time / "));
    const two = performance.timeOrigin + performance.now() - 2 * 86_400_000;
    await (await caches.open(name)).put("/sw.js", new Response(String(moment ?? Math.round(two))));
}"""
"""Has the copy last seen its site at a moment; by default two days ago."""
LONG_AGO = 1_577_966_400_000
DAY = {"en": "2 January 2020", "es": "2 de enero de 2020"}
NEIGHBOUR = "theirs", "still-in-time /other/ 1"
MOVE_IN = """async (names) => {
    for (const name of names) await (await caches.open(name)).put("/about/", new Response("theirs"));
    await navigator.serviceWorker.register("/other/sw.js");
}"""
"""Another application on the same host, with caches and a service worker of its own."""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname)"
NOTHING_KEPT = "async () => !(await caches.keys()).some((name) => name.startsWith('still-in-time / '))"
NO_WORKER = f"async () => !(await ({WORKERS})()).includes('/')"


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
        self.end_connections()

    def end_connections(self) -> None:
        """End what is kept open."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Wayward(Handler):
    """Answers some addresses as the test says."""

    instead: dict[str, Callable[[Handler], None]]

    def do_GET(self) -> None:  # noqa: N802 - the name is the library's
        """Send what the test says, once, else the file."""
        self.instead.pop(self.path.partition("?")[0], Handler.do_GET)(self)


def away(handler: Handler) -> None:
    """A redirect on the same host."""
    handler.redirect("/tips/")


def soon(handler: Handler) -> None:
    """A page that says that the site is being worked on."""
    handler.send_file(handler.site / "accessibility" / "index.html", HTTPStatus.OK)


class Host:
    """A server of its own, with a copy of the site that a test may change, and a plug that it may pull."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.instead: dict[str, Callable[[Handler], None]] = {}
        self.serve_with(type("Noted", (Wayward,), {"instead": self.instead}))
        self._server = Pluggable((HOST, 0), self._handler)
        self.port = self._server.server_port
        self._serve()

    @property
    def home(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def _serve(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def serve_with(self, handler: type[Handler]) -> None:
        """From the next connection on, have another kind of server."""
        self._handler = functools.partial(handler, site=self.site, rules=load_rules())
        if hasattr(self, "_server"):
            self._server.RequestHandlerClass = self._handler
            self._server.end_connections()

    def release(self, page: str = "", said: str = "") -> None:
        """Put a new edition up, in which a page's heading says something more."""
        worker = self.site / "sw.js"
        text = worker.read_text("utf-8").replace('VERSION = "', 'VERSION = "new')
        if page:
            file = self.site / page / "index.html"
            before = digest(file)
            file.write_text(file.read_text("utf-8").replace("</h1>", f" {said}</h1>"), encoding="utf-8")
            text = text.replace(f'"{page}": "{before}"', f'"{page}": "{digest(file)}"')
        worker.write_text(text, encoding="utf-8")

    def unplug(self) -> None:
        """From now on nobody answers."""
        self._server.hang_up()


@pytest.fixture
def host(tmp_path: Path, home: str) -> Iterator[Host]:
    """A served copy of the site."""
    site = tmp_path / "site"
    shutil.copytree(SITE, site, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("stage.*"))
    (site / "other").mkdir()
    (site / "other" / "sw.js").write_text("// Somebody else's.", encoding="utf-8")
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


def keep(page: Page, host: Host, path: str = "/") -> str:
    """Have the site kept from a page that does not do so by itself; how that ended."""
    page.goto(f"{host.home}/tips/")
    ended: str = page.evaluate(KEEP, path)
    return ended


@pytest.mark.parametrize("locale", [ENGLISH, SPANISH], ids=lambda locale: locale.lang)
def test_the_whole_site_works_without_a_network_after_one_visit(
    roaming: BrowserContext, host: Host, locale: Locale
) -> None:
    """Guide pages, the checker, its states and the search, in both languages, when nobody answers any more.

    It can be put on the home screen, where it begins with a page that is opened here.
    """
    page = roaming.new_page()
    reader = visit(page, host, locale)
    session = roaming.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert session.send("Page.getAppManifest")["manifest"]["startUrl"] == f"{host.home}{locale.root}"
    page.close()
    host.unplug()
    reader = Reader(roaming.new_page(), host.home, locale)
    for guide in ("", "steps/", "refunds/", "about/"):
        reader.open(page=guide)
        expect(reader.page.locator("main h1").first).to_be_visible()
    for short, whole in (("issues?from=mail", "issues/?from=mail"), ("check", "check/"), ("index.html", "")):
        reader.page.goto(f"{host.home}{locale.root}{short}")
        expect(reader.page).to_have_url(f"{host.home}{locale.root}{whole}")
        expect(reader.page.locator("h1").first).to_be_visible()
    reader.open("stage.shipped/trouble.unwanted")
    reader.await_engine()
    reader.sees_outcome("shipped-unwanted", "not-cancel-but")
    reader.answered_by_python()
    reader.is_at("stage.shipped/trouble.unwanted")
    expect(reader.page.locator(".copy-day")).to_have_count(0)
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
    host.release("steps/", "(new edition)")
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
    host.release()
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
    host.release()
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


def test_a_reader_can_have_nothing_kept(roaming: BrowserContext, host: Host) -> None:
    """One switch on the page about us removes the copy, and no other site's, until it is turned on again."""
    page = roaming.new_page()
    reader = visit(page, host, SPANISH)
    reader.open(page="about/")
    page.evaluate(MOVE_IN, NEIGHBOUR)
    switch = page.locator("[data-offline-switch]")
    expect(switch).to_be_checked()
    switch.uncheck()
    until(page, NOTHING_KEPT)
    until(page, NO_WORKER)
    reader.open()
    reader.await_engine()
    reader.open(page="about/")
    expect(switch).not_to_be_checked()
    expect(page.locator("[data-offline-full]")).to_be_hidden()
    assert sorted(page.evaluate("() => caches.keys()")) == sorted(NEIGHBOUR)
    assert page.evaluate(WORKERS) == ["/other/"]
    switch.check()
    reader.open()
    reader.await_engine()
    until(page, SETTLED)


def test_a_host_can_take_it_all_back(roaming: BrowserContext, host: Host) -> None:
    """A build with OFFLINE=off removes what an earlier one has left in browsers."""
    page = roaming.new_page()
    keep(page, host)
    page.evaluate(MOVE_IN, NEIGHBOUR)
    (host.site / "sw.js").write_text(GONE, encoding="utf-8")
    page.goto(f"{host.home}/steps/")
    until(page, NOTHING_KEPT)
    until(page, NO_WORKER)
    assert sorted(page.evaluate("() => caches.keys()")) == sorted(NEIGHBOUR)
    assert page.evaluate(WORKERS) == ["/other/"]


def test_nothing_that_a_reader_did_is_kept(roaming: BrowserContext, host: Host) -> None:
    """What outlives the tab is the same for everybody: the list of files, no state, nothing typed.

    An order that is kept is no part of it, and stays when the copy goes.
    """
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
    page.locator(".sit-keep button").click()
    expect(reader.answer.locator("[data-forget-order]")).to_be_visible()
    page.goto(f"{host.home}/about/")
    page.locator("[data-offline-switch]").uncheck()
    until(page, NOTHING_KEPT)
    expect(page.locator("#orders > ul > li")).to_have_count(1)
    assert "8190000000000001" in json.dumps(page.evaluate("() => ({ ...localStorage })"))


@pytest.mark.parametrize("wrong", [away, soon])
def test_one_wrong_answer_kills_no_page(roaming: BrowserContext, host: Host, wrong: Callable[[Handler], None]) -> None:
    """A redirect or another page in the place of one of ours is not kept: there is no copy until all is right."""
    page = roaming.new_page()
    host.instead["/issues/"] = wrong
    assert keep(page, host) == "redundant"
    assert not host.instead, "nobody asked for it"
    assert keep(page, host) == "activated"
    host.unplug()
    page.goto(f"{host.home}/issues/")
    expect(page.locator("#issues")).to_be_visible()


PLANTED = """async () => {
    const [name] = (await caches.keys()).filter((name) => name.startsWith("still-in-time / "));
    const cache = await caches.open(name);
    const markup = "<!doctype html><h1>Theirs</h1><script>window.harmed = true</script>";
    await cache.put("/about/", new Response(markup, { headers: { "Content-Type": "text/html" } }));
    await cache.put("/issues/", await fetch("/issues"));
    await cache.put("/steps/", await fetch("/tips/"));
    const script = [...document.scripts].find(({ src }) => src.includes("/site.")).src;
    await cache.put(script, new Response("window.harmed = true", { headers: { "Content-Type": "text/javascript" } }));
}"""
"""Another application on the same host writes into our copy: markup, a redirect's answer, another page, a script."""


def test_what_a_neighbour_writes_into_the_copy_is_not_shown(roaming: BrowserContext, host: Host) -> None:
    """Each kept file is looked at before it is shown: what the build has not written comes from the server instead."""
    page = roaming.new_page()
    keep(page, host)
    page.evaluate(PLANTED)
    for ident in ("about", "issues", "steps"):
        answer = page.goto(f"{host.home}/{ident}/")
        assert answer and "default-src 'none'" in answer.headers["content-security-policy"]
        expect(page.locator(f"h1#{ident}")).to_be_visible()
        assert page.evaluate("() => window.harmed") is None


@pytest.mark.parametrize("instead", ["nothing", "another site"])
def test_the_copy_ends_when_the_site_has_gone(roaming: BrowserContext, host: Host, instead: str) -> None:
    """Where nothing answers any more, or somebody else, copy and worker go, and what is others' stays.

    Seen on a page without the checker: one that has it may ask for the worker once more before it is gone.
    """
    page = roaming.new_page()
    keep(page, host)
    page.evaluate(MOVE_IN, NEIGHBOUR)
    page.evaluate(SEEN)
    (host.site / "sw.js").unlink()
    if instead == "another site":
        (host.site / "sw.js").write_text("<!doctype html><h1>Another site</h1>", encoding="utf-8")
    (host.site / "tips" / "index.html").write_text("<!doctype html><h1>Another site</h1>", encoding="utf-8")
    page.goto(f"{host.home}/importance/")
    expect(page.locator("h1#importance")).to_be_visible()
    until(page, NOTHING_KEPT)
    until(page, NO_WORKER)
    assert sorted(page.evaluate("() => caches.keys()")) == sorted(NEIGHBOUR)
    assert page.evaluate(WORKERS) == ["/other/"]
    page.goto(f"{host.home}/tips/")
    expect(page.locator("h1")).to_have_text("Another site")


def test_an_old_copy_is_shown_without_a_network_only_and_says_its_day(roaming: BrowserContext, host: Host) -> None:
    """Thirty days after it last saw its site, the network goes first; without one, each page says its day."""
    page = roaming.new_page()
    keep(page, host)
    steps = host.site / "steps" / "index.html"
    steps.write_text(steps.read_text("utf-8").replace("</h1>", " (as the server has it)</h1>"), encoding="utf-8")
    page.goto(f"{host.home}/steps/")
    expect(page.locator("h1")).not_to_contain_text("as the server has it")
    page.evaluate(SEEN, LONG_AGO)
    page.goto(f"{host.home}/steps/")
    expect(page.locator("h1")).to_contain_text("as the server has it")
    until(page, f"async () => await (await caches.match('/sw.js')).text() > {LONG_AGO}")
    page.evaluate(SEEN, LONG_AGO)
    host.unplug()
    for locale in (ENGLISH, SPANISH):
        for path in ("steps/", "check/", "check/stage.shipped/"):
            page.goto(f"{host.home}{locale.root}{path}")
            expect(page.locator("main .copy-day")).to_have_text(
                table("words")["frame-copy"][locale.lang].format(day=DAY[locale.lang])
            )


def test_two_of_our_sites_on_one_host_leave_each_other_alone(roaming: BrowserContext, host: Host) -> None:
    """A site at the root and one below it keep a copy each, and a new edition of the one takes nothing of the other."""
    shutil.copytree(host.site, host.site / "help", ignore=shutil.ignore_patterns("other"))
    page = roaming.new_page()
    assert keep(page, host, "/help/") == "activated"
    assert keep(page, host) == "activated"
    host.release("steps/", "(new edition)")
    page.goto(f"{host.home}/tips/")
    until(page, f"async () => (await ({KEPT})()).length === 3")
    until(page, TAKEN_OVER)
    page.goto(f"{host.home}/steps/")
    until(page, f"async () => (await ({KEPT})()).length === 2")
    assert sorted(name.rpartition(" ")[0] for name in page.evaluate(KEPT)) == [
        "still-in-time /",
        "still-in-time /help/",
    ]
    host.unplug()
    page.goto(f"{host.home}/help/steps/")
    expect(page.locator("h1#steps")).not_to_contain_text("new edition")
    page.goto(f"{host.home}/steps/")
    expect(page.locator("h1#steps")).to_contain_text("new edition")


def test_the_switch_works_where_storage_is_full(roaming: BrowserContext, host: Host) -> None:
    """The copy goes at once, and who cannot be remembered is told so."""
    page = roaming.new_page()
    keep(page, host)
    page.goto(f"{host.home}/es/about/")
    told = page.get_by_role("alert")
    expect(told).to_have_count(0)
    page.evaluate(FULL)
    page.locator("[data-offline-switch]").uncheck()
    until(page, NOTHING_KEPT)
    until(page, NO_WORKER)
    expect(told).to_be_visible()
    page.locator("[data-offline-switch]").check()
    expect(told).to_be_hidden()


def test_a_server_for_development_leaves_no_copy_behind(roaming: BrowserContext, host: Host) -> None:
    """Who visits `make serve` on an address where a copy was kept has none afterwards."""
    page = roaming.new_page()
    keep(page, host)
    host.serve_with(WithoutCopy)
    page.goto(f"{host.home}/steps/")
    until(page, NOTHING_KEPT)
    until(page, NO_WORKER)
