"""Writes Pyodide's runtime, and beside it one zip with all the Python that a reader's browser needs.

    engine/<hash>/pyodide.mjs  pyodide.asm.js  pyodide.asm.wasm      Pyodide's own files, byte for byte
    engine/<hash>/python.<hash>.zip                                  standard library, checker, htpy, MarkupSafe
    engine/<hash>/reading.<hash>.zip                                 what only texts and sentences of readers need

The zips hold only bytecode, made by `pyodide py-compile` at -OO. They are stored uncompressed, because the server's
Brotli compresses bytecode better than a zip does. `precompile.py` adds results that a browser would otherwise compute
at every start. Equal inputs give equal bytes; results are cached.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker import load
from checker.publish import situations
from site_build import BuildError
from site_build.engine import cache as kept
from site_build.engine import import_trace, precompile, pyodide_node
from site_build.layout import BUILD, ROOT

CACHE = BUILD / "bundle"
LIBRARIES = ("htpy", "markupsafe")
EPOCH = (1980, 1, 1, 0, 0, 0)
POLICY = "checker/_policy.py"
READING = "checker/_reading.py"
TOOLS = (
    "bundle.py",
    "import_trace.py",
    "precompile.py",
    "pyodide_node.py",
    "line_tables.py",
    "crawl.py",
    "run_python.mjs",
)


def build(out: Path, *, checker: Path = ROOT / "checker", cache: Path = CACHE) -> dict[str, str]:
    """Write runtime and zips to `out`/engine and return their paths below `out`.

    Returns {"engine": "engine/<hash>/", "python": "engine/<hash>/python.<hash>.zip",
    "reading": "engine/<hash>/reading.<hash>.zip", "version": "0.29.5"}. Earlier engines in `out` are removed.
    Raises BuildError when a tool is missing or fails.
    """
    parts = read(pyodide_node.HOME, pyodide_node.RUNTIME)
    pyodide_node.verify()
    folder = f"engine/{digest(parts)[:12]}"
    archive, reading = _archives(checker, cache)
    name, more = (
        f"{part}.{hashlib.sha256(zipped.read_bytes()).hexdigest()[:12]}.zip"
        for part, zipped in (("python", archive), ("reading", reading))
    )
    wanted = {
        name: archive,
        more: reading,
        **{file: pyodide_node.HOME / file for file in pyodide_node.RUNTIME},
    }
    for old in sorted((out / "engine").glob("*/*")):
        if old.name not in wanted or old.parent != out / folder:
            old.unlink()
    (out / folder).mkdir(parents=True, exist_ok=True)
    for file, source in wanted.items():
        copy(source, out / folder / file)
    for old in sorted((out / "engine").iterdir()):
        if old != out / folder:
            old.rmdir()
    return {
        "engine": f"{folder}/",
        "python": f"{folder}/{name}",
        "reading": f"{folder}/{more}",
        "version": pyodide_node.version(),
    }


def digest(files: Mapping[str, bytes]) -> str:
    """A hash of named contents that does not depend on their order."""
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def read(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of files below a folder, by name."""
    try:
        return {name: (folder / name).read_bytes() for name in names}
    except FileNotFoundError as error:
        raise BuildError(f"{error.filename} is missing. `make setup` installs it.") from error


def sources(checker: Path) -> dict[str, bytes]:
    """Our own packages as Python sources, by their name in a zip, the policy among them as checker/_policy.py.

    The signs in pasted texts are checker/_reading.py: most readers never load them.
    """
    files = {f"checker/{path.relative_to(checker).as_posix()}": path for path in checker.rglob("*.py")}
    for library in LIBRARIES:
        spec = importlib.util.find_spec(library)
        if spec is None or spec.origin is None:
            raise BuildError(f"The package {library} is missing. `make setup` installs it.")
        home = Path(spec.origin).parent
        files |= {f"{library}/{path.relative_to(home).as_posix()}": path for path in home.rglob("*.py")}
    texts = {name: precompile.without_annotations(path.read_bytes()) for name, path in files.items()}
    none: Mapping[str, Any] = MappingProxyType({})
    whole = load.load(checker / "policy")
    policy = replace(whole, signs=none, concepts=none, cues=none)
    signs = precompile.module(SIGNS=whole.signs)
    return {**texts, POLICY: precompile.module(POLICY=policy).encode(), READING: signs.encode()}


