"""The policy that this package carries."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from checker.model import Policy

TABLES = ("signs", "concepts", "cues")
"""The tables by which texts and sentences of readers are read. A build keeps them apart (`checker._reading`)."""


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
    """A policy with its tables for texts and sentences: its own, else those that a build has kept apart."""
    if any(getattr(policy, name) for name in TABLES):
        return policy
    from checker import _reading  # type: ignore[attr-defined,unused-ignore]

    return replace(policy, **{name: getattr(_reading, name.upper()) for name in TABLES})
