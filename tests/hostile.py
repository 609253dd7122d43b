"""What nobody should be able to do harm with: payloads for addresses, fields, storage and messages, and what a page may
consist of whatever it is given.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from checker import live
from checker.bundled import bundled
from site_build.engine.crawl import walk
from tests.engine.requests import TEXTS

PAYLOADS = (
    *TEXTS,
    "<svg/onload=window.harmed=true>", "</textarea><script>window.harmed=true</script>", "<!--", "<![CDATA[x",
    '" autofocus onfocus="window.harmed=true', "' style='position:fixed", "<base href=//harm.example>", "&lt;b&gt;",
    "&#x3c;img src=x onerror=window.harmed=true&#x3e;", "<math><mi//xlink:href=\"data:x,<script>harmed=1</script>\">",
    "<template><img src=x onerror=harmed=1></template>", "{{7*7}}", "${harmed=1}", "__proto__", "constructor",
    "\u2066\u2067\u202e\u200f stage.shipped \u2069", "\ufeff\u2028\u2029", "e\u0301" * 500,
    "🏳️‍🌈" * 200, "\U000e0041" * 9,
    "%00", "%2e%2e%2f", "%ff%fe", "%", "%u202e", "..%5c..", "//harm.example/", "/\\harm.example", "?x=<b>", "#<b>",
    "stage." * 5_000, "stage.shipped/" * 5_000, "\n\r\t\v\f", "a" * 1_000_000,
)  # fmt: skip
"""Script, attributes, writing direction, null, emoji, and texts that are far too long."""
TYPED = {
    "order": "x", "item": "y", "country": "es", "paid": "2026-11-02", "asked": "2026-11-01", "ordered": "2026-11-03",
    "shipped": "tomorrow", "delivered": "2026-11-18", "promised": "2026-11-30", "protected": "2026-12-31",
    "dispute": "2046-11-21",
}  # fmt: skip
"""Details of which some are right and some have a problem."""
HERE = re.compile(r"#|/(?![/\\])")
"""How addresses on this site begin."""


class Names(HTMLParser):
    """The names of the elements in some markup and of their attributes, and all addresses elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and where it leads to if that is not on this site."""
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        elsewhere = [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.found |= {f"{tag} to {value}" for value in elsewhere if not HERE.match(value)}


def names(html: str) -> set[str]:
    """What some markup consists of: "a", "a href" and so on."""
    reader = Names()
    reader.feed(html)
    return reader.found


@cache
def vocabulary() -> frozenset[str]:
    """What the checker's own answers consist of, over every state, with and without details and doubtful addresses.

    Pages from the build say, too, how much room a day needs, and early.js marks where it is kept.
    """
    session, found = live.start("test"), {"div data-days", "div data-longest", "div data-room"}
    for lang in bundled().languages:
        countries = [*bundled().countries, ""]
        for number, details in enumerate([{}, *({**TYPED, "country": country} for country in countries)]):
            if number < 2:
                for _, answer in walk(session, lang, details=details):
                    found |= names(answer["html"])
            for address in ("stage.nowhere", "stage.delivered", "stage.shipped/trouble.unwanted"):
                asked = {"lang": lang, "address": address, "details": details, "today": "2026-11-22"}
                found |= names(session.answer({**asked, "given": {"stage": "shipped"}, "heading": 2})["html"])
        found |= names(session.answer({"lang": lang, "details": TYPED, "today": "1970-01-01"})["html"])
    return frozenset(found)
