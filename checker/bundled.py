"""The policy that this package carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from checker.model import Policy


@cache
def bundled() -> Policy:
    """The policy as a build has made it (`checker._policy`), else read from the files beside this module.

    What a build has made was read, checked and written as Python by that build, so a browser neither parses nor checks.
    Raises `checker.load.PolicyError`.
    """
    try:
        from checker import _policy  # type: ignore[attr-defined,unused-ignore]
    except ImportError:
        from checker.load import load

        return load()
    return _policy.POLICY  # type: ignore[no-any-return,unused-ignore]


def readable(policy: Policy) -> Policy:
    """A policy with its signs, by which a pasted text is read: its own, else those that a build has kept apart."""
    if policy.signs:
        return policy
    from checker import _reading  # type: ignore[attr-defined,unused-ignore]

    return replace(policy, signs=_reading.SIGNS)


def situations(policy: Policy, lang: str) -> Mapping[str, Any]:
    """The table by which a sentence's situations are found, from the policy's files: a tab is given it by its page."""
    from checker.publish.situations import table

    return table(policy, lang)
