"""The timeline of an order: its stages, who can act, and how long cancelling is possible."""

from htpy import Element, div, li, ol, path, strong, svg

from checker.model import Policy, Stage
from site_build.content.pages.figure import framed
from site_build.content.pages.writer import Writer

SIGNS = {"open": "M6.1 11l3.4 3.6 6.4-7", "ask": "M6.2 11h9.6", "shut": "M7.5 7.5l7 7M7.5 14.5l7-7"}
"""A tick, a dash and a cross, so that colour is never the only sign."""


def life(policy: Policy, lang: str) -> Element:
    """The timeline in one language."""
    writer = Writer(policy, lang)
    stages = [_stage(writer, stage) for stage in policy.stages.values()]
    return framed("life", writer.word("life-title"), ol(".life")[stages])


def _stage(writer: Writer, stage: Stage) -> Element:
    return li(data_door=stage.door)[
        svg(viewBox="0 0 22 22", aria_hidden="true", focusable="false")[path(d=SIGNS[stage.door])],
        strong[writer.say(stage.name)],
        div(".life-door")[writer.place.say(f"door-{stage.door}")],
        div[writer.say(stage.who)],
        div(".life-until")[writer.say(stage.until)],
    ]
