"""What a phone shows of every answer before anybody scrolls: the answer, the nearest day and the first step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from checker.bundled import bundled
from checker.decide import State, Verdict, states
from checker.details import parse
from checker.fields import DATES
from checker.html.view import LiveInputs, fields_shown, render
from checker.markup import Place
from tests.browser.conftest import leave
from tests.browser.reader import Locale

TODAY = date(2026, 11, 28)
BELOW = """(shown) => shown.flatMap(([name, html]) => {
  document.querySelector("still-in-time").innerHTML = html;
  scrollTo(0, 0);
  return [".sit-heading", ".sit-until", ".sit-nearest", ".sit-steps > li"].flatMap((part) => {
    const one = document.querySelector(part);
    const { top, bottom, left, right } = one?.getBoundingClientRect() ?? { top: 0, bottom: 0, left: 0, right: 0 };
    return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth ? [`${name} ${part}: ${bottom}`] : [];
  });
})"""
"""Puts one fragment after the other into the page; gives the parts that do not lie whole in the first screen."""


def answers() -> Iterator[State]:
    """One state of each outcome: the one with most answers, whose title is longest."""
    policy = bundled()
    found = {
        state.next.rule.then: state
        for state in sorted(states(policy), key=lambda each: len(each.answers))
        if isinstance(state.next, Verdict)
    }
    assert found.keys() == policy.outcomes.keys()
    return iter(found.values())


def dated(place: Place, state: State, days: int) -> LiveInputs:
    """A reader who has typed every day that the answer has a field for."""
    day = TODAY + timedelta(days=days)
    typed = {field.id: day.isoformat() for field in DATES if field.id in fields_shown(place.policy, state)}
    return LiveInputs(
        parse(typed, today=TODAY, latest=TODAY, countries=()), UTC, TODAY, datetime(2026, 11, 28, tzinfo=UTC)
    )


@pytest.mark.parametrize("days", [None, -1], ids=["no day typed", "days typed"])
def test_the_answer_the_nearest_day_and_the_first_step_need_no_scrolling(
    browser: Browser, home: str, locale: Locale, days: int | None
) -> None:
    """On 360 by 740 pixels they are whole for every outcome; where days are typed, the nearest takes their place."""
    place = Place(bundled(), locale.lang)
    shown = {
        state.address: render(place, state, answered_by="test", reader=dated(place, state, days) if days else None).html
        for state in answers()
    }
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, bypass_csp=True, service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{home}{place.check('stage.unpaid/payment.fails')}")
    # Where a typed day speaks against the answer, a note says so first.
    whole = [(address, html) for address, html in shown.items() if "sit-notice" not in html]
    assert any("sit-nearest" in html for _, html in whole) == (days is not None)
    assert page.evaluate(BELOW, whole) == []
    leave(context)
    context.close()
