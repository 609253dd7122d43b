"""Structured data (schema.org as JSON-LD), extracted from the text of the finished pages.

It is a data block that browsers do not run, so the Content-Security-Policy needs no hash for it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from checker.html.view import Page
from site_build import BuildError
from site_build.checker_api import policy
from site_build.layout import CHECK, DEFAULT_LANGUAGE, PREFIXES, SitePage
from site_build.settings import settings

type Thing = dict[str, Any]

KNOWLEDGE = Path(__file__).with_suffix(".toml")
ARTICLE = re.compile(r'<article class="md-content__inner[^"]*">(.*)</article>', re.DOTALL)
HEADING = re.compile(r'<h(?P<level>[23])(?: [^>]*)? ?id="(?P<id>[\w-]+)"[^>]*>(?P<words>.*?)</h(?P=level)>', re.DOTALL)
ICON = re.compile(r'<link rel="icon" href="([^"]+)">')
KEPT = frozenset("a br em li ol p strong ul".split())
"""Elements of an answer that search engines display."""
SILENT = frozenset("button form script style svg".split())


class Words(HTMLParser):
    """Parses a part of a page into plain `text`, and into `html` with only the elements in `KEPT`."""

    def __init__(self, piece: str, address: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self._silent = 0
        self._said: list[str] = []
        self._kept: list[str] = []
        self.feed(piece)
        self.close()

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join("".join(self._said).split())

    @property
    def html(self) -> str:
        """The text with the elements in `KEPT` and absolute addresses."""
        return re.sub(r"\s+", " ", "".join(self._kept)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in ("li", "p", "td", "th"):
            self._said.append(" ")
        if tag in KEPT and not self._silent:
            link = dict(attrs).get("href") if tag == "a" else None
            self._kept.append(f'<a href="{escape(urljoin(self.address, link))}">' if link else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        if tag in KEPT and not self._silent:
            self._kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._said.append(data)
            self._kept.append(escape(data, quote=False))


def block(things: Iterable[Thing]) -> str:
    """The data block for a page's head."""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": list(things)}, ensure_ascii=False, separators=(",", ":")
    )
    return f'<script type="application/ld+json">{text.replace("<", "\\u003c")}</script>\n'


def of_page(page: str, place: SitePage) -> str:
    """The data block of a finished page. Raises BuildError for a heading in the .toml that the page lacks."""
    name, home = place.tail.removesuffix("index.html").strip("/"), SitePage(f"{PREFIXES[place.language]}index.html")
    known = tomllib.loads(KNOWLEDGE.read_text(encoding="utf-8")).get(name, {"type": "WebPage"})
    own = _page(place, known["type"], _said(page, "og:title"), _said(page, "og:description"))
    if place == home:
        del own["breadcrumb"]
        icon = ICON.search(page)
        maker = _maker(place.language)
        if icon:
            maker["logo"] = urljoin(settings().site_url, icon[1])
        return block([maker, {**_site(place.language), "publisher": {"@id": maker["@id"]}}, own])
    article = ARTICLE.search(page)
    found = sections(article[1]) if article else {}
    if known["type"] == "FAQPage":
        own["mainEntity"] = _questions(found, known["leave_out"], place)
    elif "steps_of" in known:
        own["mainEntity"] = {"name": own["name"], **_steps(found, known["steps_of"], place)}
    return block([own, _trail(place, [(home, _name(place.language)), (place, own["name"])])])


def of_state(state: Page, place: SitePage, start: str) -> str:
    """The data block of a state, empty for a later question; `start` is the checker's start page."""
    first = (SitePage(f"{PREFIXES[place.language]}{CHECK}index.html"), _said(start, "og:title"))
    home = (SitePage(f"{PREFIXES[place.language]}index.html"), _name(place.language))
    own = _page(place, "WebPage", state.title, state.description)
    if not state.address:
        return block([own, _trail(place, [home, first])])
    if state.rule is None:
        return ""
    steps = [{"@type": "HowToStep", "text": step} for step in state.steps]
    own["mainEntity"] = {"@type": "HowTo", "name": state.heading, "inLanguage": place.language, "step": steps}
    return block([own, _trail(place, [home, first, (place, state.heading)])])


def sections(article: str) -> Mapping[str, tuple[int, str, str]]:
    """The section of each heading up to the next one, by id: level, heading text, HTML below it."""
    found = list(HEADING.finditer(article))
    ends = [*(match.start() for match in found[1:]), len(article)]
    return {
        match["id"]: (int(match["level"]), Words(match["words"]).text, article[match.end() : end])
        for match, end in zip(found, ends, strict=False)
    }


def _questions(found: Mapping[str, tuple[int, str, str]], without: Iterable[str], place: SitePage) -> list[Thing]:
    if unknown := [ident for ident in without if ident not in found]:
        raise BuildError(f"{KNOWLEDGE.name}: {place.file} has no heading {', '.join(unknown)}.")
    return [
        {
            "@type": "Question",
            "@id": f"{place.address()}#{ident}",
            "name": words,
            "acceptedAnswer": {"@type": "Answer", "text": Words(html, place.address()).html},
        }
        for ident, (level, words, html) in found.items()
        if level == 2 and ident not in without
    ]


def _steps(found: Mapping[str, tuple[int, str, str]], start: str, place: SitePage) -> Thing:
    if start not in found:
        raise BuildError(f"{KNOWLEDGE.name}: {place.file} has no heading {start}.")
    ids = list(found)
    steps = []
    for ident in ids[ids.index(start) + 1 :]:
        level, words, html = found[ident]
        if level == 2:
            break
        step = {"@type": "HowToStep", "name": words, "url": f"{place.address()}#{ident}", "text": Words(html).text}
        steps.append(step)
    return {"@type": "HowTo", "inLanguage": place.language, "step": steps}


def _page(place: SitePage, kind: str, name: str, description: str) -> Thing:
    address = place.address()
    return {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": name,
        "description": description,
        "inLanguage": place.language,
        "isPartOf": _site(place.language),
        "breadcrumb": {"@id": f"{address}#trail"},
    }


def _trail(place: SitePage, steps: Iterable[tuple[SitePage, str]]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "@id": f"{place.address()}#trail",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": {"@id": each.address()}}
            for position, (each, name) in enumerate(steps, start=1)
        ],
    }


def _site(language: str) -> Thing:
    home = settings().site_url + PREFIXES[language]
    return {"@type": "WebSite", "@id": f"{home}#site", "url": home, "name": _name(language), "inLanguage": language}


def _maker(language: str) -> Thing:
    others = [_name(other) for other in PREFIXES if other != language]
    home = settings().site_url + PREFIXES[DEFAULT_LANGUAGE]
    return {
        "@type": "Organization",
        "@id": f"{home}#maker",
        "url": home,
        "name": _name(language),
        "alternateName": others,
        "publishingPrinciples": f"{settings().site_url}{PREFIXES[language]}about/#sources",
    }


def _name(language: str) -> str:
    return policy().words["site-name"][language]


def _said(page: str, name: str) -> str:
    found = re.search(rf'<meta property="{name}" content="([^"]*)">', page)
    if not found:
        raise BuildError(f"A page has no {name}, which machines are told.")
    return Words(found[1]).text
