"""What is typed belongs to one order: it lasts as long as that order is looked at, and can be forgotten."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.reader import Reader, other

ORDER = "8190000000000001"
ANOTHER = "8190000000000002"
WRONG_ITEM = [("stage", "delivered"), ("parcel", "wrong-item"), ("return-button", "no")]
CHANGED_MIND = [("stage", "to-ship"), ("reason", "changed-mind"), ("button", "yes")]
KEPT = "() => JSON.stringify({ ...sessionStorage })"


def types(reader: Reader, order: str) -> None:
    """Type an order number key by key, and see it in the message."""
    reader.page.locator('[name="order"]').press_sequentially(order)
    expect(reader.answer.locator('[data-part="message"]')).to_contain_text(order)


def finds(reader: Reader, order: str, *not_these: str) -> None:
    """The order number in its field, and no other one anywhere in the answer."""
    reader.await_engine()
    expect(reader.page.locator('[name="order"]')).to_have_value(order)
    for each in not_these:
        expect(reader.answer).not_to_contain_text(each)


def test_another_order_begins_with_nothing_typed(someone: Reader) -> None:
    """After Start again nothing typed is left; Back to the first order does not find what was typed for the second."""
    reader = someone
    reader.open()
    reader.await_engine()
    reader.answers(WRONG_ITEM)
    types(reader, ORDER)
    reader.page.fill('[name="item"]', "Blue kettle")
    reader.answer.locator("[data-restart]").click()
    reader.sees_question("stage")
    assert ORDER not in reader.page.evaluate(KEPT)
    reader.answers(CHANGED_MIND)
    reader.sees_outcome("request-now", "yes-if-agreed")
    finds(reader, "", ORDER, "Blue kettle")
    types(reader, ANOTHER)
    for question in ("button", "reason", "stage"):
        reader.page.go_back()
        reader.sees_question(question)
    reader.page.go_back()
    expect(reader.answer).to_have_attribute("data-address", "/".join(".".join(step) for step in WRONG_ITEM))
    finds(reader, "", ORDER, ANOTHER)
    reader.page.go_back()
    reader.sees_question("return-button")
    expect(reader.answer.locator('a[data-option="no"]')).to_be_visible()
    for _ in range(5):
        reader.page.go_forward()
    reader.sees_outcome("request-now", "yes-if-agreed")
    finds(reader, ANOTHER, ORDER)


def test_details_stay_with_their_order_until_the_next_begins(someone: Reader) -> None:
    """The other language and Back keep them; a first question opened anew starts another order; a button forgets."""
    reader = someone
    page = reader.page
    reader.open("/".join(".".join(step) for step in CHANGED_MIND))
    reader.await_engine()
    forget = reader.answer.locator("[data-forget]")
    expect(forget).to_have_count(0)
    types(reader, ORDER)
    page.locator(f'header a[hreflang="{other(reader.locale).lang}"]').click()
    page.wait_for_url(f"**{other(reader.locale).root}check/**")
    finds(reader, ORDER)
    page.goto(f"{reader.home}{reader.locale.root}")
    reader.sees_question("stage")
    page.go_back()
    finds(reader, ORDER)
    reader.await_engine()
    forget.click()
    finds(reader, "", ORDER)
    expect(forget).to_have_count(0)
    expect(page.locator("#still-in-time-said")).not_to_be_empty()
    assert ORDER not in page.evaluate(KEPT)
    types(reader, ORDER)
    reader.open()
    reader.tap("stage", "to-ship")
    reader.await_engine()
    reader.answers(CHANGED_MIND[1:])
    finds(reader, "", ORDER)
    types(reader, ANOTHER)
    reader.answer.locator('a[data-change="stage"]').click()
    reader.answers(WRONG_ITEM)
    finds(reader, ANOTHER)
