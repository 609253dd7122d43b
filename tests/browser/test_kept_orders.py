"""Orders that the device keeps because their reader asked: several, each for itself, never lost, forgotten whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, expect

from checker.bundled import bundled
from checker.decide import Verdict, states
from checker.details import Details
from checker.kept import record
from tests.browser.conftest import PHONE, Watch
from tests.browser.faults import FULL, forbid
from tests.browser.reader import CLOCK, ENGLISH, NOW, Reader
from tests.browser.test_hostile import sample
from tests.figures import Tally
from tests.hostile import PAYLOADS

STORE = "still-in-time-orders"
ASKED = "stage.asked/answer.silent/waited.running"
SILENT = [("stage", "asked"), ("answer", "silent"), ("waited", "running")]
WRONG_ITEM = "stage.delivered/parcel.wrong-item/return-button.no"
ORDER = "8190000000000001"
ANOTHER = "8190000000000002"
KEPT = f"() => JSON.parse(localStorage['{STORE}'] ?? 'null')"
EVERYTHING = """async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    caches: await caches.keys(),
    databases: await indexedDB.databases(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
    history: history.state,
    address: location.href,
    title: document.title,
})"""
"""All places in which a page can keep something."""
SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) =>
    done(list.getEntries().map(({ value, hadRecentInput }) => [value, hadRecentInput]))
).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(done, 300, []))"""
ROWS = "#orders > ul > li"


def rows(reader: Reader) -> Locator:
    """The kept orders in the list."""
    return reader.page.locator(ROWS)


def keep(reader: Reader, label: str) -> None:
    """Keep the answer that is shown, under a label."""
    reader.page.fill("#sit-label", label)
    reader.page.keyboard.press("Enter")
    expect(reader.answer.locator(".sit-keep bdi")).to_have_text(label)


def manage(reader: Reader) -> None:
    """Open what can be done with all orders."""
    reader.page.locator("#orders > details > summary").click()


def seeded(**more: Any) -> dict[str, Any]:
    """An order as the first edition kept it, four days before `later`. Never changed: old records have to be read."""
    return {
        "revision": 2,
        "label": "Blue kettle",
        "since": "2026-11-28",
        "answers": "stage.asked/answer.silent",
        "address": ASKED,
        "details": {"asked": "2026-11-28", "order": ORDER},
        "days": [["2026-11-30", "from"], ["2026-12-02", "from"]],
        "states": [["2026-11-28", ASKED], ["2026-12-02", "stage.asked/answer.silent/waited.over"]],
        "happened": [
            ["agreed", "stage.asked/answer.agreed", ""],
            ["refused", "stage.asked/answer.refused", ""],
            ["silent", "stage.asked/answer.silent/waited.over", "2026-12-02"],
            ["other", "stage.asked", ""],
        ],
        "rule": "silent-time-left",
        "version": "2026.11.28",
        "sent": [["seller-remind", "2026-11-28"]],
        **more,
    }


def seed(reader: Reader, text: str) -> None:
    """Put a text where the orders lie, and open the home page."""
    reader.page.goto(f"{reader.home}/robots.txt")
    reader.page.evaluate("([name, text]) => { localStorage[name] = text; }", [STORE, text])
    reader.open(page="")


def whole(*orders: dict[str, Any], version: int = 1) -> str:
    """A record of some orders."""
    return json.dumps({"version": version, "orders": {f"order{number}": each for number, each in enumerate(orders)}})


