"""Texts to copy and parts that change: as they were made, whatever a translator or an extension does to the page."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.reader import NOW, Locale, Reader

ORDER = "8190123456789012"
ASKED = "stage.asked/answer.silent/waited.running"
TRANSLATED = """([strict]) => {
    const texts = document.createTreeWalker(document.querySelector("still-in-time"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    for (const text of found) {
        if (!text.data.trim() || (!strict && text.parentElement.closest("[translate=no]"))) continue;
        const font = document.createElement("font");
        font.append(document.createElement("font"));
        font.firstChild.textContent = `[PL] ${text.data}`;
        text.replaceWith(font);
    }
}"""
"""Does to the checker what a browser's translator does: `strict` ones do not heed what must not be translated."""
COPIED = "() => navigator.clipboard.readText()"


def test_what_is_copied_is_what_was_made(reader: Reader) -> None:
    """A translator leaves messages and names alone; one that does not changes nothing of what is copied, or renewed."""
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open(ASKED)
    reader.await_engine()
    page.fill('[name="asked"]', (NOW - timedelta(days=1)).date().isoformat())
    deadlines = reader.answer.locator('[data-part="deadlines"]')
    expect(deadlines.locator("dt").first).to_be_visible()
    letter = reader.answer.locator("#sit-message-en")
    made = letter.inner_text()
    lines = [line for each in deadlines.locator("dl").all() for line in each.locator("> *").all_inner_texts()]
    page.evaluate(TRANSLATED, [False])
    assert letter.inner_text() == made
    assert not [name for name in reader.answer.locator(".sit-label, .sit-other").all_inner_texts() if "PL" in name]
    expect(deadlines).to_contain_text("[PL]")
    page.evaluate(TRANSLATED, [True])
    expect(letter).to_contain_text("[PL]")
    reader.answer.locator('[data-copy="#sit-message-en"]').click()
    expect(page.locator("#still-in-time-said")).not_to_be_empty()
    assert page.evaluate(COPIED) == made
    reader.answer.locator('[data-copy=".sit-when"]').click()
    page.wait_for_function("async (line) => (await navigator.clipboard.readText()).startsWith(line)", arg=lines[0])
    assert page.evaluate(COPIED).split("\n") == lines
    page.evaluate("() => { document.querySelector('[data-part=deadlines]').firstChild.kept = true; }")
    page.fill('[name="order"]', ORDER)
    expect(letter).to_contain_text(ORDER)
    assert page.evaluate("() => document.querySelector('[data-part=deadlines]').firstChild.kept")


OLD = """
    delete Element.prototype.role;
    delete window.print;
    window.print = undefined;
    window.heard = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => { window.kind = blob.type; return create.call(URL, blob); };
    document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
        const words = document.querySelector("[role=status].sit-said")?.textContent;
        if (words !== undefined && heard.at(-1) !== words) heard.push(words);
    }).observe(document.body, { subtree: true, childList: true }));
"""
"""A browser without `print()` and without ARIA's properties, such as Firefox 115 on a phone; and who listens."""


def test_what_a_press_has_done_is_said_each_time_and_goes(page: Page, home: str, locale: Locale, watch: Watch) -> None:
    """The same words are heard twice, in older browsers, too, and then go; what cannot print offers no button."""
    watch.follow(page.context)
    page.clock.install()
    page.add_init_script(OLD)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = Reader(page, home, locale)
    reader.open(ASKED)
    reader.await_engine()
    expect(reader.answer.locator("[data-print]")).to_be_hidden()
    region = page.locator("#still-in-time-said")
    for count in (1, 2):
        reader.answer.locator("[data-copy]").first.click()
        page.wait_for_function("(count) => heard.filter(Boolean).length === count", arg=count)
    assert page.evaluate("() => heard.filter(Boolean).every((words) => words === heard.findLast(Boolean))")
    page.clock.fast_forward("01:00")
    expect(region).to_be_empty()
    page.fill('[name="asked"]', (NOW - timedelta(days=1)).date().isoformat())
    with page.expect_download():
        reader.answer.locator("[data-calendar]").click()
    expect(region).not_to_be_empty()
    assert page.evaluate("() => window.kind") == "text/calendar;charset=utf-8"


def test_nothing_is_scolded_before_it_is_finished(reader: Reader) -> None:
    """A year and an order number, typed key by key, are judged when they are whole or left, and not before."""
    page = reader.page
    reader.open(ASKED)
    reader.await_engine()
    problems = reader.answer.locator('[data-part="problems"] li')
    page.evaluate(
        """() => {
            window.scolded = 0;
            const region = document.querySelector("[data-part=problems]");
            new MutationObserver(() => (scolded += region.childElementCount)).observe(region, { childList: true });
        }"""
    )
    field = page.locator('[name="asked"]')
    field.press_sequentially("11202026")
    expect(field).to_have_value("2026-11-20")
    expect(reader.answer.locator('[data-part="deadlines"] dt').first).to_be_visible()
    number = page.locator('[name="order"]')
    number.press_sequentially(ORDER[:8])
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER[:8])
    number.press_sequentially(ORDER[8:])
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER)
    number.blur()
    assert page.evaluate("() => scolded") == 0
    number.press("End")
    number.press("Backspace")
    number.blur()
    expect(problems).to_have_count(1)
    field.press_sequentially("11200026")
    field.blur()
    expect(problems).to_have_count(2)
