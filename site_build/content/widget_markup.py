"""Puts the checker into a page: `<!-- checker -->`, or `<!-- checker ADDRESS -->` to start in that state.

The mark is a line of its own in the Markdown. It becomes the custom element with the state's HTML inside, between two
comments by which `state_pages` finds it again. The page is complete without JavaScript.
"""

import re

from checker.html.view import Page
from site_build import BuildError
from site_build.checker_api import fragment, policy
from site_build.markup import attributes
from site_build.settings import settings

MARK = re.compile(r"<!-- checker(?: (?P<address>[^\s>]+))? -->")
BEGIN, END = "<!--fragment-->", "<!--/fragment-->"
ELEMENT = "<still-in-time"


def element(state: Page, heading: int, *, anywhere: bool = False) -> str:
    """The custom element with the static HTML of a state; `theme_fixes` adds the paths of the engine.

    `anywhere` is for the 404 page: the element takes its state from the requested address. Below the page's own
    heading, the element is not indexed for search, because the question is not the subject of the page.
    """
    own = attributes(
        data_engine="static",
        data_lang=state.lang,
        data_base=settings().base_path,
        data_address=state.address,
        data_heading_level=str(heading),
        data_policy=policy().version,
    )
    own += " data-from-address" if anywhere else ""
    own += " data-search-exclude" if heading > 1 else ""
    return f"{ELEMENT}{own}>{BEGIN}{state.html}{END}</still-in-time>"


def expand(html: str, language: str, file: str, *, anywhere: bool = False) -> str:
    """Replace the mark in a page's HTML, if there is one; raises BuildError when there are two.

    The question or answer is the page's main heading, unless the page has one of its own.
    """
    if len(MARK.findall(html)) > 1:
        raise BuildError(f"{file}: the checker can stand in a page once.")
    heading = 2 if "<h1" in html else 1

    def put(mark: re.Match[str]) -> str:
        return element(fragment(language, mark["address"] or "", heading), heading, anywhere=anywhere)

    return MARK.sub(put, html)
