"""The pages and pictures that are made from the policy and from tables: facts, rights, rules, licences and so on.

Each page is one function from a policy and a language to a file and its Markdown: headings as Markdown, so that the
theme finds them, and everything else as HTML. The sentences stand in words.toml beside the code, all languages side by
side, so that a further language needs data only.
"""

from collections.abc import Callable

from checker.model import Policy
from site_build.assemble import Page
from site_build.pages import facts, licences, messages, rights, rulebook, statuses, your_site
from site_build.pages.pictures import expand

GENERATED: tuple[Callable[[Policy, str], Page], ...] = (
    rights.page,
    statuses.page,
    messages.page,
    facts.page,
    rulebook.page,
    licences.page,
    your_site.page,
)
"""Each makes one page for a policy and a language: its file below the language's folder, and its Markdown."""

__all__ = ["GENERATED", "expand"]
