"""What an answer gives a device to keep, and what a page is told of an order that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from checker.bundled import bundled
from checker.by_day import answered_by_days, states_ahead
from checker.decide import parse_address, states
from checker.live import Live
from checker.model import Policy
from tests.engine.requests import OTHERS, TEXTS

TODAY = date(2026, 11, 28)
SILENT = "stage.asked/answer.silent"
RUNNING, OVER = f"{SILENT}/waited.running", f"{SILENT}/waited.over"
ORDER = {
    "label": "Kettle",
    "answers": SILENT,
    "address": RUNNING,
    "rule": "silent-time-left",
    "version": "2026.11.27",
    "sent": [["seller-remind", "2026-11-27"]],
}
"""What a page tells of an order."""


def answer(address: str, *, today: date = TODAY, kept: object = True, **request: Any) -> dict[str, Any]:
    """The answer to a page that keeps orders."""
    asked = {"address": address, "today": today.isoformat(), "kept": kept, **request}
    return Live(bundled(), "test").answer(asked)


def part(html: str, name: str) -> str:
    """A part of an answer that is renewed in place."""
    return html.partition(f'data-part="{name}"')[2].partition("<h2>Rights")[0]


def test_a_kept_answer_changes_by_the_date_alone() -> None:
    """What the typed day gives is not kept as an answer; the states ahead are those that each later day then gives."""
    keep = answer(RUNNING, details={"asked": TODAY.isoformat()})["keep"]
    assert (keep["answers"], keep["address"], keep["rule"]) == (SILENT, RUNNING, "silent-time-left")
    assert [address for _, address in keep["states"]] == [RUNNING, OVER]
    turn = date.fromisoformat(keep["states"][1][0])
    for today in (turn - timedelta(days=1), turn):
        later = answer(keep["answers"], today=today, advance=True, details={"asked": TODAY.isoformat()})
        assert later["address"] == (OVER if today == turn else RUNNING)


def test_what_the_day_does_not_give_is_kept_as_the_readers_own_answer() -> None:
    """Without a day, or against it, the answer stays what the reader said."""
    assert answer(RUNNING)["keep"]["answers"] == RUNNING
    against = answer(RUNNING, details={"asked": (TODAY - timedelta(days=9)).isoformat()})
    assert against["keep"]["answers"] == RUNNING
    assert answer(SILENT)["keep"] is None, "a question is no answer"
    assert answer(RUNNING, kept=None)["keep"] is None, "nobody has asked"


@pytest.mark.cpython_only
def test_states_ahead_are_what_every_day_gives(policy: Policy) -> None:
    """From each state, with each day that can answer a question: the last state listed by a day is that day's."""
    dates = {"asked": TODAY, "protected": TODAY + timedelta(days=10), "cancelled": TODAY}
    for state in states(policy):
        ahead = list(states_ahead(policy, state.answers, dates, TODAY, UTC))
        for day in (TODAY + timedelta(days=days) for days in range(0, 40, 3)):
            expected = answered_by_days(policy, state.answers, dates, day, UTC).address
            assert [each.address for first, each in ahead if first <= day][-1] == expected


def happened(address: str, **details: str) -> Mapping[str, tuple[str, str]]:
    """Where an order stands once something has happened, by what it is, and from which day."""
    return {name: (there, day) for name, there, day in answer(address, details=details)["keep"]["happened"]}


def test_what_has_happened_leads_to_the_next_state(policy: Policy) -> None:
    """A yes, a no, silence and anything else each lead to a state; silence only once its time is over."""
    ways = happened(RUNNING, asked=TODAY.isoformat())
    assert ways["agreed"] == ("stage.asked/answer.agreed", "")
    assert ways["refused"] == ("stage.asked/answer.refused", "")
    assert ways["silent"] == (OVER, "2026-12-02")
    assert ways["other"] == ("stage.asked", "")
    assert "refused" not in happened("stage.asked/answer.refused"), "it is no news"
    assert set(happened("stage.shipped/trouble.unwanted")) == {"silent", "other"}
    known = {state.address for state in states(policy)}
    for address in sorted(known):
        for name, there, _ in (answer(address)["keep"] or {"happened": []})["happened"]:
            assert there in known, (address, name)


def test_a_page_says_what_is_kept_and_what_changed_since() -> None:
    """The label as text, the messages sent, the changes of its rule that its reader has not seen, and no others."""
    shown = answer(OVER, kept={**ORDER, "label": "<b>Kettle</b>"}, details={"asked": "2026-11-24"})["html"]
    told = part(shown, "keep")
    assert "&lt;b&gt;Kettle&lt;/b&gt;" in told and "27 November 2026" in told
    assert told.count("data-told") == 1
    assert "data-keep" not in told, "the date alone has changed the answer: it is the one that is kept"
    assert "data-told" not in part(answer(OVER, kept={**ORDER, "version": bundled().version})["html"], "keep")
    assert "data-told" not in part(answer(OVER, kept={**ORDER, "rule": "x"})["html"], "keep")
    assert "data-keep" in part(answer("stage.shipped/trouble.unwanted", kept=ORDER)["html"], "keep")


def test_the_case_sheet_tells_the_messages_that_were_sent() -> None:
    """Whoever helps sees what was written to whom, and when."""
    shown = answer(OVER, kept=ORDER, sheet="en")["html"]
    assert "27 November 2026" in shown.partition("sit-paper")[2]
    assert "27 November 2026" not in answer(OVER, sheet="en")["html"]


def test_an_order_of_an_earlier_edition_goes_on() -> None:
    """Its answers lead to what stands for them now, as its address would."""
    old = "stage.verifying/check.button"
    shown = answer(old, kept={**ORDER, "answers": old, "address": old}, advance=True)
    assert shown["address"] == "stage.to-ship/reason.changed-mind/button.yes"
    assert parse_address(bundled(), old)[0].address == shown["address"]
    assert "fault" not in shown


def test_nothing_is_offered_where_nothing_may_be_kept() -> None:
    """In a frame on another site there is no word of keeping."""
    assert "data-keep" in answer(RUNNING, kept=None)["html"]
    assert 'data-part="keep"' not in answer(RUNNING, kept=False)["html"]


@pytest.mark.cpython_only
def test_nothing_that_a_page_says_is_trusted() -> None:
    """Whatever stands in a kept order, the answer is the same but for it, and nothing of it is markup."""
    for value in (*TEXTS, *OTHERS):
        for kept in (value, *({**ORDER, name: value} for name in ORDER), {**ORDER, "sent": [["seller-remind", value]]}):
            shown = answer(OVER, kept=kept)
            assert "fault" not in shown and shown["address"] == OVER, kept
            assert "<script" not in shown["html"] and "<img" not in shown["html"], kept
