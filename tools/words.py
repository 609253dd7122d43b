"""How many words an answer shows: `python -m tools.words` prints each outcome's in every language, and their median.

Visible is what stands on the static page outside of closed folds, without what only screen readers get. Fields and
buttons that need the engine do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from statistics import median

from checker.bundled import bundled
from checker.decide import Verdict, states
from checker.html.view import render
from checker.markup import Place
from checker.model import Policy

UNSEEN = frozenset({"sit-hidden", "sit-form", "sit-live"})
WITHOUT_END = frozenset({"br", "input", "img"})
WORD = re.compile(r"\w[\w’'.,-]*")


class _Visible(HTMLParser):
    """Counts the words that are in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Whether the element hides what is in it; a summary shows its own words though its fold is closed."""
        if tag in WITHOUT_END:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        above = self._open[-1][1] if self._open else False
        folded = tag == "details" and "open" not in given
        hidden = folded or bool(classes & UNSEEN) or tag in ("svg", "select") or (above and tag != "summary")
        self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open in it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Count words where they are in sight."""
        if not (self._open and self._open[-1][1]):
            self.words += len(WORD.findall(data))


def visible(html: str) -> int:
    """The number of words of a fragment that are in sight."""
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return parser.words


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
