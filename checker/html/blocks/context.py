"""What a block of an answer may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from htpy import Element

from checker.deadlines import Deadline
from checker.decide import State, Verdict
from checker.details import Details
from checker.kept import Kept
from checker.markup import Place
from checker.model import Outcome
from checker.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Context:
    """An answer and its reader. `heading`: the element of the main heading.

    On a page from the build `details` are empty and `today` is None.

    * `deadlines`: those of the typed days.
    * `ahead`: those of clocks that only later rungs of the road have.
    * `by_days`: what the days give for answered questions: the option chosen there, or another one.
    * `sheets`: the case sheets that the reader has asked for.
    * `kept`: what the device keeps of the order.
    * `may_keep`: whether it may keep any order.
    """

    place: Place
    state: State
    verdict: Verdict
    outcome: Outcome
    heading: Element
    details: Details
    deadlines: tuple[Deadline, ...]
    ahead: tuple[Deadline, ...]
    today: date | None
    by_days: Mapping[str, str]
    sheets: tuple[Sheet, ...] = ()
    kept: Kept | None = None
    may_keep: bool = True
