"""How much an answer makes a worried buyer read."""

from __future__ import annotations

from statistics import median

from checker.bundled import bundled
from tools.words import counted, visible

BEFORE = {"en": 514, "es": 540}
"""The visible words of the median outcome on 28 November 2026, before the road took the place of four other parts."""


def test_only_what_is_in_sight_counts() -> None:
    """A closed fold counts with its summary, what needs the engine and what only screen readers get with nothing."""
    html = (
        '<p>Press Cancel, now.<span class="sit-hidden"> unseen</span></p><form class="sit-form"><p>a field</p></form>'
        "<details><summary>Why we say so</summary><p>Because of that</p></details><p>Sí</p>"
    )
    assert visible(html) == 3 + 4 + 1


def test_the_median_answer_has_a_third_fewer_words() -> None:
    """Two thirds of what it once was, in each language."""
    policy = bundled()
    for lang, words in BEFORE.items():
        assert median(counted(policy, lang).values()) <= words * 2 / 3, lang
