"""What a reader hands on: the answer's address alone, or knowingly the case sheet, on paper and as a text."""

from __future__ import annotations

import io
import re
from datetime import UTC
from functools import cache
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from checker.bundled import bundled
from checker.decide import State, Verdict, states
from checker.details import EMPTY
from checker.markup import Place
from checker.sheet import BLANK, as_text, sheet
from tests.browser.conftest import PHONE, Watch, leave
from tests.browser.reader import NOW, Locale, Reader

ORDER = "8190123456789012"
ITEM = "Zorglub lamp"
SHARED = "window.shared = []; navigator.share = async (data) => { shared.push(data); };"
"""A device with a share sheet, which notes what it is given."""
ASKED = [("stage", "asked"), ("answer", "silent"), ("waited", "running")]
IN_APP = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
"""How a browser inside of another app names itself."""


@cache
def wordiest() -> State:
    """The answer whose case sheet is longest."""
    policy = bundled()

    def length(state: State) -> int:
        places = [Place(policy, lang) for lang in policy.languages]
        return max(len(as_text(sheet(each, state, EMPTY, today=NOW.date(), zone=UTC))) for each in places)

    return max((state for state in states(policy) if isinstance(state.next, Verdict)), key=length)


def printed(page: Page, paper: str = "A4") -> list[str]:
    """What stands on each sheet of paper, its words in a line."""
    return [" ".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(page.pdf(format=paper))).pages]


def fill(page: Page) -> None:
    """Type a number, an item and every day that the answer asks for."""
    page.fill('[name="order"]', ORDER)
    if page.locator('[name="item"]').count():
        page.fill('[name="item"]', ITEM)
    for field in page.locator('still-in-time input[type="date"]').all():
        field.fill("2026-11-20")


def test_the_case_sheet_alone_is_printed(at_the_start: Reader) -> None:
    """The longest sheet, with all that was typed, is one page a language, without the rest of the site."""
    reader, page, policy = at_the_start, at_the_start.page, bundled()
    state, lang = wordiest(), reader.locale.lang
    assert isinstance(state.next, Verdict)
    reader.answers(list(state.answers.items()))
    reader.answer.locator(".sit-hand-on").wait_for()
    fill(page)
    reader.answer.locator(".sit-hand-on > .sit-row [data-sheet]").click()
    expect(page.locator("#sit-sheet")).to_be_focused()
    outcome = policy.outcomes[state.next.rule.then]
    alone, *more = printed(page)
    assert not more and len(printed(page, "Letter")) == 1
    told = [ORDER, policy.words["sheet-about"][lang].split("{")[0].strip(), outcome.headline[lang]]
    told += [policy.questions[ident].text[lang] for ident in state.answers]
    told += [policy.words[key][lang] for key in ("sheet-order", "sheet-days", "sheet-answers", "do-now", "if-not")]
    assert [words for words in told if words not in alone] == []
    for words in ("start-again", "sheet-print", "sheet-hint", "by-when-hint", "hand-on-hint"):
        assert policy.words[words][lang] not in alone
    page.locator(f'.sit-sheet [data-sheet="{" ".join(policy.languages)}"]').click()
    expect(page.locator(".sit-paper")).to_have_count(len(policy.languages))
    expect(page.locator("#sit-sheet")).to_be_focused()
    both = printed(page)
    assert len(both) == len(policy.languages)
    assert all(outcome.headline[each] in sheet for each, sheet in zip(policy.languages, both, strict=True))


