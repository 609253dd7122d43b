"""A change done step by step in a copy of the sources, each step asked for by a check before it is done."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from site_build.layout import ROOT, SINGLES, SOURCES
from tests import sources

PYTHON = sys.executable
AUDIT = [PYTHON, "-m", "checker.audit"]
CHANGES = [PYTHON, "-m", "checker.changes"]
BUILD = [PYTHON, "-m", "site_build"]
LOOK = [PYTHON, "-m", "site_build.language"]

type Step = tuple[Callable[[Path], object], list[str], str]
"""What is done, the command that is run after it, and the pattern of the message that asks for the next step."""


def follow(root: Path, steps: Iterable[Step]) -> None:
    """Do the steps. Fails at the first one after which the command is content, or does not say what comes next."""
    for step, command, message in steps:
        step(root)
        done = sources.run(command, root)
        assert done.returncode and re.search(message, done.stdout), f"{message}\n{done.stdout}"
        assert "Traceback" not in done.stdout


def change(file: Path, how: Callable[[str], str]) -> None:
    """Rewrite a file, which has to differ afterwards."""
    before = file.read_text("utf-8")
    after = how(before)
    assert after != before, file
    file.write_text(after, "utf-8")


def touched(root: Path) -> set[str]:
    """The files of a copy that are new or differ from the sources; none may be gone."""
    before, after = contents(ROOT), contents(root)
    assert before.keys() <= after.keys()
    return {name for name in after if after[name] != before.get(name)}


def contents(root: Path) -> dict[str, bytes]:
    """The files of the sources below a folder."""
    singles = [root / name for name in SINGLES]
    found = [file for name in (*SOURCES, *sources.JUDGES) for file in (root / name).rglob("*")]
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in [*singles, *found]
        if file.is_file() and "__pycache__" not in file.parts
    }


def contributing(heading: str) -> str:
    """A section of CONTRIBUTING.md."""
    found = re.search(rf"^### {heading}\n(.*?)(?=\n##)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M | re.S)
    assert found, heading
    return found[1]
