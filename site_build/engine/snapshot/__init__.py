"""A snapshot of Python's memory, with the checker imported and warm, for browsers to start from (ADR 9).

This folder is all of it. `add` takes the snapshot when the site is built, with take.mjs under Node; restore.mjs starts
from it in the worker; format.mjs is the form of the file. To go without it, delete the folder and the calls of `add`
in ../build.py and of `fromSnapshot` in widget/worker.mjs.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from site_build import BuildError
from site_build.engine import bundle, cache, import_trace, pyodide_node

HERE = Path(__file__).parent
MADE_BY = ("__init__.py", "take.mjs", "format.mjs", "../import_trace.py", "../pyodide_node.py")
LIMIT = 300
"""Timeout in seconds."""

WARM = """
import gc, importlib, json, re, sys, warnings
from checker import live

for name in {also!r}:
    importlib.import_module(name)
session = live.start("pyodide {version}")
details = {{field: "2026-11-20" for field in live.FIELDS}}
for lang in json.loads(session.hello())["languages"]:
    for address in ("", *{addresses!r}):
        for typed in ({{}}, details):
            session.answer_text(json.dumps({{"lang": lang, "address": address, "details": typed}}))
warnings.resetwarnings()
sys.modules.pop("checker._policy", None)
vars(sys.modules["checker"]).pop("_policy", None)
if methods := sys.modules.get("_dataclass_methods"):
    methods.CODES.clear()
if "random" in sys.modules:
    sys.modules["random"].seed(0)
re.purge()
sys._clear_internal_caches()
gc.collect()
"""
ADDRESSES = (
    "stage.to-ship",
    "stage.to-ship/reason.changed-mind/button.yes",
    "stage.delivered/parcel.unwanted/return-button.yes",
)
"""States rendered before the snapshot is taken: a question and two answers, one with dates and laws."""

PLACE = {"TZ": "UTC", "LC_ALL": "en_US.UTF-8"}
"""Fixed time zone and language, because the snapshot would contain those of the building machine."""


def add(out: Path, made: Mapping[str, str], kept: Path) -> dict[str, str]:
    """Write the snapshot beside the zip of an engine, `made` of which are below `out`; returns {"snapshot": its path}.

    Its name holds its whole SHA-256, by which a browser checks it. `kept` is the folder for results of earlier builds.
    Raises BuildError when Node or Python fails.
    """
    python = out / made["python"]
    key = bundle.digest(
        {
            **bundle.read(HERE, MADE_BY),
            **bundle.read(pyodide_node.HOME, pyodide_node.RUNTIME),
            "python": python.read_bytes(),
            "node": pyodide_node.node_version().encode(),
        }
    )[:20]
    file = cache.find(kept, f"snapshot-{key}", ".bin")
    if not file:
        try:
            file = cache.put(kept, f"snapshot-{key}", ".bin", take(python))
        except pyodide_node.EngineError as error:
            raise BuildError(str(error)) from error
    cache.keep_only(kept, "snapshot", [file])
    path = f"{made['engine']}snapshot.{hashlib.sha256(file.read_bytes()).hexdigest()}.bin"
    bundle.copy(file, out / path)
    return {"snapshot": path}


def take(python: Path) -> bytes:
    """The snapshot of Python started from a zip. Raises EngineError when Node or Python fails."""
    also = [import_trace.dotted(name) for name in import_trace.ALSO]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "snapshot.bin"
        task = {
            "pyodide": str(pyodide_node.HOME),
            "lock": str(pyodide_node.HOME / "pyodide-lock.json"),
            "python": str(python),
            "script": WARM.format(also=also, version=pyodide_node.version(), addresses=ADDRESSES),
            "out": str(out),
        }
        command = [pyodide_node.node(), str(HERE / "take.mjs")]
        done = subprocess.run(
            command, input=json.dumps(task), capture_output=True, text=True, timeout=LIMIT, check=False,
            env={**os.environ, **PLACE, "NODE_NO_WARNINGS": "1"},
        )  # fmt: skip
        if done.returncode:
            raise pyodide_node.EngineError(f"The snapshot could not be taken:\n{(done.stderr or done.stdout)[-4000:]}")
        return out.read_bytes()
