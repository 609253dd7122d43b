"""Start from what you have: a pasted page or a sentence is read in the tab, shown, and forgotten."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from playwright.sync_api import Browser, Locator, Page, Route, expect

from checker.bundled import bundled
from tests.browser.conftest import Watch, leave
from tests.browser.faults import FAST, SLOW, WORKER
from tests.browser.reader import Locale, Reader
from tests.browser.server_log import LOG, home
from tests.browser.test_accessibility import complaints, show
from tests.browser.test_first_screen import SHIFTS

__all__ = ["home"]

ORDER = "8214000000001234"
SECRET = "Zorglub Avenue 7"
"""A line of the pasted page that nobody needs."""
BIDI = "\u202e"
PAGE = f"""Processing
Edit addressExtend timeReceiptCancel
Ref. Number: {ORDER}Copy
Order placed on: Nov 3, 2026
Paid on: Nov 4
Shipped to: {SECRET} <img src=x onerror="document.title='bad'"><script>document.title='bad'</script>{BIDI}
"""
SENTENCE = {
    "en": "I asked to cancel three days ago and the seller does not answer",
    "es": "pedi cancelar hace tres dias y el vendedor no contesta",
}
COPY = """(flavours) => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
    Object.entries(flavours).map(([type, text]) => [type, new Blob([text], { type })]),
))])"""
DROP = """(field, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", text);
    field.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
KEPT = """async () => JSON.stringify([
    { ...sessionStorage }, { ...localStorage }, history.state, document.title, location.href, await caches.keys(),
])"""
READING = re.compile(r"/reading\.[0-9a-f]+\.zip$")
SITUATIONS = re.compile(r"/situations/[a-z]+\.[0-9a-f]+\.json$")


def word(reader: Reader, name: str) -> str:
    """A word of the checker in the reader's language."""
    return bundled().words[name][reader.locale.lang]


def line(reader: Reader) -> Locator:
    """The line that opens the field."""
    return reader.checker.locator(".sit-paste > summary")


def field(reader: Reader) -> Locator:
    """The field for what a reader has."""
    return reader.checker.get_by_label(word(reader, "paste-label"))


def paste(reader: Reader, text: str, html: str = "") -> None:
    """Copy something, and paste it into the field with the keyboard."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.page.evaluate(COPY, {"text/plain": text} | ({"text/html": html} if html else {}))
    field(reader).press("Control+v")


def reply(reader: Reader) -> Locator:
    """What the page shows of the text."""
    return reader.checker.locator("[data-reply]")


def is_forgotten(page: Page, *texts: str) -> None:
    """Nothing of a text stands in what the tab keeps, in an address, or in what the server was told."""
    kept = page.evaluate(KEPT)
    told = "\n".join(map(unquote_plus, LOG))
    assert not [text for text in texts if text in kept or text in told]


def test_a_pasted_page_is_read_shown_and_forgotten(reader: Reader) -> None:
    """Pasted while Python starts: a word, nothing moves, each finding with its words; then on, with number and days."""
    page, held = reader.page, list[Route]()
    page.route(WORKER, lambda route: held.append(route))
    with page.expect_request(WORKER):
        reader.open(page="")
    expect(line(reader)).to_have_text(word(reader, "paste-open"))
    before = page.evaluate(SHIFTS)
    line(reader).click()
    paste(reader, "not read", f"<pre>{PAGE.replace('<', '&lt;')}</pre>")
    expect(reply(reader)).to_have_text(word(reader, "paste-wait"))
    expect(reader.checker).to_have_attribute("data-engine", "starting")
    held.pop().continue_()
    expect(reply(reader).locator("[data-order]")).to_have_count(1, timeout=90_000)
    assert page.evaluate(SHIFTS) == before
    for seen in ("Processing", "Cancel", f"Ref. Number: {ORDER}", "Order placed on: Nov 3, 2026"):
        expect(reply(reader)).to_contain_text(word(reader, "quoted").format(text=seen))
    assert reply(reader).evaluate("reply => document.activeElement.parentElement === reply")
    assert not reply(reader).locator("img, script").count()
    assert SECRET not in page.content() and BIDI not in page.content()
    expect(field(reader)).to_have_value("")
    is_forgotten(page, SECRET, ORDER, "Processing", "Nov 3")
    for scheme in ("light", "dark"):
        show(page, scheme, 360)
        assert complaints(page) == []

    # The day without a year is asked; the day of the order is left out by one press.
    reply(reader).locator("[name=paid]").fill("2026-11-04")
    reply(reader).locator("li", has=page.locator("[name=ordered]")).get_by_role("button").click()
    expect(reply(reader).locator("[name=ordered]")).to_have_value("")
    reader.only_python_answers()
    reply(reader).get_by_role("link", name=word(reader, "read-go")).click()
    reader.sees_question("reason")
    reader.is_at("stage.to-ship")
    reader.tap("reason", "changed-mind")
    reader.sees_outcome("request-now", "yes-if-agreed")
    expect(reader.checker.locator("form [name=order]")).to_have_value(ORDER)
    expect(reader.checker.locator("form [name=paid]")).to_have_value("2026-11-04")
    is_forgotten(page, SECRET, "Order placed on", "Nov 3", "2026-11-03")
    assert "2026-11-04" not in page.url and ORDER not in page.url
    page.go_back()
    page.go_back()
    expect(line(reader)).to_be_visible()
    expect(reply(reader)).to_be_empty()


def test_a_sentence_leads_to_situations_by_keyboard(reader: Reader) -> None:
    """Typed and sent with keys alone: up to three links to states, a day to confirm, no answer by itself."""
    page, lang = reader.page, reader.locale.lang
    reader.open()
    reader.await_engine()
    line(reader).focus()
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type(SENTENCE[lang])
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    links = reply(reader).get_by_role("list").get_by_role("link")
    expect(links.first).to_be_visible(timeout=30_000)
    assert 1 <= links.count() <= 3
    is_forgotten(page, SENTENCE[lang], SENTENCE[lang].split()[-1])
    reader.is_at("")
    reply(reader).get_by_role("combobox").select_option("asked")
    reply(reader).locator('[data-state="stage.asked/answer.silent"]').press("Enter")
    # The day answers what would be asked next.
    expect(reader.answer).to_have_attribute("data-outcome", "wait-for-seller")
    expect(reader.checker.locator("form [name=asked]")).to_have_value("2026-11-25")

    reader.open()
    reader.await_engine()
    line(reader).click()
    field(reader).evaluate(DROP, "xyzzy")
    expect(reader.checker.get_by_role("status")).to_have_text(word(reader, "paste-nothing"), timeout=30_000)
    expect(reader.option("stage", "shipped")).to_be_visible()


def test_of_several_orders_and_what_is_in_doubt_the_reader_decides(someone: Reader) -> None:
    """Each order opens by itself; a status in doubt is asked, and can be denied; options come back. From the zip."""
    someone.page.add_init_script(SLOW)
    card = "{}\nDate: Sep 3, 2026\nRef. Number: 82140000000{}1234\nDetails\nExample Store\n"
    someone.open()
    someone.await_engine()
    line(someone).click()
    paste(someone, card.format("Processing", 0) + card.format("Awaiting delivery", 2))
    expect(reply(someone).locator("summary")).to_have_count(2, timeout=30_000)
    reply(someone).locator("summary").last.click()
    expect(reply(someone).get_by_role("link", name=word(someone, "read-go"))).to_have_count(1)
    reply(someone).get_by_role("button", name=word(someone, "read-back")).click()
    expect(reply(someone)).to_be_empty()
    expect(someone.option("stage", "shipped")).to_be_visible()
    line(someone).click()
    paste(someone, "Package 315190000000000012 has been delivered")
    expect(reply(someone)).to_contain_text(word(someone, "read-right"))
    reply(someone).get_by_role("link", name=word(someone, "read-yes")).click()
    someone.is_at("stage.delivered")


def test_where_python_fails_the_field_says_what_to_do(bystander: Reader) -> None:
    """Without an engine nothing is read: the reader is told to choose, and can."""
    bystander.open()
    bystander.await_engine("failed")
    line(bystander).click()
    expect(bystander.checker.locator("textarea")).to_be_hidden()
    expect(bystander.checker.get_by_role("status")).to_have_text(word(bystander, "paste-lost"))
    expect(bystander.option("stage", "shipped")).to_be_visible()


def test_where_reading_cannot_be_loaded_answers_go_on(someone: Reader, watch: Watch) -> None:
    """A line that breaks now: the field says so, the engine, here from a snapshot, stays; the next text may be read."""
    watch.expect("still-in-time:", "net::ERR", "Failed to load resource")
    someone.page.add_init_script(FAST)
    someone.page.route(READING, lambda route: route.abort())
    someone.open()
    someone.await_engine()
    line(someone).click()
    paste(someone, PAGE)
    expect(someone.checker.get_by_role("status")).to_have_text(word(someone, "paste-lost"), timeout=30_000)
    expect(someone.checker).to_have_attribute("data-engine", "ready")
    someone.page.unroute(READING)
    paste(someone, PAGE)
    expect(reply(someone).locator("[data-order]")).to_have_count(1, timeout=30_000)


def test_where_the_table_of_situations_is_missing_orders_are_read(someone: Reader, watch: Watch) -> None:
    """A pasted page needs no table. A sentence does: the field says so, and asks for it again with the next text."""
    watch.expect("still-in-time:", "net::ERR", "Failed to load resource")
    someone.page.route(SITUATIONS, lambda route: route.abort())
    someone.open()
    someone.await_engine()
    line(someone).click()
    paste(someone, PAGE)
    expect(reply(someone).locator("[data-order]")).to_have_count(1)
    reply(someone).locator("[data-again]").click()
    line(someone).click()
    paste(someone, SENTENCE[someone.locale.lang])
    expect(someone.checker.get_by_role("status")).to_have_text(word(someone, "paste-lost"))
    someone.page.unroute(SITUATIONS)
    paste(someone, SENTENCE[someone.locale.lang])
    expect(reply(someone).get_by_role("list").get_by_role("link").first).to_be_visible()


def test_without_scripts_the_line_is_not_there(browser: Browser, home: str, locale: Locale, watch: Watch) -> None:
    """Who has no scripts sees options only: nothing is offered that cannot be done."""
    context = browser.new_context(java_script_enabled=False, service_workers="block")
    watch.follow(context)
    reader = Reader(context.new_page(), home, locale)
    for page in ("", "check/"):
        reader.open(page=page)
        expect(line(reader)).to_be_hidden()
        expect(reader.option("stage", "shipped")).to_be_visible()
    leave(context)
    context.close()


def test_the_line_stands_at_the_first_question_only(someone: Reader) -> None:
    """Where something has been answered, it is not offered again."""
    for address in ("stage.to-ship", "stage.to-ship/reason.changed-mind/button.yes"):
        someone.open(address)
        assert not line(someone).count()
