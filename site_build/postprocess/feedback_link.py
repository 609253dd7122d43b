"""The link below an answer for reporting that it is wrong. It exists only where PROJECT_HOME is set.

The address contains the answer's path and rule, and nothing else. The link is outside the checker's element;
docs/assets/javascripts/site.js updates it when the answer changes.
"""

from __future__ import annotations

from urllib.parse import urlencode

from htpy import a, p

TEMPLATE = "answer.yml"
"""The form in .github/ISSUE_TEMPLATE; its field ids equal the parameters of the address."""
WORDS = "words.yml"
"""The form for words that a reader has seen on AliExpress."""


def address(home: str, path: str, rule: str) -> str:
    """The address for reporting an answer; `home` is the repository's address without a trailing slash."""
    return f"{home}/issues/new?{urlencode({'template': TEMPLATE, 'path': path, 'rule': rule})}"


def words_address(home: str) -> str:
    """The address for reporting words seen on AliExpress."""
    return f"{home}/issues/new?{urlencode({'template': WORDS})}"


def link(href: str, words: str, note: str) -> str:
    """The HTML of the link after the checker's element; CSS shows it below answers only."""
    return str(p(".report")[a(data_report=True, href=href, rel="noreferrer")[words], " ", note])
