"""Where a finding is: the file and the row as an editor sees them."""

from __future__ import annotations

from checker.decide import NoRuleFitsError, parse_address
from checker.load import ROWS
from checker.model import Policy


def better_address(policy: Policy, address: str) -> str | None:
    """What to write instead of an address that is no state's, or None where it is one."""
    try:
        state, notices = parse_address(policy, address)
    except NoRuleFitsError:
        return "No rule fits these answers; see the gap in rules.toml."
    if state.address == address and not notices:
        return None
    return f"Write an address of the checker; the nearest is “{state.address}”."


def file_of(part: str) -> str:
    """The file of a part of the policy."""
    return "outcomes/*.toml" if part == "outcomes" else f"{ROWS[part][0]}.toml"


def row_of(part: str, ident: str) -> str:
    """A row of a part of the policy, in words."""
    return f"{ROWS[part][1]} “{ident}”"