def test_two_orders_side_by_side_never_mix_and_one_is_forgotten(someone: Reader) -> None:
    """Each has its own details; nothing is kept unasked; forgetting one leaves the other, forgetting all nothing."""
    reader, page = someone, someone.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    reader.open(page="")
    reader.await_engine()
    fresh = page.evaluate(EVERYTHING)
    expect(page.locator("#orders")).to_be_hidden()
    reader.open(ASKED)
    reader.await_engine()
    page.fill('[name="order"]', ORDER)
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER)
    assert ORDER not in json.dumps(page.evaluate("() => ({ ...localStorage })"))
    keep(reader, "<b>Kettle</b>")
    page.fill('[name="asked"]', str(NOW.date()))
    expect(reader.answer.locator('[data-part="deadlines"] dt').first).to_be_visible()
    (kept,) = page.evaluate(KEPT)["orders"].values()
    assert kept["answers"] == "stage.asked/answer.silent", "a day that is typed later decides, too"
    reader.answer.locator("[data-sent]").click()
    expect(reader.answer.locator(".sit-keep ul li")).to_have_count(1)
    reader.open()
    reader.await_engine()
    reader.answers([("stage", "delivered"), ("parcel", "wrong-item"), ("return-button", "no")])
    page.fill('[name="order"]', ANOTHER)
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ANOTHER)
    keep(reader, "Lamp")

    reader.open(page="")
    expect(rows(reader).locator("bdi")).to_have_text(["<b>Kettle</b>", "Lamp"])
    for typed in (ORDER, ANOTHER, "asked", "wrong-item"):
        assert typed not in page.locator("#orders").inner_text()
    rows(reader).first.locator("summary").click()
    rows(reader).first.locator("input").fill("Kettle")
    rows(reader).first.locator("input").press("Enter")
    expect(rows(reader).first.locator("bdi")).to_have_text("Kettle")
    rows(reader).first.locator('[data-way="look"]').click()
    page.wait_for_url(f"**/{ASKED}/")
    reader.await_engine()
    expect(page.locator('[name="order"]')).to_have_value(ORDER)
    expect(reader.answer.locator(".sit-keep bdi")).to_have_text("Kettle")
    reader.open(page="")
    reader.await_engine()
    page.evaluate("() => { window.stayed = true; }")
    rows(reader).last.locator("summary").click()
    rows(reader).last.locator('[data-way="look"]').click()
    expect(page.locator('[name="order"]')).to_have_value(ANOTHER)
    expect(reader.answer).not_to_contain_text(ORDER)
    # Back at the first question, the next order begins.
    page.go_back()
    expect(rows(reader).locator("bdi")).to_have_text(["Kettle", "Lamp"])
    reader.answers([("stage", "to-ship"), ("reason", "changed-mind"), ("button", "yes")])
    expect(page.locator('[name="order"]')).to_have_value("")
    expect(reader.answer.locator("form.sit-keep")).to_be_visible()
    assert page.evaluate("() => window.stayed"), "the list did not use the engine that was there"
    for question in ("button", "reason", "stage"):
        page.go_back()
        reader.sees_question(question)
    page.go_back()
    reader.await_engine()
    expect(page.locator('[name="order"]')).to_have_value(ORDER)
    expect(reader.answer).not_to_contain_text(ANOTHER)
    assert not [part for part in (ORDER, ANOTHER, "Kettle") if part in page.url + page.title()]

    reader.open(page="")
    reader.await_engine()
    rows(reader).first.locator("summary").click()
    rows(reader).first.locator('[data-do="forget"]').click()
    expect(rows(reader).locator("bdi")).to_have_text(["Lamp"])
    assert ORDER not in json.dumps(page.evaluate(EVERYTHING))
    manage(reader)
    page.locator('[data-do="forget-all"]').click()
    expect(page.locator("#orders")).to_be_hidden()
    assert page.evaluate(EVERYTHING) == fresh
    assert sent and not [each for each in sent if ORDER in each or ANOTHER in each or "ettle" in each]


