"""What a reader with a keyboard, a screen reader, large letters or a small screen meets."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from site_build.layout import PREFIXES, SITE
from tests.browser.conftest import Watch, leave
from tests.browser.reader import ENGINE_FILES, ENGLISH, LOCALES, NOW, SPANISH, Locale, Reader, enlarge
from tests.figures import Tally

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
STATES = [
    "stage.to-ship",
    "stage.to-ship/reason.changed-mind/button.yes",
    "stage.unpaid/payment.not-tried",
    "stage.asked/answer.silent/waited.running",
    "stage.asked/answer.silent/waited.over",
    "stage.shipped/trouble.unwanted",
    "stage.closed/money.pending/closed-by.me",
    "stage.unsure/clue.status",
]
"""A question half-way, and each kind of verdict once."""
NOWHERE = "nowhere/"
"""An address that nothing has."""
DESKTOP = 1280
ZOOMS = {"200 %": DESKTOP // 2, "400 %": DESKTOP // 4}
"""How wide a page on a desktop is when its reader makes everything larger."""
TARGET = 44
TYPED = "stage.delivered/parcel.unwanted/return-button.yes"


def pages() -> list[str]:
    """Every page of the site that is not a state, below its language's folder, and the states above."""
    root = SITE
    found = [file.parent.relative_to(root).as_posix() for file in sorted(root.rglob("index.html"))]
    prefixes = tuple(prefix for prefix in PREFIXES.values() if prefix)
    own = ["" if page == "." else f"{page}/" for page in found if not f"{page}/".startswith(prefixes)]
    return [page for page in own if not page.startswith("check/")] + [f"check/{state}/" for state in STATES]


def show(page: Page, scheme: str, width: int) -> None:
    """Look at the page in a palette and a width; wait until the theme has changed, if it does so."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if page.locator("body.frame").count():
        # The page for frames takes its colours from the page around it.
        page.goto(f"{page.url.partition('#')[0]}#{scheme}")
        page.reload()
    wanted = {"light": "default", "dark": "slate"}[scheme]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", wanted)


MARK_KINDS = r"""() => {
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-contrast]" }] });
    const looks = ("color backgroundColor backgroundImage borderRadius opacity textShadow fontSize fontWeight filter " +
        "mixBlendMode position zIndex visibility").split(" ");
    const numbers = new Map(), kinds = new Map(), met = new Set();
    const lifted = [...document.body.querySelectorAll("*")].filter((one) => {
        const { position, float } = getComputedStyle(one);
        return (!/static|relative/.test(position) || float !== "none") && one.checkVisibility();
    }).map((one) => [one, one.getBoundingClientRect()]);
    const told = (one, part) => {
        const style = getComputedStyle(one, part);
        return part && style.content === "none" ? "" : looks.map((name) => style[name]).join(";");
    };
    const isShown = (one, { left, top, right, bottom }) => {
        for (let box = one.parentElement; box; box = box.parentElement) {
            if (getComputedStyle(box).overflow === "visible") continue;
            const edge = box.getBoundingClientRect();
            if (left >= edge.right || right <= edge.left || top >= edge.bottom || bottom <= edge.top) return false;
        }
        return true;
    };
    const isBeside = (one, box) => lifted.some(([other, { left, top, right, bottom }]) =>
        left < box.right && right > box.left && top < box.bottom && bottom > box.top &&
        !one.contains(other) && !other.contains(one));
    for (const one of document.querySelectorAll("html, body, body *")) {
        const parts = [kinds.get(one.parentElement), one.localName, ...[null, "::before", "::after"].map(
            (part) => told(one, part))];
        const look = parts.join("|");
        if (!numbers.has(look)) numbers.set(look, numbers.size);
        kinds.set(one, numbers.get(look));
        const text = [...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join("");
        const isField = one.matches("input, select, textarea, button, label");
        if ((!text.trim() && !isField) || !one.checkVisibility({ visibilityProperty: true })) continue;
        const box = one.getBoundingClientRect();
        const kind = [kinds.get(one), /[\p{L}\p{N}]{2}/u.test(text), isShown(one, box)].join();
        const isKnown = met.has(kind) && !isField && box.width > 1 && box.height > 1 && !isBeside(one, box);
        met.add(kind);
        one.toggleAttribute("data-contrast", !isKnown);
    }
}"""
"""Lets axe measure the contrast of each look once, which took most of its time: rows of a long table differ in words.

