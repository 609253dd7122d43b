"""Pages and pictures generated from the policy and from tables: facts, rights, rules, licences and so on.

Each page is a function from a policy and a language to a file name and its Markdown. Headings are Markdown, so that the
theme lists them; everything else is HTML. The sentences are in words.toml with all languages side by side, so that a
further language needs only data.
"""

from collections.abc import Callable

from checker.model import Policy
from site_build.checker_api import policy
from site_build.content.assemble import Page
from site_build.content.pages import facts, licences, messages, rights, rulebook, statuses, your_site
from site_build.content.pages.pictures import expand

GENERATED: tuple[Callable[[Policy, str], Page], ...] = (
    rights.page,
    statuses.page,
    messages.page,
    facts.page,
    rulebook.page,
    licences.page,
    your_site.page,
)
"""Functions from policy and language to a file below the language's folder and its Markdown.

Each page also needs an entry in the navigation of mkdocs.yml.
"""

__all__ = ["GENERATED", "expand", "generated"]


def generated(language: str) -> list[Page]:
    """All generated pages in one language."""
    return [make(policy(), language) for make in GENERATED]
