"""Decisions know no HTML, and nothing that a browser loads knows the editors' tools."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.cpython_only
"""A browser has no sources to read."""

CHECKER = Path(__file__).parents[2] / "checker"
EDITORS = ("audit", "changes", "publish", "load", "__main__")


def part(file: Path) -> str:
    """The part of the checker that a file belongs to: a folder, or a module."""
    return file.relative_to(CHECKER).parts[0].removesuffix(".py")


def imports() -> dict[str, set[str]]:
    """By part: what its files import, as whole names."""
    found: dict[str, set[str]] = {}
    for file in CHECKER.rglob("*.py"):
        names = found.setdefault(part(file), set())
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(each.name for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.update(f"{node.module}.{each.name}" for each in node.names)
    return found


def users(*modules: str) -> set[str]:
    """The parts that import something of some modules."""
    return {
        part
        for part, names in imports().items()
        if any(name == module or name.startswith(f"{module}.") for name in names for module in modules)
    }


def test_only_html_writes_html() -> None:
    """HTML is written in one folder, and only the answers to a page ask for it."""
    assert users("htpy", "markupsafe") == {"html"}
    assert users("checker.html") == {"html", "live"}


def test_no_part_for_readers_needs_one_for_editors() -> None:
    """What a browser loads imports no tool of the editors, of the build or of the terminal.

    One exception: where no policy is bundled, `bundled.py` loads the files of the package.
    """
    assert users(*(f"checker.{each}" for each in EDITORS)) <= {*EDITORS, "bundled"}
    assert set(EDITORS) <= set(imports())
