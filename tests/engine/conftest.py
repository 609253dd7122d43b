"""The engine, built once for all tests here."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_build import bundle


@dataclass(frozen=True, slots=True)
class Engine:
    """A built engine: the folder of its runtime and the zip with its Python."""

    folder: Path
    python: Path
    version: str

    def names(self) -> list[str]:
        """What is in the zip."""
        with zipfile.ZipFile(self.python) as packed:
            return packed.namelist()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine as the site ships it."""
    out = tmp_path_factory.mktemp("site")
    where = bundle.build_bundle(out)
    return Engine(out / where["engine"], out / where["python"], where["version"])
