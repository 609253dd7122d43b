"""The line above the first question's options: paste what your page says, or tell us what happened."""

from __future__ import annotations

from htpy import Node, button, details, div, form, fragment, label, p, summary, textarea

from checker.markup import Place

LONGEST = 1_000_000
"""Characters that the field takes, as many as are read of markup."""


def block(place: Place) -> Node:
    """The line, the field that it opens, and the places for what is said about it and for the reply."""
    say = place.say
    field = form(data_paste=True, autocomplete="off", method="dialog")[
        label(for_="sit-paste")[say("paste-label")],
        p("#sit-paste-hint.sit-small")[say("paste-hint")],
        textarea(
            id="sit-paste", rows="3", maxlength=str(LONGEST), spellcheck="false", aria_describedby="sit-paste-hint"
        ),
        p(".sit-row")[button(".sit-button", type="submit")[say("paste-read")]],
        p(
            role="status",
            data_said=True,
            data_wait=say("paste-wait"),
            data_lost=say("paste-lost"),
            data_nothing=say("paste-nothing"),
        ),
    ]
    return fragment[
        details(".sit-change.sit-paste")[summary[say("paste-open")], field],
        div(data_reply=True, aria_live="polite"),
    ]
