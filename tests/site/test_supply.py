"""What the project stands on: pinned, accounted for, and shipped as it was published."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from site_build.engine import pyodide_node
from site_build.layout import ROOT

NPM = (ROOT, ROOT / "tools" / "lighthouse", ROOT / "deploy")
"""Where packages come from npm: for the site and its tests, for a measurement, and for publishing."""
LOCK = {
    name: entry
    for folder in NPM
    for name, entry in json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"].items()
}
NEEDED = ROOT / "requirements.in"


def asked_for() -> set[str]:
    """The packages that people have written down: those of requirements.in and of each package.json."""
    python = re.findall(r"^([\w.-]+)", NEEDED.read_text("utf-8"), re.MULTILINE)
    asked = [json.loads((folder / "package.json").read_text("utf-8")) for folder in NPM]
    return {
        *python,
        *(name for each in asked for kind in ("dependencies", "devDependencies") for name in each.get(kind, ())),
    }


def test_every_python_package_is_pinned_with_hashes() -> None:
    """Each requirement, also of a requirement, is one version, and pip can check each file that it fetches."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text("utf-8").strip())
    pinned = {re.match(r"([\w.-]+)==\S+ \\\n", entry) for entry in entries if "--hash=sha256:" in entry}
    names = {match[1] for match in pinned if match}
    assert len(names) == len(entries) > len(asked_for())
    wanted = {name.lower() for name in re.findall(r"^([\w.-]+)", NEEDED.read_text("utf-8"), re.MULTILINE)}
    assert wanted <= names


def test_every_npm_package_is_pinned_with_its_integrity() -> None:
    """Each package bears version and hash, and no address: any mirror of the registry will do, none can cheat."""
    packages = {name: entry for name, entry in LOCK.items() if name}
    assert packages
    for name, entry in packages.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", entry["version"]), name
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_every_dependency_is_justified() -> None:
    """Whatever requirements.in and package.json ask for has its reason in adr/0002; what is gone has none left."""
    text = (ROOT / "adr" / "0002-dependencies.md").read_text("utf-8")
    cells = [row.split("|")[1:3] for row in text.splitlines() if row.startswith("| ")][1:]
    reasons = {name.split()[0].lower(): reason.strip() for names, reason in cells for name in names.split(",")}
    assert {name.lower() for name in asked_for()} - set(reasons) == set()
    installed = (ROOT / "requirements.txt").read_text("utf-8")
    known = {*re.findall(r"^([\w.-]+)==", installed, re.MULTILINE), *(name.partition("/")[2] for name in LOCK)}
    assert {name for name in reasons if name not in known} == set()
    assert all(reasons.values())


def test_the_runtime_is_what_was_recorded() -> None:
    """Pyodide's files have the hashes in site_build/engine/pyodide.sha256, for the version in the lock."""
    assert pyodide_node.recorded_for() == LOCK["node_modules/pyodide"]["integrity"]
    assert set(pyodide_node.recorded()) == {*pyodide_node.RUNTIME, "python_stdlib.zip", "pyodide-lock.json"}
    pyodide_node.verify()


def test_the_site_ships_what_was_recorded(site: Path) -> None:
    """What readers load is byte for byte what the record vouches for."""
    for name in pyodide_node.RUNTIME:
        (file,) = (site / "assets" / "engine").glob(f"*/{name}")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == pyodide_node.recorded()[name], name


@pytest.mark.parametrize("name", pyodide_node.RUNTIME)
def test_a_changed_runtime_stops_the_build(tmp_path: Path, name: str) -> None:
    """One changed byte in Pyodide's files is named, with what to do."""
    for file in pyodide_node.recorded():
        os.link(pyodide_node.HOME / file, tmp_path / file)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(pyodide_node.EngineError, match=rf"{re.escape(name)}.*Upgrade Pyodide"):
        pyodide_node.verify(tmp_path)


@pytest.mark.long
def test_the_record_is_of_the_package_in_the_lock(tmp_path: Path) -> None:
    """Fetched anew, the npm package has the integrity of the lock, and its files have the recorded hashes."""
    entry = LOCK["node_modules/pyodide"]
    npm = shutil.which("npm", path=f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}")
    assert npm, "npm is missing: `make setup` installs it"
    packed = [npm, "pack", f"pyodide@{entry['version']}", "--silent", "--pack-destination", str(tmp_path)]
    path = f"{Path(npm).parent}:{os.environ['PATH']}"
    subprocess.run(packed, cwd=tmp_path, check=True, timeout=300, env={**os.environ, "PATH": path})
    (file,) = tmp_path.glob("*.tgz")
    digest = hashlib.sha512(file.read_bytes()).digest()
    assert f"sha512-{base64.b64encode(digest).decode()}" == entry["integrity"]
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path, filter="data")
    pyodide_node.verify(tmp_path / "package")
