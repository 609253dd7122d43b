"""What the site promises its readers: tests/PROMISES.md names the test for each, and a few are looked at here."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from site_build.checker_api import policy
from site_build.layout import PREFIXES, ROOT
from tests.site.conftest import Document

TESTS = ROOT / "tests"
ROWS = re.findall(r"^\| (.+?) \| `(.+?)` \| (.+?) \|$", (TESTS / "PROMISES.md").read_text("utf-8"), re.MULTILINE)
"""Promise, place and proof."""
LISTED = ["about#independent", "about#privacy", "accessibility#what", "accessibility#tested", "your-site#privacy"]
"""Passages of which every point is a promise."""
PAID = re.compile(
    r"[?&](?:aff\w*|utm_\w+|tag|ref|partner|pid|sk)=|//s\.click\.|//(?:\w+\.)?(?:awin|admitad|shareasale)"
)


def plain(markup: str) -> str:
    """The words of a page, as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markup)).split())


def passage(site: Path, prefix: str, place: str) -> str:
    """The markup below a heading, up to the next one as large; or that of the footer."""
    page, _, ident = place.partition("#")
    text = (site / prefix / ("" if place == "footer" else page) / "index.html").read_text("utf-8")
    if place == "footer":
        return text[text.index("<footer") :]
    found = re.search(rf'<h([12]) id="{ident}".*?(?=<h[12]|</article>)', text, re.DOTALL)
    assert found, f"{prefix}{place} is not there"
    return found.group()


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=list(PREFIXES))
def test_every_promise_still_stands_where_it_is_listed(site: Path, prefix: str) -> None:
    """The English words are on the page, and every language has the place."""
    assert len(ROWS) > 40
    for words, place, _ in ROWS:
        text = plain(passage(site, prefix, place))
        assert prefix or words in text, f"{place} no longer says “{words}”: mend tests/PROMISES.md with the page"


def test_every_promise_names_a_test_that_there_is() -> None:
    """Each row has its tests, or says what no test can prove; a test that was renamed is missed."""
    for words, _, proof in ROWS:
        named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", proof)
        assert named or proof.startswith(("Open: ", "As `")), words
        for file, test in named:
            assert re.search(rf"^def {test}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE), f"{file}::{test}"


@pytest.mark.parametrize("place", LISTED)
def test_every_point_of_a_list_is_a_listed_promise(site: Path, place: str) -> None:
    """Nobody adds a promise to these lists without saying what proves it."""
    known = [words for words, where, _ in ROWS if where == place]
    points = re.findall(r"<li>(.*?)</li>|<tr>\s*<td>(.*?)</td>", passage(site, "", place), re.DOTALL)
    assert points
    for point in map("".join, points):
        assert any(words in plain(point) for words in known), f"{place}: “{plain(point)}” is not in tests/PROMISES.md"


def test_no_page_asks_for_a_secret(everything: list[Document]) -> None:
    """No field is for a password, a code, a card or a telephone, and no browser is asked to fill one in."""
    fields = [
        each for document in everything for name in ("input", "textarea", "select") for each in document.all(name)
    ]
    assert {each.get("type") for each in fields if each.name == "input"} <= {
        "checkbox", "radio", "text", "date", "file",
    }  # fmt: skip
    assert {each.get("autocomplete") for each in fields} <= {"", "off"}
    assert not [
        each for each in fields if re.search(r"pass|pin|card|cvc|phone|code", each.get("id") + each.get("name"))
    ]


def test_no_link_is_paid_for(everything: list[Document]) -> None:
    """No link bears the mark by which a shop pays whoever sent the reader."""
    found = {each.get("href") for document in everything for each in document.all("a")}
    assert len(found) > 100 and [address for address in found if PAID.search(address)] == []
    assert PAID.search("https://s.click.aliexpress.com/e/_abc") and PAID.search("https://shop.example/?aff_fcid=1")


def test_no_script_knows_of_cookies(site: Path) -> None:
    """None of our scripts, the theme's or the runtime's reads or sets one."""
    scripts = [file for file in site.rglob("*") if file.suffix in (".js", ".mjs", ".html")]
    assert len(scripts) > 100
    assert [
        file for file in scripts if re.search(r"\bcookie(?:Store)?\b\s*[.=\[(]|\.cookie\b", file.read_text("utf-8"))
    ] == []


def test_the_month_of_the_last_reading_is_that_of_the_sources(site: Path) -> None:
    """Whoever reads a source or checks a fact in a later month says so on the page about us, in every language."""
    days = [source.read for source in policy().sources.values()]
    last = max([*days, *(fact.checked for fact in policy().facts.values())])
    for language, prefix in PREFIXES.items():
        month = policy().dates.months[language][last.month - 1]
        said = plain(passage(site, prefix, "about#sources"))
        assert re.search(rf"\b{month}\D{{1,4}}{last.year}\b", said), f"{prefix}about#sources: say {month} {last.year}"


def test_every_file_that_the_guide_to_the_tests_names_is_there() -> None:
    """Whoever looks for the guard of a kind of fault finds it."""
    named = re.findall(r"`([a-z]+/\w+\.py)`", (TESTS / "README.md").read_text("utf-8"))
    assert len(named) > 10
    assert [file for file in named if not (TESTS / file).exists()] == []