A look is made of an element's own colours and letters and those of all that it lies in. Fields, and what lies over or
under something that moves freely, are measured each.
"""


def complaints(page: Page, *rules: str) -> list[str]:
    """What axe has against the page as it is now: rule, place and reason. It is put into each document once.

    `rules`: the ids of those to run, if not all.

    It counts links that are scrolled under the site's header as neighbours of the header's own.
    """
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(MARK_KINDS)
    wanted = {**RULES, "runOnly": rules} if rules else RULES
    found = page.evaluate("async (wanted) => (await axe.run(wanted)).violations", wanted)
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@contextmanager
def visiting(browser: Browser) -> Iterator[Page]:
    """A page in a browser without an engine to wait for, with a finger for a pointer."""
    context = browser.new_context(reduced_motion="reduce", has_touch=True, service_workers="block")
    page = context.new_page()
    page.add_init_script("delete window.Worker;")
    yield page
    leave(context)
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Such a page."""
    with visiting(browser) as page:
        yield page


@dataclass
class Swept:
    """What was found on the pages of a language, by what was looked for, and how often it was looked."""

    watch: Watch
    wrong: dict[str, dict[tuple[str, str], list[str]]] = field(default_factory=lambda: defaultdict(dict))
    counts: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module", params=LOCALES, ids=lambda locale: locale.lang)
def swept(browser: Browser, home: str, request: pytest.FixtureRequest) -> Swept:
    """Every page, visited once in each language in turn and looked at in each of the ways below."""
    found = Swept(Watch(home))
    found.watch.expect("still-in-time: the engine failed", "net::ERR_FAILED", "Failed to fetch", "404")
    with visiting(browser) as page:
        found.watch.follow(page.context)
        for address in [*pages(), NOWHERE]:
            page.set_viewport_size({"width": 360, "height": 740})
            page.goto(f"{home}{request.param.root}{address}")
            look_on_a_phone(page, address, found)
            look_on_a_desktop(page, address, found)
            found.counts["policed"] += 1
    return found


def look_on_a_phone(page: Page, address: str, found: Swept) -> None:
    """Accessibility rules in light colours, then targets, with the menu open, too."""
    look_with_axe(page, address, "light", 360, found)
    measure_targets(page, address, "phone", found)
    if page.locator("body:not(.frame)").count():
        page.locator(".button-menu").click()
        menu = page.locator(".md-sidebar--primary")
        expect(menu).not_to_have_attribute("inert", "")
        measure_targets(page, address, "menu", found)
        page.keyboard.press("Escape")
        expect(menu).to_have_attribute("inert", "")


def look_on_a_desktop(page: Page, address: str, found: Swept) -> None:
    """Targets of a large touch screen, accessibility rules in dark colours, then what is lost by zooming in."""
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    measure_targets(page, address, "tablet", found)
    look_with_axe(page, address, "dark", DESKTOP, found)
    page.evaluate(PLACES, True)
    for zoom, width in ZOOMS.items():
        page.set_viewport_size({"width": width, "height": 640})
        if lost := page.evaluate(PLACES, False):
            found.wrong["zoom"][address, zoom] = lost
        found.counts["zoomed"] += 1


def look_with_axe(page: Page, address: str, scheme: str, width: int, found: Swept) -> None:
    """Accessibility rules in one palette and width."""
    show(page, scheme, width)
    if complained := complaints(page):
        found.wrong["axe"][address, scheme] = complained
    found.counts["views"] += 1


def measure_targets(page: Page, address: str, place: str, found: Swept) -> None:
    """The size of everything that is pressed."""
    measured, small = page.evaluate(SMALL, TARGET)
    if small:
        found.wrong["targets"][address, place] = small
    found.counts["targets"] += measured


def test_axe_finds_nothing_on_any_page(swept: Swept, tally: Tally) -> None:
    """No page and no kind of state breaks an accessibility rule, in either palette, on a phone or a desktop.

    None breaks its Content-Security-Policy either, which the console would tell.
    """
    assert not swept.wrong["axe"]
    swept.watch.verdict()
    for name in ("views", "policed"):
        tally(name, swept.counts[name])
    assert swept.counts["policed"] > 20


