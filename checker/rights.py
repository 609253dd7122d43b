"""The law of the reader's country: a second table, never multiplied into the first."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model import Bank, LawStage, Office, Policy, Right


def rights_for(policy: Policy, country: str, stage: LawStage, goods: str | None = None) -> Sequence[Right]:
    """A country's rights at a stage of an order, less those that exclude the kind of goods."""
    return [
        right
        for right in policy.rights.values()
        if country in right.countries and stage in right.stages and goods not in right.goods_not
    ]


def banks_for(policy: Policy, country: str) -> Sequence[Bank]:
    """The bank routes open to somebody in a country, those for any country included."""
    return [bank for bank in policy.banks.values() if country in bank.countries or "any" in bank.countries]


def offices_for(policy: Policy, country: str) -> Sequence[Office]:
    """A country's own offices for complaints, without those for any country (`offices_for(policy, "any")`)."""
    return [office for office in policy.offices.values() if country in office.countries]
