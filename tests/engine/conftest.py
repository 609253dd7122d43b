"""The engine, built once for all tests here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker import live
from site_build.engine.build import build_engine
from tests.engine.day import Day


@dataclass(frozen=True, slots=True)
class Engine:
    """A built engine: the folder of its runtime, the zip with its Python, and the one with what only reading needs."""

    folder: Path
    python: Path
    reading: Path
    version: str

    def names(self) -> list[str]:
        """What is in the zips."""
        return [name for zipped in (self.python, self.reading) for name in zipfile.ZipFile(zipped).namelist()]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine as the site ships it."""
    out = tmp_path_factory.mktemp("site")
    where = build_engine(out)
    return Engine(out / where["engine"], out / where["python"], out / where["reading"], where["version"])


@pytest.fixture(scope="module", autouse=True)
def day() -> Iterator[None]:
    """Requests that tell no day are answered on the day of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "date", Day)
        yield
