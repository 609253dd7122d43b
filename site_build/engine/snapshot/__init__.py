"""Takes a snapshot of Python's memory, with the checker imported and warm, for browsers to start from.

take.mjs describes the file format, widget/pyodide-patches/snapshot.mjs how a browser starts from it, and adr/0009 why.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from site_build.engine import pyodide_node

MAKER = Path(__file__).with_name("take.mjs")
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


def take(python: Path, also: list[str]) -> bytes:
    """The snapshot of Python started from a zip; `also` names further modules to import before it is taken.

    Raises runtime.EngineError when Node or Python fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "snapshot.bin"
        task = {
            "pyodide": str(pyodide_node.HOME),
            "lock": str(pyodide_node.HOME / "pyodide-lock.json"),
            "python": str(python),
            "script": WARM.format(also=also, version=pyodide_node.version(), addresses=ADDRESSES),
            "out": str(out),
        }
        done = subprocess.run(
            [pyodide_node.node(), str(MAKER)], input=json.dumps(task), capture_output=True, text=True, timeout=LIMIT,
            check=False, env={**os.environ, **PLACE, "NODE_NO_WARNINGS": "1"},
        )  # fmt: skip
        if done.returncode:
            raise pyodide_node.EngineError(f"The snapshot could not be taken:\n{(done.stderr or done.stdout)[-4000:]}")
        return out.read_bytes()
