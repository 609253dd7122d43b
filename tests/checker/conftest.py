"""The policies that tests are run on: the real one, and the small one of small.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.load import load
from checker.model import Policy
from tests.checker.small import FILES


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy that ships."""
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of the small policy, to break."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> Policy:
    """The small policy, as loaded."""
    return load(folder)
