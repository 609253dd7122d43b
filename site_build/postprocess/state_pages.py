"""Writes a page for every state of the checker from the finished /check/ page of its language (adr/0003).

MkDocs builds one page; this module replaces its fragment, title, description and addresses for each state. That takes a
few milliseconds a page, and neither navigation nor search lists these pages.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from checker.html.view import Page
from site_build import BuildError
from site_build.content import widget_markup
from site_build.content.pages.writer import writer
from site_build.hosting.sitemap import alternates
from site_build.layout import CHECK, PREFIXES, SitePage
from site_build.markup import substitute
from site_build.postprocess import feedback_link, structured_data
from site_build.settings import settings

SLOT = re.compile("\0([a-z-]+)\0")


def slot(name: str) -> str:
    """A placeholder in a template that cannot occur in a page."""
    return f"\0{name}\0"


def template(page: str, place: SitePage) -> list[str]:
    """Split a finished /check/ page at the parts that differ between states: text, slot, text, slot, …, text."""

    def put(pattern: str, name: str, times: int = 1) -> None:
        nonlocal page
        whole, what = re.compile(pattern, re.DOTALL), f"{place.file}, {name}"
        often = range(times, times + 1)
        page = substitute(whole, lambda match: match[1] + slot(name) + match[2], page, what=what, times=often)

    put(f"({widget_markup.BEGIN}).*({widget_markup.END})", "html")
    put(r'(<still-in-time [^>]*data-address=")[^"]*(")', "address")
    put(r"(<title>)[^<]*( - [^<]*</title>)", "title")
    put(r'(<meta name="description" content=")[^"]*(")', "description")
    put(r'()<script type="application/ld\+json">.*?</script>\n()', "structured")
    put(r'()(<link rel="canonical")', "robots")
    put(r'(<link rel="canonical" href=")[^"]*(")', "canonical")
    put(r'(<meta property="og:title" content=")[^"]*(")', "title")
    put(r'(<meta property="og:description" content=")[^"]*(")', "description")
    put(r'(<meta property="og:url" content=")[^"]*(")', "canonical")
    if settings().project_home:
        put(r'(<a data-report href=")[^"]*(")', "report")
    if settings().report_to:
        put(r'(<a data-report-mail href=")[^"]*(")', "report-mail")
        put(r"(<code data-report-path>)[^<]*(</code>)", "address")
        put(r"(<code data-report-rule>)[^<]*(</code>)", "rule")
    for language in [*PREFIXES, "x-default"]:
        put(rf'(<link rel="alternate" hreflang="{language}" href=")[^"]*(")', f"alternate-{language}")
    for language in PREFIXES:
        if language != place.language:
            # The address occurs in the header and in the offer of the other language.
            put(rf'(<a href=")[^"]*(" hreflang="{language}")', f"switch-{language}", times=2)
    return SLOT.split(page)


def values(state: Page, start: str) -> Mapping[str, str]:
    """The values of the slots for one state; `start` is the checker's start page in its language."""
    place = state_place(state)
    found = alternates(place)
    switches = {
        f"switch-{language}": settings().base_path + prefix + place.tail.removesuffix("index.html")
        for language, prefix in PREFIXES.items()
    }
    return {
        "html": state.html,
        "address": escape(state.address),
        "title": escape(state.title),
        "description": escape(state.description),
        "canonical": escape(place.address()),
        "rule": escape(state.rule or ""),
        "report": escape(feedback_link.address(settings().project_home, state.address, state.rule or "")),
        "report-mail": escape(
            feedback_link.letter(settings().report_to, state.address, state.rule or "", writer(state.lang).word)
        ),
        "structured": structured_data.of_state(state, place, start),
        "robots": "" if is_listed(state) else '<meta name="robots" content="noindex">\n',
        **{f"alternate-{language}": escape(address) for language, address in found.items()},
        **switches,
    }


def is_listed(state: Page) -> bool:
    """Whether search engines may list a state: the start and answers, but no later question."""
    return state.rule is not None or not state.address


def state_place(state: Page) -> SitePage:
    """The page of a state."""
    below = f"{state.address}/" if state.address else ""
    return SitePage(f"{PREFIXES[state.lang]}{CHECK}{below}index.html")


def write(site: Path, states: Iterable[Page]) -> list[SitePage]:
    """Write the pages of all states; returns those that search engines may list (the start and the answers)."""
    listed = []
    starts, templates = {}, {}
    for language, prefix in PREFIXES.items():
        place = SitePage(f"{prefix}{CHECK}index.html")
        if not (site / place.file).exists():
            raise BuildError(f"docs/{language}/check.md is missing: the checker's pages are made from it.")
        starts[language] = (site / place.file).read_text(encoding="utf-8")
        templates[language] = template(starts[language], place)
    for state in states:
        place = state_place(state)
        slots = values(state, starts[state.lang])
        page = "".join(slots[part] if odd % 2 else part for odd, part in enumerate(templates[state.lang]))
        if is_listed(state):
            listed.append(place)
        file = site / place.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    return listed
