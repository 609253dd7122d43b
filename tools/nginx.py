"""The real server for tests and measurements: an nginx that is here, else Debian's, unpacked below build/.

`running(folder)` serves what `site_build.release` wrote for nginx, on this machine only. `python -m tools.nginx` (part
of `make test`) unpacks it where that can be done; else what needs it is not run, and says so.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from site_build.hosting.headers import Rules
from site_build.release import nginx
from tools import debian

HOST = "127.0.0.1"
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static")
"""Debian's, and of those that descend from it."""
PROGRAM = "nginx"
MODULES = "/etc/nginx/modules-enabled/*.conf"
MODULE = "usr/lib/nginx/modules/ngx_http_brotli_static_module.so"


class NoServerError(Exception):
    """There is no nginx that can serve packed files; the message says what to do."""


def settings(program: str, server: str, *, folder: Path, user: str = "root") -> str:
    """What an nginx is started with: nothing outside `folder` is written to. `user` counts where root starts it."""
    unpacked = Path(program).is_relative_to(debian.root())
    places = [f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    return "\n".join(
        [
            # Tests keep their files to themselves, so whoever starts the server has to read them.
            *([f"user {user};"] if os.geteuid() == 0 else []),
            f"load_module {debian.root() / MODULE};" if unpacked else f"include {MODULES};",
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
        config.write_text(settings(program, "brotli_static on; gzip_static on;", folder=folder), encoding="utf-8")
        asked = [program, "-t", "-q", "-c", str(config)]
        return subprocess.run(asked, env=debian.environment(), capture_output=True, check=False).returncode == 0


def path() -> str:
    """The path of an nginx that can do what is asked of it; raises NoServerError when there is none."""
    for program in debian.found(PROGRAM):
        if can_serve_packed(program):
            return program
    raise NoServerError(f"No nginx with static Brotli here: install the packages {' and '.join(PACKAGES)}.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    release: Path, rules: Rules, *, extra: Sequence[str] = (), log: str = "off", user: str = "root"
) -> Iterator[str]:
    """Serve a release for nginx while the block runs; gives the address of its home page, without a slash at the end.

    The release's own files are used as they are, but for where they lie and the port. `extra` goes into `http`; `user`
    is who reads the files where root starts the server. Raises NoServerError when there is no nginx, or when it does
    not start, with what it said.
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
        config.write_text(settings(program, own, folder=folder, user=user), encoding="utf-8")
        command = [program, "-c", str(config)]
        server = subprocess.Popen(command, env=debian.environment(), stderr=subprocess.PIPE, text=True)
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
        if not debian.unpack(*PACKAGES):
            print(f"{error} The tests of serving with nginx will not be run.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
