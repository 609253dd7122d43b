"""Puts the whole engine together: the runtime, Python in zips, and the memory of a Python that has started."""

from __future__ import annotations

from pathlib import Path

from site_build.engine import bundle, snapshot
from site_build.layout import ROOT


def build_engine(out: Path, *, checker: Path = ROOT / "checker", cache: Path = bundle.CACHE) -> dict[str, str]:
    """Write the engine to `out`/engine and return the paths of its parts below `out`, with Pyodide's version.

    The parts are "engine" (the folder), "python", "reading" and "snapshot". Raises BuildError when a tool is missing or
    fails, and EngineError when Pyodide is not the recorded one.
    """
    made = bundle.build(out, checker=checker, cache=cache)
    # ADR 9 is this line, its import and folder, and their like in worker.mjs: without them, Python starts from the zip.
    made |= snapshot.add(out, made, cache)
    return made
