"""What tests/engine/test_same_tests.py runs inside Pyodide: pytest over tests/checker, against the shipped bytecode."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

OWN = ("checker/", "htpy/", "markupsafe/")
STAND_INS = ("inspect", "traceback")
"""Modules of the standard library that ship in a shorter form of ours, and that our packages import."""


def import_shipped(shipped: Sequence[str]) -> None:
    """Import all of our packages as they ship, with the stand-ins that ship for modules of the standard library.

    Pytest needs Pyodide's full modules, so those take their places again afterwards: ours keep what they imported.
    """
    own: list[str] = []
    for zipped in shipped:
        with zipfile.ZipFile(zipped) as archive:
            names = archive.namelist()
            ours = [name for name in names if name.startswith(OWN)]
            archive.extractall("/shipped", ours)
            archive.extractall("/instead", [name for name in names if name.removesuffix(".pyc") in STAND_INS])
            own += ours
    Path("/shipped/checker/policy").symlink_to("/project/checker/policy")
    full = {name: sys.modules.pop(name) for name in STAND_INS if name in sys.modules}
    sys.path[:0] = ["/instead", "/shipped"]
    for name in sorted(own):
        if name.endswith(".pyc"):
            importlib.import_module(name.removesuffix(".pyc").removesuffix("/__init__").replace("/", "."))
    sys.path.remove("/instead")
    for name in STAND_INS:
        used = sys.modules.pop(name, None)
        if used and not str(used.__file__).startswith("/instead/"):
            raise RuntimeError(f"{name} did not ship: {used.__file__}")
    sys.modules.update(full)
    sys.path.append("/packages")


def stand_in() -> None:
    """Skip what cannot be had here: other processes, and Hypothesis, whose core is native code."""
    import pytest

    def skip(*_: object, **__: object) -> None:
        pytest.skip("no other process inside Pyodide")

    @pytest.mark.skip("no Hypothesis inside Pyodide")
    def skipped() -> None: ...

    def given(*_: object, **__: object) -> Any:
        return lambda test: skipped

    def same(*_: object, **__: object) -> Any:
        return lambda test: test

    subprocess.run = subprocess.Popen = subprocess.check_output = skip  # type: ignore[assignment, misc]
    hypothesis = MagicMock(spec=ModuleType("hypothesis"), __path__=[])
    hypothesis.given = given
    hypothesis.settings = MagicMock(side_effect=same)
    hypothesis.example = hypothesis.seed = same
    hypothesis.strategies = hypothesis.assume = hypothesis.HealthCheck = MagicMock()
    sys.modules |= {"hypothesis": hypothesis, "hypothesis.strategies": hypothesis.strategies}


class Count:
    """A pytest plugin that counts results."""

    def __init__(self) -> None:
        self.of = {"passed": 0, "failed": 0, "skipped": 0}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count each test once: by its call, or by what kept it from being called."""
        if report.when == "call" or not report.passed:
            self.of[report.outcome] += 1


def main(shipped: Sequence[str]) -> str:
    """Run the tests and give the counts as JSON. Raises RuntimeError when one fails; pytest has then said which."""
    import_shipped(shipped)
    stand_in()
    import pytest

    import checker
    from checker import live

    if checker.__file__ != "/shipped/checker/__init__.pyc":
        raise RuntimeError(f"not the shipped checker: {checker.__file__}")
    told_by = vars(live)["traceback"].__file__
    if told_by != "/instead/traceback.pyc":
        raise RuntimeError(f"not the shipped traceback: {told_by}")
    # The audit and the terminal command do not ship; their sources stand behind the shipped modules.
    checker.__path__.append("/project/checker")
    count = Count()
    options = [
        "-q",
        "-rs",
        "-m",
        "not long and not cpython_only",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "-c",
        "/project/pyproject.toml",
    ]
    code = pytest.main([*options, "--rootdir=/home", "-o", "pythonpath=", "/tests/checker"], [count])
    if code:
        raise RuntimeError(f"pytest ended with {code!r}")
    return json.dumps(count.of)
