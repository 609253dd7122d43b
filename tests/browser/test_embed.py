"""The checker on another site: with our script and without, from the code that the page for site owners shows."""

from __future__ import annotations

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, TimeoutError, expect

from site_build.hosting.file_server import HOST, Handler, Server
from site_build.hosting.headers import load_rules
from site_build.layout import SITE
from site_build.postprocess import csp
from site_build.settings import settings
from tests.browser.conftest import Watch, leave
from tests.browser.reader import ENGINE_FILES, ENGLISH, SPANISH, Locale, Reader

STEPS = [
    ("stage", "to-ship"),
    ("reason", "changed-mind"),
    ("button", "yes"),
]
OUTCOME = ("request-now", "yes-if-agreed")
ORDER = "8123456789012345"
WAYS = ("code-script", "code-frame")
PRESSES = 4
LISTEN = """
    if (self === top) {
        window.told = [];
        addEventListener("message", ({ origin, data }) => told.push({ origin, data }));
    }
"""
BLANK = '<!doctype html><html lang="{lang}"><meta name="viewport" content="width=device-width"><title>A shop</title>'
TALL = '<main style="margin: 0"><h1>A page of somebody else</h1><p>{words}</p>{code}<p>{words}</p></main>'

POLICY = "Content-Security-Policy"