def _archives(checker: Path, cache: Path) -> tuple[Path, Path]:
    """The zips for these sources, every start's and the reading's, from the cache when they are unchanged."""
    own = sources(checker)
    tools = read(Path(__file__).parent, TOOLS) | import_trace.shims()
    tools["versions"] = " ".join(
        (sys.version, importlib.metadata.version("pyodide-build"), pyodide_node.version())
    ).encode()
    code = {name: content for name, content in own.items() if name not in (POLICY, READING)}
    cache.mkdir(parents=True, exist_ok=True)
    key, listed = digest({**own, **tools})[:20], f"modules-{digest({**code, **tools})[:20]}"
    done, more = kept.find(cache, f"python-{key}", ".zip"), kept.find(cache, f"reading-{key}", ".zip")
    if done and more:
        return done, more
    with tempfile.TemporaryDirectory(dir=cache) as made:
        stage = Path(made)
        traced = kept.find(cache, listed, ".json")
        if not traced:
            for name, content in own.items():
                (stage / "src" / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / "src" / name).write_bytes(content)
            policy = load.load(checker / "policy")
            tables = {lang: json.dumps(situations.table(policy, lang)) for lang in policy.languages}
            (stage / "src" / "situations.json").write_text(json.dumps(tables), encoding="utf-8")
            try:
                found = import_trace.trace(stage)
            except pyodide_node.EngineError as error:
                raise BuildError(str(error)) from error
            traced = kept.put(cache, listed, ".json", json.dumps(asdict(found), indent=1).encode())
        found = import_trace.Trace(**json.loads(traced.read_text("utf-8")))
        library = import_trace.library()
        needed = precompile.with_compiled_methods({name: library[name] for name in found.standard}, found.methods)
        compiled = _compile(needed | {name: own[name] for name in found.own}, stage)
        done = kept.put(cache, f"python-{key}", ".zip", compiled)
        compiled = _compile({name: (own | library)[name] for name in found.reading}, stage)
        more = kept.put(cache, f"reading-{key}", ".zip", compiled)
    for kind, file in (("python", done), ("reading", more), ("modules", traced)):
        kept.keep_only(cache, kind, [file])
    return done, more


def _compile(files: Mapping[str, bytes], stage: Path) -> bytes:
    """Sources to a zip of bytecode, through `pyodide py-compile` under -OO, and line_tables.py."""
    if sys.version_info[:2] != (3, 13):
        raise BuildError(f"Bytecode for Pyodide needs Python 3.13, this is {sys.version.split()[0]}.")
    archive = stage / "python.zip"
    _pack(archive, files)
    # A fixed hash seed fixes the order of sets in bytecode; a fixed epoch keeps the build time out of it.
    env = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800"}

    def work(*program: str | Path) -> None:
        command = [sys.executable, "-OO", *program, str(archive)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError(f"The modules could not be compiled:\n{(done.stderr or done.stdout)[-4000:]}")

    work("-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0")
    with zipfile.ZipFile(archive) as compiled:
        bytecode = {name: compiled.read(name) for name in compiled.namelist()}
    if missing := sorted({f"{name}c" for name in files} - set(bytecode)):
        raise BuildError(f"`pyodide py-compile` left out {', '.join(missing)}")
    _pack(archive, bytecode)
    work(Path(__file__).with_name("line_tables.py"))
    return archive.read_bytes()


def _pack(archive: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip whose bytes depend only on names and contents."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content)


def copy(source: Path, target: Path) -> None:
    """Copy a file unless the target has the same bytes."""
    if not (target.exists() and target.stat().st_size == source.stat().st_size and _same(source, target)):
        partial = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copyfile(source, partial)
        partial.replace(target)


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
