"""The timeline of an order: its stages, who can act, and how long cancelling is possible."""

from htpy import Element, Node

from checker.model import Policy, Stage
from site_build import BuildError
from site_build.content.pages.svg import WIDTH, bar, broken, dot, height, line, lines, number, picture
from site_build.content.pages.writer import Writer

RAIL, LEFT, RIGHT = 20.0, 46.0, WIDTH - 6.0
NAME, TEXT, CHIP = 17.0, 14.5, 12.5
SIGNS = {"open": "M{a} {y}l3.4 3.6 6.4-7", "ask": "M{b} {y}h9.6", "shut": "M{c} {d}l7 7M{c} {e}l7-7"}
"""A tick, a dash and a cross, so that colour is never the only sign."""


def life(policy: Policy, lang: str, here: str | None = None) -> Element:
    """The picture in one language; `here` marks the reader's stage. Raises BuildError for an unknown stage."""
    if here is not None and here not in policy.stages:
        raise BuildError(f"The picture of the order's life has no stage “{here}”, only {', '.join(policy.stages)}.")
    writer = Writer(policy, lang)
    stages = list(policy.stages.values())
    top, drawn, rails = 8.0, list[Node](), list[Node]()
    for position, stage in enumerate(stages):
        marks, tall = _stage(writer, stage, top, marked=stage.id == here)
        last = position == len(stages) - 1
        rails.append(line(f"M{number(RAIL)} {number(top + 11)}V{number(top + (tall - 14 if last else tall + 11))}",
                          f"pic-rail pic-{stage.door}"))  # fmt: skip
        drawn.append(marks)
        top += tall
    told = " ".join(_told(writer, number, stage, stage.id == here) for number, stage in enumerate(stages, start=1))
    return picture("life", writer.word("life-title"), told, top, rails, drawn)


def _stage(writer: Writer, stage: Stage, top: float, *, marked: bool) -> tuple[Node, float]:
    """One stage and its height."""
    y = top + 17
    parts: list[Node] = [_node(stage.door, top + 11, marked=marked)]
    parts.append(lines([writer.say(stage.name)], LEFT, y, NAME, "pic-name"))
    if marked:
        words = writer.place.say("you-are-here")
        width = len(words) * CHIP * 0.56 + 16
        parts.append(bar(RIGHT - width, top, width, 22, "pic-chip"))
        parts.append(lines([words], RIGHT - width + 8, top + 15.5, CHIP, "pic-chip-text"))
    for kind, words in (
        (f"pic-{stage.door}-text", writer.place.say(f"door-{stage.door}")),
        ("", writer.say(stage.who)),
        ("pic-soft", writer.say(stage.until)),
    ):
        found = broken(words, RIGHT - LEFT, TEXT)
        y += TEXT * 1.45
        parts.append(lines(found, LEFT, y, TEXT, kind))
        y += height(found[1:], TEXT)
    return parts, y + 26 - top


def _node(door: str, y: float, *, marked: bool) -> Node:
    """The stop on the rail, with its sign; a ring around it marks the reader's stage."""
    sign = SIGNS[door].format(
        a=number(RAIL - 4.9),
        b=number(RAIL - 4.8),
        c=number(RAIL - 3.5),
        d=number(y - 3.5),
        e=number(y + 3.5),
        y=number(y),
    )
    return [
        dot(RAIL, y, 15, "pic-ring") if marked else None,
        dot(RAIL, y, 11, f"pic-stop pic-{door}"),
        line(sign, "pic-sign"),
    ]


def _told(writer: Writer, position: int, stage: Stage, marked: bool) -> str:
    """The text alternative of a stage."""
    here = f" ({writer.place.say('you-are-here')})" if marked else ""
    told = ". ".join([writer.place.say(f"door-{stage.door}"), writer.say(stage.who), writer.say(stage.until)])
    return f"{position}. {writer.say(stage.name)}{here}: {told}."