def test_zoom_loses_nothing(swept: Swept, tally: Tally) -> None:
    """At 200 % and 400 % zoom (320 pixels), all that a desktop shows is there, and nothing is too wide."""
    assert not swept.wrong["zoom"]
    tally("zoomed", swept.counts["zoomed"])


def test_targets_are_large_enough_for_a_thumb(swept: Swept, tally: Tally) -> None:
    """On every page, touched on a phone, with the menu open, too, and on a tablet, each target is 44 pixels large."""
    assert not swept.wrong["targets"]
    assert swept.counts["targets"] > 1000
    tally("targets", swept.counts["targets"])


def test_low_contrast_is_found_in_any_row(visitor: Page, home: str, watch: Watch) -> None:
    """One pale cell among thousands that look alike is a look of its own."""
    watch.expect("still-in-time: the engine failed")
    visitor.goto(f"{home}/facts/")
    assert complaints(visitor, "color-contrast") == []
    cells = visitor.locator("main :is(td, dd, li, p):visible")
    for cell in (cells.first, cells.nth(cells.count() // 2), cells.last):
        cell.evaluate("(one) => { one.style.color = 'rgb(128, 128, 128)'; one.style.backgroundColor = '#777'; }")
        assert complaints(visitor, "color-contrast")
        cell.evaluate("(one) => one.removeAttribute('style')")


def test_axe_finds_nothing_in_any_state_of_the_widget(reader: Reader, watch: Watch, tally: Tally) -> None:
    """Question, answer by Python, dates, case sheet, error, no network, lost engine: each in both palettes."""
    page, wrong = reader.page, {}

    def look(state: str) -> None:
        for scheme in ("light", "dark"):
            show(page, scheme, 360)
            if found := complaints(page):
                wrong[state, scheme] = found
            tally("widget states", 1)

    reader.open("stage.delivered")
    reader.await_engine()
    look("before the first tap")
    reader.tap("parcel", "unwanted")
    reader.sees_question("return-button")
    look("a question")
    reader.tap("return-button", "yes")
    expect(page.locator('[name="delivered"]')).to_be_visible()
    look("an answer")
    page.fill('[name="delivered"]', "2026-01-05")
    page.select_option('[name="country"]', "es")
    expect(reader.answer.locator("[data-right]").first).to_be_visible()
    look("dates typed and a country chosen")
    reader.answer.locator("[data-sheet]").first.click()
    expect(page.locator("#sit-sheet")).to_be_focused()
    look("a case sheet")
    page.fill('[name="order"]', "abc")
    page.fill('[name="delivered"]', "2046-01-05")
    expect(reader.answer.locator('[data-part="problems"] li')).to_have_count(2)
    look("errors shown")
    page.locator(".sit-keep button").click()
    expect(reader.answer.locator("[data-forget-order]")).to_be_visible()
    look("a kept order")
    page.context.set_offline(True)
    reader.answer.locator('a[data-change="return-button"]').click()
    reader.sees_question("return-button")
    look("without a network")
    page.context.set_offline(False)
    reader.open(page="")
    page.evaluate("() => document.querySelectorAll('#orders details').forEach((each) => { each.open = true; })")
    page.locator("#orders [data-happened]").evaluate("(each) => { each.hidden = false; }")
    look("the list of kept orders")
    watch.expect("still-in-time: the engine failed", "net::ERR_FAILED", "Failed to fetch")
    page.route(ENGINE_FILES, lambda route: route.abort())
    reader.open(TYPED)
    expect(reader.checker).to_have_attribute("data-engine", "failed")
    look("a lost engine")
    assert not wrong


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
    reader.sees_outcome("seller-agreed", "wait")
    expect(reader.heading).to_be_focused()


EARS = """
    window.heard = [];
    const LIVE = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]";
    new MutationObserver((changes) => {
        const regions = new Set(changes.map(({ target }) => (target.closest ?? (() => null)).call(target, LIVE)));
        for (const region of regions) if (region?.innerText.trim()) heard.push(`says: ${region.innerText.trim()}`);
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
            const born = node.matches?.(LIVE) ? [node] : [...(node.querySelectorAll?.(LIVE) ?? [])];
            for (const region of born) if (region.innerText.trim()) heard.push(`unheard: ${region.innerText.trim()}`);
        }
    }).observe(document, { subtree: true, childList: true, characterData: true });
    addEventListener("focusin", ({ target }) => {
        if (target.matches(".sit-heading")) heard.push(`reads: ${target.innerText}`);
    });
"""
"""What a screen reader says without being asked: new words in a region that was there, a heading that gets the focus.

Words in a region that comes with them are not said, or not by all.
"""


def heard(reader: Reader, count: int) -> list[str]:
    """What has been said since the last time, once there is as much; anything late is said, too, a moment later."""
    reader.page.wait_for_function("(count) => heard.length >= count", arg=count)
    reader.page.evaluate("() => new Promise((next) => setTimeout(() => requestAnimationFrame(next), 100))")
    found: list[str] = reader.page.evaluate("() => heard.splice(0)")
    return found


def test_each_change_is_announced_once(reader: Reader, tally: Tally) -> None:
    """A tap, Back, a typed date, a mistake and a copied message: each is told to a screen reader once, and no more."""
    page = reader.page
    page.add_init_script(EARS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open("stage.delivered/parcel.unwanted")
    reader.await_engine()
    page.evaluate("() => heard.splice(0)")
    reader.tap("return-button", "yes")
    assert heard(reader, 1) == [f"reads: {reader.heading.inner_text()}"]
    assert spoken_focus(page) == ("heading", reader.heading.inner_text())
    page.go_back()
    assert heard(reader, 1) == [f"reads: {reader.heading.inner_text()}"]
    assert spoken_focus(page) == ("heading", reader.heading.inner_text())
    page.go_forward()
    heard(reader, 1)
    page.fill('[name="order"]', "8190123456789012")
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text("8190123456789012")
    assert heard(reader, 0) == []
    page.fill('[name="delivered"]', "2046-01-05")
    [problem] = heard(reader, 1)
    assert problem == f"says: {reader.answer.locator('[data-part=problems] li').inner_text()}"
    page.fill('[name="order"]', "")
    reader.open("stage.asked/answer.silent/waited.running")
    reader.await_engine()
    page.evaluate("() => heard.splice(0)")
    page.fill('[name="asked"]', (NOW - timedelta(days=1)).date().isoformat())
    day, deadlines = heard(reader, 2)
    assert day == f"says: {reader.answer.locator('[data-part="day-asked"]').inner_text()}"
    assert reader.answer.locator('[data-part="deadlines"] dt').first.inner_text() in deadlines
    reader.answer.locator("[data-copy]").first.click()
    [copied] = heard(reader, 1)
    assert copied.removeprefix("says: ") == page.locator("#still-in-time-said").inner_text()
    tally("announcements", 7)


def spoken_focus(page: Page) -> tuple[str, str]:
    """Role and name of what has the focus, in the tree that screen readers get."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    focused = [
        node
        for node in nodes
        if any(each["name"] == "focused" and each["value"].get("value") for each in node.get("properties", ()))
        and node["role"]["value"] != "RootWebArea"
    ]
    assert len(focused) == 1, json.dumps(focused)
    return focused[0]["role"]["value"], focused[0]["name"]["value"]


PLACES = """(mark) => {
    const parts = "h1, h2, h3, a[href], button, input, select, summary, img, svg[role=img], p, li, dt, dd";
    const lost = [];
    const hides = new Map();
    const isCutting = (box) => {
        if (!hides.has(box)) hides.set(box, /hidden|clip/.test(getComputedStyle(box).overflow));
        return hides.get(box);
    };
    const isClipped = (one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const spills = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
        if (isCutting(one) && spills) return true;
        for (let box = one.parentElement; box && !box.matches("main"); box = box.parentElement) {
            if (!isCutting(box)) continue;
            const edge = box.getBoundingClientRect();
            if (Math.max(edge.left - left, right - edge.right, edge.top - top, bottom - edge.bottom) > 1) return true;
        }
        return false;
    };
    for (const one of document.querySelectorAll(parts.split(", ").map((part) => `main ${part}`).join())) {
        const { left, right, width, height } = one.getBoundingClientRect();
        const visible = width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true });
        if (mark) one.toggleAttribute("data-seen", visible && !one.closest(".md-sidebar"));
        else if (one.hasAttribute("data-seen")) {
            const scroller = one.closest(".md-typeset__scrollwrap, .md-typeset__table, pre, figure");
            const cut = (!scroller && (left < -1 || right > innerWidth + 1)) || isClipped(one);
            if (!visible || cut) lost.push(`${visible ? "cut" : "gone"}: ${one.outerHTML.slice(0, 90)}`);
        }
    }
    const wide = document.documentElement.scrollWidth - innerWidth;
    return wide > 0 ? [...lost, `${wide} pixels too wide`] : lost;
}"""


LETTERS = (100, 150, 200)
"""How large a reader has the letters, in percent."""
LARGE = ["", "check/", *(f"check/{state}/" for state in STATES[1:6]), "steps/", "statuses/", "refunds/", "rules/"]
"""The pages that readers open in a hurry, and that with the longest words."""
SPOILT = r"""() => {
    const found = [];
    const told = (what, one) => found.push(`${what}: ${one.outerHTML.slice(0, 90)}`);
    const isSeen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !one.closest(".md-sidebar, .md-search, .md-skip, .md-dialog, .sit-hidden, .switch-name");
    const scrolls = (one) => one.closest(".md-typeset__table, pre");
    for (const one of document.querySelectorAll("body *")) {
        const { left, right, width, height } = one.getBoundingClientRect();
        if (width < 2 || height < 2 || !isSeen(one)) continue;
        if ((left < -1 || right > innerWidth + 1) && !scrolls(one)) told("too wide", one);
        const isCutting = /hidden|clip/.test(getComputedStyle(one).overflow);
        if (isCutting && one.scrollWidth > one.clientWidth + 1) told("cut", one);
    }
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${wide} pixels too wide`);
    const room = document.querySelector(".md-content__inner, main").clientWidth;
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { currentNode: text, currentNode: { parentElement: around } } = texts;
        if (!isSeen(around) || around.closest("code, pre, svg")) continue;
        const plain = text.data.replace(/\S*\p{L}[./]\p{L}\S*/gu, (address) => " ".repeat(address.length));
        for (const { 0: word, index } of plain.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            const parts = [...range.getClientRects()];
            const length = parts.reduce((sum, { width }) => sum + width, 0);
            const lines = new Set(parts.map(({ top }) => Math.round(top)));
            if (lines.size > 1 && length < room) told(`broken ${word}`, around);
        }
    }
    const { height } = document.querySelector("header").getBoundingClientRect();
    if (height >= innerHeight / 4) found.push(`a header of ${height} pixels`);
    return [...new Set(found)];
}"""
"""What large letters spoil: too wide for the phone, words cut off or broken that a line has room for, a high header.

Addresses may break anywhere; what scrolls by itself may be wide.
"""


def test_large_letters_spoil_nothing(visitor: Page, home: str, locale: Locale) -> None:
    """With letters up to twice as large nothing is wider than a phone, cut or broken, and the header stays low.

    This is not zoom, which also narrows the page: here only the text grows.
    """
    wrong = {}
    visitor.set_viewport_size({"width": 360, "height": 740})
    for address in LARGE:
        visitor.goto(f"{home}{locale.root}{address}")
        for way in ("setting", "text"):
            for percent in LETTERS:
                enlarge(visitor, percent, way)
                if found := visitor.evaluate(SPOILT):
                    wrong[address, way, percent] = found
    assert not wrong


SMALL = """(least) => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
    const targets = new Set(all.map((one) => (one.matches("input") && one.closest("label")) || one));
    const inText = (one) => {
        const block = one.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, figcaption");
        return getComputedStyle(one).display === "inline" && block?.innerText.trim() !== one.innerText.trim();
    };
    const shown = [...targets].filter((one) => {
        if (one.closest("[inert]") || getComputedStyle(one).pointerEvents === "none") return false;
        const { width, height } = one.getBoundingClientRect();
        return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true }) && !inText(one);
    });
    const small = shown.filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < least - 0.5 || height < least - 0.5;
    });
    const told = (one) => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(one.getBoundingClientRect())}`;
    return [shown.length, small.map(told)];
}"""
"""What is smaller than a finger needs. Links in the middle of a sentence may be: their lines set their height."""


def test_live_targets_are_large_enough_for_a_thumb(reader: Reader, tally: Tally) -> None:
    """What only a running engine shows, fields and buttons, what was typed and what is kept, is large enough, too."""
    reader.open(TYPED)
    reader.await_engine()
    reader.page.fill('[name="delivered"]', "2026-01-05")
    expect(reader.answer.locator('[data-part="deadlines"] dt').first).to_be_visible()
    measured, small = reader.page.evaluate(SMALL, TARGET)
    tally("targets", measured)
    assert not small
    reader.page.locator(".sit-keep button").click()
    reader.answer.locator("[data-forget-order]").wait_for()
    assert not reader.page.evaluate(SMALL, TARGET)[1]
    reader.open(page="")
    reader.page.evaluate("() => document.querySelectorAll('#orders details').forEach((each) => { each.open = true; })")
    reader.page.locator("#orders [data-happened]").evaluate("(each) => { each.hidden = false; }")
    assert not reader.page.evaluate(SMALL, TARGET)[1]


MOVES = """() => {
    const seconds = (list) => Math.max(...list.split(", ").map(parseFloat));
    const moving = [];
    for (const one of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(one, part);
            const longest = Math.max(seconds(style.transitionDuration), seconds(style.animationDuration));
            if (longest > 0.001 || style.scrollBehavior === "smooth") moving.push(one.className || one.localName);
        }
    }
    return moving;
}"""


def test_colours_follow_the_device_until_a_reader_chooses(visitor: Page, home: str) -> None:
    """Light and dark come from the device, at once and at each visit; only a choice against it stays."""
    kept = "() => Object.keys(localStorage).filter((key) => key.endsWith('__palette')).length"
    switch = visitor.locator("[data-md-component=palette] label:visible, [data-md-component=palette] button:visible")
    visitor.goto(f"{home}{SPANISH.root}")
    for scheme in ("dark", "light", "dark"):
        show(visitor, scheme, 360)
        assert visitor.evaluate(kept) == 0
    visitor.reload()
    show(visitor, "dark", 360)
    switch.click()
    body = visitor.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    for device in ("light", "dark"):
        visitor.emulate_media(color_scheme="dark" if device == "dark" else "light")
        visitor.reload()
        expect(body).to_have_attribute("data-md-color-scheme", "default")
        assert visitor.evaluate(kept) == 1
    switch.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert visitor.evaluate(kept) == 0


def test_nothing_moves_for_those_who_want_it_still(someone: Reader) -> None:
    """With reduced motion no transition, animation or scroll takes time; without the wish, some do."""
    for address in ("", TYPED):
        someone.open(address)
        someone.await_engine()
        assert someone.page.evaluate(MOVES) == []
    someone.page.emulate_media(reduced_motion="no-preference")
    assert someone.page.evaluate(MOVES) != []


def test_forced_colours_lose_no_meaning(someone: Reader) -> None:
    """In the reader's own few colours a verdict keeps frame, icon and words, a stage its mark, the focus its line."""
    page = someone.page
    page.emulate_media(forced_colors="active")
    someone.open("stage.shipped/trouble.unwanted")
    someone.await_engine()
    assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    assert complaints(page) == []
    verdict = someone.answer.locator(".sit-verdict")
    assert verdict.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth) >= 1")
    expect(verdict.locator(".sit-kind")).to_be_visible()
    seen = "(one) => { const { color, fill, stroke } = getComputedStyle(one); return [color, fill, stroke].join(); }"
    assert verdict.locator(".sit-kind svg").evaluate(seen)
    rungs = someone.answer.locator(".sit-road > li")
    current, beside = someone.answer.locator(".sit-road > li[aria-current]"), rungs.last
    expect(current.locator(".sit-here")).to_be_visible()
    edge = "(one) => getComputedStyle(one).borderTopColor"
    assert current.evaluate(edge) != beside.evaluate(edge)
    sign = """(one) => {
        const { borderTopColor, backgroundColor, borderTopLeftRadius } = getComputedStyle(one, "::before");
        return [borderTopColor, backgroundColor === borderTopColor, borderTopLeftRadius];
    }"""
    (colour, full, _), (_, hollow, end) = current.evaluate(sign), beside.evaluate(sign)
    assert full and not hollow and end != "50%", "here, ahead and the end differ by their form"
    assert colour != page.locator("body").evaluate("(one) => getComputedStyle(one).backgroundColor")
    outlined = (
        "(one) => parseFloat(getComputedStyle(one).outlineWidth) * (getComputedStyle(one).outlineStyle !== 'none')"
    )
    someone.open()
    someone.await_engine()
    option = someone.answer.locator(".sit-options a[data-option]").first
    assert option.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth) >= 1")
    someone.heading.click()
    for _ in range(60):
        if option.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert option.evaluate(outlined) >= 2


FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const isClear = (colour) => colour === "transparent" || parts(colour)[3] === 0;
    const light = (colour) => {
        const [red, green, blue] = parts(colour).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const ground = (element) => {
        const { backgroundColor } = getComputedStyle(element);
        return isClear(backgroundColor) && element.parentElement ? ground(element.parentElement) : backgroundColor;
    };
    // Beside a choice that is out of sight stands what is pressed.
    const seen = one.matches(".md-option") ? one.nextElementSibling : one;
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(seen);
    const around = ground(parseFloat(outlineOffset) < 0 ? seen : seen.parentElement);
    const [less, more] = [light(outlineColor), light(around)].sort((a, b) => a - b);
    const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !isClear(outlineColor);
    const top = one.closest(".md-content") ? one.getBoundingClientRect().top + scrollY : null;
    const told = `${one.outerHTML.slice(0, 100)} ${outlineColor} on ${around}`;
    return [[...document.querySelectorAll("*")].indexOf(one), top, told, drawn && more / less >= 3];
}"""
"""The place of the focused element, in the source and, within the article, on the page. Then whether its outline is
visible: 2 pixels, three times lighter or darker than what is around it.
"""


def test_the_focus_goes_through_the_page_in_reading_order(reader: Reader) -> None:
    """Tab goes from the skip link through the header and the answer to the footer as they are read, and shows where."""
    reader.open("stage.to-ship")
    reader.await_engine()
    for scheme in ("light", "dark"):
        show(reader.page, scheme, 360)
        reader.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        reader.page.reload()
        reader.await_engine()
        met: list[tuple[float, float | None, str, bool]] = []
        for _ in range(200):
            reader.page.keyboard.press("Tab")
            now = reader.page.evaluate(FOCUSED)
            if now is None or (met and now[0] == met[0][0]):
                break
            met.append(tuple(now))
        places = [place for place, *_ in met]
        heights = [top for _, top, *_ in met if top is not None]
        assert len(met) > 10 and "skip" in met[0][2]
        assert places == sorted(places)
        assert len(heights) > 3 and heights == sorted(heights)
        assert [text for *_, text, shown in met if not shown] == []


def test_the_menu_is_for_the_keyboard_too(someone: Reader) -> None:
    """The menu takes the focus when it opens and gives it back to its button; whoever tabs out of it leaves it."""
    page = someone.page
    someone.open(page="steps/")
    menu, button = page.locator(".md-sidebar--primary"), page.locator(".button-menu")
    links = menu.locator("a.md-nav__link:visible")
    for way in ("Escape", "Shift+Tab"):
        button.focus()
        page.keyboard.press("Enter")
        expect(links.first).to_be_focused()
        expect(links.first).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press(way)
        expect(button).to_have_attribute("aria-expanded", "false")
        assert not page.evaluate("() => document.activeElement === document.body")
    button.focus()
    page.keyboard.press("Enter")
    links.last.focus()
    page.keyboard.press("Tab")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


FLOATING = """() => [...document.querySelectorAll("body > :not(header) *")].filter((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const isInSight = left < innerWidth && top < innerHeight && right > left && bottom > top && right > 0 && bottom > 0;
    const isSeen = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return getComputedStyle(one).position === "fixed" && isInSight && isSeen;
}).map((one) => one.className)"""


def test_what_closes_gives_the_focus_back(someone: Reader) -> None:
    """Search gives it back to its button, and the link that leads to the top to the page's main part.

    That link stands at the end: nothing lies on the text, however the page is scrolled.
    """
    page = someone.page
    someone.open(page="steps/")
    button = page.locator(".button-search")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    for place in (3_000, 2_000):
        page.mouse.wheel(0, place - page.evaluate("() => scrollY"))
        # The closing search may still scroll back to where it was opened.
        page.wait_for_function(
            "(place) => { const is = Math.abs(scrollY - place) < 300; if (!is) scrollTo(0, place); return is; }",
            arg=place,
        )
    assert page.evaluate(FLOATING) == []
    page.locator(".to-top a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => scrollY < 10")
    expect(page.locator("#content")).to_be_focused()


def test_decoration_is_not_read_out(visitor: Page, home: str) -> None:
    """A screen reader gets the words of an option and no arrow, and a list as a list, whatever marks its lines.

    Safari takes a list without marks for no list, unless its marks are an empty text.
    """
    for address in ("check/stage.asked/", f"check/{TYPED}/", "rules/", "facts/", "rights/", "issues/"):
        visitor.goto(f"{home}/{address}")
        session = visitor.context.new_cdp_session(visitor)
        nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        names = [node["name"]["value"] for node in nodes if not node["ignored"] and "name" in node]
        assert len(names) > 20
        assert [name for name in names if name.strip()[-1:] in ("→", "+", "−")] == [], address
        unmarked = """(lists) => lists.filter((one) => getComputedStyle(one).listStyleType === "none" && !one.role)
            .map((one) => one.outerHTML.slice(0, 90))"""
        assert visitor.locator("main article :is(ul, ol):not(nav *)").evaluate_all(unmarked) == [], address


def test_letters_are_drawn_in_the_typeface_that_we_name(visitor: Page, home: str) -> None:
    """The bar at the top, headings, text, options and the footer are drawn in Atkinson Hyperlegible."""
    visitor.goto(f"{home}/check/")
    visitor.evaluate("async () => { await document.fonts.ready; }")
    session = visitor.context.new_cdp_session(visitor)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for part in ("header .brand b", "h1", ".sit-option", "main .sit p", ".md-copyright"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": part})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {font["familyName"] for font in fonts} == {"Atkinson Hyperlegible Next"}, part
    session.detach()


def test_without_scripts_no_button_is_shown(browser: Browser, home: str) -> None:
    """What only a script can do is not offered where none runs; what the answers were stands below the question."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    for address in ("", "check/stage.asked/answer.silent/", f"check/{TYPED}/", "messages/", "your-site/", "about/"):
        page.goto(f"{home}/{address}")
        expect(page.locator(":is(button, select, [role=button], [type=text], [type=date]):visible")).to_have_count(0)
    page.goto(f"{home}/check/stage.asked/answer.silent/")
    last = page.locator(".sit-options a").last.bounding_box()
    earlier = page.locator(".sit-answers").bounding_box()
    assert last and earlier and last["y"] < earlier["y"]
    context.close()


def test_single_letters_do_nothing(bystander: Reader) -> None:
    """Whoever dictates, or slips, opens no search and leaves no page by a letter outside of fields (WCAG 2.1.4)."""
    page = bystander.page
    bystander.open(page="issues/")
    was = page.url
    for start in ("body", "main a[href]"):
        page.locator(start).first.evaluate("(one) => one.focus()")
        held = page.evaluate("() => document.activeElement.outerHTML")
        for key in "sf/np.,":
            page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.outerHTML") == held
        assert page.evaluate("() => !document.getElementById('__search').checked")
        assert page.url == was


def test_names_of_the_platform_are_marked(reader: Reader) -> None:
    """No browser translates a name; one in another language says which, and English pages show English ones only."""
    reader.open(STATES[1])
    names = reader.answer.locator(":is(.sit-label, .sit-other)")
    assert names.count() >= 4
    marked = set(names.evaluate_all("all => all.map(one => [one.translate, one.lang].join())"))
    assert marked == ({"false,"} if reader.locale.lang == ENGLISH.lang else {"false,", "false,en"})
    beside = reader.answer.locator(".sit-other").evaluate_all("all => all.map(one => one.lang)")
    assert set(beside) == (set() if reader.locale.lang == ENGLISH.lang else {"en"})
