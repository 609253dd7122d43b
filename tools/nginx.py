"""The real server for tests and measurements: an nginx that is here, else the system package manager's.

`running(folder)` serves what `site_build.release` wrote for nginx, on this machine only. `python -m tools.nginx` (part
of `make test`) installs it where that can be done without asking; else what needs it is not run, and says so.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from site_build.release import nginx
from site_build.serving import Rules

HOST = "127.0.0.1"
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static")
"""Debian's, and of those that descend from it."""
PROGRAM = "nginx"
MODULES = "/etc/nginx/modules-enabled/*.conf"
SYSTEM = "/usr/sbin:/usr/local/sbin"
"""Where servers are, which is not on everybody's path."""


class NoServerError(Exception):
    """There is no nginx that can serve packed files; the message says what to do."""


def found(program: str = PROGRAM) -> str:
    """The path of a program, or nothing."""
    return shutil.which(program) or shutil.which(program, path=SYSTEM) or ""


def settings(server: str = "", *, folder: Path) -> str:
    """What nginx is started with: nothing outside `folder` is written to."""
    places = [f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    return "\n".join(
        [
            # Tests keep their files to themselves, so whoever starts the server has to read them.
            *(["user root;"] if os.geteuid() == 0 else []),
            f"include {MODULES};",
            "daemon off;",
            "worker_processes 1;",
            f"pid {folder}/nginx.pid;",
            f"error_log {folder}/error.log;",
            "events { }",
            "http {",
            "access_log off;",
            *places,
            server,
            "}",
        ]
    )


def can_serve_packed(program: str) -> bool:
    """Whether this nginx knows how to send Brotli and gzip files that lie beside the originals."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        config = folder / "nginx.conf"
        config.write_text(settings("brotli_static on; gzip_static on;", folder=folder), encoding="utf-8")
        return subprocess.run([program, "-t", "-q", "-c", config], capture_output=True, check=False).returncode == 0


def path() -> str:
    """The path of an nginx that can do what is asked of it; raises NoServerError when there is none."""
    if (program := found()) and can_serve_packed(program):
        return program
    raise NoServerError(f"No nginx with static Brotli here: install the packages {' and '.join(PACKAGES)}.")


def install(*packages: str) -> bool:
    """Have Debian's package manager install packages, which only root may ask of it; whether it did."""
    if os.geteuid() != 0 or not found("apt-get"):
        return False
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *packages]):
        print(f"Installing for the tests: {' '.join(command)} …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(command, capture_output=True, env=quiet, check=False).returncode:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(release: Path, rules: Rules, *, extra: Sequence[str] = (), log: str = "off") -> Iterator[str]:
    """Serve a release for nginx while the block runs; gives the address of its home page, without a slash at the end.

    The release's own files are used as they are, but for where they lie and the port. `extra` goes into `http`. Raises
    NoServerError when there is no nginx, or when it does not start, with what it said.
    """
    program = path()
    with tempfile.TemporaryDirectory(prefix="nginx-") as made:
        folder, port = Path(made), free_port()
        files = nginx(rules, listen=f"{HOST}:{port}", root=release / "site", log=log)
        for name in ("maps.conf", "location.conf"):
            files[name] = (release / name).read_text(encoding="utf-8")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        config = folder / "nginx.conf"
        own = "\n".join([*extra, "include maps.conf;", "include server.conf;"])
        config.write_text(settings(own, folder=folder), encoding="utf-8")
        server = subprocess.Popen([program, "-c", config], stderr=subprocess.PIPE, text=True)
        try:
            await_answer(server, port)
            yield f"http://{HOST}:{port}{rules.base.rstrip('/')}"
        finally:
            server.terminate()
            server.wait()


def await_answer(server: subprocess.Popen[str], port: int) -> None:
    """Wait until somebody listens; raises NoServerError with what the server said when it ends before."""
    while True:
        try:
            socket.create_connection((HOST, port)).close()
            return
        except ConnectionRefusedError:
            if server.poll() is not None:
                said = server.stderr.read() if server.stderr else ""
                raise NoServerError(f"nginx does not start: {said}") from None


def main() -> int:
    """Make sure that there is an nginx; where that cannot be, say what will not be run, and go on."""
    try:
        path()
    except NoServerError as error:
        if not install(*PACKAGES):
            print(f"{error} The tests of serving with nginx will not be run.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
