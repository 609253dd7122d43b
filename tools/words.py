"""How many words an answer shows: `python -m tools.words` prints each outcome's in every language, and their median.

Visible is what stands on the static page outside of closed folds, without what only screen readers get. Fields and
buttons that need the engine do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from statistics import median

from selectolax.lexbor import LexborHTMLParser

from checker.bundled import bundled
from checker.decide import Verdict, states
from checker.html.view import render
from checker.markup import Place
from checker.model import Policy

UNSEEN = ".sit-hidden, .sit-form, .sit-live, svg, select"
WORD = re.compile(r"\w[\w’'.,-]*")


def visible(html: str) -> int:
    """The number of words of a fragment that are in sight."""
    page = LexborHTMLParser(html)
    for node in page.css(UNSEEN):
        node.decompose()
    for fold in page.css("details:not([open])"):
        for node in fold.iter():
            if node.tag != "summary":
                node.decompose()
    return len(WORD.findall(page.body.text(separator=" "))) if page.body else 0


def counted(policy: Policy, lang: str) -> Mapping[str, int]:
    """The words of each outcome, at the first state that leads to it."""
    place, found = Place(policy, lang), dict[str, int]()
    for state in states(policy):
        if isinstance(state.next, Verdict) and state.next.rule.then not in found:
            found[state.next.rule.then] = visible(render(place, state, answered_by="build").html)
    return found


def main() -> None:
    """Print the report, the wordiest outcome first."""
    policy = bundled()
    for lang in policy.languages:
        found = counted(policy, lang)
        print(f"{lang}: median {median(found.values()):g}, from {min(found.values())} to {max(found.values())}")
        for outcome, words in sorted(found.items(), key=lambda each: -each[1]):
            print(f"  {words:4} {outcome}")


if __name__ == "__main__":
    main()
