"""Minifies our scripts with esbuild, which joins modules and rejects wrong syntax."""

from __future__ import annotations

import subprocess
from pathlib import Path

from site_build import BuildError
from site_build.engine.pyodide_node import node
from site_build.layout import ROOT

KINDS = (".js", ".mjs")
WIDGET = ("still-in-time.mjs", "kept-list.mjs", "worker.mjs")
"""The modules in widget/ that pages load; each includes what it imports."""
CLASSIC = ("kept-list.mjs",)
"""Those that become classic scripts, which run where they stand. Their names are hidden in a function."""
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
TARGET = "es2022"
"""Older browsers cannot start Pyodide anyway; for them the links work as links."""


def minify(script: str, file: Path) -> str:
    """A minified script. A module (`.mjs`) includes its imports; a classic script keeps its global names.

    `file`: the source file; imports are resolved from its folder. Raises BuildError on a syntax error.
    """
    kind = "iife" if file.name in CLASSIC else "esm"
    options = ["--bundle", f"--format={kind}"] if file.suffix == ".mjs" else []
    options += ["--minify", "--charset=utf8", f"--target={TARGET}", f"--sourcefile={file.name}", "--log-level=error"]
    command = [node(), str(ESBUILD), *options]
    done = subprocess.run(command, input=script, cwd=file.parent, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise BuildError(f"{file.relative_to(ROOT)} cannot be read as JavaScript:\n{done.stderr.strip()}")
    return done.stdout
