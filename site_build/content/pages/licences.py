"""The page of licences: the parts that the site ships, their authors, and each licence text on this site."""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from htpy import Element, a, br, fragment, li, span, strong, ul

from checker.model import Policy
from site_build.content.assemble import Page
from site_build.content.pages.texts import rows
from site_build.content.pages.writer import Block, Writer
from site_build.layout import ROOT
from site_build.settings import settings

GROUPS = ("own", "pages", "python", "inside")


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("licences", _blocks(writer))


def _blocks(writer: Writer) -> Iterator[Block]:
    yield writer.heading(1, writer.word("licences-title"), "licences")
    yield writer.paragraph("licences-intro")
    for group in GROUPS:
        yield writer.heading(2, writer.word(f"licences-{group}"), group)
        yield writer.paragraph(f"licences-{group}-intro")
        yield ul(".sources")[[_part(writer, row) for row in rows("licences", group, writer.policy.languages)]]


def _part(writer: Writer, row: Mapping[str, Any]) -> Element:
    text = a(href=settings().base_path + row["text"])[
        writer.word("licences-text"), ": ", span(translate="no")[row["licence"]]
    ]
    home = row.get("home")
    return li[
        strong(translate="no")[row["name"]],
        f" {found}: " if (found := number(row)) else ": ",
        row["use"][writer.lang],
        br,
        span(".sit-small")[text, home and fragment[" · ", a(href=home)[writer.word("licences-home")]]],
        br,
        span(".sit-small", translate="no")[row["copyright"]],
    ]


def number(row: Mapping[str, Any]) -> str:
    """The version of a part, from its row or its package; empty when unknown."""
    if package := row.get("python"):
        return version(package)
    if package := row.get("npm"):
        found = json.loads((ROOT / "node_modules" / package / "package.json").read_text("utf-8"))
        return str(found["version"])
    return str(row.get("version", ""))
