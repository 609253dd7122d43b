"""Generates pages from the policy. Each also needs an entry in the navigation of mkdocs.yml."""

from site_build import pages
from site_build.assemble import Page
from site_build.policy import policy


def generated(language: str) -> list[Page]:
    """All generated pages in one language."""
    return [make(policy(), language) for make in pages.GENERATED]
