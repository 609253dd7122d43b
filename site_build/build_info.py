"""The edition of the site, for the footer: project version, commit and policy version."""

import subprocess
import tomllib
from dataclasses import dataclass

from site_build.checker_api import policy
from site_build.layout import ROOT, SINGLES, SOURCES
from site_build.settings import settings

SHOWN = 8
"""Shown digits of a commit. Fixed, because git's own short form grows with the repository."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The versions that the footer shows; equal for equal sources."""

    version: str
    """Of the project, from pyproject.toml."""
    commit: str
    """Shortened, with a + for uncommitted changes; empty when unknown."""
    policy: str
    """The policy's version."""


def edition() -> Edition:
    """The edition of the current sources; raises BuildError when SOURCE_COMMIT is not a commit."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return Edition(project["version"], commit(), policy().version)


def commit() -> str:
    """The commit from the variable SOURCE_COMMIT if it is set (for sources without their history), else from git."""
    if given := settings().source_commit:
        return given[:SHOWN] + "+" * given.endswith("+")
    # The prefix is empty at the root of a repository: a folder inside another project has no commit of its own.
    prefix, _, head = git("rev-parse", "--show-prefix", "HEAD").partition("\n")
    if prefix or not head:
        return ""
    return head[:SHOWN] + "+" * bool(git("status", "--porcelain", "--", *SOURCES, *SINGLES))


def git(*arguments: str) -> str:
    """The output of git; empty when git is missing or this is not a repository."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.rstrip("\n") if done.returncode == 0 else ""
