"""A copy of the sources to work on, and commands that are run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from site_build import build_info
from site_build.engine.bundle import CACHE
from site_build.layout import BUILD, ROOT, SINGLES, SOURCES

JUDGES = ("tests", "tools", "translations")
"""What the site is judged with, in a copy in which the checks and tests are run, too."""


def copy(folder: Path, *more: str, warm: bool = True) -> None:
    """Copy what the site is made from, and `more` folders; if `warm`, the engine that is already made comes along."""
    for name in (*SOURCES, *more):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SINGLES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    if warm and CACHE.exists():
        shutil.copytree(CACHE, folder / "build" / CACHE.name)
    for found in BUILD.glob("chromium.txt"):
        (folder / "build").mkdir(exist_ok=True)
        shutil.copy(found, folder / "build")


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in such a copy, both of its streams in one."""
    own = {
        "SOURCE_DATE_EPOCH": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(folder),
        "SOURCE_COMMIT": build_info.commit(),
    }
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **own, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def succeed(command: list[str], folder: Path, **variables: str) -> str:
    """Run a command in such a copy and give back what it said; fails the test with that when it fails."""
    done = run(command, folder, **variables)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout
