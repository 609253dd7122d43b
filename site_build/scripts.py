"""Our scripts as readers get them: modules joined and everything minified by esbuild, which also refuses bad syntax."""

from __future__ import annotations

import subprocess
from pathlib import Path

from site_build.layout import ROOT, BuildError
from site_build.runtime import node

KINDS = (".js", ".mjs")
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
TARGET = "es2022"
"""Older browsers cannot start Pyodide either: they follow links."""


def minify(script: str, file: Path) -> str:
    """A script as it ships. A module (`.mjs`) brings what it imports with it; a classic script keeps its global names.

    `file`: where it comes from; imports are resolved from its folder. Raises BuildError on a syntax error.
    """
    options = ["--bundle", "--format=esm"] if file.suffix == ".mjs" else []
    options += ["--minify", "--charset=utf8", f"--target={TARGET}", f"--sourcefile={file.name}", "--log-level=error"]
    command = [node(), str(ESBUILD), *options]
    done = subprocess.run(command, input=script, cwd=file.parent, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise BuildError(f"{file.relative_to(ROOT)} cannot be read as JavaScript:\n{done.stderr.strip()}")
    return done.stdout
