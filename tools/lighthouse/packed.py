"""The development server with Brotli compression, so that Lighthouse measures production sizes."""

from functools import cache
from http import HTTPStatus
from pathlib import Path

import brotli

from site_build.hosting.file_server import Handler
from site_build.hosting.headers import KINDS, PACKED_ALREADY

LARGE = 500_000
"""Files above this size in bytes get a lower quality, because the highest would take minutes."""


@cache
def pack(file: Path) -> bytes:
    """A file compressed with Brotli."""
    content = file.read_bytes()
    packed: bytes = brotli.compress(content, quality=5 if len(content) > LARGE else 11)  # type: ignore[no-untyped-call]
    return packed


class PackingHandler(Handler):
    """The development server's handler, with Brotli where the browser accepts it."""

    def send_file(self, file: Path, status: HTTPStatus) -> None:
        """Send a file, compressed if that helps. It ignores conditional requests, so every visit is a first one."""
        if file.suffix in PACKED_ALREADY or "br" not in self.headers.get("Accept-Encoding", ""):
            super().send_file(file, status)
            return
        body = pack(file)
        self.send_response(status)
        for name, value in self.rules.sent(self.base + file.relative_to(self.site).as_posix()).items():
            self.send_header(name, value)
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Type", KINDS.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
