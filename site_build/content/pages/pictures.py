"""Replaces picture marks in hand-written pages: the line `<!-- generated: life -->` becomes that picture.

`<!-- generated: life to-ship -->` also marks the reader's stage.
"""

import re
from collections.abc import Callable, Mapping

from htpy import Element

from checker.model import Policy
from site_build import BuildError
from site_build.content.pages.mock_screens import SCREENS
from site_build.content.pages.order_timeline import life
from site_build.content.pages.refund_chart import ranges

MARK = re.compile(r"<!-- generated: (?P<name>[\w-]+)(?: (?P<here>[\w-]+))? -->")


def _without_stage(make: Callable[[Policy, str], Element]) -> Callable[[Policy, str, str | None], Element]:
    return lambda policy, lang, here: make(policy, lang)


PICTURES: Mapping[str, Callable[[Policy, str, str | None], Element]] = {
    "life": life,
    "refund-ranges": _without_stage(ranges),
    **{name: _without_stage(draw) for name, draw in SCREENS.items()},
}
"""By the name in the mark: functions from policy, language and marked stage to a picture."""


def expand(html: str, policy: Policy, lang: str, file: str) -> str:
    """A page's HTML with its marks replaced. Raises BuildError naming the file for an unknown picture."""

    def put(mark: re.Match[str]) -> str:
        make = PICTURES.get(mark["name"])
        if make is None:
            raise BuildError(f"{file}: there is no picture “{mark['name']}”, only {', '.join(PICTURES)}.")
        return str(make(policy, lang, mark["here"]))

    return MARK.sub(put, html)
