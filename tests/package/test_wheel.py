"""The wheel, as somebody else installs and uses it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile

import pytest

from site_build.layout import ROOT
from tests.package.conftest import Installed, call

CALLS = re.findall(r"^\$ python -m checker (.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
PROGRAM = """
from checker.deadlines import deadlines
from checker.decide import Ask, path
from checker.load import load

state = path(load(), {"stage": "asked"})
if isinstance(state.next, Ask):
    reveal_type(state.next.question.text["en"])
state.answers = {}
"""


@pytest.mark.parametrize("arguments", [*CALLS, "--audit", "stage=nowhere", "--lang xx"])
def test_the_installed_command_says_what_the_sources_say(installed: Installed, arguments: str) -> None:
    """`still-in-time` and `python -m checker` print the same and end with the same code, mistakes included."""
    words = shlex.split(arguments)
    theirs = installed.run("still-in-time", *words)
    ours = call([sys.executable, "-m", "checker", *words], ROOT)
    assert (theirs.stdout, theirs.stderr, theirs.returncode) == (ours.stdout, ours.stderr, ours.returncode)
    assert theirs.stdout or theirs.returncode == 2


def test_who_stops_reading_is_no_mistake(installed: Installed) -> None:
    """Where the other end of a pipe is closed, the command ends without a word."""
    command = [str(installed.home / "bin" / "still-in-time"), "--list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_readme_shows_calls() -> None:
    """The calls of README.md are found, so that the test above runs them."""
    assert len(CALLS) >= 3


@pytest.mark.parametrize("file", ["README.md", "checker/README.md"])
def test_documented_examples_work_with_the_installed_package(installed: Installed, file: str) -> None:
    """Every example of the pages for developers gives what the page says, and each page has some."""
    assert ">>> " in (ROOT / file).read_text("utf-8")
    done = installed.run("python", "-m", "doctest", ROOT / file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_package_is_typed(installed: Installed) -> None:
    """A type checker of the one who installed it sees the package's types, and the mistake in their program."""
    (installed.folder / "program.py").write_text(PROGRAM, "utf-8")
    theirs = installed.home / "bin" / "python"
    done = call(
        [sys.executable, "-m", "mypy", "--strict", "--python-executable", theirs, "program.py"], installed.folder
    )
    assert 'Revealed type is "builtins.str"' in done.stdout or 'Revealed type is "str"' in done.stdout, done.stdout
    assert 'Property "answers" defined in "State" is read-only' in done.stdout
    assert "Found 1 error in 1 file" in done.stdout, done.stdout


def test_the_wheel_holds_the_package_and_nothing_else(installed: Installed) -> None:
    """Modules, every file of the policy and the mark of a typed package; no tests, no site."""
    names = zipfile.ZipFile(installed.wheel).namelist()
    wanted = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "checker").rglob("*")
        if file.suffix in (".py", ".toml") or file.name == "py.typed"
    }
    assert {name for name in names if ".dist-info/" not in name} == wanted
