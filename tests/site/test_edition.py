"""Every page says which edition it is of, and the same edition is always the same site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from site_build import BuildError, build_info
from site_build.engine.bundle import CACHE
from site_build.layout import HEADERS
from tests import sources
from tests.site.conftest import Document


def test_every_page_says_its_edition(everything: list[Document]) -> None:
    """The footer names the project's version, the commit and the policy's version, on the page for errors, too."""
    own = build_info.edition()
    assert re.fullmatch(r"([0-9a-f]{8}\+?)?", own.commit)
    version = f"{own.version} ({own.commit})" if own.commit else own.version
    for document in everything:
        said = re.search(r'<div class="edition">(.*?) · <a ', document.text)
        assert said and f'<span translate="no">{version}</span>' in said[1] and own.policy in said[1], (
            document.place.file
        )


def test_commit_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources without their history say their commit in SOURCE_COMMIT; what is no commit stops the build."""
    monkeypatch.setenv("SOURCE_COMMIT", "0123456789abcdef0123456789abcdef01234567+")
    assert build_info.commit() == "01234567+"
    monkeypatch.setenv("SOURCE_COMMIT", "main")
    with pytest.raises(BuildError, match="SOURCE_COMMIT"):
        build_info.commit()


def test_commit_is_of_this_project_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clean checkout has its commit, a changed one a +, a folder inside another project or without git none."""
    monkeypatch.delenv("SOURCE_COMMIT", raising=False)
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.setattr(build_info, "ROOT", inner)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert build_info.commit() == ""
    monkeypatch.setattr(build_info, "ROOT", tmp_path)
    (tmp_path / "mkdocs.yml").write_text("one")
    build_info.git("init", "--quiet")
    build_info.git("add", "mkdocs.yml")
    build_info.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=one")
    head = build_info.git("rev-parse", "HEAD")
    (tmp_path / "elsewhere").write_text("The site is not made from this.")
    assert build_info.commit() == head[:8]
    (tmp_path / "mkdocs.yml").write_text("two")
    assert build_info.commit() == head[:8] + "+"
    monkeypatch.setattr(build_info, "ROOT", inner)
    assert build_info.commit() == ""


def test_equal_sources_give_equal_bytes(site: Path, tmp_path: Path) -> None:
    """Built anew from just its listed sources, in another folder and time zone, the site is the same in each byte.

    So are the parts of the engine that builds keep and take again.
    """
    copy = tmp_path / "another place"
    sources.copy(copy, warm=False)
    odd = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_COMMIT": build_info.commit()}
    command = [sys.executable, "-m", "site_build"]
    done = subprocess.run(
        command, cwd=copy, env={**os.environ, **odd}, umask=0o077, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert files(copy / "site") == files(site)
    assert (copy / "build" / HEADERS.name).read_bytes() == HEADERS.read_bytes()
    kept = files(copy / "build" / CACHE.name)
    assert kept and kept.items() <= files(CACHE).items()


def files(folder: Path) -> dict[str, str]:
    """Everything in a folder, by name, as hashes."""
    found = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in found}
