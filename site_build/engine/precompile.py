"""Writes modules with results that Python would otherwise compute at every start in a browser (adr/0008).

These are the policy as finished objects, and the methods of dataclasses. The standard library generates those methods
as text and compiles it, which takes most of the time of importing the checker in a browser.
"""

from __future__ import annotations

import ast
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import MappingProxyType

from checker import model
from site_build import BuildError

MANY = 20
"""Texts in a row that weigh less as one text."""
METHODS = "_dataclass_methods.py"
RECORD = """
import builtins, dataclasses

method_texts = []

def record(text, *where):
    method_texts.append(text)
    builtins.exec(text, *where)

dataclasses.exec = record
"""
"""Script that runs first and records the source text of each generated dataclass method."""

KNOWN = '''\
"""The methods of all dataclasses here, by the CRC-32 of the text that they would be compiled from."""
import builtins, zlib
from types import FunctionType

CODES = {}

def exec(text, scope, names):
    code = CODES.get(zlib.crc32(text.encode()))
    if code is None:
        return builtins.exec(text, scope, names)
    names["__create_fn__"] = FunctionType(code, scope)
'''
USE = b"\nfrom _dataclass_methods import exec\n"
"""Appended to the standard library's dataclasses.py in the bundle."""


def methods(texts: Iterable[str]) -> str:
    """The source of module METHODS for the recorded texts. Raises BuildError for a text of an unknown form."""
    parts = [KNOWN]
    for text in sorted(set(texts)):
        if not text.startswith("def __create_fn__("):
            raise BuildError(f"Dataclasses now write their methods in another form: {text[:60]!r}")
        parts.append(f"{text}\nCODES[{zlib.crc32(text.encode())}] = __create_fn__.__code__\n")
    return "\n".join(parts)


def module(**values: object) -> str:
    """The source of a module with these names, whose values equal the given ones."""
    kinds = sorted(name for name, kind in vars(model).items() if isinstance(kind, type) and is_dataclass(kind))
    return (
        "from datetime import date\nfrom types import MappingProxyType\n"
        f"from checker.model import {', '.join(kinds)}\n"
        + "".join(f"{name} = {expression(value)}\n" for name, value in values.items())
    )


def expression(value: object) -> str:
    """Python source for a value of a policy. Raises BuildError for a type that a policy cannot hold."""
    match value:
        case MappingProxyType():
            return f"MappingProxyType({{{', '.join(f'{key!r}: {expression(one)}' for key, one in value.items())}}})"
        case tuple() if len(value) > MANY and all(isinstance(one, str) and "\n" not in one for one in value):
            return f"tuple({'\n'.join(value)!r}.split('\\n'))"
        case tuple():
            return f"({''.join(f'{expression(one)}, ' for one in value)})"
        case None | bool() | int() | str():
            return repr(value)
        case date() if type(value) is date:
            return f"date({value.year}, {value.month}, {value.day})"
        case _ if is_dataclass(value) and type(value).__module__ == model.__name__:
            given = ", ".join(expression(getattr(value, field.name)) for field in fields(value))
            return f"{type(value).__name__}({given})"
        case _:
            raise BuildError(f"The policy holds a {type(value).__name__}, which no policy may hold: {value!r}")


def without_annotations(source: bytes) -> bytes:
    """A module without the annotations of its functions, which weigh 5 % of our code and which nobody reads there."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree).encode()


def with_compiled_methods(library: Mapping[str, bytes], texts: Iterable[str]) -> dict[str, bytes]:
    """Standard library modules by file, plus the compiled dataclass methods if dataclasses is among them."""
    if "dataclasses.py" not in library:
        return dict(library)
    made = {METHODS: methods(texts).encode(), "dataclasses.py": library["dataclasses.py"] + USE}
    return {**library, **made}
