"""Replaces picture marks in hand-written pages: the line `<!-- generated: life -->` becomes that picture."""

import re
from collections.abc import Callable, Mapping

from htpy import Element

from checker.model import Policy
from site_build import BuildError
from site_build.content.pages.mock_screens import SCREENS
from site_build.content.pages.order_timeline import life
from site_build.content.pages.refund_chart import ranges

MARK = re.compile(r"<!-- generated: (?P<name>[\w-]+) -->")
PICTURES: Mapping[str, Callable[[Policy, str], Element]] = {"life": life, "refund-ranges": ranges, **SCREENS}
"""By the name in the mark: functions from policy and language to a picture."""


def expand(html: str, policy: Policy, lang: str, file: str) -> str:
    """A page's HTML with its marks replaced. Raises BuildError naming the file for an unknown picture."""

    def put(mark: re.Match[str]) -> str:
        make = PICTURES.get(mark["name"])
        if make is None:
            raise BuildError(f"{file}: there is no picture “{mark['name']}”, only {', '.join(PICTURES)}.")
        return str(make(policy, lang))

    return MARK.sub(put, html)
