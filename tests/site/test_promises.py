"""What the built site promised: every claim of the guide, every state as the checker would say it, every page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from checker import decide, load
from checker.__main__ import as_json
from checker.html import view
from checker.markup import Place
from site_build.layout import PREFIXES
from site_build.settings import settings

CLAIMS = {
    "importance": [f"W{number}" for number in range(1, 8)],
    "steps": [f"P{number}" for number in range(1, 9)],
    "tips": [f"T{number}" for number in range(1, 9)],
    "issues": [f"I{number}" for number in range(1, 11)],
}
PAGES = [
    "",
    "about/",
    "accessibility/",
    "check/",
    "embed/",
    "facts/",
    "fraud/",
    "importance/",
    "issues/",
    "licences/",
    "messages/",
    "refunds/",
    "rights/",
    "rules/",
    "statuses/",
    "steps/",
    "tips/",
    "your-site/",
]
MARKED = re.compile(r'<(?:p|li|h\d)[^>]*\bdata-claim="([^"]+)"[^>]*>(.*?)</(?:p|li|h\d)>', re.S)
FRAGMENT = re.compile(r"<!--fragment-->(.*)<!--/fragment-->", re.S)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=list(PREFIXES))
@pytest.mark.parametrize("page", CLAIMS)
def test_every_claim_of_the_source_document_stands_on_its_page(site: Path, page: str, prefix: str) -> None:
    """Each claim is marked on the page of its chapter, once a language, and the marked passage says something."""
    text = (site / prefix / page / "index.html").read_text("utf-8")
    found = [(claim, passage) for claims, passage in MARKED.findall(text) for claim in claims.split()]
    assert sorted(claim for claim, _ in found) == sorted(CLAIMS[page])
    for claim, passage in found:
        words = unescape(re.sub(r"<[^>]+>", " ", passage)).split()
        assert len(words) >= 4, f"{claim} says only {' '.join(words)!r}"


@pytest.mark.parametrize("lang", PREFIXES)
def test_a_static_page_says_what_the_checker_says(site: Path, lang: str) -> None:
    """The fragment of every state's page is the view's answer for that state, to the letter."""
    policy = load.load()
    for state in decide.states(policy):
        page = view.render(Place(policy, lang, settings().base_path), state, answered_by="build")
        below = f"check/{state.address}/" if state.address else "check/"
        built = (site / PREFIXES[lang] / below / "index.html").read_text("utf-8")
        shown = FRAGMENT.search(built)
        assert shown, f"{below} holds no fragment"
        assert shown[1].strip() == page.html, below


@pytest.mark.parametrize("lang", PREFIXES)
def test_the_terminal_says_what_the_page_says(lang: str) -> None:
    """For every state the terminal's JSON and the page agree: question or outcome, its headline, its address."""
    policy = load.load()
    place = Place(policy, lang)
    for state in decide.states(policy):
        told = as_json(place, state)
        page = view.render(place, state, answered_by="build")
        mark = f'data-question="{told["question"]}"' if told["kind"] == "ask" else f'data-outcome="{told["outcome"]}"'
        assert mark in page.html and page.address == told["address"]
        assert told["headline"] in unescape(page.html)


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=list(PREFIXES))
def test_the_site_map_is_what_it_should_be(site: Path, prefix: str) -> None:
    """Besides the checker's states, the site has just these pages in each language."""
    root, others = site / prefix, tuple(other for other in PREFIXES.values() if other != prefix and other)
    folders = [file.parent.relative_to(root).as_posix() for file in root.rglob("index.html")]
    pages = {"" if folder == "." else f"{folder}/" for folder in folders if not folder.startswith("check/")}
    assert {page for page in pages if not page.startswith(others)} == set(PAGES)


@pytest.mark.parametrize("lang", PREFIXES)
def test_every_answer_leads_to_the_page_that_explains_it(site: Path, lang: str) -> None:
    """Each outcome links a place in the guide, in its language, that is there and about more than the checker."""
    policy = load.load()
    for state in decide.states(policy):
        if isinstance(state.next, decide.Verdict):
            outcome = policy.outcomes[state.next.rule.then]
            page, _, anchor = outcome.guide.partition("#")
            built = (site / PREFIXES[lang] / "check" / state.address / "index.html").read_text("utf-8")
            link = f'href="{settings().base_path}{PREFIXES[lang]}{page}/{"#" if anchor else ""}{anchor}"'
            assert link in built, outcome.id
            assert not anchor or f'id="{anchor}"' in (site / PREFIXES[lang] / page / "index.html").read_text("utf-8")
            assert f"{page}/" in PAGES and page != "check"


ENTRANCES = {"issues": "h2", "tips": "h2", "statuses": "h3"}
GENERAL = {
    "issues": {"always", "check-here"},
    "statuses": set(
        "contact-seller dialog-no receipt copy-number collect buy-again "
        "order-date placed-on payment-method order-number mail-survey".split()
    ),
}
"""Headings without a situation of their own: what helps whatever the issue, and names that every order may show."""


@pytest.mark.parametrize("page", ENTRANCES)
@pytest.mark.parametrize("lang", PREFIXES)
def test_every_issue_tip_and_status_leads_into_the_checker(site: Path, page: str, lang: str) -> None:
    """Below each heading stands a link to a state of the checker: the same one in every language."""
    found = {
        language: {
            heading: [address.strip("/") for address in re.findall(r'href="[^"]*?/check/([^"#]*)"', below)]
            for heading, below in passages(site / PREFIXES[language] / page / "index.html", ENTRANCES[page])
            if heading not in GENERAL.get(page, ())
        }
        for language in PREFIXES
    }
    known = {state.address for state in decide.states(load.load())}
    assert [heading for heading, addresses in found[lang].items() if not [one for one in addresses if one]] == []
    assert {address for addresses in found[lang].values() for address in addresses} <= known
    assert all(each == found[lang] for each in found.values())


def passages(file: Path, level: str) -> list[tuple[str, str]]:
    """What stands below each heading of a level that has an id, up to the next heading of that level or above."""
    text = file.read_text("utf-8")
    article = text[text.index("<article") : text.index("</article>")].partition("<still-in-time")[0]
    parts = re.split(rf'<{level} id="([\w-]+)"[^>]*>', article)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))
