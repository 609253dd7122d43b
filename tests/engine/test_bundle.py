"""What the engine consists of."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.load import load
from site_build import BuildError
from site_build.engine import bundle, precompile, pyodide_node
from site_build.engine.build import build_engine
from site_build.layout import ROOT
from tests.engine.conftest import Engine

COMPILED = """
import builtins, json

plain, compiled = builtins.exec, []

def exec(what, *where):
    if isinstance(what, str):
        compiled.append(what)
    return plain(what, *where)

builtins.exec = exec
from checker import live
live.start("test").answer({})
json.dumps(compiled)
"""
"""Run inside Pyodide: what is compiled from text up to the first answer."""


def test_the_zip_holds_bytecode_only(engine: Engine) -> None:
    """Nothing is compiled, and no policy file is parsed, in a reader's browser."""
    assert [name for name in engine.names() if not name.endswith(".pyc")] == []


def test_the_zip_is_not_compressed(engine: Engine) -> None:
    """The server's Brotli packs bytecode better than a zip does, so the zip leaves it to that."""
    for zipped in (engine.python, engine.reading):
        with zipfile.ZipFile(zipped) as packed:
            assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}


def test_the_zip_holds_the_checker_and_its_libraries(engine: Engine) -> None:
    """One request brings all Python that an answer needs, the policy included, and no TOML reader with it."""
    names = set(zipfile.ZipFile(engine.python).namelist())
    assert {"checker/live.pyc", "checker/_policy.pyc", "htpy/__init__.pyc", "markupsafe/_native.pyc"} <= names
    assert not [name for name in names if name.startswith("tomllib/")]


def test_only_who_pastes_loads_what_reading_needs(engine: Engine) -> None:
    """Code and words for texts and sentences come in a zip of their own; nothing is in both."""
    names = zipfile.ZipFile(engine.reading).namelist()
    assert {"checker/_reading.pyc", "checker/find.pyc", "checker/html/reading.pyc", "html/parser.pyc"} <= set(names)
    assert len(set(engine.names())) == len(engine.names())


def test_what_only_a_terminal_needs_stays_out(engine: Engine) -> None:
    """The zip holds what answers import, and nothing else of our packages."""
    names = set(engine.names())
    assert not names & {"checker/__main__.pyc", "htpy/django.pyc", "markupsafe/_speedups.pyc"}
    assert not [name for name in names if name.startswith(("checker/audit/", "checker/changes/", "checker/publish/"))]


def test_the_runtime_is_shipped_byte_for_byte(engine: Engine) -> None:
    """Pyodide's files are those that the lock file of npm vouches for."""
    for name in pyodide_node.RUNTIME:
        assert (engine.folder / name).read_bytes() == (pyodide_node.HOME / name).read_bytes()


def test_equal_inputs_give_equal_bytes(tmp_path: Path, engine: Engine) -> None:
    """Compiled, packed and started anew, the zip and the snapshot are the same, under the same names.

    What was kept of an earlier build and has been changed or cut since is not taken.
    """
    (tmp_path / "cache").mkdir()
    # Finding the modules anew would take most of the time; what is found is sorted.
    for found in bundle.CACHE.glob("modules-*.json"):
        shutil.copy(found, tmp_path / "cache")
    harmed: dict[str, Callable[[bytes], bytes]] = {
        "python": lambda kept: kept.replace(b"Yes, ", b"No,, "),
        "reading": lambda kept: kept[:-1],
    }
    for kind, harm in harmed.items():
        [kept] = bundle.CACHE.glob(f"{kind}-*.zip")
        assert harm(kept.read_bytes()) != kept.read_bytes()
        (tmp_path / "cache" / kept.name).write_bytes(harm(kept.read_bytes()))
    where = build_engine(tmp_path / "out", cache=tmp_path / "cache")
    assert Path(where["python"]).name == engine.python.name
    assert (tmp_path / "out" / where["python"]).read_bytes() == engine.python.read_bytes()
    assert (tmp_path / "out" / where["reading"]).read_bytes() == engine.reading.read_bytes()
    [snapshot] = engine.folder.glob("snapshot.*")
    assert Path(where["snapshot"]).name == snapshot.name


