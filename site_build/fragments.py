"""Where the checker stands in a page: `<!-- checker -->`, or `<!-- checker ADDRESS -->` to start in that state.

The mark stands on a line of its own in the Markdown. It becomes the custom element with the state inside it, between
two comments by which `stamp` finds it again. The page is complete without JavaScript: the element only adds to it.
"""

import re

from checker.view import Page
from site_build.layout import BuildError, base_path
from site_build.markup import attributes
from site_build.policy import fragment, policy

MARK = re.compile(r"<!-- checker(?: (?P<address>[^\s>]+))? -->")
BEGIN, END = "<!--fragment-->", "<!--/fragment-->"
ELEMENT = "<still-in-time"


def element(state: Page, heading: int, *, anywhere: bool = False) -> str:
    """The custom element in its static form, with a state in it; `finish` adds where the engine lies.

    `anywhere` is for a page that is shown under addresses not its own, from which the element takes its state. Below a
    heading of the page's own, search leaves it out: the question is not what the page is about.
    """
    own = attributes(
        data_engine="static",
        data_lang=state.lang,
        data_base=base_path(),
        data_address=state.address,
        data_heading_level=str(heading),
        data_policy=policy().version,
    )
    own += " data-from-address" if anywhere else ""
    own += " data-search-exclude" if heading > 1 else ""
    return f"{ELEMENT}{own}>{BEGIN}{state.html}{END}</still-in-time>"


def expand(html: str, language: str, file: str, *, anywhere: bool = False) -> str:
    """Replace the mark in a page's HTML, if it bears one; raises BuildError when it bears two.

    The question or answer is the page's main heading, unless the page has one of its own.
    """
    if len(MARK.findall(html)) > 1:
        raise BuildError(f"{file}: the checker can stand in a page once.")
    heading = 2 if "<h1" in html else 1

    def put(mark: re.Match[str]) -> str:
        return element(fragment(language, mark["address"] or "", heading), heading, anywhere=anywhere)

    return MARK.sub(put, html)
