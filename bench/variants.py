"""Builds the variants of the engine: folders with a page that starts it and shows one answer.

All run the same checker. The first three load it as the documentation of Pyodide and PyScript suggests: the package as
in its wheel, with its policy files, and its libraries in pure Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from site_build.assets import esbuild
from site_build.engine import pyodide_node
from site_build.engine.build import build_engine
from site_build.engine.bundle import POLICY, sources
from site_build.layout import BUILD, ROOT

HERE = Path(__file__).parent
PAGES = HERE / "pages"
OUT = BUILD / "bench"


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant: its id, its name in the table, and the function that builds its folder."""

    id: str
    name: str
    make: Callable[[Path], None]


def stock(folder: Path) -> None:
    """Pyodide's npm package unchanged."""
    shutil.copytree(pyodide_node.HOME, folder / "pyodide", copy_function=os.link)
    application(folder)
    page(folder, worker="stock.mjs")


def compiled(folder: Path) -> None:
    """The same with bytecode instead of sources, from `pyodide py-compile` as documented."""
    stock(folder)
    for file in (folder / "pyodide" / "python_stdlib.zip", folder / "app.zip"):
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)
        command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", str(file)]
        subprocess.run(command, check=True, capture_output=True)


def pyscript(folder: Path) -> None:
    """PyScript on the same runtime."""
    shutil.copytree(pyodide_node.HOME, folder / "pyodide", copy_function=os.link)
    shutil.copytree(npm() / "@pyscript" / "core" / "dist", folder / "pyscript")
    application(folder)
    config = {"interpreter": "/pyodide/pyodide.mjs", "files": {"/app.zip": "./*"}}
    (folder / "settings.json").write_text(json.dumps(config), encoding="utf-8")
    shutil.copy(PAGES / "pyscript.html", folder / "index.html")


def bundle(folder: Path) -> None:
    """Our engine, from the zip."""
    made = build_engine(folder)
    worker(folder)
    page(folder, worker="worker.mjs", engine=made["engine"], python=made["python"])


def snapshot(folder: Path) -> None:
    """Our engine, from the snapshot."""
    made = build_engine(folder)
    worker(folder)
    page(folder, worker="worker.mjs", **{part: made[part] for part in ("engine", "python", "snapshot")})


def floor(folder: Path) -> None:
    """The minimum: compiling the runtime."""
    (folder / "pyodide").mkdir()
    os.link(pyodide_node.HOME / "pyodide.asm.wasm", folder / "pyodide" / "pyodide.asm.wasm")
    page(folder, worker="compile.mjs", engine="pyodide/")


VARIANTS = (
    Variant("stock", "stock loadPyodide()", stock),
    Variant("pyscript", "PyScript", pyscript),
    Variant("compiled", "stock, all compiled", compiled),
    Variant("bundle", "our bundle", bundle),
    Variant("snapshot", "our bundle + snapshot", snapshot),
    Variant("floor", "compile the .wasm only", floor),
)


def build() -> dict[str, Path]:
    """Build the folders of all variants; returns them by id."""
    folders = {}
    for variant in VARIANTS:
        folder = OUT / "variants" / variant.id
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        variant.make(folder)
        folders[variant.id] = folder
    return folders


def page(folder: Path, **settings: str) -> None:
    """The page that starts a worker."""
    shutil.copy(PAGES / "start.mjs", folder)
    if not (folder / settings["worker"]).exists():
        shutil.copy(PAGES / settings["worker"], folder)
    text = (PAGES / "start.html").read_text(encoding="utf-8")
    text = text.replace(">{}<", f">{json.dumps({'engine': '', **settings})}<")
    (folder / "index.html").write_text(text, encoding="utf-8")


def worker(folder: Path) -> None:
    """Our worker as readers get it."""
    source = ROOT / "widget" / "worker.mjs"
    text = esbuild.minify(source.read_text(encoding="utf-8"), source)
    (folder / "worker.mjs").write_text(text, encoding="utf-8")


def application(folder: Path) -> None:
    """The checker as in its wheel, and its libraries, zipped."""
    files = {name: content for name, content in sources(ROOT / "checker").items() if name != POLICY}
    for file in sorted((ROOT / "checker" / "policy").rglob("*.toml")):
        files[file.relative_to(ROOT).as_posix()] = file.read_bytes()
    with zipfile.ZipFile(folder / "app.zip", "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def npm() -> Path:
    """The folder of the benchmark's own npm packages, installed on first use."""
    home = OUT / "npm"
    lock = (HERE / "package-lock.json").read_bytes()
    note = home / "node_modules" / ".installed"
    if not note.exists() or note.read_bytes() != lock:
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, home)
        shutil.copy(ROOT / ".npmrc", home)
        subprocess.run([ROOT / ".venv" / "bin" / "npm", "ci"], cwd=home, check=True, capture_output=True)
        note.write_bytes(lock)
    return home / "node_modules"
