"""Writes a page for each state address of an earlier edition that no longer exists; it links to the new state.

`addresses/` lists the published addresses, one file per edition; checker/policy/moved.toml maps them to new states.
These are pages rather than redirect rules, because every host serves pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from htpy import a, b, body, h1, header, html, link, main, meta, p, title
from htpy import head as head_
from markupsafe import Markup

from checker.decide import parse_address
from checker.html.view import Page
from site_build.checker_api import fragment, policy, states
from site_build.content.pages.writer import writer
from site_build.layout import CHECK, PREFIXES, SitePage
from site_build.postprocess import csp
from site_build.postprocess.embed_page import MARK, SHEETS
from site_build.postprocess.state_pages import state_place
from site_build.settings import settings

LISTS = Path(__file__).with_name("addresses")


def published() -> Iterator[str]:
    """The addresses of all states of earlier editions, each once, without leading or trailing slashes."""
    lines = [line for file in sorted(LISTS.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines()]
    return (line.removeprefix(CHECK).strip("/") for line in dict.fromkeys(lines))


def moved(addresses: Iterable[str]) -> dict[str, str]:
    """The new state of each address that is not a state of this edition."""
    return {each: parse_address(policy(), each)[0].address for each in addresses if each not in states()}


def write(site: Path, renamed: Mapping[str, str], addresses: Iterable[str]) -> list[SitePage]:
    """Write the pages in every language and return them. `renamed`: new paths of assets by old path."""
    written = []
    leads = moved(addresses)
    for language, prefix in PREFIXES.items():
        beside = (site / prefix / CHECK / "index.html").read_text(encoding="utf-8")
        sheets = SHEETS.findall(beside)
        sheets.append(settings().base_path + renamed["assets/stylesheets/frame.css"])
        for address, now in leads.items():
            place = SitePage(f"{prefix}{CHECK}{address}/index.html")
            text = page(place, fragment(language, now), sheets)
            file = site / place.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(csp.insert_meta(text, csp.allowed(beside)), encoding="utf-8")
            written.append(place)
    return written


def page(place: SitePage, now: Page, sheets: Iterable[str]) -> str:
    """The page at an old address, with links to the `now` state and to its own translations."""
    own, target = writer(place.language), state_place(now)
    name = own.policy.words["site-name"][place.language]
    others = [
        a(
            ".switch",
            href=f"{settings().base_path}{prefix}{place.tail.removesuffix('index.html')}",
            hreflang=other,
            lang=other,
        )[own.policy.words[f"language-{other}"][other].capitalize()]
        for other, prefix in PREFIXES.items()
        if other != place.language
    ]
    whole = html(".no-js", lang=place.language)[
        head_[
            Markup('<meta charset="utf-8">'),
            meta(name="viewport", content="width=device-width,initial-scale=1"),
            meta(name="robots", content="noindex"),
            meta(name="description", content=own.word("moved-text")),
            meta(name="color-scheme", content="light dark"),
            meta(http_equiv="refresh", content=f"0; url={target.path}"),
            title[f"{own.word('moved-title')} - {name}"],
            link(rel="canonical", href=target.address()),
            [link(rel="stylesheet", href=sheet) for sheet in sheets],
        ],
        body(".frame.md-typeset", data_md_color_scheme="default")[
            header[
                a(".brand", href=f"{settings().base_path}{PREFIXES[place.language]}")[
                    Markup(MARK.read_text(encoding="utf-8")), b[name]
                ],
                others,
            ],
            main[h1[own.word("moved-title")], p[own.word("moved-text")], p[a(href=target.path)[now.title]]],
        ],
    ]
    return f"{whole}\n"
