"""What tests/engine/test_same_tests.py runs inside Pyodide: pytest over tests/checker, against the shipped bytecode."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock


def unpack(shipped: str) -> None:
    """Put our packages as they ship in front of the path, beside the policy files that tests of the loader read.

    The standard library is Pyodide's full one, because pytest needs more of it than the checker does.
    """
    own = ("checker/", "htpy/", "markupsafe/")
    with zipfile.ZipFile(shipped) as archive:
        archive.extractall("/shipped", [name for name in archive.namelist() if name.startswith(own)])
    Path("/shipped/checker/policy").symlink_to("/project/checker/policy")
    sys.path[:0] = ["/shipped"]
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


def main(shipped: str) -> str:
    """Run the tests and give the counts as JSON. Raises RuntimeError when one fails; pytest has then said which."""
    unpack(shipped)
    stand_in()
    import pytest

    import checker

    if checker.__file__ != "/shipped/checker/__init__.pyc":
        raise RuntimeError(f"not the shipped checker: {checker.__file__}")
    # The audit and the terminal command do not ship; their sources stand behind the shipped modules.
    checker.__path__.append("/project/checker")
    count = Count()
    options = ["-q", "-rs", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-c", "/project/pyproject.toml"]
    code = pytest.main([*options, "--rootdir=/home", "-o", "pythonpath=", "/tests/checker"], [count])
    if code:
        raise RuntimeError(f"pytest ended with {code!r}")
    return json.dumps(count.of)
