"""A server at the end of a line: files packed as a good host packs them, at the pace that the line allows, counted.

Pace and delay are made here and not by the browser, whose own emulation does not reach what a worker fetches.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from site_build.layout import BUILD
from site_build.serve import HOST, Server
from site_build.serving import KINDS

PACKED = BUILD / "bench" / "packed"
CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """How fast a line is: `rate` in bits a second (0: as fast as the machine), `delay` in seconds there and back."""

    rate: float = 0
    delay: float = 0


@dataclass(slots=True)
class Wire:
    """What went over a line: one pace for all connections, and the files that were sent."""

    line: Line
    sent: list[Path] = field(default_factory=list)
    _free: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take_turn(self, size: int) -> None:
        """Wait until so many bytes have passed."""
        if not self.line.rate:
            return
        with self._lock:
            self._free = max(self._free, time.perf_counter()) + size * 8 / self.line.rate
            until = self._free
        time.sleep(max(0.0, until - time.perf_counter()))

    def wait(self) -> None:
        """One way there and back."""
        if self.line.delay:
            time.sleep(self.line.delay)


def packed(file: Path) -> dict[str, bytes]:
    """A file's bytes by encoding: "br" (Brotli 11), "gzip" (9) and "" (as it is). Made once a content."""
    plain = file.read_bytes()
    name = hashlib.sha256(plain).hexdigest()[:24]
    found = {"": plain}
    for encoding, pack in (("br", brotli.compress), ("gzip", lambda data: gzip.compress(data, 9, mtime=0))):
        kept = PACKED / f"{name}.{encoding}"
        if not kept.exists():
            PACKED.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pack(plain))
        found[encoding] = kept.read_bytes()
    return found


@contextmanager
def serving(folder: Path, line: Line, headers: dict[str, str] | None = None) -> Iterator[tuple[str, Wire]]:
    """Serve a folder over a line while the block runs: the address, without a slash at the end, and the wire."""
    wire = Wire(line)
    contents: dict[Path, dict[str, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            wire.wait()

        def log_message(self, format: str, *values: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            wire.wait()
            file = (folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
            file = file / "index.html" if file.is_dir() else file
            if not file.is_relative_to(folder.resolve()) or not file.is_file():
                self.send_error(404)
                return
            if file not in contents:
                contents[file] = packed(file)
            body = min(contents[file].values(), key=len)
            encoding = next(name for name, content in contents[file].items() if content is body)
            wire.sent.append(file)
            self.send_response(200)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", KINDS.get(file.suffix, "application/octet-stream"))
            if encoding:
                self.send_header("Content-Encoding", encoding)
            lasting = file.suffix != ".html"
            self.send_header("Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            step = CHUNK if line.rate else len(body) or 1
            for start in range(0, len(body), step):
                part = body[start : start + step]
                wire.take_turn(len(part))
                self.wfile.write(part)

    server = Server((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}", wire
    finally:
        server.shutdown()
        server.server_close()