def test_tabs_do_not_overwrite_each_other(someone: Reader) -> None:
    """What is typed in two tabs of one order is all there; forgotten in one, it is gone in both, with a word."""
    first = someone
    first.open(ASKED)
    first.await_engine()
    keep(first, "Kettle")
    second = Reader(first.page.context.new_page(), first.home, first.locale)
    # The tab that types last has not heard of the first.
    second.page.add_init_script("addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    second.open(page="")
    rows(second).locator("summary").click()
    rows(second).locator('[data-way="look"]').click()
    second.await_engine()
    first.page.fill('[name="order"]', ORDER)
    second.page.fill('[name="item"]', "Kettle, blue")
    # Browsers tell a tab in another process a moment later.
    expect(first.page.locator('[name="item"]')).to_have_value("Kettle, blue")
    (kept,) = first.page.evaluate(KEPT)["orders"].values()
    assert kept["details"] == {"order": ORDER, "item": "Kettle, blue"}
    expect(first.answer.locator('[data-part="message"]')).to_contain_text("Kettle, blue")
    second.answer.locator("[data-forget-order]").click()
    expect(first.answer.locator("form.sit-keep")).to_be_visible()
    expect(first.page.locator('[name="order"]')).to_have_value("")
    expect(first.page.locator("#still-in-time-said")).not_to_be_empty()
    assert first.page.evaluate(KEPT) is None


def test_what_has_happened_leads_on_and_is_kept(page: Any, home: str, watch: Watch) -> None:
    """After a deadline the list asks; the answer is the order's next state, on which the list then goes on."""
    watch.follow(page.context)
    reader = Reader(page, home, ENGLISH, now=NOW + timedelta(days=2))
    seed(reader, whole(seeded(), seeded(label="Mat", days=[]), seeded(label="Lamp", days=[["2026-12-24", "by"]])))
    expect(rows(reader).locator("bdi")).to_have_text(["Blue kettle", "Lamp", "Mat"])
    expect(rows(reader).nth(1).locator("[data-when]")).to_contain_text("in 24 days")
    expect(rows(reader).nth(1).locator("[data-happened]")).to_be_hidden()
    rows(reader).first.locator("summary").click()
    expect(rows(reader).first.locator("[data-way]")).to_have_count(5)
    # Before the seller's time is over, a silence changes nothing.
    assert rows(reader).first.locator('[data-way="silent"]').get_attribute("href") == f"/check/{ASKED}/"
    rows(reader).first.locator('[data-way="other"]').click()
    reader.await_engine()
    reader.tap("answer", "refused")
    reader.sees_outcome("refused", "yes-if-agreed")
    expect(page.locator('[name="order"]')).to_have_value(ORDER)
    expect(reader.answer.locator(".sit-keep bdi")).to_have_text("Blue kettle")
    expect(reader.answer.locator(".sit-keep [data-keep]")).to_have_count(0)
    kept = page.evaluate(KEPT)["orders"]["order0"]
    assert (kept["answers"], kept["since"]) == ("stage.asked/answer.refused", "2026-11-30")
    # A look at another answer is a look, until its reader wants it kept.
    reader.answer.locator('a[data-change="answer"]').click()
    reader.tap("answer", "agreed")
    reader.sees_outcome("seller-agreed", "wait")
    assert page.evaluate(KEPT)["orders"]["order0"]["answers"] == "stage.asked/answer.refused"
    reader.answer.locator("button[data-keep]").click()
    expect(reader.answer.locator(".sit-keep [data-keep]")).to_have_count(0)
    assert page.evaluate(KEPT)["orders"]["order0"]["answers"] == "stage.asked/answer.agreed"
    # Something else, left without a word, is not taken for the next order's answer.
    reader.open(page="")
    reader.await_engine()
    reader.answers([("stage", "shipped"), ("trouble", "unwanted")])
    expect(reader.answer.locator("form.sit-keep")).to_be_visible()
    assert page.evaluate(KEPT)["orders"]["order0"]["answers"] == "stage.asked/answer.agreed"


def test_a_changed_rule_is_told_once(someone: Reader) -> None:
    """Whoever kept an answer that has changed since reads what changed, until they have read it."""
    reader = someone
    seed(reader, whole(seeded(version="2026.11.27")))
    rows(reader).locator("summary").click()
    rows(reader).locator('[data-way="look"]').click()
    reader.await_engine()
    told = reader.answer.locator(".sit-keep [role=note]")
    changed = [each for each in bundled().changes.values() if "silent-time-left" in each.rules]
    expect(told.locator("p:not(:has(strong, button))")).to_have_text(
        [each.buyers[reader.locale.lang] for each in changed if each.version > "2026.11.27"]
    )
    reader.answer.locator("[data-told]").click()
    expect(told).to_have_count(0)
    reader.page.reload()
    reader.await_engine()
    expect(reader.answer.locator("[data-forget-order]")).to_be_visible()
    expect(told).to_have_count(0)


@pytest.mark.parametrize("trouble", ["full", "forbidden"])
def test_where_nothing_can_be_kept_it_says_so_and_the_rest_works(someone: Reader, trouble: str) -> None:
    """A full or a forbidden storage costs nobody the answer, the dates or the message."""
    reader, page = someone, someone.page
    if trouble == "forbidden":
        page.add_init_script(forbid("localStorage"))
    reader.open(ASKED)
    reader.await_engine()
    if trouble == "full":
        page.evaluate(FULL)
    page.fill('[name="order"]', ORDER)
    page.fill("#sit-label", "Kettle")
    page.keyboard.press("Enter")
    expect(page.locator("#still-in-time-said")).to_have_text(bundled().words[f"order-{trouble}"][reader.locale.lang])
    expect(reader.answer.locator("form.sit-keep")).to_be_visible()
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(ORDER)


def test_a_record_that_we_cannot_read_is_never_lost(bystander: Reader) -> None:
    """That of a newer edition stays as it is; a broken one is set aside, told, and can be saved as it was."""
    reader, page = bystander, bystander.page
    newer = whole(seeded(), version=2)
    seed(reader, newer)
    expect(page.locator("[data-if=newer]")).to_be_visible()
    expect(rows(reader)).to_have_count(0)
    manage(reader)
    page.locator("#orders input[type=file]").set_input_files(
        {"name": "orders.json", "mimeType": "application/json", "buffer": whole(seeded()).encode()}
    )
    expect(page.locator("#still-in-time-said")).to_have_text(bundled().words["order-newer"][reader.locale.lang])
    assert page.evaluate(f"() => localStorage['{STORE}']") == newer

    seed(reader, whole(seeded(since="2026-12-24")))
    clock = page.locator("#orders").get_attribute("data-clock") or ""
    expect(rows(reader).locator("[data-when]")).to_have_text(clock)

    broken = whole(seeded(), seeded(label="Lamp", states=[["2026-11-28", "../../harm"]]))
    seed(reader, broken)
    expect(rows(reader).locator("bdi")).to_have_text(["Blue kettle"])
    expect(page.locator("[data-if=aside]")).to_be_visible()
    with page.expect_download() as download:
        page.locator('[data-do="save-aside"]').click()
    assert download.value.path().read_text("utf-8") == broken
    manage(reader)
    page.locator('[data-do="forget-all"]').click()
    expect(page.locator("#orders")).to_be_hidden()
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_a_file_takes_the_orders_to_another_device(bystander: Reader, browser: Browser, tmp_path: Path) -> None:
    """Saved here and added there, they are the same; of two copies the newer stays; a strange file changes nothing."""
    reader, page = bystander, bystander.page
    seed(reader, whole(seeded(), seeded(label="Lamp")))
    manage(reader)
    with page.expect_download() as download:
        page.locator('[data-do="export"]').click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    before = page.evaluate(KEPT)
    context = browser.new_context(**PHONE)
    there = Reader(context.new_page(), reader.home, reader.locale)
    there.page.add_init_script("delete window.Worker;")
    there.open(page="about/")
    expect(there.page.locator("[data-if=none]")).to_be_visible()
    manage(there)
    field = there.page.locator("#orders input[type=file]")
    field.set_input_files(file)
    expect(rows(there).locator("bdi")).to_have_text(["Blue kettle", "Lamp"])
    assert there.page.evaluate(KEPT) == before
    said = there.page.locator("#still-in-time-said")
    for number, (text, label) in enumerate(
        [(whole(seeded(label="Old", revision=1)), "Blue kettle"), (whole(seeded(label="New", revision=3)), "New")]
    ):
        field.set_input_files({"name": f"{number}.json", "mimeType": "application/json", "buffer": text.encode()})
        expect(said).not_to_be_empty()
        expect(rows(there).locator("bdi")).to_have_text([label, "Lamp"])
    last = there.page.evaluate(KEPT)
    for strange in ("", "[]", "x" * 1_000_001, whole(seeded(days="soon"))):
        field.set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": strange.encode()})
        expect(said).to_have_text(there.page.locator("#orders").get_attribute("data-broken") or "")
    assert there.page.evaluate(KEPT) == last
    context.close()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(PAYLOADS).map(lambda text: text[:2000]) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(seeded()))
