"""The link below an answer with which a reader tells us that it is wrong: where the project has a home, and only there.

The address names the answer, by its path and its rule, and nothing else. The view knows nothing of it: the link stands
beside the checker's element, and docs/assets/javascripts/site.js keeps it in step with what is shown.
"""

from __future__ import annotations

from urllib.parse import urlencode

from htpy import a, p

TEMPLATE = "answer.yml"
"""The form in .github/ISSUE_TEMPLATE; its fields bear the names of the address's parts."""
WORDS = "words.yml"
"""The form for words that a reader has seen on AliExpress."""


def address(home: str, path: str, rule: str) -> str:
    """Where a report on an answer is written; `home` is the project's, without a slash at the end."""
    return f"{home}/issues/new?{urlencode({'template': TEMPLATE, 'path': path, 'rule': rule})}"


def words_address(home: str) -> str:
    """Where a reader tells which words stand on a page of AliExpress."""
    return f"{home}/issues/new?{urlencode({'template': WORDS})}"


def link(href: str, words: str, note: str) -> str:
    """The link as it stands after the checker's element; the style shows it below answers only."""
    return str(p(".report")[a(data_report=True, href=href, rel="noreferrer")[words], " ", note])
