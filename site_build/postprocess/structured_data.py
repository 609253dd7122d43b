"""Structured data (schema.org as JSON-LD), extracted from the text of the finished pages.

It is a data block that browsers do not run, so the Content-Security-Policy needs no hash for it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.html.view import Page
from site_build import BuildError
from site_build.checker_api import policy
from site_build.layout import CHECK, DEFAULT_LANGUAGE, PREFIXES, SitePage
from site_build.settings import settings

type Thing = dict[str, Any]

KNOWLEDGE = Path(__file__).with_suffix(".toml")
KEPT = frozenset("a br em li ol p strong ul".split())
"""Elements of an answer that search engines display."""
APART = frozenset("li p td th".split())
"""Elements whose text is another word than the one before."""
SILENT = frozenset("button form script style svg".split())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its level, and what stands below it up to the next one."""

    level: int
    words: str
    nodes: list[LexborNode]


def words(nodes: Iterable[LexborNode]) -> str:
    """What some nodes say, with single spaces."""

    def said(node: LexborNode) -> str:
        if node.is_text_node:
            return node.text_content or ""
        if node.tag in SILENT:
            return ""
        return " " * (node.tag in APART) + "".join(map(said, node.iter(include_text=True)))

    return " ".join("".join(map(said, nodes)).split())


def simple(nodes: Iterable[LexborNode], address: str) -> str:
    """Some nodes as HTML with only the elements in `KEPT`; links become absolute. `address`: that of their page."""

    def written(node: LexborNode) -> str:
        if node.is_text_node:
            return escape(node.text_content or "", quote=False)
        if node.tag in SILENT:
            return ""
        inside = "".join(map(written, node.iter(include_text=True)))
        if node.tag not in KEPT:
            return inside
        link = node.attributes.get("href") if node.tag == "a" else None
        start = f'<a href="{escape(urljoin(address, link))}">' if link else f"<{node.tag}>"
        return f"{start}{inside}" + (f"</{node.tag}>" if node.tag != "br" else "")

    return re.sub(r"\s+", " ", "".join(map(written, nodes))).strip()


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
    tree = LexborHTMLParser(page)
    own = _page(place, known["type"], _said(tree, "og:title"), _said(tree, "og:description"))
    if place == home:
        del own["breadcrumb"]
        icon = tree.css_first('link[rel="icon"]')
        maker = _maker(place.language)
        if icon:
            maker["logo"] = urljoin(settings().site_url, icon.attributes["href"])
        return block([maker, {**_site(place.language), "publisher": {"@id": maker["@id"]}}, own])
    found = sections(tree)
    if known["type"] == "FAQPage":
        own["mainEntity"] = _questions(found, known["leave_out"], place)
    elif "steps_of" in known:
        own["mainEntity"] = {"name": own["name"], **_steps(found, known["steps_of"], place)}
    return block([own, _trail(place, [(home, _name(place.language)), (place, own["name"])])])


def of_state(state: Page, place: SitePage, start: str) -> str:
    """The data block of a state, empty for a later question; `start` is the checker's start page."""
    first = (SitePage(f"{PREFIXES[place.language]}{CHECK}index.html"), _said(LexborHTMLParser(start), "og:title"))
    home = (SitePage(f"{PREFIXES[place.language]}index.html"), _name(place.language))
    own = _page(place, "WebPage", state.title, state.description)
    if not state.address:
        return block([own, _trail(place, [home, first])])
    if state.rule is None:
        return ""
    steps = [{"@type": "HowToStep", "text": step} for step in state.steps]
    own["mainEntity"] = {"@type": "HowTo", "name": state.heading, "inLanguage": place.language, "step": steps}
    return block([own, _trail(place, [home, first, (place, state.heading)])])


def sections(page: LexborHTMLParser) -> Mapping[str, Section]:
    """The sections of a page's article, by the id of their heading."""
    found: dict[str, Section] = {}
    article = page.css_first("article.md-content__inner")
    for node in article.iter(include_text=True) if article else ():
        if node.tag in ("h2", "h3") and node.id:
            found[node.id] = Section(int(node.tag[1]), words([node]), [])
        elif found:
            next(reversed(found.values())).nodes.append(node)
    return found


def _questions(found: Mapping[str, Section], without: Iterable[str], place: SitePage) -> list[Thing]:
    if unknown := [ident for ident in without if ident not in found]:
        raise BuildError(f"{KNOWLEDGE.name}: {place.file} has no heading {', '.join(unknown)}.")
    return [
        {
            "@type": "Question",
            "@id": f"{place.address()}#{ident}",
            "name": section.words,
            "acceptedAnswer": {"@type": "Answer", "text": simple(section.nodes, place.address())},
        }
        for ident, section in found.items()
        if section.level == 2 and ident not in without
    ]


def _steps(found: Mapping[str, Section], start: str, place: SitePage) -> Thing:
    if start not in found:
        raise BuildError(f"{KNOWLEDGE.name}: {place.file} has no heading {start}.")
    ids = list(found)
    steps = []
    for ident in ids[ids.index(start) + 1 :]:
        section = found[ident]
        if section.level == 2:
            break
        url, text = f"{place.address()}#{ident}", words(section.nodes)
        steps.append({"@type": "HowToStep", "name": section.words, "url": url, "text": text})
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


def _said(page: LexborHTMLParser, name: str) -> str:
    found = page.css_first(f'meta[property="{name}"]')
    if not found:
        raise BuildError(f"A page has no {name}, which machines are told.")
    return " ".join((found.attributes["content"] or "").split())
