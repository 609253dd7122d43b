"""The one file server, for development, tests and measuring: a site with the headers and error pages of production.

It answers this machine only, under this machine's names, and bounds what a stranger in some page could ask of it.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from site_build.assets import service_worker
from site_build.hosting.headers import CACHING, KINDS, Rules, load_rules
from site_build.layout import NOT_FOUND, PREFIXES, SITE
from site_build.settings import settings

HOST = "127.0.0.1"
NAMES = {HOST, "localhost"}
"""What browsers may call this machine. Under another name, a page of somebody else would read what is served here."""
PATIENCE = 30
"""Seconds that a connection may say nothing."""
MOST_CONNECTIONS = 200
"""At a time. A browser opens six; further ones are closed."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of one site."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "still-in-time", ""
    # Turns off Nagle's algorithm, which delays small response bodies.
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = PATIENCE

    def __init__(self, *arguments: object, site: Path, rules: Rules) -> None:
        self.site, self.base, self.rules = site, rules.base, rules
        super().__init__(*arguments)  # type: ignore[arg-type]

    def log_message(self, format: str, *values: object) -> None:
        """Log nothing."""

    def parse_request(self) -> bool:
        """Read a request's head; refuse other names of this machine, and end the connection after a body."""
        if not super().parse_request():
            return False
        if "Transfer-Encoding" in self.headers or self.headers.get("Content-Length", "0") != "0":
            # What follows is no next request.
            self.close_connection = True
        name = urlsplit(f"//{self.headers.get('Host', HOST)}").hostname
        if name not in NAMES:
            self.close_connection = True
            self.send_empty(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        return True

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
                folder = file.relative_to(self.site).as_posix()
                return self.redirect(self.base if folder == "." else f"{self.base}{folder}/")
            file /= "index.html"
        if not file.is_file() or (below.endswith("/") and file.name != "index.html"):
            return self.send_not_found(below)
        return self.send_file(file, HTTPStatus.OK)

    do_HEAD = do_GET  # noqa: N815 - the name is the library's

    def redirect(self, path: str) -> None:
        """Redirect to a path of this site."""
        self.send_empty(HTTPStatus.MOVED_PERMANENTLY, Location=quote(path))

    def send_empty(self, status: HTTPStatus, **headers: str) -> None:
        """Send a status without a body."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_not_found(self, below: str) -> None:
        """Send the 404 page in the language of the folder, if the site has one."""
        prefix = next((prefix for prefix in PREFIXES.values() if prefix and f"{below}/".startswith(prefix)), "")
        file = self.site / prefix / NOT_FOUND
        if file.is_file():
            self.send_file(file, HTTPStatus.NOT_FOUND)
        else:
            self.send_empty(HTTPStatus.NOT_FOUND)

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


class WithoutCopy(Handler):
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
    """One thread for each connection, and a bound on them; a connection that ends is not an error."""

    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own, or close it where there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Report everything but a connection that was closed, or says nothing."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
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
