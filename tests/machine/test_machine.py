"""Nothing is lost: a failed build leaves the site, a taken port is told, an interrupted set-up is taken up again."""

from __future__ import annotations

import os
import re
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import pytest

from site_build import BuildError, pipeline, serve, site_folder
from site_build.hosting.file_server import HOST
from site_build.hosting.headers import Rules
from site_build.layout import ROOT, SOURCES
from tests import sources
from tools import browsers, setup


def break_link(project: Path) -> None:
    """A page links to one that is not there."""
    page = project / "docs" / "en" / "steps.md"
    page.write_text(page.read_text("utf-8") + "\n[Nowhere](nowhere.md)\n", encoding="utf-8")


def break_runtime(project: Path) -> None:
    """The Python for browsers is not there."""
    (project / "node_modules").unlink()


def break_script(project: Path) -> None:
    """The last steps find a page that they cannot finish."""
    (project / "overrides" / "main.html").write_text("<p>no page</p>", encoding="utf-8")


@pytest.mark.parametrize(
    "harm", [break_link, break_runtime, break_script, None], ids=["link", "runtime", "page", "kill"]
)
def test_a_build_that_fails_leaves_the_site_that_was_there(tmp_path: Path, harm: Callable[[Path], None] | None) -> None:
    """Whatever stops a build, also a kill, site/ is as before, and the next build knows that it has work to do."""
    sources.copy(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("good")
    if harm:
        harm(tmp_path)
    command = [sys.executable, "-m", "site_build"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout and running.stderr
        if not harm:
            assert any("Making the engine" in line for line in running.stdout)
            running.kill()
        told = running.communicate()[1]
    assert running.returncode
    assert told.strip() or not harm
    assert [(file.name, file.read_text()) for file in (tmp_path / "site").iterdir()] == [("index.html", "good")]
    assert not (tmp_path / "build" / "site.sha256").exists()


def places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the build work in a folder of the test's own."""
    own = {"BUILD": "", "SITE": "site", "STAGE": "stage", "OLD": "old", "DIGESTS": "digests", "HEADERS": "headers"}
    for name, place in own.items():
        monkeypatch.setattr(site_folder, name, folder / place)


def built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is current, of two files."""
    places(folder, monkeypatch)
    monkeypatch.setattr(site_folder, "input_digest", lambda: "as they are")
    (folder / "site" / "check").mkdir(parents=True)
    (folder / "headers").write_text('{"headers": {}}')
    for name in ("embed.js", "check/index.html"):
        (folder / "site" / name).write_text("ours")
    site_folder.save_digests(site_folder.input_digest())
    assert site_folder.is_current()


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "embed.js").write_text("somebody else's"),
        lambda site: (site / "check" / "index.html").unlink(),
        lambda site: (site / "more.html").write_text("somebody else's"),
        lambda site: (site.parent / "headers").write_text(""),
        lambda site: (site.parent / "headers").unlink(),
        lambda site: (site.parent / "digests").write_text("as they are"),
    ],
    ids=["changed", "gone", "more", "headers", "no headers", "digests"],
)
def test_a_site_that_was_changed_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """What is served and released is what was built: files and headers that somebody touched are not up to date."""
    built(tmp_path, monkeypatch)
    harm(tmp_path / "site")
    assert not site_folder.is_current()


def test_a_build_that_ends_right_after_the_swap_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of other settings that nobody has noted is not taken for the one before."""
    built(tmp_path, monkeypatch)
    (tmp_path / "stage").mkdir()
    (tmp_path / "stage" / "index.html").write_text("for everybody's frames")
    site_folder.publish(Rules("/", {}))
    assert (tmp_path / "site" / "index.html").exists()
    assert not site_folder.is_current()


@pytest.mark.parametrize("folder", SOURCES)
def test_a_link_in_the_sources_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """A symbolic link would publish a file of the builder's machine; the build stops with its name."""
    (tmp_path / "secret").write_text("token")
    (tmp_path / folder / "deep").mkdir(parents=True)
    (tmp_path / folder / "deep" / "leak.txt").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(site_folder, "ROOT", tmp_path)
    with pytest.raises(BuildError, match=rf"{folder}/deep/leak\.txt is a symbolic link"):
        pipeline.prepare()


def test_a_build_killed_between_two_sites_gives_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the old site has gone and before the new one is there, even a next build that fails restores it."""
    places(tmp_path, monkeypatch)
    for folder, words in {"site": "good", "stage": "new"}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(words)

    rename = Path.rename

    def killed(old: Path, to: Path) -> None:
        if to.name == "site":
            raise KeyboardInterrupt
        rename(old, to)

    def fail() -> None:
        raise BuildError("broken on purpose")

    with monkeypatch.context() as killing, pytest.raises(KeyboardInterrupt):
        killing.setattr(Path, "rename", killed)
        site_folder.publish(Rules("/", {}))
    monkeypatch.setattr(pipeline, "build", fail)
    with pytest.raises(BuildError, match="on purpose"):
        pipeline.build_if_stale(force=True)
    assert (tmp_path / "site" / "index.html").read_text() == "good"


def test_a_full_disk_is_told_and_left_with_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that finds no room ends with a sentence, and takes its half of a site away again."""
    places(tmp_path, monkeypatch)
    monkeypatch.setattr(pipeline, "STAGE", tmp_path / "stage")
    (tmp_path / "stage").mkdir()

    def fill() -> None:
        # This device is always full.
        with Path("/dev/full").open("w") as file:
            file.write("page")

    monkeypatch.setattr(pipeline, "prepare", fill)
    with pytest.raises(BuildError, match=r": the disk is full: make room there\.$"):
        pipeline.build_if_stale(force=True)
    assert not (tmp_path / "stage").exists()


def test_who_may_not_write_is_served_what_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout for reading, a site that is up to date needs no lock; one that is not is told about."""
    built(tmp_path, monkeypatch)
    (tmp_path / "lock").mkdir()
    assert not pipeline.build_if_stale()
    (tmp_path / "site" / "embed.js").write_text("somebody else's")
    with pytest.raises(OSError, match="lock"):
        pipeline.build_if_stale()


def test_a_site_that_no_build_can_replace_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link, a mount point or another file system in the way is named before any work, not after all of it."""
    places(tmp_path, monkeypatch)
    (tmp_path / "site").symlink_to(tmp_path)
    with pytest.raises(BuildError, match="site is a symbolic link"):
        pipeline.build_if_stale(force=True)
    monkeypatch.setattr(site_folder, "SITE", Path("/proc"))
    with pytest.raises(BuildError, match="/proc is a mount point"):
        pipeline.build_if_stale(force=True)
    monkeypatch.setattr(site_folder, "SITE", Path("/proc/site"))
    with pytest.raises(BuildError, match="is on another file system than /proc/site"):
        pipeline.build_if_stale(force=True)


def test_a_build_that_waits_says_so(tmp_path: Path) -> None:
    """While somebody else builds, the next one says what it waits for, and then goes on."""
    hold = "import sys; from site_build import site_folder as s; s.BUILD = s.Path(sys.argv[1])\nwith s.build_lock(): "
    command = [sys.executable, "-c", f"{hold}print('in', flush=True); input()", str(tmp_path)]
    with ExitStack() as running:
        builds = {}
        for _ in range(2):
            build = subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
            running.enter_context(build)
            assert build.stdout
            builds[build.stdout] = build
        [first], _, _ = select.select(list(builds), [], [], 60)
        one = builds.pop(first)
        [other] = builds.values()
        assert other.stderr and other.stderr.readline() == (
            "Another build is running in this folder: waiting for it …\n"
        )
        one.communicate("\n")
        assert other.stdout and other.stdout.readline() == "in\n"
        other.communicate("\n")


def test_a_taken_port_is_told_with_the_next_free_one() -> None:
    """`make serve` on a port that somebody has says so and names one that works, without a build."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "site_build.serve", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1 and done.stdout == ""
    told = re.fullmatch(rf"Port {port} is taken: make serve PORT=(\d+)\n", done.stderr)
    assert told and port < int(told[1]) < 65536 and serve.is_free(int(told[1]))


@pytest.mark.parametrize("port", ["0", "-1", "99999"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    """What is no port is said to be none, with what to write, without a build or a traceback."""
    command = [sys.executable, "-m", "site_build.serve", "--port", port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{port} is no port: write a number from 1 to 65535, like make serve PORT=8000\n"


def test_a_machine_without_the_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this machine has not the address that is served on, no port is called taken."""
    monkeypatch.setattr(serve, "HOST", "192.0.2.1")
    assert serve.refusal(8000) == "Nothing can be served on 192.0.2.1: EADDRNOTAVAIL. Does this machine have IPv4?"


def test_an_interrupted_set_up_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that was broken off leaves no note, so the next run does it again; what was done is not done again."""
    venv, done = tmp_path / ".venv", list[str]()
    for name in ("requirements.txt", "package.json", "package-lock.json"):
        (tmp_path / name).write_text(name)
    (tmp_path / "node_modules").mkdir()
    venv.mkdir()
    for name, value in {"ROOT": tmp_path, "VENV": venv, "PYTHON": venv / "bin" / "python"}.items():
        monkeypatch.setattr(setup, name, value)
    monkeypatch.setattr(setup, "version_of", lambda _: list(setup.WANTED))
    broken = True

    def run(command: list[object], _: str) -> str:
        step = "npm" if "ci" in command else "pip"
        done.append(step)
        if step == "npm" and broken:
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(setup, "run", run)
    with pytest.raises(KeyboardInterrupt):
        setup.main(["packages"])
    broken = False
    assert setup.main(["packages"]) == 0
    assert done == ["pip", "npm", "npm"]
    assert setup.main(["packages"]) == 0
    assert done == ["pip", "npm", "npm"]
    (tmp_path / "package-lock.json").write_text("another")
    assert setup.main(["packages"]) == 0
    assert done == ["pip", "npm", "npm", "npm"]


NOWHERE = browsers.Further("Nowhere", ("/usr/bin/no-such-browser",), ("no-such-browser-of-ours",))


def test_a_browser_that_cannot_be_had_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without root or a package manager the reason is said and noted, tests can give it, and nothing is tried again."""
    monkeypatch.setattr(browsers, "ROOT", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(browsers.NoBrowserError, match=r"no /usr/bin/no-such-browser; `make test` as root installs"):
        browsers.look_for(NOWHERE)
    browsers.install_further(NOWHERE)
    assert "needs root and apt-get" in capsys.readouterr().out
    with pytest.raises(browsers.NoBrowserError, match="needs root"):
        browsers.look_for(NOWHERE)
    browsers.install_further(NOWHERE)
    assert capsys.readouterr().out == ""


def test_a_package_manager_that_fails_gives_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What apt-get says is what the tests say."""
    monkeypatch.setattr(browsers, "ROOT", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    failed = subprocess.CompletedProcess([], 100, "", "W: odd\nE: Unable to locate package\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    browsers.install_further(NOWHERE)
    with pytest.raises(browsers.NoBrowserError, match=r"no-such-browser-of-ours: Unable to locate package$"):
        browsers.look_for(NOWHERE)