TEXTS = st.sampled_from(["../../harm", "//harm.example", "stage.asked/../..", *(text[:500] for text in PAYLOADS)])
PLACED = st.one_of(
    st.builds(lambda text: {"label": text}, TEXTS),
    st.builds(lambda text: {"states": [["2026-11-28", text]]}, TEXTS),
    st.builds(lambda text: {"happened": [["agreed", text, ""], [text, ASKED, ""], ["other", "", text]]}, TEXTS),
    st.builds(lambda text: {"days": [[text, "from"], ["2026-11-29", text]], "since": "2026-11-27"}, TEXTS),
)
"""Hostile texts where a text has to be: the shape is right."""
RECORDS = st.one_of(
    st.text(),
    JUNK.map(json.dumps),
    st.builds(lambda version, orders: json.dumps({"version": version, "orders": orders}), JUNK | st.just(1), JUNK),
    PLACED.map(lambda fields: whole(seeded(**fields))),
    st.builds(
        lambda ident, field, value: json.dumps({"version": 1, "orders": {ident: seeded(**{field: value})}}),
        st.sampled_from(["order", "constructor", "__proto__", "toString", *PAYLOADS[:20]]),
        FIELDS,
        JUNK,
    ),
)
READ_ALL = """([store, cases, ours]) => {
    const wrong = [];
    const section = document.getElementById("orders");
    for (const text of cases) {
        localStorage.clear();
        localStorage[store] = text;
        dispatchEvent(new StorageEvent("storage", { key: store }));
        if (!Object.keys(localStorage).some((name) => localStorage[name] === text)) {
            // Not lost, only written in another way.
            const [was, now] = [text, localStorage[store]].map((each) => JSON.stringify(JSON.parse(each)));
            if (was !== now) wrong.push(["lost", text, { ...localStorage }]);
        }
        const names = [...section.querySelectorAll("*")].map(({ localName }) => localName);
        const strange = names.filter((name) => !ours.includes(name));
        const links = [...section.querySelectorAll("ul a")].map(({ href }) => new URL(href));
        if (links.some(({ origin, pathname }) => origin !== location.origin || !pathname.includes("/check/")))
            wrong.push(["link", text]);
        if (strange.length) wrong.push([strange, text]);
    }
    localStorage.clear();
    return wrong;
}"""


