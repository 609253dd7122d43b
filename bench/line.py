"""An HTTP server with a simulated connection: compresses files, limits bandwidth, adds latency and counts bytes.

The server simulates them because the browser's own emulation does not affect downloads of a worker.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

import brotli

from site_build.hosting.file_server import HOST, Handler, Server
from site_build.hosting.headers import ASK_FIRST, CACHING, FOR_EVER, KINDS, Rules
from site_build.layout import BUILD

PACKED = BUILD / "bench" / "packed"
CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A connection: `rate` in bits per second (0: unlimited), `delay` as round-trip time in seconds."""

    rate: float = 0
    delay: float = 0


@dataclass(slots=True)
class Wire:
    """Bandwidth shared by all connections, and the files sent over them."""

    line: Line
    sent: list[Path] = field(default_factory=list)
    _free: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take_turn(self, size: int) -> None:
        """Wait as long as this many bytes take."""
        if not self.line.rate:
            return
        with self._lock:
            self._free = max(self._free, time.perf_counter()) + size * 8 / self.line.rate
            until = self._free
        time.sleep(max(0.0, until - time.perf_counter()))

    def wait(self) -> None:
        """Wait for one round trip."""
        if self.line.delay:
            time.sleep(self.line.delay)


def packed(file: Path) -> dict[str, bytes]:
    """A file's bytes by encoding: "br" (Brotli 11), "gzip" (9) and "" (unchanged). Cached by content."""
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
    """Serve a folder over a connection while the block runs; yields its address (no trailing slash) and the wire."""
    wire = Wire(line)
    contents: dict[Path, dict[str, bytes]] = {}

    class Throttled(Handler):
        def setup(self) -> None:
            super().setup()
            wire.wait()

        def send_file(self, file: Path, status: HTTPStatus) -> None:
            """Send a file as a good server does, compressed, at the speed of the line."""
            wire.wait()
            if file not in contents:
                contents[file] = packed(file)
            body = min(contents[file].values(), key=len)
            encoding = next(name for name, content in contents[file].items() if content is body)
            wire.sent.append(file)
            self.send_response(status)
            for name, value in self.rules.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", KINDS.get(file.suffix, "application/octet-stream"))
            if encoding:
                self.send_header("Content-Encoding", encoding)
            lasting = file.suffix != ".html"
            self.send_header(CACHING, FOR_EVER if lasting else ASK_FIRST)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            step = CHUNK if line.rate else len(body) or 1
            for start in range(0, len(body), step):
                part = body[start : start + step]
                wire.take_turn(len(part))
                self.wfile.write(part)

    rules = Rules("/", headers or {})
    server = Server((HOST, 0), partial(Throttled, site=folder.resolve(), rules=rules))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}", wire
    finally:
        server.shutdown()
        server.server_close()
