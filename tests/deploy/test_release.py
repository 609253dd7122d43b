"""The release: packed as well as it goes, the same each time, and whole."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from site_build.layout import SITE
from site_build.release import pack, write
from tests.deploy.conftest import FAST


def files(folder: Path) -> dict[str, str]:
    """Everything in a folder, by name, as hashes."""
    found = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in found}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site with a page, a tiny file, a picture, and one content under two names."""
    site = tmp_path / "site"
    (site / "es").mkdir(parents=True)
    page = (SITE / "steps" / "index.html").read_bytes()
    for name in ("index.html", "es/index.html"):
        (site / name).write_bytes(page)
    (site / "tiny.txt").write_text("Hi")
    (site / "picture.png").write_bytes(next(SITE.rglob("*.png")).read_bytes())
    return site


def test_equal_sites_give_equal_releases(release: Path, tmp_path: Path) -> None:
    """Packed anew, with nothing kept from before, every file is the same in each byte."""
    write(tmp_path / "again", quality=FAST, cache=tmp_path / "packed")
    assert files(tmp_path / "again") == files(release)


def test_a_release_is_packed_as_well_as_it_goes(small: Path, tmp_path: Path) -> None:
    """Unless asked for speed, Brotli and gzip work at their highest quality, and both unpack to the file."""
    write(tmp_path / "release", site=small, cache=tmp_path / "packed")
    page = tmp_path / "release" / "nginx" / "site" / "index.html"
    content = page.read_bytes()
    best = min(len(brotli.compress(content, quality=quality)) for quality in range(12))  # type: ignore[no-untyped-call]
    packed = page.with_name("index.html.br").read_bytes()
    assert len(packed) <= best and brotli.decompress(packed) == content
    zipped = page.with_name("index.html.gz").read_bytes()
    assert len(zipped) <= len(gzip.compress(content, 9)) and gzip.decompress(zipped) == content


def test_what_would_not_get_smaller_stays_alone(small: Path, tmp_path: Path) -> None:
    """A tiny file and a picture have no packed copies."""
    pack(small, quality=FAST, cache=tmp_path / "packed")
    assert {file.name for file in small.iterdir() if file.is_file()} == {
        "index.html", "index.html.br", "index.html.gz", "picture.png", "tiny.txt",
    }  # fmt: skip


def test_what_was_packed_is_kept_and_what_is_gone_is_not(small: Path, tmp_path: Path) -> None:
    """The next release packs only what has changed, at whatever quality; content that is gone takes no room."""
    cache = tmp_path / "packed"
    pack(small, quality=11, cache=cache)
    before = {file.name: file.stat().st_mtime_ns for file in cache.iterdir()}
    pack(small, quality=FAST, cache=cache)
    after = {file.name: file.stat().st_mtime_ns for file in cache.iterdir()}
    assert before.items() <= after.items()
    (small / "tiny.txt").unlink()
    for file in small.rglob("index.html*"):
        file.unlink()
    pack(small, quality=FAST, cache=cache)
    assert list(cache.iterdir()) == []


def test_a_release_replaces_the_last_one(small: Path, tmp_path: Path) -> None:
    """Nothing of an older edition stays in the folder."""
    write(tmp_path / "release", site=small, quality=FAST, cache=tmp_path / "packed")
    (tmp_path / "release" / "github" / "old.html").write_text("old")
    write(tmp_path / "release", site=small, quality=FAST, cache=tmp_path / "packed")
    assert not (tmp_path / "release" / "github" / "old.html").exists()