def test_the_list_follows_what_its_own_page_does(someone: Reader) -> None:
    """On the home page, an order that is forgotten, changed or kept in place is so in the list, after Back too."""
    page = someone.page
    seed(someone, whole(seeded()))
    someone.await_engine()
    rows(someone).locator("summary").first.click()
    rows(someone).locator('[data-way="look"]').click()
    someone.sees_outcome("wait-for-seller", "wait")
    page.locator('still-in-time [name="order"]').fill(ANOTHER)
    page.go_back()
    someone.sees_question("stage")
    rows(someone).locator('[data-way="look"]').click()
    expect(page.locator('still-in-time [name="order"]')).to_have_value(ANOTHER)
    someone.answer.locator("[data-forget-order]").click()
    expect(someone.answer.locator(".sit-keep")).to_be_visible()
    page.go_back()
    someone.sees_question("stage")
    expect(page.locator("#orders")).to_be_hidden()
    assert page.evaluate("() => Object.keys(localStorage)") == []
    someone.answers(SILENT)
    page.locator(".sit-keep button").click()
    expect(someone.answer.locator("[data-forget-order]")).to_be_visible()
    for _ in SILENT:
        page.go_back()
    someone.sees_question("stage")
    expect(rows(someone)).to_have_count(1)


def test_the_list_says_what_another_tab_has_done(bystander: Reader) -> None:
    """What a newer edition has kept, or what could not be read, is told at once, and no longer when it has gone."""
    seed(bystander, whole(seeded()))
    other = bystander.page.context.new_page()
    other.goto(bystander.page.url)
    newer, aside = (bystander.page.locator(f"#orders [data-if={name}]") for name in ("newer", "aside"))
    expect(rows(bystander)).to_have_count(1)
    other.evaluate("([name, text]) => { localStorage[name] = text; }", [STORE, whole(version=2)])
    expect(newer).to_be_visible()
    expect(rows(bystander)).to_have_count(0)
    other.evaluate("(name) => { delete localStorage[name]; localStorage[`${name}-aside-x`] = '?'; }", STORE)
    expect(aside).to_be_visible()
    expect(newer).to_be_hidden()
    other.evaluate("() => localStorage.clear()")
    expect(bystander.page.locator("#orders")).to_be_hidden()


