"""Texts to copy and parts that change: as they were made, whatever a translator or an extension does to the page."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.reader import NOW, Reader

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
    page.evaluate(TRANSLATED, [False])
    assert letter.inner_text() == made
    assert not [name for name in reader.answer.locator(".sit-label, .sit-other").all_inner_texts() if "PL" in name]
    expect(deadlines).to_contain_text("[PL]")
    page.evaluate(TRANSLATED, [True])
    expect(letter).to_contain_text("[PL]")
    reader.answer.locator('[data-copy="#sit-message-en"]').click()
    expect(page.locator("#still-in-time-said")).not_to_be_empty()
    assert page.evaluate(COPIED) == made
    page.evaluate("() => { document.querySelector('[data-part=deadlines]').firstChild.kept = true; }")
    page.fill('[name="order"]', ORDER)
    expect(letter).to_contain_text(ORDER)
    assert page.evaluate("() => document.querySelector('[data-part=deadlines]').firstChild.kept")
