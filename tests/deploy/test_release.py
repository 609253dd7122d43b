"""The release: packed as well as it goes, the same each time, and whole."""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from site_build import BuildError, build_info, site_folder
from site_build import release as releasing
from site_build.checker_api import policy
from site_build.hosting import security_txt
from site_build.hosting.headers import Rules, load_rules
from site_build.layout import SITE
from site_build.release import pack, write
from site_build.settings import settings
from tests.deploy.conftest import FAST, ask
from tools import nginx


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


@pytest.mark.parametrize(
    "harm",
    [
        lambda packed: packed.write_bytes(b""),
        lambda packed: packed.write_bytes(packed.read_bytes()[:-3]),
        lambda packed: packed.write_bytes(
            releasing.brotlied(b"alert()", FAST) if packed.suffix == ".br" else gzip.compress(b"alert()")
        ),
    ],
    ids=["empty", "cut", "changed"],
)
def test_what_is_kept_packed_is_looked_into(small: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """A packed copy that a full disk cut, or somebody changed, is made anew: readers get the page and nothing else."""
    cache = tmp_path / "packed"
    pack(small, quality=FAST, cache=cache)
    for packed in cache.iterdir():
        harm(packed)
    pack(small, quality=FAST, cache=cache)
    page = small / "index.html"
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()


def test_without_a_policy_nothing_is_released(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers without a Content-Security-Policy are those of a build that went wrong, and are not passed on."""
    monkeypatch.setattr(releasing, "load_rules", lambda: Rules("/", {"Cache-Control": "no-cache"}))
    with pytest.raises(BuildError, match="no Content-Security-Policy"):
        write(tmp_path / "release", site=small, quality=FAST, cache=tmp_path / "packed")
    assert not (tmp_path / "release").exists()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, other than those of the tests."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_any_servers_user_can_read_a_release(small: Path, tmp_path: Path, open_folder: Path) -> None:
    """Made by somebody whose files are for nobody else, copied with its modes, it is served by a user of its own."""
    before = os.umask(0o077)
    try:
        write(tmp_path / "release", site=small, quality=FAST, cache=tmp_path / "packed")
        shutil.copytree(tmp_path / "release" / "nginx", open_folder / "nginx")
    finally:
        os.umask(before)
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (tmp_path / "release").rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}
    if os.geteuid():
        pytest.skip("NOT RUN: only root can start a server as another user")
    try:
        with nginx.running(open_folder / "nginx", load_rules(), user="nobody nogroup") as home:
            assert ask(home, "/").status == 200
    except nginx.NoServerError as error:
        pytest.skip(f"NOT RUN: {error}")


def test_a_release_waits_for_other_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is written nobody else builds or releases, so that no site changes under it."""
    monkeypatch.setattr(site_folder, "BUILD", tmp_path)
    done: list[str] = []

    def locked(name: str) -> None:
        with (tmp_path / "lock").open("w") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done.append(name)

    monkeypatch.setattr(releasing, "build_while_locked", lambda: locked("renew"))
    monkeypatch.setattr(releasing, "write", lambda **_: locked("write"))
    releasing.make()
    assert done == ["renew", "write"]


def test_a_release_is_for_an_address(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without SITE_URL nothing is written; what a maintainer should know of a release is said."""
    monkeypatch.setattr("sys.argv", ["release"])
    monkeypatch.setattr(releasing, "make", lambda **_: {"cloudflare": "It would skip the policy."})
    monkeypatch.setattr(build_info, "commit", lambda: "")
    monkeypatch.setattr(releasing, "RELEASE", Path(__file__).parent)
    monkeypatch.delenv("SITE_URL", raising=False)
    assert releasing.main() == 1
    assert "SITE_URL is not set" in capsys.readouterr().err
    monkeypatch.setenv("SITE_URL", "https://help.example.org/")
    monkeypatch.setenv("EMBEDDERS", "https://a.example http://b.example")
    assert releasing.main() == 0
    told = capsys.readouterr().err
    assert "Nothing for cloudflare: It would skip the policy." in told
    assert "The footer names no commit" in told
    assert "without https" in told and "http://b.example" in told and "https://a.example" not in told


@pytest.mark.parametrize(
    "wrong",
    ["", "help.example.org", "javascript:alert(1)", "ftp://example.org/", "https://example.org/a+b/",
     "https://example.org/a b/", "https://example.org/$uri/", "https://example.org//x/", "https://example.org/?x=1",
     "https://example.org/../", "https://user@example.org/", "https://example.org:99999/", "https://ejemplo.añ/"],
)  # fmt: skip
def test_an_address_that_servers_would_misread_stops_the_build(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """SITE_URL goes into the rules of every host; what does not fit there is refused with what to write."""
    monkeypatch.setenv("SITE_URL", wrong)
    with pytest.raises(BuildError, match=r"SITE_URL is .*https://help\.example\.org/"):
        settings()


@pytest.mark.parametrize(
    "right",
    ["https://help.example.org", "http://127.0.0.1:8000/", "https://owner.github.io/still-in-time", "https://a.example/b/c~d/"],
)  # fmt: skip
def test_ordinary_addresses_are_taken(monkeypatch: pytest.MonkeyPatch, right: str) -> None:
    """With and without a slash at the end, a port or a path."""
    monkeypatch.setenv("SITE_URL", right)
    assert settings().site_url == right.rstrip("/") + "/"


@pytest.mark.parametrize("wrong", ["OFF", "Off", "0", "false", "no", ""])
def test_the_copy_is_on_or_off(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """In an emergency, OFFLINE written otherwise must not release the ordinary worker."""
    monkeypatch.setenv("OFFLINE", wrong)
    with pytest.raises(BuildError, match="write on or off"):
        settings()


@pytest.mark.parametrize(
    ("address", "home", "is_written"),
    [
        ("https://help.example.org/", "https://github.com/owner/name", True),
        ("https://help.example.org/", "", False),
        ("https://example.org/help/", "https://github.com/owner/name", False),
    ],
)
def test_the_site_says_whom_to_tell_of_a_weakness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, home: str, is_written: bool
) -> None:
    """As RFC 9116 asks: a contact, a day on which it ends, at the root of the host, where the project has a home."""
    monkeypatch.setenv("SITE_URL", address)
    monkeypatch.setenv("PROJECT_HOME", home)
    security_txt.write(tmp_path)
    file = tmp_path / ".well-known" / "security.txt"
    assert file.exists() == is_written
    if is_written:
        told = dict(line.split(": ", 1) for line in file.read_text("utf-8").splitlines())
        assert told["Contact"] == f"{home}/security/advisories/new"
        assert told["Canonical"] == f"{address}.well-known/security.txt"
        assert told["Preferred-Languages"] == "en, es"
        year, month, day, *_ = map(int, policy().version.split("."))
        assert (datetime.fromisoformat(told["Expires"]).date() - date(year, month, day)).days == 365
