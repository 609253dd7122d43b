"""From a worry to an answer: through the live engine, and without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watch
from tests.browser.reader import ENGINE_FILES, Locale, Reader, other

type Steps = list[tuple[str, str]]

JOURNEYS: dict[str, tuple[Steps, str, str]] = {
    "paid yesterday, changed my mind": (
        [("stage", "to-ship"), ("reason", "changed-mind"), ("button", "yes")],
        "request-now",
        "yes-if-agreed",
    ),
    "asked four days ago, the seller is silent": (
        [("stage", "asked"), ("answer", "silent"), ("waited", "over")],
        "silence-over",
        "get-help",
    ),
    "it has shipped, I don't want it": (
        [("stage", "shipped"), ("trouble", "unwanted")],
        "shipped-unwanted",
        "not-cancel-but",
    ),
    "not paid yet": ([("stage", "unpaid"), ("payment", "not-tried")], "cancel-unpaid", "yes-now"),
    "shipping deadline has passed": (
        [("stage", "to-ship"), ("reason", "slow"), ("deadline", "over")],
        "closes-by-itself",
        "wait",
    ),
    "pressed Cancel, the courier has it": (
        [("stage", "asked"), ("answer", "courier")],
        "courier-has-it",
        "not-cancel-but",
    ),
    "cancelled, no money yet": (
        [("stage", "closed"), ("money", "pending"), ("closed-by", "me")],
        "refund-follow",
        "wait",
    ),
    "I can't tell": ([("stage", "unsure"), ("clue", "status")], "read-the-status", "find-out"),
}


def address_of(steps: Steps) -> str:
    return "/".join(f"{question}.{option}" for question, option in steps)


@pytest.mark.parametrize("worry", JOURNEYS)
def test_python_in_the_page_answers_each_worry(at_the_start: Reader, worry: str) -> None:
    """With every static answer cut off, the engine alone leads from the first question to the right outcome."""
    reader = at_the_start
    steps, outcome, verdict = JOURNEYS[worry]
    reader.only_python_answers()
    reader.answers(steps)
    reader.sees_outcome(outcome, verdict)
    reader.answered_by_python()
    reader.is_at(address_of(steps))
    expect(reader.heading).to_be_focused()
    heading = reader.heading.inner_text()
    assert heading in reader.page.title()
    assert reader.page.locator("html").get_attribute("lang") == reader.locale.lang


@pytest.mark.parametrize("worry", JOURNEYS)
def test_every_worry_is_answered_without_scripts(
    browser: Browser, home: str, locale: Locale, worry: str, watch: Watch
) -> None:
    """With JavaScript off, the same links lead to the same outcome."""
    steps, outcome, verdict = JOURNEYS[worry]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    watch.follow(context)
    reader = Reader(context.new_page(), home, locale)
    reader.open()
    reader.answers(steps)
    reader.sees_outcome(outcome, verdict)
    reader.answered_by_build()
    reader.is_at(address_of(steps))
    context.close()


def test_yes_or_no_is_in_sight_when_an_answer_comes(reader: Reader) -> None:
    """On a phone, whatever was scrolled to before, an outcome begins below the header, and nothing lies on it."""
    reader.page.set_viewport_size({"width": 360, "height": 740})
    steps, outcome, verdict = JOURNEYS["paid yesterday, changed my mind"]
    reader.open(page="")
    reader.await_engine()
    reader.answers(steps)
    reader.sees_outcome(outcome, verdict)
    expect(reader.answer.locator(".sit-kind")).to_be_in_viewport(ratio=1)
    covered = """(line) => {
        const { left, top, right, bottom } = line.getBoundingClientRect();
        const spots = [[left + 1, top + 1], [right - 1, bottom - 1], [(left + right) / 2, (top + bottom) / 2]];
        return spots.some(([x, y]) => !line.contains(document.elementFromPoint(x, y)));
    }"""
    for line in (".sit-kind", ".sit-heading"):
        assert not reader.answer.locator(line).evaluate(covered), line


def test_the_home_page_answers_in_place(someone: Reader) -> None:
    """The checker on the home page works like the one on its own page, and Back returns to the start."""
    reader = someone
    reader.open(page="")
    reader.await_engine()
    reader.only_python_answers()
    reader.answers([("stage", "unpaid"), ("payment", "not-tried")])
    reader.sees_outcome("cancel-unpaid", "yes-now")
    reader.answered_by_python()
    reader.page.go_back()
    reader.sees_question("payment")
    reader.page.go_back()
    reader.sees_question("stage")
    expect(reader.heading).to_be_focused()


def test_back_and_forward_walk_the_answers(at_the_start: Reader) -> None:
    """Back shows the question before, Forward the answer again, with the address and the focus moving along."""
    reader = at_the_start
    reader.only_python_answers()
    reader.answers([("stage", "asked"), ("answer", "silent")])
    reader.sees_question("waited")
    reader.page.go_back()
    reader.sees_question("answer")
    reader.is_at("stage.asked")
    assert reader.heading.inner_text() in reader.page.title()
    reader.page.go_forward()
    reader.sees_question("waited")
    reader.is_at("stage.asked/answer.silent")
    expect(reader.heading).to_be_focused()


def test_changing_an_answer_keeps_the_others(at_the_start: Reader) -> None:
    """After a change the earlier answers that still fit are offered again, and the outcome follows the change."""
    reader = at_the_start
    reader.only_python_answers()
    reader.answers(JOURNEYS["paid yesterday, changed my mind"][0])
    reader.sees_outcome("request-now", "yes-if-agreed")
    reader.answer.locator('a[data-change="button"]').click()
    reader.sees_question("button")
    reader.is_at("stage.to-ship/reason.changed-mind")
    reader.tap("button", "error")
    reader.sees_outcome("cancel-error", "find-out")


def test_earlier_answers_carry_on_after_a_change(at_the_start: Reader) -> None:
    """A changed answer goes on from there with the answers given before, as far as they still fit."""
    reader = at_the_start
    reader.only_python_answers()
    reader.answers(JOURNEYS["paid yesterday, changed my mind"][0])
    reader.sees_outcome("request-now", "yes-if-agreed")
    reader.answer.locator('a[data-change="reason"]').click()
    reader.sees_question("reason")
    reader.tap("reason", "mistake")
    reader.sees_outcome("request-fix", "yes-if-agreed")
    reader.is_at("stage.to-ship/reason.mistake/button.yes")


def test_switching_the_language_keeps_the_answers(reader: Reader) -> None:
    """In mid-journey the switcher opens the same state in the other language, and the journey goes on there."""
    reader.open()
    reader.await_engine()
    reader.answers([("stage", "shipped"), ("trouble", "late")])
    reader.sees_question("protection")
    target = other(reader.locale)
    reader.page.locator(f'header a[hreflang="{target.lang}"]').click()
    reader.is_at("stage.shipped/trouble.late", target)
    reader.sees_question("protection")
    assert reader.page.locator("html").get_attribute("lang") == target.lang
    reader.await_engine()
    reader.tap("protection", "ending")
    reader.sees_outcome("dispute-before-end", "not-cancel-but")
    reader.answered_by_python()
    reader.is_at("stage.shipped/trouble.late/protection.ending", target)


OUT_OF_SIGHT = """() => {
    window.requestAnimationFrame = () => 0;
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_tab_out_of_sight_knows_where_it_is(someone: Reader) -> None:
    """Without any frame the address follows the answer, so that nothing is lost when the browser gives up the tab."""
    reader = someone
    reader.open()
    reader.await_engine()
    reader.page.evaluate(OUT_OF_SIGHT)
    reader.option("stage", "asked").dispatch_event("click")
    expect(reader.answer).to_have_attribute("data-question", "answer")
    reader.is_at("stage.asked")
    reader.page.reload()
    reader.sees_question("answer")


def test_a_browser_that_takes_no_more_addresses_opens_the_page(someone: Reader) -> None:
    """WebKit allows a hundred in half a minute; then the answer's own page does it."""
    reader = someone
    reader.open()
    reader.await_engine()
    reader.page.evaluate("() => { history.pushState = () => { throw new DOMException('enough', 'SecurityError'); }; }")
    reader.tap("stage", "asked")
    reader.is_at("stage.asked")
    reader.sees_question("answer")
    reader.answered_by_build()


def test_a_guide_page_starts_in_its_own_state(someone: Reader) -> None:
    """The checker on the refunds page asks about the refund at once, answers in place, and Back returns to the page."""
    reader = someone
    reader.open(page="refunds/")
    reader.sees_question("money")
    reader.await_engine()
    reader.only_python_answers()
    reader.tap("money", "bonus")
    reader.sees_outcome("refund-as-bonus", "get-help")
    reader.answered_by_python()
    reader.is_at("stage.closed/money.bonus")
    canonical = reader.page.locator('link[rel="canonical"]')
    expect(canonical).to_have_attribute("href", re.compile(r"/check/stage\.closed/money\.bonus/$"))
    reader.page.go_back()
    reader.sees_question("money")
    expect(reader.page).to_have_url(f"{reader.home}{reader.locale.root}refunds/")
    expect(canonical).to_have_attribute("href", re.compile(r"/refunds/$"))


def test_a_started_checker_answers_without_a_network(someone: Reader) -> None:
    """Once Python is up, a lost connection changes nothing."""
    reader = someone
    reader.open()
    reader.await_engine()
    reader.page.context.set_offline(True)
    reader.answers(JOURNEYS["shipping deadline has passed"][0])
    reader.sees_outcome("closes-by-itself", "wait")
    reader.answered_by_python()


def test_links_answer_when_the_engine_cannot_load(someone: Reader, watch: Watch) -> None:
    """With the engine's files out of reach the element says so, and every link still opens its answer."""
    reader = someone
    watch.expect("engine", "Failed to load resource", "net::ERR_FAILED")
    reader.page.route(ENGINE_FILES, lambda route: route.abort())
    reader.open()
    reader.await_engine("failed")
    reader.answers(JOURNEYS["it has shipped, I don't want it"][0])
    reader.sees_outcome("shipped-unwanted", "not-cancel-but")
    reader.answered_by_build()


def test_an_unknown_address_shows_the_nearest_state_and_says_so(someone: Reader, watch: Watch) -> None:
    """A wrong option in an address leads to the question that it was meant for, with a sentence about it."""
    reader = someone
    watch.expect("404")
    reader.open("stage.asked/answer.nonsense")
    reader.await_engine()
    reader.sees_question("answer")
    reader.answered_by_python()
    expect(reader.answer.locator(".sit-notice")).to_contain_text("answer.nonsense")
