"""Only what a page shows counts on it: what was typed elsewhere can be neither seen nor put right there."""

from __future__ import annotations

from typing import Any

import pytest

from checker.bundled import bundled
from checker.decide import Ask, states
from checker.fields import BY_ID
from checker.live import FIELDS, Live
from checker.model import Policy
from checker.view import fields_shown

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


@pytest.mark.parametrize("left_over", LEFT_OVER, ids=["before", "after", "nonsense"])
def test_what_was_typed_elsewhere_changes_nothing(left_over: dict[str, str], policy: Policy) -> None:
    """In every state, with every field that it shows filled in: the same page, deadlines and calendar."""
    session = Live(bundled(), "test")

    def answer(address: str, typed: dict[str, str]) -> dict[str, Any]:
        return session.answer({"address": address, "today": TODAY, "details": typed})

    counted = 0
    for state in states(policy):
        shown = {name: SHOWN[name] for name in fields_shown(policy, state)}
        alone = answer(state.address, shown)
        assert answer(state.address, {**left_over, **shown}) == alone, state.address
        assert isinstance(state.next, Ask) or "fault" not in alone
        counted += bool(alone["calendar"])
    assert counted > 100
