"""Debian's packages without installing them: unpacked below build/, where they are programs and nothing more.

An installed server is a service: Debian's nginx listens on port 80 of all addresses from then on, at every boot. What
is only unpacked runs no script of its package, listens nowhere, needs no root and is gone with `make clean`. Each file
is checked by apt-get against the hash in Debian's signed lists.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from site_build.layout import BUILD

HOME = BUILD / "debian"
SYSTEM = Path("/")
FOLDERS = ("usr/sbin", "usr/bin", "usr/local/sbin")
"""Where programs are; servers are not on everybody's path."""


def root() -> Path:
    """The folder in which unpacked files lie as they would below `/`."""
    return HOME / "root"


def found(program: str) -> list[str]:
    """The paths of a program: the system's first, then what was unpacked."""
    places = ["", *(str(base / folder) for base in (SYSTEM, root()) for folder in FOLDERS)]
    paths = (shutil.which(program, path=place or None) for place in places)
    return list(dict.fromkeys(path for path in paths if path))


def environment() -> dict[str, str]:
    """The variables with which an unpacked program finds unpacked libraries."""
    libraries = [str(folder) for folder in root().glob("usr/lib/*-linux-*")]
    own = os.environ.get("LD_LIBRARY_PATH", "")
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(filter(None, [*libraries, own]))}


def unpack(*packages: str) -> bool:
    """Fetch packages and what they need that is not installed, and unpack them; whether that could be done."""
    if not (found("apt-get") and found("dpkg-deb")):
        return False
    print(f"Unpacking for the tests, below build/: {' '.join(packages)} …", flush=True)
    # The system's lists, or our own where it has none that are current.
    own = [f"--option=Dir::State::Lists={HOME / 'lists'}", f"--option=Dir::Cache={HOME / 'cache'}"]
    return _unpack(packages, []) or (_apt([*own, "update"]) is not None and _unpack(packages, own))


def _unpack(packages: tuple[str, ...], options: list[str]) -> bool:
    planned = _apt([*options, "--simulate", "--no-install-recommends", "install", *packages])
    if planned is None:
        return False
    shutil.rmtree(HOME / "packages", ignore_errors=True)
    wanted = dict.fromkeys([*packages, *re.findall(r"^Inst (\S+)", planned, re.MULTILINE)])
    if _apt([*options, "download", *wanted]) is None:
        return False
    files = sorted((HOME / "packages").glob("*.deb"))
    done = [subprocess.run(["dpkg-deb", "--extract", file, root()], capture_output=True, check=False) for file in files]
    return bool(done) and not any(each.returncode for each in done)


def _apt(arguments: list[str]) -> str | None:
    """What apt-get printed, or nothing where it failed; files that it downloads come to HOME / "packages"."""
    folder = HOME / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["apt-get", "--quiet", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None
