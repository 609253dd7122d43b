"""The promise of /policy.json as a JSON Schema, made from the model, so that the two cannot disagree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from checker import model
from checker.load import ID
from checker.publish import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: Mapping[type, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


def schema(languages: tuple[str, ...]) -> dict[str, Any]:
    """What /policy.json holds, every text in these languages at least."""
    kinds: dict[str, Any] = {}
    about = {
        "$schema": {"type": "string"},
        "about": {"type": "string"},
        "licence": {"type": "string"},
        "schema": {"const": SCHEMA, "description": "Raised when a reader of an earlier one could stumble."},
    }
    document = _object(model.Policy, kinds)
    document["properties"] = {**about, **document["properties"]}
    document["required"] = [*about, *document["required"]]
    text = {
        "description": "One string in all languages.",
        "type": "object",
        "required": list(languages),
        "additionalProperties": {"type": "string", "minLength": 1},
    }
    return {"$schema": DIALECT, "title": "policy.json", **document, "$defs": {"Text": text, **kinds}}


def as_json(languages: tuple[str, ...]) -> str:
    """The content of /policy.schema.json."""
    return json.dumps(schema(languages), ensure_ascii=False, indent=1) + "\n"


def _object(kind: type, kinds: dict[str, Any]) -> dict[str, Any]:
    """A dataclass as an object without further properties; what it refers to goes into `kinds`."""
    hints = get_type_hints(kind)
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "required": [field.name for field in fields(kind) if field.default is MISSING],
        "properties": {field.name: _value(hints[field.name], kind, field.name, kinds) for field in fields(kind)},
        "additionalProperties": False,
    }


def _value(hint: Any, owner: type, field: str, kinds: dict[str, Any]) -> dict[str, Any]:
    if NoneType in get_args(hint):
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if hint is model.Text:
        return {"$ref": "#/$defs/Text"}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in kinds:
            kinds[hint.__name__] = _object(hint, kinds)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], owner, field, kinds)}
    if get_origin(hint) is not None:
        return {"type": "object", "additionalProperties": _value(get_args(hint)[1], owner, field, kinds)}
    return {**SCALARS[hint], "pattern": f"^{ID.pattern}$"} if field == "id" else dict(SCALARS[hint])
