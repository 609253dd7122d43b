"""Install what the project needs, once.

`setup.py packages` installs Python and npm packages, `setup.py browser` a browser for the tests.

Runs on any Python from 3.8, with nothing but the standard library, because it is what finds Python 3.13. Every step
leaves a note of what it installed, so that the next run has nothing to do and takes milliseconds. A step that fails
says in one sentence what is missing; the whole output of the failed command goes to build/setup.log.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, Optional, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "build" / "setup.log"
WANTED = (3, 13)
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--retries", "2")
PINNED = ("--require-hashes", "--only-binary", ":all:")
"""Only files with a hash that is known, and only wheels: to build one runs code that no hash is asked of."""

GET_PYTHON = (
    "This project needs Python 3.13 and found none: install it from https://www.python.org/downloads/ "
    "(or with `pyenv install 3.13`), then run make again."
)
OFFLINE = "No connection to the package index: go online once, then run make again (details: {log})."
NETWORK_SIGNS = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "Connection refused",
    "Failed to establish a new connection",
    "Failed to resolve",
    "Max retries exceeded",
    "Name or service not known",
    "Network is unreachable",
    "Temporary failure in name resolution",
    "from versions: none",
    "timed out",
)


class SetupError(Exception):
    """A step could not be done; the message is one sentence for the person at the keyboard."""


def say(text: str) -> None:
    """Tell what is being done, in one line."""
    print(text, flush=True)


def run(command: Sequence[object], failure: str) -> str:
    """Run a command quietly and give back what it printed; raise SetupError(failure) if it fails.

    A failure that looks like a missing network is reported as such.
    """
    words = [str(word) for word in command]
    environment = dict(os.environ, PATH=os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")]))
    try:
        done = subprocess.run(
            words, cwd=str(ROOT), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except OSError as error:
        raise SetupError(f"{failure} ({error}).") from error
    printed = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text("$ " + " ".join(words) + "\n" + printed, encoding="utf-8")
        log = LOG.relative_to(ROOT)
        if any(sign in printed for sign in NETWORK_SIGNS):
            raise SetupError(OFFLINE.format(log=log))
        raise SetupError(f"{failure} (details: {log}).")
    return printed


def version_of(python: object) -> Optional[List[int]]:
    """The major and minor version of an interpreter, or None if it does not start."""
    ask = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        done = subprocess.run([str(python), "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return None
    return [int(word) for word in done.stdout.split()] if done.returncode == 0 else None


def find_python() -> str:
    """An interpreter of the wanted version: this one, one on the path, pyenv's, or one that uv knows or can fetch."""
    candidates: List[object] = [sys.executable, "python3.13", "python3", "python"]
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")))
    candidates += sorted(pyenv.glob("versions/3.13*/bin/python"), reverse=True)
    for candidate in candidates:
        if version_of(candidate) == list(WANTED):
            return str(candidate)
    return python_from_uv()


def python_from_uv() -> str:
    """Python 3.13 by way of uv, which is taken from the path or else from the package index.

    Raises SetupError with GET_PYTHON when that does not work either.
    """
    say("No Python 3.13 here: asking uv for one …")
    uv = shutil.which("uv")
    try:
        if uv is None:
            home = ROOT / "build" / "uv"
            home.mkdir(parents=True, exist_ok=True)
            pin = home / "uv.txt"
            pin.write_text(pinned("uv"), encoding="utf-8")
            command = [sys.executable, *PIP, *PINNED, "--upgrade", "--target", home, "--requirement", pin]
            run(command, GET_PYTHON)
            uv = str(home / "bin" / "uv")
        run([uv, "python", "install", "3.13"], GET_PYTHON)
        return run([uv, "python", "find", "--system", "3.13"], GET_PYTHON).strip().splitlines()[-1]
    except (SetupError, IndexError) as error:
        raise SetupError(GET_PYTHON) from error


def pinned(package: str) -> str:
    """The entry of requirements.txt for one package: its version and the hashes of its files."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{package}==.*(?:\n .*)*", text, re.MULTILINE)
    return found.group() if found else ""


def digest_of(*files: Path) -> str:
    """One short digest of the content of some files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def is_done(note: Path, digest: str) -> bool:
    """Whether a step has left a note that it was done for just these inputs."""
    return note.exists() and note.read_text(encoding="utf-8") == digest


def install_python_packages() -> None:
    """Make .venv with Python 3.13 and put into it exactly what requirements.txt pins."""
    wanted = digest_of(ROOT / "requirements.txt")
    note = VENV / "requirements.sha256"
    if version_of(PYTHON) == list(WANTED) and is_done(note, wanted):
        return
    if version_of(PYTHON) != list(WANTED):
        python = find_python()
        say(f"Making .venv with {python} …")
        run(
            [python, "-m", "venv", "--clear", VENV],
            f"{python} cannot make a virtual environment: install its venv module",
        )
    say("Installing Python packages into .venv …")
    run(
        [PYTHON, *PIP, *PINNED, "--requirement", ROOT / "requirements.txt"],
        "The Python packages could not be installed",
    )
    note.write_text(wanted, encoding="utf-8")


def install_npm_packages() -> None:
    """Put into node_modules exactly what package-lock.json pins; node itself is one of the Python packages."""
    wanted = digest_of(ROOT / "package.json", ROOT / "package-lock.json")
    note = ROOT / "node_modules" / ".lock.sha256"
    if is_done(note, wanted):
        return
    say("Installing npm packages into node_modules …")
    run([VENV / "bin" / "npm", "ci"], "The npm packages could not be installed")
    note.write_text(wanted, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Do the step that is named; 0 when all is there, 1 with one sentence on standard error when not."""
    steps = list(arguments) or ["packages"]
    try:
        if "packages" in steps:
            install_python_packages()
            install_npm_packages()
        if "browser" in steps:
            run_browser_step()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_browser_step() -> None:
    """Find or install a Chromium; done by the project's own Python, which has Playwright."""
    if subprocess.run([str(PYTHON), "-m", "tools.browsers"], cwd=str(ROOT), check=False).returncode:
        raise SetupError("Without a browser the tests cannot run.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
