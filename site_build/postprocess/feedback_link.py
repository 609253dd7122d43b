"""What stands below an answer for reporting that it is wrong: a link to a form, and a text to send without an account.

The form is the project's, where PROJECT_HOME is set; the text goes to REPORT_TO by mail. Both name the answer's path
and rule, and nothing else. They are outside the checker's element; docs/assets/javascripts/site.js updates them when
the answer changes.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from htpy import Fragment, a, code, details, div, fragment, p, summary

TEMPLATE = "answer.yml"
"""The form in .github/ISSUE_TEMPLATE; its field ids equal the parameters of the address."""
NAMED = ("report-answer", "report-rule")
"""What a report names, the answer's path and its rule, by the keys of pages/words.toml."""
ASKED = ("report-wrong", "report-source")
"""What the writer of a report is asked, in the same way."""
WORDS = "words.yml"
"""The form for words that a reader has seen on AliExpress."""


def address(home: str, path: str, rule: str) -> str:
    """The address for reporting an answer; `home` is the repository's address without a trailing slash."""
    return f"{home}/issues/new?{urlencode({'template': TEMPLATE, 'path': path, 'rule': rule})}"


def words_address(home: str) -> str:
    """The address for reporting words seen on AliExpress."""
    return f"{home}/issues/new?{urlencode({'template': WORDS})}"


def block(home: str, receiver: str, path: str, rule: str, word: Callable[[str], str]) -> str:
    """The HTML after the checker's element, "" where nobody is to be told; CSS shows it below answers only.

    `home`: the repository's address, `receiver`: a mail address, or ""; `word` gives the texts of pages/words.toml.
    """
    if not (home or receiver):
        return ""
    return str(
        div(".report")[
            home
            and p[
                a(data_report=True, href=address(home, path, rule), rel="noreferrer")[word("report-link")],
                " ",
                word("report-note"),
            ],
            receiver
            and div(".sit")[details(".sit-change")[summary[word("report-mail")], _letter(receiver, path, rule, word)]],
        ]
    )


def _letter(receiver: str, path: str, rule: str, word: Callable[[str], str]) -> Fragment:
    """The text to send, each line a paragraph, and where it goes."""
    answer, by = map(word, NAMED)
    return fragment[
        p[word("report-send"), " ", a(data_report_mail=True, href=letter(receiver, path, rule, word))[receiver]],
        div(".report-text")[
            p[answer, ": ", code(data_report_path=True)[path]],
            p[by, ": ", code(data_report_rule=True)[rule]],
            [p[word(key)] for key in ASKED],
        ],
    ]


def letter(receiver: str, path: str, rule: str, word: Callable[[str], str]) -> str:
    """The address that begins a mail with the text."""
    answer, by = map(word, NAMED)
    lines = [f"{answer}: {path}", f"{by}: {rule}", *map(word, ASKED)]
    return f"mailto:{receiver}?body={quote('\n'.join(lines))}"
