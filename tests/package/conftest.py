"""The wheel, built from a clean copy of the sources and installed where nothing else is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email import message_from_string
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from site_build.layout import ROOT


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the package and what the package says that it needs, and a folder to stand in."""

    home: Path
    folder: Path
    wheel: Path

    def run(self, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of the environment's programs, away from the project's sources."""
        return call([self.home / "bin" / command, *arguments], self.folder)


def call(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, whatever it answers."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def needed(lines: Iterable[str]) -> set[str]:
    """The distributions that these requirements name, and those that they need in turn; extras are left out."""
    asked = [each for each in map(Requirement, lines) if not each.marker or each.marker.evaluate({"extra": ""})]
    return {each.name for each in asked}.union(*(needed(distribution(each.name).requires or ()) for each in asked))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The package as `pip install` of the wheel leaves it."""
    base = tmp_path_factory.mktemp("package")
    sources, home, folder = base / "sources", base / "home", base / "folder"
    shutil.copytree(ROOT / "checker", sources / "checker", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = call([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", base, sources], base)
    assert built.returncode == 0, built.stderr
    [wheel] = base.glob("*.whl")
    venv.create(home, symlinks=True)
    [packages] = home.glob("lib/python*/site-packages")
    put = call([*pip, "--python", home / "bin" / "python", "install", "--no-deps", "--no-index", wheel], base)
    assert put.returncode == 0, put.stderr
    [metadata] = packages.glob("still_in_time-*.dist-info/METADATA")
    asked = message_from_string(metadata.read_text("utf-8")).get_all("Requires-Dist", [])
    for name in needed(asked):
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), packages / file)
    return Installed(home, folder, wheel)
