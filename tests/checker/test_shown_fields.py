"""Only what a page shows counts on it: what was typed elsewhere can be neither seen nor put right there."""

from __future__ import annotations

from typing import Any

import pytest

from checker.bundled import bundled
from checker.decide import Ask, State, states
from checker.fields import BY_ID
from checker.html.view import fields_shown
from checker.live import FIELDS, Live
from checker.model import Policy

TODAY = "2026-11-22"
SHOWN = {name: "2026-12-20" if field.ahead else "2026-11-20" for name, field in BY_ID.items()} | {
    "order": "8190123456789012",
    "item": "Blue lamp",
    "country": "es",
}
LEFT_OVER = (
    dict.fromkeys(FIELDS, "2010-01-01"),
    dict.fromkeys(FIELDS, TODAY),
    dict.fromkeys(FIELDS, "9999-99-99"),
)
"""Before all that is shown, after it, and no day at all."""


@pytest.mark.cpython_only
def test_what_was_typed_elsewhere_changes_nothing(policy: Policy) -> None:
    """At every question and every outcome, with all the fields that it shows filled in: the same page and calendar."""
    session = Live(bundled(), "test")

    def answer(address: str, typed: dict[str, str]) -> dict[str, Any]:
        return session.answer({"address": address, "today": TODAY, "details": typed})

    met: dict[str, State] = {}
    for state in states(policy):
        met.setdefault(state.next.question.id if isinstance(state.next, Ask) else state.next.rule.then, state)
    counted = 0
    for state in met.values():
        shown = {name: SHOWN[name] for name in fields_shown(policy, state)}
        alone = answer(state.address, shown)
        for left_over in LEFT_OVER:
            assert answer(state.address, {**left_over, **shown}) == alone, state.address
        assert "fault" not in alone
        counted += bool(alone["calendar"])
    assert counted > 50
