"""The benchmark runs by hand: what it makes of the policy has to go on fitting the policy."""

from __future__ import annotations

from bench import growth
from checker import decide
from checker.html import view
from checker.markup import Place
from site_build.checker_api import policy


def test_a_policy_grown_for_the_benchmark_can_be_rendered() -> None:
    """Its further languages have every text that a page needs, on the first question and on each kind of answer."""
    grown = growth.spoken(growth.copied(policy(), 2, rules=False), 3)
    place, shown = Place(grown, grown.languages[-1]), set[str]()
    for state in decide.states(grown):
        kind = grown.outcomes[state.next.rule.then].verdict if isinstance(state.next, decide.Verdict) else "question"
        if kind not in shown:
            assert view.render(place, state, answered_by="build").html
            shown.add(kind)
    assert len(shown) > 5
