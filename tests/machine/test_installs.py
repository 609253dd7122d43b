"""What set-up and `make test` put onto a machine: nothing that serves, nothing unasked, nothing of unknown hash."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from site_build.hosting.headers import Rules
from site_build.layout import ROOT
from site_build.release import brotlied
from site_build.release import nginx as release_files
from tools import browsers, debian, nginx, setup

APT = """\
#!/bin/sh
# Debian's, as far as set-up asks it: an installed nginx is a service, a downloaded one is a file.
echo "$@" >> {home}/asked
case "$*" in
    *--simulate*) [ -e {home}/lists ] && echo "Inst nginx-common (1 Debian)" ;;
    *download*) cp {home}/*.deb . ;;
    *update*) touch {home}/lists ;;
    *install*) touch {home}/etc/systemd/system/multi-user.target.wants/nginx.service ;;
esac
"""
BACKEND = """\
from pathlib import Path
Path({ran!r}).touch()
def build_wheel(*given): raise SystemExit
prepare_metadata_for_build_wheel = build_wheel
"""


def package(folder: Path, name: str, **files: str) -> None:
    """A Debian package with programs in /usr/sbin, whose script after installation enables a service."""
    made = folder / name
    for part in ("DEBIAN", "usr/sbin"):
        (made / part).mkdir(parents=True)
    control = (
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: -\n"
    )
    (made / "DEBIAN" / "control").write_text(control)
    (made / "DEBIAN" / "postinst").write_text(f"#!/bin/sh\ntouch {folder}/etc/enabled\n")
    (made / "DEBIAN" / "postinst").chmod(0o755)
    for program, text in files.items():
        (made / "usr" / "sbin" / program).write_text(text)
        (made / "usr" / "sbin" / program).chmod(0o755)
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", made, folder / f"{name}.deb"], check=True)


def services(etc: Path) -> set[Path]:
    """What starts at boot."""
    return {*etc.glob("systemd/system/*.wants/*"), *etc.glob("systemd/user/*.wants/*"), *etc.glob("rc?.d/S*")}


def listening() -> set[str]:
    """Where somebody listens as services do: below port 1024; the tests' own servers get ports above."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in (Path("/proc/net") / name).read_text().splitlines()[1:]:
            _, local, _, state = line.split()[:4]
            if state == "0A" and int(local.rpartition(":")[2], 16) < 1024:
                found.add(local)
    return found


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="NOT RUN: no dpkg-deb here")
def test_a_server_for_the_tests_is_no_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no nginx, one is unpacked below build/ and found there: nothing is installed or enabled."""
    etc = tmp_path / "etc"
    (etc / "systemd" / "system" / "multi-user.target.wants").mkdir(parents=True)
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    package(tmp_path, "nginx", nginx="#!/bin/sh\n")
    package(tmp_path, "nginx-common")
    (bin_ / "apt-get").write_text(APT.format(home=tmp_path))
    (bin_ / "apt-get").chmod(0o755)
    for name in ("dpkg-deb", "sh", "touch", "cp", "tar"):
        (bin_ / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(bin_))
    monkeypatch.setattr(debian, "HOME", tmp_path / "build" / "debian")
    monkeypatch.setattr(debian, "SYSTEM", tmp_path / "nothing")
    before = services(etc), listening()
    with pytest.raises(nginx.NoServerError):
        nginx.path()
    assert nginx.main() == 0
    assert (services(etc), listening()) == before and not (etc / "enabled").exists()
    assert Path(nginx.path()).is_relative_to(tmp_path / "build")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line for line in asked if "install" in line and "--simulate" not in line] == []
    assert any("download" in line and "nginx-common" in line for line in asked)


@pytest.mark.long
def test_the_machine_is_as_it_was_once_nginx_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Debian's own packages: the server serves when it is asked to, and afterwards nobody listens or will."""
    monkeypatch.setattr(debian, "HOME", tmp_path / "debian")
    monkeypatch.setattr(debian, "SYSTEM", tmp_path / "nothing")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    before = services(Path("/etc")), listening()
    assert debian.unpack(*nginx.PACKAGES), "no package could be fetched"
    assert Path(nginx.path()).is_relative_to(tmp_path)
    rules = Rules("/", {"X-Own": "yes"})
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("plain")
    (tmp_path / "site" / "index.html.br").write_bytes(brotlied(b"packed", 1))
    for name, text in release_files(rules).items():
        (tmp_path / name).write_text(text)
    with nginx.running(tmp_path, rules) as home:
        request = urllib.request.Request(f"{home}/", headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["X-Own"] == "yes" and answer.read() == brotlied(b"packed", 1)
    assert (services(Path("/etc")), listening()) == before


def digest(file: Path) -> str:
    """A file's hash as requirements state it."""
    return f"--hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"


def wheel(folder: Path, version: str, program: str) -> Path:
    """A wheel of uv with just its command."""
    file = folder / f"uv-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo(f"uv-{version}.data/scripts/uv")
        info.external_attr = 0o100755 << 16
        archive.writestr(info, program)
        archive.writestr(f"uv-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {version}\n")
        archive.writestr(
            f"uv-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"uv-{version}.dist-info/RECORD", "")
    return file


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the package index; what pip installs goes beside it, and set-up works there."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(folder), "DISABLE_PIP_VERSION_CHECK": "1"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    for name, place in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "LOG": tmp_path / "build" / "setup.log"}.items():
        monkeypatch.setattr(setup, name, place)
    (tmp_path / ".venv").mkdir()
    return folder


def test_packages_are_never_built(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source package runs code that no hash is asked of: with the right hash it is refused, and nothing has run."""
    ran = tmp_path / "ran"
    with tarfile.open(index / "some-1.0.tar.gz", "w:gz") as archive:
        for name, text in {
            "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
            "backend.py": BACKEND.format(ran=str(ran)),
            "PKG-INFO": "Metadata-Version: 2.1\nName: some\nVersion: 1.0\n",
        }.items():
            member = tarfile.TarInfo(f"some-1.0/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    (tmp_path / "requirements.txt").write_text(f"some==1.0 {digest(index / 'some-1.0.tar.gz')}\n")
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "target"))
    with pytest.raises(setup.SetupError):
        setup.install_python_packages()
    assert not ran.exists()


def test_the_tool_that_fetches_python_is_pinned(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Python 3.13, uv is installed in the version and with the hash of requirements.txt, or not at all."""
    good = wheel(index, "1.0", f'#!/bin/sh\n[ "$2" = find ] && echo {sys.executable}\nexit 0\n')
    wheel(index, "2.0", "#!/bin/sh\necho /newest/unpinned/python\n")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    pin = tmp_path / "requirements.txt"
    pin.write_text(
        f"other==1 \\\n    --hash=sha256:00\nuv==1.0 \\\n    {digest(good)} \\\n    --hash=sha256:00\nuvicorn==1\n"
    )
    assert setup.python_from_uv() == sys.executable
    pin.write_text(f"uv==2.0 \\\n    {digest(good)}\n")
    with pytest.raises(setup.SetupError, match=r"needs Python 3\.13"):
        setup.python_from_uv()


@pytest.mark.parametrize(("answer", "is_installed"), [("n", False), ("", False), (None, False), ("y", True)])
def test_who_sits_at_the_terminal_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None, is_installed: bool
) -> None:
    """Nothing is installed for the whole system before somebody said yes; who said no is not asked again."""
    monkeypatch.setattr(browsers, "ROOT", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(browsers, "chromium_path", lambda: missing())
    ran: list[Sequence[str]] = []
    asked: list[str] = []

    def missing() -> str:
        raise browsers.NoBrowserError

    def run(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess([], 0, "", "")

    def type_in(question: str) -> str:
        asked.append(question)
        if answer is None:
            raise EOFError
        return answer

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "stdin", Terminal)
    monkeypatch.setattr("builtins.input", type_in)
    with pytest.raises(browsers.NoBrowserError):
        browsers.install()
    further = browsers.Further("Nowhere", ("/usr/bin/no-such-browser",), ("no-such-browser-of-ours",))
    browsers.install_further(further)
    browsers.install_further(further)
    system = [command for command in ran if "playwright install chromium" not in " ".join(command)]
    assert bool(system) == is_installed
    assert len([question for question in asked if "no-such-browser-of-ours" in question]) == (2 if is_installed else 1)
    assert any("chromium" in question for question in asked)


def test_an_old_python_gets_the_sentence(tmp_path: Path) -> None:
    """Where the only Python is one that cannot even read the set-up, make says which is needed, and shows no error."""
    program = f"""\
#!/bin/sh
[ "$1" = -c ] && exec {sys.executable} -c 'import sys; sys.version_info = (3, 6); exec(sys.argv[1])' "$2"
echo 'SyntaxError: future feature annotations is not defined' >&2
exit 1
"""
    for name in ("python3", "python"):
        (tmp_path / name).write_text(program)
        (tmp_path / name).chmod(0o755)
    make = shutil.which("make") or ""
    done = subprocess.run(
        [make, "setup"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode and "Python 3.13 is needed" in done.stdout
    assert "SyntaxError" not in done.stderr