class Stranger(BaseHTTPRequestHandler):
    """Somebody else's site: pages that show the checker, under a policy that allows what we say is needed."""

    pages: dict[str, tuple[str, str]]
    asked: list[tuple[str, str]]

    def log_message(self, format: str, *values: object) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        """Send a page, and note who asks for what."""
        self.asked.append((self.path, str(self.headers)))
        text, policy = self.pages.get(self.path, ("", ""))
        self.send_response(200 if text or self.path == "/favicon.ico" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(text.encode())


class Elsewhere:
    """A site on another origin, and ours, which lets it show the checker, or does not."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.served: list[tuple[str, str]] = []
        handler = type("Other", (Stranger,), {"pages": self.pages, "asked": self.asked})
        self.theirs = ThreadingHTTPServer((HOST, 0), handler)
        # Another name of this machine, so another origin, and another site.
        self.origin = f"http://localhost:{self.theirs.server_port}"
        self.ours = Server((HOST, 0), Stranger)
        self.home = f"http://{HOST}:{self.ours.server_port}"
        self.ours.RequestHandlerClass = self._handler((self.origin,))
        for server in (self.theirs, self.ours):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def _handler(self, embedders: tuple[str, ...]) -> Any:
        rules = load_rules()
        paths = {
            pattern: csp.framed(given[POLICY].partition("; frame-ancestors")[0], embedders)
            if POLICY in given
            else given
            for pattern, given in rules.paths.items()
        }
        served, home = self.served, self.home

        class Noting(Handler):
            def do_GET(self) -> None:  # noqa: N802 - the name is the library's
                served.append((self.path, str(self.headers)))
                if self.path != "/embed/embed.js":
                    return super().do_GET()
                # As if the site had been built for the place where it lies now.
                script = (
                    (SITE / "embed" / "embed.js").read_text("utf-8").replace(settings().site_url, f"{home}/").encode()
                )
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.send_header("Content-Length", str(len(script)))
                self.end_headers()
                self.wfile.write(script)
                return None

        return partial(Noting, site=SITE.resolve(), rules=replace(rules, paths=paths))

    def refuse(self) -> None:
        """From now on, nobody may show the checker."""
        self.ours.RequestHandlerClass = self._handler(())

    def page(self, locale: Locale, way: str, extra: str = "") -> str:
        """The address of a page that shows the checker with the code that we publish for this way."""
        policy = f"default-src 'none'; {self._code(locale, 'code-policy')}"
        if way == "code-frame":
            policy = f"default-src 'none'; frame-src {self.home}"
        text = BLANK.format(lang=locale.lang) + TALL.format(words="word " * 300, code=self._code(locale, way) + extra)
        path = f"/{locale.lang}/{way}"
        self.pages[path] = (text, f"{policy}; style-src 'unsafe-inline'")
        return self.origin + path

    def _code(self, locale: Locale, ident: str) -> str:
        """The code as a site owner copies it, with the place where the site lies now."""
        shown = (SITE / locale.root.strip("/") / "your-site" / "index.html").read_text(encoding="utf-8")
        found = re.search(rf'<pre[^>]*id="{ident}"[^>]*><code>(.*?)</code>', shown, re.DOTALL)
        assert found, f"the page for site owners has no {ident}"
        return unescape(found[1]).replace(settings().site_url.rstrip("/"), self.home)

    def close(self) -> None:
        """Stop both."""
        for server in (self.theirs, self.ours):
            server.shutdown()
            server.server_close()


@pytest.fixture
def elsewhere(home: str) -> Iterator[Elsewhere]:
    """Another site that may show the checker."""
    made = Elsewhere()
    yield made
    made.close()


def visitor(page: Page, elsewhere: Elsewhere, watch: Watch, locale: Locale) -> Reader:
    """Somebody on the other site, before the page is opened; all that its owner can hear is noted."""
    watch.hosts.update({urlsplit(elsewhere.origin).netloc, urlsplit(elsewhere.home).netloc})
    watch.follow(page.context)
    page.add_init_script(LISTEN)
    return Reader(page, elsewhere.home, locale, page.frame_locator("iframe"))


def come_to_the_frame(reader: Reader) -> None:
    """Scroll to the frame, as a reader does, and wait for Python: browsers let a frame out of sight rest."""
    reader.page.locator("iframe").scroll_into_view_if_needed()
    reader.await_engine()


def opened_by(press: Locator) -> Page:
    """The page that a press in the frame opens.

    Chromium ignores a press on another site's frame that has only just come to its place, as it has while the page
    around it is being laid out or scrolled. A reader then presses again, and so does this.
    """
    for left in reversed(range(PRESSES)):
        try:
            with press.page.context.expect_page(timeout=5_000) as opened:
                press.click()
            break
        except TimeoutError:
            if not left:
                raise
    return opened.value


@pytest.mark.parametrize("way", WAYS)
def test_a_visitor_of_another_site_is_answered_by_python(
    page: Page, elsewhere: Elsewhere, watch: Watch, locale: Locale, way: str
) -> None:
    """In a frame, with our script or without, Python leads from question to outcome, and what is new is in sight."""
    reader = visitor(page, elsewhere, watch, locale)
    page.goto(elsewhere.page(locale, way))
    come_to_the_frame(reader)
    frame = page.locator("iframe")
    assert frame.get_attribute("lang") == locale.lang
    assert frame.get_attribute("title")
    height = frame.evaluate("frame => frame.clientHeight")
    reader.answers(STEPS[:-1])
    reader.sees_question(STEPS[-1][0])
    last = reader.answer.locator(f'a[data-option="{STEPS[-1][1]}"]')
    last.evaluate("link => link.scrollIntoView({ block: 'start' })")
    expect(reader.heading).not_to_be_in_viewport()
    last.click()
    reader.sees_outcome(*OUTCOME)
    reader.answered_by_python()
    expect(reader.heading).to_be_focused()
    expect(reader.heading).to_be_in_viewport()
    assert page.frames[1].evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    reader.shown.locator(".frame-foot").scroll_into_view_if_needed()
    expect(reader.shown.locator(".frame-foot")).to_be_in_viewport()
    reader.shown.locator("[data-restart]").first.click()
    reader.sees_question("stage")
    assert frame.evaluate("frame => frame.clientHeight") == height


@pytest.mark.parametrize(("locale", "way"), [(ENGLISH, WAYS[0]), (SPANISH, WAYS[1])], ids=WAYS)
def test_the_other_site_learns_nothing_that_is_typed(
    page: Page, elsewhere: Elsewhere, watch: Watch, locale: Locale, way: str
) -> None:
    """Whatever is answered and typed in the frame, the page around it and its server learn nothing of it."""
    reader = visitor(page, elsewhere, watch, locale)
    address = elsewhere.page(locale, way)
    page.goto(address)
    come_to_the_frame(reader)
    source = page.locator("iframe").get_attribute("src")
    around = "[history.length, frames.length, document.documentElement.scrollHeight, document.body.innerHTML]"
    before = len(elsewhere.asked), page.evaluate(around)
    reader.answers(STEPS)
    reader.shown.locator('[name="order"]').fill(ORDER)
    reader.shown.locator('[name="paid"]').fill("2026-11-20")
    reader.shown.locator('[name="country"]').select_option("es")
    expect(reader.shown.locator(f'p[id^="sit-message"]:has-text("{ORDER}")').first).to_be_visible()
    expect(reader.answer.locator('[data-part="keep"], [data-keep]')).to_have_count(0)
    assert page.evaluate("() => told") == []
    assert (len(elsewhere.asked), page.evaluate(around)) == before
    assert page.url == address
    assert page.locator("iframe").get_attribute("src") == source
    assert page.frames[1].url == source
    everything = json.dumps([elsewhere.asked, elsewhere.served, page.evaluate("() => document.cookie")])
    for typed in (ORDER, "2026-11-20", "changed-mind"):
        assert typed not in everything
    assert elsewhere.origin not in json.dumps(elsewhere.served), "our server is told who shows the checker"


def test_a_site_that_is_not_on_the_list_shows_nothing(page: Page, elsewhere: Elsewhere, watch: Watch) -> None:
    """The browser refuses the frame to a site that may not show it, whatever its code."""
    watch.expect("frame-ancestors", "Failed to load resource")
    visitor(page, elsewhere, watch, ENGLISH)
    elsewhere.refuse()
    page.goto(elsewhere.page(ENGLISH, "code-script"))
    page.locator("iframe").scroll_into_view_if_needed()
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.reload()
    expect(page.frame_locator("iframe").locator("still-in-time")).to_have_count(0)


def test_where_the_engine_fails_a_press_opens_our_page(
    page: Page, elsewhere: Elsewhere, watch: Watch, locale: Locale
) -> None:
    """With the engine out of reach, an option opens its page in a new tab, and the journey goes on there."""
    watch.expect("engine", "Failed to load resource", "net::ERR_FAILED")
    reader = visitor(page, elsewhere, watch, locale)
    page.context.route(ENGINE_FILES, lambda route: route.abort())
    page.goto(elsewhere.page(locale, "code-script"))
    reader.await_engine("failed")
    there = Reader(opened_by(reader.option(*STEPS[0])), elsewhere.home, locale)
    there.is_at("stage.to-ship")
    there.answers(STEPS[1:])
    there.sees_outcome(*OUTCOME)
    there.answered_by_build()


def test_an_engine_that_stops_answering_opens_our_page(page: Page, elsewhere: Elsewhere, watch: Watch) -> None:
    """A press that Python does not answer in the frame opens the page of its answer."""
    watch.expect("engine")
    reader = visitor(page, elsewhere, watch, ENGLISH)
    page.add_init_script(
        "const ask = Worker.prototype.postMessage; Worker.prototype.postMessage = function (message) {"
        "if (message.type === 'start') ask.call(this, message); };"
    )

    def impatient(route: Route) -> None:
        response = route.fetch()
        text = response.text().replace("<still-in-time ", '<still-in-time data-answer-limit="200" ')
        route.fulfill(response=response, body=text)

    page.route("**/embed/", impatient)
    page.goto(elsewhere.page(ENGLISH, "code-frame"))
    come_to_the_frame(reader)
    Reader(opened_by(reader.option(*STEPS[0])), elsewhere.home, ENGLISH).is_at("stage.to-ship")
    reader.sees_question("stage")


def test_without_scripts_the_frame_still_leads_to_answers(
    browser: Browser, elsewhere: Elsewhere, watch: Watch, locale: Locale
) -> None:
    """With JavaScript off, the frame's options open our pages, and in place of our script's element stands a link."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    watch.hosts.update({urlsplit(elsewhere.origin).netloc, urlsplit(elsewhere.home).netloc})
    watch.follow(context)
    page = context.new_page()
    page.goto(elsewhere.page(locale, "code-frame"))
    frame = Reader(page, elsewhere.home, locale, page.frame_locator("iframe"))
    there = Reader(opened_by(frame.option(*STEPS[0])), elsewhere.home, locale)
    there.sees_question("reason")
    there.is_at("stage.to-ship")
    page.goto(elsewhere.page(locale, "code-script"))
    page.locator("still-in-time-embed a").click()
    Reader(page, elsewhere.home, locale).is_at("")
    context.close()


def test_the_keyboard_leads_into_the_frame_and_on(page: Page, elsewhere: Elsewhere, watch: Watch) -> None:
    """Tab and Enter go from the page around into the checker, through it, and out again."""
    reader = visitor(page, elsewhere, watch, SPANISH)
    page.goto(elsewhere.page(SPANISH, "code-script", extra='<p><a href="#after">After</a></p>'))
    come_to_the_frame(reader)
    for question, option in [("stage", "asked"), ("answer", "agreed")]:
        wanted = reader.option(question, option)
        for _ in range(30):
            if wanted.evaluate("link => link === document.activeElement"):
                break
            page.keyboard.press("Tab")
        expect(wanted).to_be_focused()
        page.keyboard.press("Enter")
    reader.sees_outcome("seller-agreed", "wait")
    expect(reader.heading).to_be_focused()
    after = page.locator('a[href="#after"]')
    for _ in range(60):
        if after.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(after).to_be_focused()


INJECTED = '<img name="currentScript"><form name="SITE"></form>'
LOADED = {
    "as a module": '<script type="module">{code}</script>',
    "put in by a script": "<script>document.head.append("
    "Object.assign(document.createElement('script'), {{ src: '{script}' }}))</script>",
    "in a bundle": '<script src="/bundle.js"></script>',
}


@pytest.mark.parametrize("way", LOADED)
def test_nothing_on_the_page_around_stands_in_for_us(page: Page, elsewhere: Elsewhere, watch: Watch, way: str) -> None:
    """However the script is loaded, and whatever is named as it is, the frame is ours."""
    watch.expect("img-src", "Content Security Policy", "ERR_", "Failed to load resource", "script-src")
    visitor(page, elsewhere, watch, ENGLISH)
    address = elsewhere.page(ENGLISH, "code-script")
    script = f"{elsewhere.home}/embed/embed.js"
    text, policy = elsewhere.pages[urlsplit(address).path]
    with urllib.request.urlopen(script) as answer:
        code = answer.read().decode()
    text = re.sub(r"<script .*?</script>", lambda _: LOADED[way].format(script=script, code=code), text)
    text = text.replace("<main", f"{INJECTED}<main")
    inline = policy.replace("script-src", f"script-src 'unsafe-inline' {elsewhere.origin}")
    elsewhere.pages[urlsplit(address).path] = (text, inline)
    elsewhere.pages["/bundle.js"] = (code, "")
    page.goto(address)
    expect(page.locator("still-in-time-embed iframe")).to_have_attribute("src", f"{elsewhere.home}/embed/")


@pytest.mark.parametrize("lang", ["de", "constructor", "__proto__", ""])
def test_a_site_in_a_language_that_we_lack_gets_the_first_one(
    page: Page, elsewhere: Elsewhere, watch: Watch, lang: str
) -> None:
    """Whatever the page around says of its language, the frame shows one that there is."""
    visitor(page, elsewhere, watch, ENGLISH)
    address = elsewhere.page(ENGLISH, "code-script")
    path = urlsplit(address).path
    text, policy = elsewhere.pages[path]
    assert 'lang="en"' in text
    elsewhere.pages[path] = (text.replace('lang="en"', f'lang="{lang}"'), policy)
    page.goto(address)
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("src", f"{elsewhere.home}/embed/")
    expect(frame).to_have_attribute("lang", "en")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_other_site_chooses_the_colours(browser: Browser, elsewhere: Elsewhere, watch: Watch, colours: str) -> None:
    """A frame that is asked to be light or dark is so, whatever the device prefers."""
    context = browser.new_context(color_scheme="dark" if colours == "light" else "light")
    reader = visitor(context.new_page(), elsewhere, watch, ENGLISH)
    address = elsewhere.page(ENGLISH, "code-script")
    path = urlsplit(address).path
    text, policy = elsewhere.pages[path]
    elsewhere.pages[path] = (text.replace("<still-in-time-embed", f'<still-in-time-embed colours="{colours}"'), policy)
    reader.page.route(ENGINE_FILES, lambda route: route.abort())
    watch.expect("engine", "Failed to load resource", "net::ERR_FAILED")
    reader.page.goto(address)
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 26, 32)"}[colours]
    expect(reader.shown.locator("body")).to_have_css("background-color", ground)
    leave(context)
    context.close()
