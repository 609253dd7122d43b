"""The law where the reader lives: the choice of the country, and what it gives."""

from __future__ import annotations

from htpy import Node, div, fragment, h2, label, option, p, select

from checker.html import evidence
from checker.html.blocks.context import Context
from checker.html.blocks.elements import FORM
from checker.markup import Place


def block(context: Context) -> Node:
    """Rights, bank routes and offices, or None where an answer does not depend on the country."""
    place, outcome, details = context.place, context.outcome, context.details
    if not evidence.local(outcome):
        return None
    return fragment[
        _country_form(place, details.country),
        div(data_part="rights", aria_live="off", data_on_paper=True)[evidence.law(place, outcome, details)],
    ]


def _country_form(place: Place, chosen: str | None) -> Node:
    return fragment[
        h2[place.say("rights")],
        p[place.say("rights-hint")],
        FORM[
            p[
                label(for_="sit-country")[place.say("field-country")],
                select(id="sit-country", name="country")[
                    option(value="")[place.say("rights-none")],
                    [
                        option(value=country.id, selected=country.id == chosen)[country.name[place.lang]]
                        for country in place.policy.countries.values()
                    ],
                ],
            ]
        ],
    ]