def test_nothing_tells_where_it_was_built(engine: Engine) -> None:
    """No file of the engine holds the folder of its build, in any form that Python keeps text in."""
    told = [ROOT.as_posix().encode(form) for form in ("utf-8", "utf-16-le", "utf-32-le")]
    assert [file.name for file in engine.folder.iterdir() if any(each in file.read_bytes() for each in told)] == []


def test_an_older_engine_is_removed(tmp_path: Path) -> None:
    """A site holds one engine, so that its parts cannot be mixed."""
    old = tmp_path / "engine" / "0123456789ab" / "python.0123456789ab.zip"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    where = build_engine(tmp_path)
    assert sorted(path.name for path in (tmp_path / "engine").iterdir()) == [Path(where["engine"]).name]


def test_the_worker_knows_the_head_of_the_lock_file() -> None:
    """The worker gives it to Pyodide instead of fetching 120 kB; a new Pyodide needs a new one."""
    lock = json.loads((pyodide_node.HOME / "pyodide-lock.json").read_text("utf-8"))
    worker = (ROOT / "widget" / "worker.mjs").read_text("utf-8")
    found = re.search(r"info: (\{[^}]*\})", worker)
    assert found
    written = json.loads(re.sub(r"(\w+): ", r'"\1": ', found[1]))
    assert written == lock["info"]


def test_our_scripts_are_scripts() -> None:
    """Every script that we write can be read as one, so that a slip in an editor does not reach a reader."""
    scripts = [*(ROOT / "widget").rglob("*.*js"), *(ROOT / "docs" / "assets" / "javascripts").glob("*.js")]
    assert scripts
    for script in scripts:
        done = subprocess.run([pyodide_node.node(), "--check", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_our_scripts_make_no_code_from_text() -> None:
    """No eval and no markup from anywhere but the one policy: what the Content-Security-Policy forbids is not tried."""
    for module in (ROOT / "widget").rglob("*.*js"):
        text = module.read_text("utf-8")
        assert not re.search(r"\beval\(|new Function|insertAdjacentHTML|outerHTML|document\.write", text)
        assert len(re.findall(r"\.innerHTML = ", text)) == text.count("trusted.createHTML(")


def test_the_policy_ships_as_it_was_read() -> None:
    """The modules that stand for the policy's files make an equal policy, without reading any."""
    own, made = bundle.sources(ROOT / "checker"), dict[str, Any]()
    for module in (bundle.POLICY, bundle.READING):
        exec(own[module], made)
    whole = load()
    kept_apart = {"signs": made["SIGNS"], "concepts": whole.concepts, "cues": whole.cues}
    assert replace(made["POLICY"], **kept_apart) == whole


def test_a_policy_that_cannot_be_written_stops_the_build() -> None:
    """A value that no policy may hold is named, rather than changed on its way to the browser."""
    with pytest.raises(BuildError, match=r"datetime, .*datetime\.datetime\(2026, 11, 22, 10, 0\)"):
        precompile.expression(datetime.datetime(2026, 11, 22, 10))


def test_no_dataclass_is_compiled_at_the_start(engine: Engine) -> None:
    """The methods of every dataclass that an answer needs are found ready in the zip."""
    task = pyodide_node.Task(COMPILED, python=engine.python, pyodide=engine.folder)
    assert json.loads(pyodide_node.run(task)) == []


def test_an_unknown_dataclass_is_compiled_as_ever() -> None:
    """A dataclass whose methods nobody prepared works all the same."""
    names: dict[str, Any] = {}
    exec(precompile.methods([]), names)
    found: dict[str, Any] = {}
    names["exec"]("def __create_fn__():\n return 7", {}, found)
    assert found["__create_fn__"]() == 7
    with pytest.raises(BuildError, match="another form"):
        precompile.methods(["def create(): pass"])
