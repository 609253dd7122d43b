"""What a reader types: it becomes deadlines and messages, and stays on the device."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from checker.bundled import bundled
from checker.deadlines import SystemZone, deadlines, write_day
from checker.decide import Verdict, parse_address
from checker.details import Details
from tests.browser.conftest import Watch
from tests.browser.reader import NOW, Locale, Reader

ORDER = "8190123456789012"
SILENT = [("stage", "asked"), ("answer", "silent"), ("waited", "running")]
CHANGED_MIND = [("stage", "to-ship"), ("reason", "changed-mind"), ("button", "yes")]
ASKED = "/".join(f"{question}.{option}" for question, option in SILENT)


@pytest.mark.parametrize("today", [NOW.date(), date(2026, 12, 29), date(2028, 2, 29)], ids=str)
def test_typed_dates_become_deadlines_and_a_calendar(
    page: Page, home: str, locale: Locale, watch: Watch, today: date
) -> None:
    """A date typed into the outcome gives dated deadlines in the page's language, and a calendar file to keep."""
    watch.follow(page.context)
    reader = Reader(page, home, locale, now=datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    yesterday = today - timedelta(days=1)
    reader.open(ASKED)
    reader.await_engine()
    page.fill('[name="asked"]', yesterday.isoformat())
    expect(reader.answer.locator('[data-part="deadlines"] dt').first).to_contain_text(first_day(yesterday, locale))
    expect(page.locator('[name="asked"]')).to_have_value(yesterday.isoformat())
    with page.expect_download() as download:
        reader.answer.locator("[data-calendar]").click()
    text = download.value.path().read_text("utf-8")
    assert text.startswith("BEGIN:VCALENDAR") and "BEGIN:VEVENT" in text


def first_day(asked: date, locale: Locale) -> str:
    """The first deadline of the state, counted from the day of asking and written as the page writes it."""
    policy = bundled()
    state, _ = parse_address(policy, ASKED)
    assert isinstance(state.next, Verdict)
    clocks = policy.outcomes[state.next.rule.then].clocks
    first, *_ = deadlines(policy, clocks, Details({"asked": asked}), lang=locale.lang, zone=SystemZone())
    return write_day(first.day, policy.dates, locale.lang)


def test_typed_details_fill_the_message(at_the_start: Reader) -> None:
    """The order number that a reader types stands in the message to the seller, ready to copy."""
    reader = at_the_start
    reader.answers(CHANGED_MIND)
    reader.page.fill('[name="order"]', ORDER)
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER)


def test_a_bad_date_gets_a_sentence_and_nothing_is_lost(at_the_start: Reader) -> None:
    """A date in the future gives a clear sentence, and what was typed stays in its field."""
    future = (NOW + timedelta(days=40)).date().isoformat()
    reader = at_the_start
    reader.answers(SILENT)
    reader.page.fill('[name="order"]', ORDER)
    reader.page.fill('[name="asked"]', future)
    expect(reader.answer.locator('[data-part="problems"] li').first).to_be_visible()
    expect(reader.page.locator('[name="asked"]')).to_have_value(future)
    expect(reader.page.locator('[name="order"]')).to_have_value(ORDER)


def test_nothing_typed_leaves_the_tab(someone: Reader) -> None:
    """No request, no address and no lasting storage ever holds what was typed."""
    reader = someone
    seen: list[str] = []
    reader.page.on("request", lambda request: seen.append(f"{request.url} {request.post_data or ''}"))
    reader.open("stage.to-ship/reason.changed-mind/button.yes")
    reader.await_engine()
    reader.page.fill('[name="order"]', ORDER)
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER)
    reader.page.reload()
    reader.await_engine()
    expect(reader.page.locator('[name="order"]')).to_have_value(ORDER)
    assert not any(ORDER in line for line in seen)
    assert ORDER not in reader.page.url
    everywhere = """async () => JSON.stringify([
        { ...localStorage }, document.cookie, history.state, name, document.referrer,
        await caches.keys(), await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
    ])"""
    assert ORDER not in reader.page.evaluate(everywhere)
    assert reader.page.evaluate("() => indexedDB.databases()") == []
    another = reader.page.context.new_page()
    another.goto(reader.page.url)
    assert ORDER not in another.evaluate("() => JSON.stringify({ ...sessionStorage })")
    assert ORDER not in another.content()


def test_a_typed_day_speaks_up_and_answers_the_next_time(at_the_start: Reader) -> None:
    """A day that does not fit the answer leads to the other one; later the day answers by itself, and says so."""
    five_days_ago = (NOW.date() - timedelta(days=5)).isoformat()
    reader = at_the_start
    reader.answers(SILENT)
    reader.page.fill('[name="asked"]', five_days_ago)
    reader.answer.locator('[data-part="misfit"] a').click()
    reader.sees_outcome("silence-over", "get-help")
    from_day = reader.answer.locator('[data-part="from-waited"]')
    expect(from_day).not_to_be_empty()
    reader.answer.locator('a[data-change="answer"]').click()
    reader.tap("answer", "refused")
    expect(reader.answer).to_have_attribute("data-outcome", re.compile("."))
    reader.answer.locator('a[data-change="answer"]').click()
    reader.tap("answer", "silent")
    reader.is_at("stage.asked/answer.silent/waited.over")
    expect(from_day).not_to_be_empty()


def test_a_chosen_country_shows_its_law(at_the_start: Reader) -> None:
    """Choosing where you live shows that country's rights, with their reach, in place."""
    reader = at_the_start
    reader.answers([("stage", "shipped"), ("trouble", "unwanted")])
    reader.page.select_option('[name="country"]', "mx")
    rights = reader.answer.locator('[data-part="rights"]')
    expect(rights.locator("[data-reach]")).to_be_visible()
    expect(rights.locator("[data-right]").first).to_be_visible()
