"""Pages that live long, in odd places and at odd times: many answers, several tabs, Back to them, wrong clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright, Route, expect

from tests.browser.conftest import Watch
from tests.browser.faults import Fault
from tests.browser.reader import ENGLISH, SPANISH, Locale, Reader
from tests.figures import Tally
from tools.browsers import FLAGS, chromium_path

MANY = 1000
ASKED = "stage.asked/answer.silent/waited.running"
GROWTH = {"JSEventListeners": 20, "Nodes": 1_000, "JSHeapUsedSize": 1_500_000}
"""How much more a page may hold after many answers than after a few: what the browser itself lets lie about."""
COUNTED = """
    window.asked = 0;
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...others) {
        if (message.type === "start") window.engine = this;
        if (message.type === "answer") asked++;
        return send.call(this, message, ...others);
    };
"""
MEMORY = """
    let grown = 0;
    const grow = WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = function (pages) { grown += pages; return grow.call(this, pages); };
    self.addEventListener("message", ({ data }) => {
        if (data.type === "grown") self.postMessage({ type: "answered", id: 0, grown });
    });
"""
GROWN = """() => new Promise((done) => {
    engine.addEventListener("message", ({ data }) => data.grown !== undefined && done(data.grown));
    engine.postMessage({ type: "grown" });
})"""


def held(session: CDPSession) -> dict[str, float]:
    """What the page holds, rubbish removed."""
    session.send("HeapProfiler.collectGarbage")
    found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return {name: found[name] for name in GROWTH}


def answer_often(page: Page, times: int) -> None:
    """Answer and take back, so many times, as fast as the page follows."""
    page.evaluate(
        """async (times) => {
            const shown = () => document.querySelector("still-in-time .sit");
            const next = async (was) => { while (shown() === was) await new Promise((go) => setTimeout(go)); };
            for (let time = 0; time < times; time++) {
                const was = shown();
                const link = was.querySelector(time % 2 ? "a[data-restart], a[data-change]" : "a[data-option=unpaid]");
                if (!link) throw new Error(`${time}: ${was.outerHTML.slice(0, 300)}`);
                link.click();
                await next(was);
            }
        }""",
        times,
    )


def test_a_thousand_answers_leave_nothing_behind(someone: Reader, tally: Tally) -> None:
    """After a thousand answers there are no more listeners, nodes or memory than after a few, in Python, too."""
    page = someone.page
    page.add_init_script(COUNTED)
    Fault(worker=MEMORY).inject(page)
    someone.open()
    someone.await_engine()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    answer_often(page, 50)
    before, pages = held(session), page.evaluate(GROWN)
    answer_often(page, MANY)
    after = held(session)
    assert page.evaluate(GROWN) == pages
    assert page.evaluate("() => asked") == MANY + 50, "a press asks once, and nothing is asked without one"
    grown = {name: after[name] - before[name] for name in GROWTH}
    assert all(grown[name] <= GROWTH[name] for name in GROWTH), grown
    someone.answers([("stage", "shipped"), ("trouble", "unwanted")])
    someone.answered_by_python()
    tally("answers in a row", MANY)


def test_two_tabs_do_not_disturb_each_other(someone: Reader) -> None:
    """Each tab has its own answers and its own typed details."""
    first = someone
    second = Reader(first.page.context.new_page(), first.home, first.locale)
    for reader in (first, second):
        reader.open(ASKED)
        reader.await_engine()
    first.page.fill('[name="order"]', "8190000000000001")
    second.page.fill('[name="order"]', "8190000000000002")
    for reader, own, others in ((first, "1", "2"), (second, "2", "1")):
        reader.page.reload()
        reader.await_engine()
        expect(reader.page.locator('[name="order"]')).to_have_value(f"819000000000000{own}")
        expect(reader.answer).not_to_contain_text(f"819000000000000{others}")
    second.answer.locator('a[data-change="waited"]').click()
    second.tap("waited", "over")
    second.sees_outcome("silence-over", "get-help")
    first.sees_outcome("wait-for-seller", "wait")


FREEZES = """
    addEventListener("pageshow", ({ persisted }) => { window.frozen = persisted; });
    window.ended = 0;
    const { terminate } = Worker.prototype;
    Worker.prototype.terminate = function () { ended++; return terminate.call(this); };
