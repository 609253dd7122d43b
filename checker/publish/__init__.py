"""The policy as plain data for others to reuse and cite: dates as text, everything else as it stands in the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from checker.model import Policy

LICENCE = "CC-BY-4.0"
SCHEMA = 7
"""The number of the shape of /policy.json; `checker.changes` says when it has to be raised."""


def as_data(value: Any) -> Any:
    """Dataclasses, mappings, tuples and dates as JSON's own types; fields that are not set are left out."""
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: as_data(part) for name, part in pairs if part is not None}
    if isinstance(value, Mapping):
        return {key: as_data(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [as_data(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def as_json(policy: Policy) -> str:
    """The content of /policy.json: what it is, its licence, and every table of the policy."""
    about = "What a buyer can do about an AliExpress order, by stage. Independent; not AliExpress; not legal advice."
    head = {"$schema": "policy.schema.json", "about": about, "licence": LICENCE, "schema": SCHEMA}
    document = {**head, **as_data(policy)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
