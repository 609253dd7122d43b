"""Dates that were typed before give their day in the room that the page keeps for it: nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser

from checker.bundled import bundled
from checker.decide import State, Verdict, states
from checker.details import Details
from checker.html.view import LiveInputs, render
from checker.markup import Place
from tests.browser.conftest import PHONE
from tests.browser.faults import WORKER
from tests.browser.reader import NOW, Locale, Reader, enlarge
from tests.browser.test_first_screen import SHIFTS
from tests.browser.test_kept_orders import ASKED, rows, seed, seeded, whole

TODAY = NOW.date()
NEAREST = "[data-part=nearest]"
AWAY = (-14, -2, 0, 120)
"""How many days from today the typed days lie."""
MOVED = """(answers) => {
  const place = document.querySelector("still-in-time .sit");
  const part = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  return answers.flatMap(([before, ...days]) => {
    place.replaceChildren(part(before));
    const shown = place.querySelector(".sit-verdict");
    shown.querySelector("[data-part=nearest]").dataset.room = "";
    const { height } = shown.getBoundingClientRect();
    return days.flatMap((day) => {
      shown.querySelector("[data-part=nearest]").replaceChildren(...part(day).childNodes);
      const now = shown.getBoundingClientRect().height;
      const isWide = document.documentElement.scrollWidth > innerWidth;
      return Math.abs(now - height) < 0.5 && !isWide ? [] : [`${height} became ${now}: ${shown.innerText}`];
    });
  });
}"""
"""Gives the cards that a day makes higher, lower or too wide. An answer: its card from the build, and Python's days."""


def cards(place: Place) -> Iterator[list[str]]:
    """For each outcome with deadlines its card from the build, and what Python says of days long ago and far off."""
    known = set()
    for state in states(place.policy):
        if not isinstance(state.next, Verdict) or state.next.rule.then in known:
            continue
        known.add(state.next.rule.then)
        starts = {place.policy.clocks[each].starts for each in place.policy.outcomes[state.next.rule.then].clocks}
        days = [part(place, state, NEAREST, dict.fromkeys(starts, TODAY + timedelta(days))) for days in AWAY]
        if starts:
            yield [part(place, state, ".sit-verdict"), *dict.fromkeys(day for day in days if "sit-nearest" in day)]


def part(place: Place, state: State, selector: str, days: dict[str, object] | None = None) -> str:
    """Part of a state as the build writes it, or as Python answers a reader who has typed some days."""
    typed = LiveInputs(Details(days), UTC, TODAY, NOW) if days else None  # type: ignore[arg-type]
    found = LexborHTMLParser(render(place, state, answered_by="build", reader=typed).html).css_first(selector)
    assert found and found.html
    return found.html


def test_the_room_fits_every_day(browser: Browser, home: str, locale: Locale) -> None:
    """Whatever day Python works out, on a narrow screen and a wide one, in letters of any size, the card is as high."""
    place = Place(bundled(), locale.lang)
    every = list(cards(place))
    assert len(every) > 40
    assert sum(map(len, every)) > 200
    context = browser.new_context(**PHONE, bypass_csp=True)
    reader = Reader(context.new_page(), home, locale)
    reader.open("stage.shipped")
    for width, percent in ((320, 100), (360, 200), (1280, 100)):
        reader.page.set_viewport_size({"width": width, "height": 740})
        enlarge(reader.page, percent, "text")
        assert reader.page.evaluate(MOVED, every) == []
    context.close()


AGES = {
    "stage.shipped/trouble.unwanted": 1,
    "stage.delivered/parcel.damaged/return-button.yes": 400,
    ASKED: 1,
}
"""Kept orders by their address: how long ago their dates are. From those of long ago no day is to come."""


def test_a_kept_order_opens_without_moving(someone: Reader) -> None:
    """Its page stands before Python does; the day that Python brings fits in, and where none comes there is no room."""
    kept = []
    for address, age in AGES.items():
        days = dict.fromkeys(("asked", "shipped", "delivered"), str(TODAY - timedelta(age)))
        kept.append(seeded(address=address, answers=address, states=[["2026-11-28", address]], details=days))
    # The home page's own engine never starts: it would answer there.
    someone.page.route(WORKER, lambda route: route.continue_() if "/check/" in someone.page.url else None)
    seed(someone, whole(*kept))
    for row in range(len(kept)):
        someone.open(page="")
        rows(someone).nth(row).locator("summary").first.click()
        rows(someone).nth(row).locator('[data-way="look"]').click()
        someone.page.wait_for_url("**/check/**")
        someone.await_engine()
        someone.answered_by_python()
        is_recent = AGES[someone.answer.get_attribute("data-address") or ""] == 1
        expect(someone.answer.locator(".sit-nearest")).to_have_count(int(is_recent))
        expect(someone.answer.locator("[data-room]")).to_have_count(int(is_recent))
        assert someone.page.evaluate(SHIFTS) == []