"""


def test_back_from_another_page_finds_the_answer_alive(playwright: Playwright, home: str) -> None:
    """A page that the browser froze when its reader left goes on where it was: state, details, engine."""
    browser = playwright.chromium.launch(
        executable_path=chromium_path(), args=list(FLAGS), ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_page(service_workers="block")
    page.add_init_script(FREEZES)
    reader = Reader(page, home, SPANISH)
    reader.open("stage.asked/answer.silent")
    reader.await_engine()
    reader.tap("waited", "running")
    reader.sees_outcome("wait-for-seller", "wait")
    page.fill('[name="order"]', "8190000000000001")
    page.goto(f"{home}{SPANISH.root}about/")
    page.go_back(wait_until="commit")
    page.wait_for_function("() => window.frozen")
    assert page.evaluate("() => window.ended") == 1, "a page that was left kept its Python"
    reader.sees_outcome("wait-for-seller", "wait")
    reader.is_at(ASKED)
    expect(page.locator('[name="order"]')).to_have_value("8190000000000001")
    reader.await_engine()
    reader.answer.locator('a[data-change="waited"]').click()
    reader.tap("waited", "over")
    reader.sees_outcome("silence-over", "get-help")
    reader.answered_by_python()
    browser.close()


ZONES = [
    "Etc/GMT+12",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
"""From UTC−12 to UTC+14, with quarters and halves of an hour."""
YEARS_END = datetime(2026, 12, 31, 11, tzinfo=UTC)
"""A moment at which it is the day before in the first zone, and the next year in the last."""


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_readers_own_day(browser: Browser, home: str, zone: str, watch: Watch, tally: Tally) -> None:
    """Wherever the reader is, yesterday and today can be typed and give a deadline; tomorrow cannot."""
    context = browser.new_context(timezone_id=zone, service_workers="block")
    watch.follow(context)
    page = context.new_page()
    reader = Reader(page, home, ENGLISH, now=YEARS_END)
    reader.open(ASKED)
    reader.await_engine()
    today = YEARS_END.astimezone(ZoneInfo(zone)).date()
    problems = reader.answer.locator('[data-part="problems"] li')
    page.fill('[name="asked"]', (today + timedelta(days=1)).isoformat())
    expect(problems).to_have_count(1)
    for typed in (today, today - timedelta(days=1)):
        page.fill('[name="asked"]', typed.isoformat())
        expect(problems).to_have_count(0)
        expect(reader.answer.locator('[data-part="deadlines"] dt').first).to_be_visible()
    tally("zones", 1)
    context.close()


CLOCKS = [
    (datetime(1970, 1, 2, tzinfo=UTC), ENGLISH),
    (datetime(2019, 5, 1, tzinfo=UTC), SPANISH),
    (datetime(2099, 1, 1, tzinfo=UTC), ENGLISH),
]


@pytest.mark.parametrize(("now", "locale"), CLOCKS, ids=["1970", "2019", "2099"])
def test_a_clock_that_is_wrong_by_years_costs_nobody_the_answer(
    page: Page, home: str, locale: Locale, watch: Watch, now: datetime, tally: Tally
) -> None:
    """The journey ends as it does for everybody, a real date is taken, and an impossible day of today is told."""
    watch.follow(page.context)
    someone = Reader(page, home, locale, now=now)
    someone.open("stage.asked/answer.silent")
    someone.await_engine()
    someone.tap("waited", "running")
    someone.sees_outcome("wait-for-seller", "wait")
    someone.answered_by_python()
    page.fill('[name="asked"]', "2026-11-20")
    expect(page.locator('[name="asked"]')).to_have_value("2026-11-20")
    if now.year < 2024:
        expect(someone.answer.locator('[data-part="problems"] li')).to_have_count(1)
    tally("zones", 1)


@pytest.mark.parametrize(("age", "locale"), [("9", ENGLISH), ("0", SPANISH)], ids=["newer page", "older page"])
def test_a_page_and_an_engine_of_different_ages_do_not_mix(reader: Reader, watch: Watch, age: str) -> None:
    """A kept page of an old policy with a new engine, or the reverse: links lead to answers and to a page that fits."""
    watch.expect("still-in-time: the engine failed")

    def change(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('data-policy="', f'data-policy="{age}'))

    reader.page.route("**/check/", change)
    reader.open()
    reader.await_engine("failed")
    reader.tap("stage", "shipped")
    reader.sees_question("trouble")
    reader.answered_by_build()
    reader.await_engine()
    reader.tap("trouble", "unwanted")
    reader.sees_outcome("shipped-unwanted", "not-cancel-but")
    reader.answered_by_python()
