"""The road ahead: what comes next if nobody answers, with its days, on the page and in the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from checker.bundled import bundled
from checker.decide import Verdict, parse_address, states
from checker.live import Live
from checker.model import Policy
from checker.road import road

TODAY = date(2026, 11, 28)
ORIGIN = "https://still-in-time.example"


def answer(address: str, **request: Any) -> dict[str, Any]:
    """What the page shows today."""
    asked = {"address": address, "today": TODAY.isoformat(), "origin": ORIGIN, "case": "c0ffee", **request}
    return Live(bundled(), "test").answer(asked)


def rungs(html: str) -> list[str]:
    """The rungs of a page's road, this one first."""
    drawn = html.partition('<ol class="sit-road">')[2].partition("</ol>")[0]
    return re.split(r"<li(?=[ >])", re.sub(r'<ul class="sit-usual">.*?</ul>', "", drawn))[1:]


@pytest.mark.parametrize(
    ("outcome", "ahead"),
    [
        ("wait-for-seller", ["silence-over", "protection-over"]),
        ("late-wait", ["dispute-before-end", "escalate-not-received", "lost-not-received"]),
        ("dispute-wait", ["dispute-escalate", "dispute-lost"]),
        ("refund-follow", ["refund-overdue"]),
        ("return-unwanted", ["law-after-delivery"]),
    ],
)
def test_the_road_goes_from_the_seller_to_the_bank(outcome: str, ahead: list[str], policy: Policy) -> None:
    """Each rung is the state to look at when the one before it has brought nothing."""
    assert [step.outcome.id for step in road(policy, policy.outcomes[outcome])] == ahead


def test_nobody_is_sent_to_the_bank_for_a_change_of_mind(policy: Policy) -> None:
    """A bank claim is for goods that are missing or wrong: a road from “I do not want it” ends elsewhere."""
    for state in states(policy):
        if state.answers.get("parcel") == "unwanted" and isinstance(state.next, Verdict):
            steps = road(policy, policy.outcomes[state.next.rule.then])
            assert not [step.outcome.id for step in steps if step.outcome.rung in ("bank", "last")], state.address


def test_every_rung_leads_to_its_state(policy: Policy) -> None:
    """In each language and for each outcome the rungs stand in order, this one marked, each with its link."""
    for state in states(policy):
        if not isinstance(state.next, Verdict):
            continue
        steps = road(policy, policy.outcomes[state.next.rule.then])
        for lang in policy.languages:
            shown = rungs(answer(state.address, lang=lang)["html"])
            if not steps:
                assert not shown
                continue
            assert 'aria-current="step"' in shown[0] and policy.words["you-are-here"][lang] in shown[0]
            for step, rung in zip(steps, shown[1:], strict=False):
                assert f'data-state="{step.address}"' in rung and "aria-current" not in rung
            assert len(shown) == 1 + len(steps) + steps[-1].outcome.offices, state.address


def test_a_rung_says_its_day_as_far_as_it_is_known() -> None:
    """Without a day typed stands the usual time, with it the first or the last day and how far away it is."""
    waiting = "stage.asked/answer.silent/waited.running"
    assert "24 to 72 hours" in rungs(answer(waiting)["html"])[1]
    dated = rungs(answer(waiting, details={"asked": "2026-11-27"})["html"])[1]
    assert "24 to 72 hours" not in dated and "From Tuesday 1 December 2026" in dated and ">(in 3 days)</span>" in dated
    late = "stage.shipped/trouble.late/protection.running"
    claim = rungs(answer(late, lang="es", details={"protected": "2026-12-24"})["html"])[1]
    assert "Hasta el miércoles 23 de diciembre de 2026" in claim and "Desde el" not in claim


def test_a_later_rung_knows_the_days_of_its_own_clocks() -> None:
    """The day of the dispute tells when AliExpress steps in, two rungs ahead, too."""
    first, second = rungs(answer("stage.dispute/dispute.waiting", details={"dispute": "2026-11-27"})["html"])[1:3]
    assert "From Thursday 3 December 2026" in first and "By " in first
    assert "From Monday 14 December 2026" in second


def entries(answered: dict[str, Any]) -> dict[str, Any]:
    """The entries of a calendar file by their UIDs."""
    return {str(event["UID"]): event for event in Calendar.from_ical(answered["calendar"]).walk("VEVENT")}


def test_the_calendar_holds_the_whole_road_and_leads_to_the_state_of_each_day(policy: Policy) -> None:
    """One file: what is to be done here leads back here, and the day on which a rung begins leads to that rung."""
    waiting = "stage.asked/answer.silent/waited.running"
    found = entries(answer(waiting, details={"asked": "2026-11-27"})).values()
    assert [str(event["URL"]) for event in sorted(found, key=lambda event: event["DTSTART"].dt)] == [
        f"{ORIGIN}/check/{waiting}/",
        f"{ORIGIN}/check/stage.asked/answer.silent/waited.over/",
    ]
    headline = policy.outcomes["silence-over"].headline["en"]
    assert [str(event["DESCRIPTION"]).split("\n")[0] for event in found][-1] == headline
    coming = entries(answer("stage.shipped/trouble.unwanted", details={"delivered": "2026-11-27"}))
    assert {uid.partition("-c0ffee")[0] for uid in coming} == {"free-return-by", "dispute-last-received-by"}
    assert str(coming["dispute-last-received-by-c0ffee@still-in-time.invalid"]["URL"]).endswith("/return-button.yes/")


def test_every_entry_leads_to_an_answer_that_there_is(policy: Policy) -> None:
    """From each outcome, with all of its days typed, an entry opens a state of this edition, in the page's language."""
    day = (TODAY - timedelta(days=1)).isoformat()
    for state in states(policy):
        if isinstance(state.next, Verdict):
            typed = dict.fromkeys({clock.starts for clock in policy.clocks.values()}, day)
            answered = answer(state.address, lang="es", details=typed)
            for event in entries(answered).values() if answered["calendar"] else ():
                address = str(event["URL"]).removeprefix(f"{ORIGIN}/es/check/").strip("/")
                assert parse_address(policy, address)[1] == (), state.address


def test_a_corrected_day_moves_the_entries_of_the_road() -> None:
    """Imported again, also from the rung that has been reached, every entry takes the place of its former one."""
    waiting, refused = "stage.dispute/dispute.waiting", "stage.dispute/dispute.rejected/about.goods"
    first, second, later = (
        entries(answer(address, details={"dispute": day}, now=f"2026-11-28T{hour}:00Z"))
        for address, day, hour in (
            (waiting, "2026-11-26", "09"),
            (waiting, "2026-11-27", "10"),
            (refused, "2026-11-27", "11"),
        )
    )
    assert first.keys() == second.keys() > later.keys() > set()
    for uid, event in first.items():
        assert second[uid]["DTSTART"].dt != event["DTSTART"].dt and second[uid]["SEQUENCE"] > event["SEQUENCE"]
    for uid, event in later.items():
        assert event["DTSTART"].dt == second[uid]["DTSTART"].dt and event["SEQUENCE"] > second[uid]["SEQUENCE"]
