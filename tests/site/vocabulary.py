"""schema.org's vocabulary, from the package schema-dts: which types, with which properties, of which values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from site_build.layout import ROOT

FILE = ROOT / "node_modules" / "schema-dts" / "dist" / "schema.d.ts"
INTERFACE = re.compile(r"^(?:export )?interface (\w+?)(Base|Leaf) extends ([^{]+)\{(.*?)^\}", re.MULTILINE | re.DOTALL)
PROPERTY = re.compile(r'^    "(\w+)"\?: SchemaValue<(.*), "\1">;$', re.MULTILINE)
PLAIN: Mapping[str, type] = {"Text": str, "URL": str, "Date": str, "DateTime": str, "Duration": str, "Integer": int}


@cache
def _read() -> tuple[Mapping[str, list[str]], Mapping[str, Mapping[str, list[str]]], frozenset[str]]:
    parents: dict[str, list[str]] = {}
    own: dict[str, dict[str, list[str]]] = {}
    types = set()
    for name, kind, above, body in INTERFACE.findall(FILE.read_text(encoding="utf-8")):
        named = [each.removesuffix("Base") for each in re.findall(r"\w+Base", above)]
        if kind == "Base":
            parents[name] = named
            own[name] = {key: values.split(" | ") for key, values in PROPERTY.findall(body)}
        else:
            types.add(name)
            parents.setdefault(name, [each for each in named if each != name])
    return parents, own, frozenset(types)


def lineage(name: str) -> list[str]:
    """A type and all that it is a kind of."""
    return [name, *(each for parent in _read()[0].get(name, []) for each in lineage(parent))]


def faults(thing: object, where: str) -> Iterator[str]:
    """What schema.org does not know about a thing and all that is in it: types, properties, kinds of values."""
    if not isinstance(thing, dict):
        yield f"{where} is no thing, but {thing!r}"
        return
    if set(thing) == {"@id"}:
        return
    _, own, types = _read()
    name = thing.get("@type")
    if name not in types:
        yield f"{where}: there is no type {name!r}"
        return
    known = {key: allowed for each in lineage(name) for key, allowed in own.get(each, {}).items()}
    for key, value in thing.items():
        if key in ("@type", "@id"):
            continue
        if key not in known:
            yield f"{where}: a {name} has no {key!r}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _value(each, known[key], f"{where}.{key}")


def _value(value: object, allowed: list[str], where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from faults(value, where)
        name = value.get("@type")
        if name and not set(lineage(name)) & set(allowed):
            yield f"{where}: a {name} stands where {' or '.join(allowed)} belongs"
    elif not any(isinstance(value, PLAIN[each]) for each in allowed if each in PLAIN):
        yield f"{where}: {value!r} stands where {' or '.join(allowed)} belongs"
