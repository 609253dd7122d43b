"""The bar at the top holds its parts on a phone, in every language and with every number of languages."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.reader import LOCALES, Reader, other

PARTS = """() => {
  const bar = document.querySelector(".md-header").getBoundingClientRect();
  const parts = document.querySelectorAll(".md-header__button, .brand b, .brand small, .switch");
  const boxes = [...parts].map((part) => [part.className || part.textContent, part.getBoundingClientRect()]);
  const seen = boxes.filter(([, box]) => box.width > 1 && box.right > 0 && box.left < innerWidth);
  const out = seen.filter(([, box]) => box.top < bar.top || box.bottom > bar.bottom || box.right > bar.right);
  return { seen: seen.length, out: out.map(([name]) => name) };
}"""


def test_the_header_holds_its_parts(reader: Reader) -> None:
    """Nothing in it is cut off at 360 pixels, and each other language has its link."""
    reader.open(page="")
    found = reader.page.evaluate(PARTS)
    assert found["out"] == []
    assert found["seen"] >= 5
    for locale in LOCALES:
        link = reader.page.locator(f"header a.switch[hreflang='{locale.lang}']")
        assert link.count() == (locale is not reader.locale)


def test_the_other_language_opens_the_same_section(bystander: Reader) -> None:
    """Whoever reads a section goes on in it: both languages name their sections alike."""
    there = other(bystander.locale)
    bystander.open(page="issues/#payment")
    bystander.page.locator(f'header a[hreflang="{there.lang}"]').click()
    expect(bystander.page).to_have_url(f"{bystander.home}{there.root}issues/#payment")
