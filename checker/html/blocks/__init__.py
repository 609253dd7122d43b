"""An answer is these blocks in this order. Each looks at what is known and gives its HTML, or None to be left out."""

from collections.abc import Callable

from htpy import Node

from checker.html.blocks import answers, dates, hand_on, keep, message, misfit, rights, road, steps, verdict, why
from checker.html.blocks.context import Context

type Block = Callable[[Context], Node]

ANSWER: tuple[Block, ...] = (
    misfit.block,
    verdict.block,
    steps.block,
    road.block,
    dates.block,
    message.block,
    keep.block,
    hand_on.block,
    rights.block,
    why.block,
    answers.block,
)
