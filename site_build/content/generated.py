"""Generates pages from the policy. Each also needs an entry in the navigation of mkdocs.yml."""

from site_build.checker_api import policy
from site_build.content import pages
from site_build.content.assemble import Page


def generated(language: str) -> list[Page]:
    """All generated pages in one language."""
    return [make(policy(), language) for make in pages.GENERATED]
