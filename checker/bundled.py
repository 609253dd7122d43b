"""The policy that this package carries."""

from __future__ import annotations

from functools import cache

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
