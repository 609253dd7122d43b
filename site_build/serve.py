"""Serves the site for development: `python -m site_build.serve --port 8000`, or `make serve`.

It builds what has changed first. Browsers keep no copy of what it serves, as they do of a published site, unless
`--keep` is given.
"""

import argparse
import errno
import socket
import sys

from site_build import BuildError
from site_build.hosting.file_server import HOST, Handler, WithoutCopy, make_server
from site_build.pipeline import build_if_stale
from site_build.settings import settings

LAST = 65535
"""The highest port there is."""
FOR_ALL = 1024
"""The first port that needs no rights."""


def is_free(port: int) -> bool:
    """Whether a server could use a port."""
    return not obstacle(port)


def obstacle(port: int) -> int:
    """Why no server can use a port, as the system's error number; 0 where one can."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def refusal(port: int) -> str:
    """What is wrong with a port and what to write instead, or nothing."""
    if not 0 < port <= LAST:
        return f"{port} is no port: write a number from 1 to {LAST}, like make serve PORT=8000"
    found = obstacle(port)
    if found not in (errno.EADDRINUSE, errno.EACCES, 0):
        return f"Nothing can be served on {HOST}: {errno.errorcode.get(found, found)}. Does this machine have IPv4?"
    free = next((other for other in range(max(port + 1, FOR_ALL), LAST + 1) if found and is_free(other)), 8000)
    if found == errno.EACCES:
        return f"Port {port} is not for everybody: make serve PORT={free}"
    return f"Port {port} is taken: make serve PORT={free}" if found else ""


def main() -> int:
    """Build if needed, then serve until Ctrl-C; print the reason and return 1 when that fails."""
    options = argparse.ArgumentParser(prog="python -m site_build.serve", description="Serve the site for development.")
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--keep", action="store_true", help="let browsers keep a copy, as the published site does")
    given = options.parse_args()
    port: int = given.port
    if wrong := refusal(port):
        print(wrong, file=sys.stderr)
        return 1
    try:
        build_if_stale()
        server = make_server(port, handler=Handler if given.keep else WithoutCopy)
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