def test_the_case_sheet_follows_what_is_typed_and_stays_in_the_page(at_the_start: Reader) -> None:
    """A typed detail stands on the open sheet and in the copied text, and is not sent, kept or put into an address."""
    reader, page = at_the_start, at_the_start.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.answers(ASKED)
    make = reader.answer.locator(".sit-hand-on > .sit-row [data-sheet]")
    make.click()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    kept = page.evaluate("() => JSON.stringify([localStorage, Object.keys(sessionStorage), history.state])")
    fill(page)
    expect(page.locator(".sit-paper")).to_contain_text(ORDER)
    expect(page.locator(".sit-paper")).not_to_contain_text(BLANK)
    page.locator('[data-copy="#sit-sheet-text"]').click()
    expect(page.locator("#still-in-time-said")).not_to_be_empty()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    shown = " ".join(page.locator(".sit-paper").inner_text().split())
    assert ORDER in copied and len(copied.splitlines()) > 20
    lines = [re.sub(r"^(?:- |\[ \] |\d+\. )", "", line) for line in copied.splitlines()]
    assert [line for line in lines if " ".join(line.split()) not in shown] == []
    assert requested == []
    assert ORDER not in page.url + page.title()
    assert page.evaluate("() => JSON.stringify([localStorage, Object.keys(sessionStorage), history.state])") == kept
    page.locator('.sit-sheet [data-sheet=""]').click()
    expect(page.locator(".sit-sheet")).to_have_count(0)
    expect(make).to_be_focused()
    make.click()
    expect(page.locator(".sit-sheet")).to_be_visible()
    reader.answer.locator("[data-change]").first.click()
    reader.tap(*ASKED[0])
    page.fill('[name="order"]', ORDER[::-1])
    expect(reader.answer.locator("[data-part=message]")).to_contain_text(ORDER[::-1])
    expect(page.locator(".sit-sheet")).to_have_count(0)


def test_a_shared_link_shows_nothing_typed(
    page: Page, browser: Browser, home: str, locale: Locale, watch: Watch
) -> None:
    """Share sheet and mail get the answer's address and name; whoever opens it finds the answer and empty fields."""
    page.add_init_script(SHARED)
    watch.follow(page.context)
    reader = Reader(page, home, locale)
    reader.open("stage.asked/answer.silent")
    reader.await_engine()
    reader.tap("waited", "running")
    fill(page)
    expect(reader.answer.locator("[data-part=message]")).to_contain_text(ORDER)
    reader.answer.locator("[data-share]").click()
    expect(page.locator("#still-in-time-said")).not_to_be_empty()
    (given,) = page.evaluate("shared")
    title = reader.heading.inner_text()
    assert given == {"title": title, "url": page.url}
    mail = reader.answer.locator("[data-mail]")
    mail.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    mail.click()
    address = urlsplit(mail.get_attribute("href") or "")
    assert (address.scheme, parse_qs(address.query)) == ("mailto", {"subject": [title], "body": [page.url]})
    context = browser.new_context(**PHONE)
    watch.follow(context)
    other = Reader(context.new_page(), home, locale)
    other.page.goto(given["url"])
    other.await_engine()
    expect(other.heading).to_have_text(title)
    assert set(other.answer.locator("input").evaluate_all("fields => fields.map(({ value }) => value)")) == {""}
    assert ORDER not in other.page.content() and "2026-11-20" not in other.page.content()
    leave(context)
    context.close()


def test_a_link_is_copied_where_nothing_shares_it(at_the_start: Reader) -> None:
    """Without a share sheet the address is copied, and the page says so."""
    reader, page = at_the_start, at_the_start.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.share = undefined")
    reader.answers(ASKED)
    reader.answer.locator("[data-share]").click()
    expect(page.locator("#still-in-time-said")).to_have_text(bundled().words["copied"][reader.locale.lang])
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url


def test_dates_reach_a_reader_whose_app_saves_no_files(
    browser: Browser, home: str, locale: Locale, watch: Watch
) -> None:
    """In a browser inside of another app the dates are copied as a text, and the page says what became of them."""
    context = browser.new_context(**PHONE, user_agent=IN_APP, permissions=["clipboard-read", "clipboard-write"])
    watch.follow(context)
    reader = Reader(context.new_page(), home, locale)
    reader.page.add_init_script("navigator.share = undefined")
    reader.open("/".join(f"{question}.{option}" for question, option in ASKED))
    reader.await_engine()
    reader.page.fill('[name="asked"]', "2026-11-27")
    dates = reader.answer.locator(".sit-when")
    expect(dates).to_be_visible()
    reader.answer.locator("[data-calendar]").click()
    expect(reader.page.locator("#still-in-time-said")).to_have_text(bundled().words["dates-copied"][locale.lang])
    copied = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.split("\n") == [line for each in dates.locator("> *").all_inner_texts() for line in [each]]
    leave(context)
    context.close()