FIRST_ROW = """
    document.addEventListener("readystatechange", () => {
        if (document.readyState === "interactive") window.firstRow = document.querySelector("#orders > ul > li");
    });
"""
"""Remembers the row that stands as soon as the page has been read, before what runs later."""


def test_a_row_stays_as_long_as_its_order_and_the_day_do(bystander: Reader) -> None:
    """Neither the end of loading nor another order's change takes a row or its focus: a press would be lost."""
    page = bystander.page
    page.add_init_script(FIRST_ROW)
    seed(bystander, whole(seeded(), seeded(label="Lamp")))
    bystander.await_engine("failed")
    rows(bystander).first.locator("summary").first.focus()
    other = page.context.new_page()
    other.goto(page.url)
    change = "([store, from, to]) => { localStorage[store] = localStorage[store].replace(from, to); }"
    other.evaluate(change, [STORE, "Lamp", "Green lamp"])
    expect(rows(bystander).locator("bdi")).to_have_text(["Blue kettle", "Green lamp"])
    assert page.evaluate("() => firstRow.contains(document.activeElement)")
    other.evaluate(change, [STORE, "Blue kettle", "Red kettle"])
    expect(rows(bystander).locator("bdi")).to_have_text(["Red kettle", "Green lamp"])
    due = rows(bystander).first.locator("[data-when]")
    before = due.inner_text()
    page.evaluate(
        f"() => {{ {CLOCK % ((NOW + timedelta(days=2)).timestamp() * 1000)} dispatchEvent(new Event('pageshow')); }}"
    )
    expect(due).not_to_have_text(before)


def test_no_record_harms_a_page_or_is_lost(bystander: Reader, tally: Tally) -> None:
    """Whatever lies in the storage, nothing throws or becomes markup or a strange link, and its text is not lost."""
    page = bystander.page
    bystander.open(page="")
    cases = [case.encode("utf-8", "replace").decode() for case in sample(400, RECORDS)]
    ours = "a bdi button details div form h2 input label li p span strong summary template ul".split()
    assert page.evaluate(READ_ALL, [STORE, cases, ours]) == []
    assert page.evaluate("() => window.harmed") is None
    tally("stored", len(cases))


def answers() -> Iterator[dict[str, Any]]:
    """What every answer gives to keep, on a day when a week has passed since each that could be typed."""
    typed = dict.fromkeys(
        ["asked", "paid", "shipped", "delivered", "cancelled", "dispute"], (NOW - timedelta(7)).date()
    )
    for state in states(bundled()):
        kept = record(bundled(), state, Details(typed), (), NOW.date(), UTC)
        if isinstance(state.next, Verdict):
            assert kept
            yield seeded(**kept)


def test_every_answer_can_be_kept_and_moves_nothing(bystander: Reader) -> None:
    """All of them are in the list, drawn before anything is painted: nothing moves, and nothing is set aside."""
    every = list(answers())
    assert len(every) > 100
    seed(bystander, whole(*every[:200]))
    expect(rows(bystander)).to_have_count(min(len(every), 200))
    bystander.await_engine("failed")
    assert bystander.page.evaluate("() => Object.keys(localStorage)") == [STORE]
    assert bystander.page.evaluate(SHIFTS) == []
