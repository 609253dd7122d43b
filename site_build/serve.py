"""A small HTTP server for the finished site, with the headers and error pages of production.

`python -m site_build.serve --port 8000` builds what has changed and serves it, without the copy that browsers keep of a
published site unless `--keep` is given. Tests use `running()`.
"""

import argparse
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from site_build import BuildError
from site_build.assets import service_worker
from site_build.hosting.headers import CACHING, KINDS, Rules, load_rules
from site_build.layout import NOT_FOUND, PREFIXES, SITE
from site_build.pipeline import build_if_stale
from site_build.settings import settings

HOST = "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of one site."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "still-in-time", ""
    # Turns off Nagle's algorithm, which delays small response bodies.
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, *arguments: object, site: Path, rules: Rules) -> None:
        self.site, self.base, self.rules = site, rules.base, rules
        super().__init__(*arguments)  # type: ignore[arg-type]

    def log_message(self, format: str, *values: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Send a file, a redirect to it, or the 404 page."""
        path = unquote(urlsplit(self.path).path)
        if not path.startswith(self.base):
            return self.redirect(self.base) if path == "/" else self.send_not_found("")
        below = path.removeprefix(self.base)
        try:
            file = (self.site / below).resolve()
            is_folder = file.is_dir()
        except (OSError, ValueError):
            # The name is too long for the file system, or contains a null character.
            return self.send_not_found(below)
        if not file.is_relative_to(self.site):
            return self.send_not_found(below)
        if is_folder:
            if below and not below.endswith("/"):
                return self.redirect(self.base + below + "/")
            file /= "index.html"
        if not file.is_file() or (below.endswith("/") and file.name != "index.html"):
            return self.send_not_found(below)
        return self.send_file(file, HTTPStatus.OK)

    do_HEAD = do_GET  # noqa: N815 - the name is the library's

    def redirect(self, path: str) -> None:
        """Redirect to the address with a trailing slash."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_not_found(self, below: str) -> None:
        """Send the 404 page in the language of the folder."""
        prefix = next((prefix for prefix in PREFIXES.values() if prefix and f"{below}/".startswith(prefix)), "")
        self.send_file(self.site / prefix / NOT_FOUND, HTTPStatus.NOT_FOUND)

    def send_file(self, file: Path, status: HTTPStatus) -> None:
        """Send a file, or 304 when the browser's copy is current."""
        state = file.stat()
        tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
        fresh = status == HTTPStatus.OK and self.is_known(tag, int(state.st_mtime))
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else status)
        for name, value in self.rules.sent(self.base + file.relative_to(self.site).as_posix()).items():
            self.send_header(name, value)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(state.st_mtime, usegmt=True))
        if not fresh:
            self.send_header("Content-Type", KINDS.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(state.st_size))
        self.end_headers()
        if not fresh and self.command != "HEAD":
            self.wfile.write(file.read_bytes())

    def is_known(self, tag: str, changed: int) -> bool:
        """Whether the request's conditional headers match this version."""
        if known := self.headers.get("If-None-Match"):
            return tag in known
        if since := self.headers.get("If-Modified-Since"):
            try:
                return changed <= parsedate_to_datetime(since).timestamp()
            except ValueError:
                return False
        return False


class Forgetful(Handler):
    """Takes the site's copy out of the browser: it would be shown in place of the next project on the same port."""

    def send_file(self, file: Path, status: HTTPStatus) -> None:
        """Send a file, but for the service worker the one that removes itself."""
        if file != self.site / service_worker.WORKER:
            return super().send_file(file, status)
        content = service_worker.GONE.encode()
        self.send_response(status)
        self.send_header(CACHING, "no-store")
        self.send_header("Content-Type", KINDS[file.suffix])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        return None


class Server(ThreadingHTTPServer):
    """One thread for each connection; a closed connection is not an error."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report everything but a closed connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def make_server(port: int, site: Path = SITE, handler: type[Handler] = Handler) -> Server:
    """A server for a site with the headers of its build; raises OSError if the port is in use."""
    return Server((HOST, port), partial(handler, site=site.resolve(), rules=load_rules()))


@contextmanager
def running(site: Path = SITE, port: int = 0, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a site while the block runs; yields the address of its home page without a trailing slash."""
    server = make_server(port, site, handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}{settings().base_path.rstrip('/')}"
    finally:
        server.shutdown()
        server.server_close()


def is_free(port: int) -> bool:
    """Whether nobody listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def main() -> int:
    """Build if needed, then serve until Ctrl-C; print the reason and return 1 when that fails."""
    options = argparse.ArgumentParser(prog="python -m site_build.serve", description="Serve the site for development.")
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--keep", action="store_true", help="let browsers keep a copy, as the published site does")
    given = options.parse_args()
    port: int = given.port
    if not is_free(port):
        free = next((other for other in range(port + 1, 65536) if is_free(other)), None)
        print(f"Port {port} is taken: make serve PORT={free}", file=sys.stderr)
        return 1
    try:
        build_if_stale()
        server = make_server(port, handler=Handler if given.keep else Forgetful)
    except (BuildError, OSError) as error:
        print(f"The site cannot be served. {error}", file=sys.stderr)
        return 1
    print(f"Serving site/ on http://{HOST}:{port}{settings().base_path} (Ctrl-C stops it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
