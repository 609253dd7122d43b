"""The tests of the checker, run once more inside Pyodide: what ships is what is tested."""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path

from site_build.engine import pyodide_node
from site_build.layout import ROOT
from tests.engine.conftest import Engine


def test_the_checkers_tests_pass_inside_pyodide(engine: Engine) -> None:
    """Every test in tests/checker passes against the shipped bytecode, but those that need what Pyodide has not."""
    task = pyodide_node.Task(
        "import pytest_inside\npytest_inside.main(__import__('json').loads(args))",
        args=[f"/engine/{engine.python.name}", f"/engine/{engine.reading.name}"],
        mounts={
            "/project": ROOT,
            "/tests": ROOT / "tests",
            "/engine": engine.python.parent,
            "/packages": Path(sysconfig.get_path("purelib")),
        },
        path=["/tests/engine"],
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "TZ": "UTC"},
    )
    count = json.loads(pyodide_node.run(task, timeout=600))
    print(f"inside Pyodide: {count}")
    assert count["passed"] > count["skipped"]
