"""The file server gives strangers nothing: no other host, no second request, no endless thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from site_build.hosting import file_server
from site_build.hosting.file_server import HOST, Handler, make_server


@contextmanager
def connected(home: str) -> Iterator[socket.socket]:
    """A connection to a server; what takes ten seconds fails."""
    with socket.create_connection((HOST, urlsplit(home).port or 80), timeout=10) as connection:
        yield connection


def said(home: str, request: str) -> str:
    """All that a server says to some bytes, until it closes the connection."""
    with connected(home) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")


def head(path: str, host: str = HOST, more: str = "Connection: close\r\n") -> str:
    """A request for a path."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n"


@pytest.mark.parametrize("way", ["/check", "/%2F127.0.0.2%2F..%2F{site}%2Fcheck", "/about/..//check"])
def test_a_redirect_stays_on_the_site(home: str, site: Path, way: str) -> None:
    """However a folder is asked for, the browser is led to its own path, and never to another host."""
    path = way.format(site=quote(str(site.resolve()).lstrip("/"), safe=""))
    assert "\r\nLocation: /check/\r\n" in said(home, head(path))


@pytest.mark.parametrize("name", ["rebind.example", "127.0.0.1.rebind.example:8000", "[::1]"])
def test_another_name_of_this_machine_is_not_served(home: str, name: str) -> None:
    """A page of somebody else, whose name leads here, reads nothing."""
    answer = said(home, head("/", name))
    assert answer.startswith("HTTP/1.1 421 ") and "<html" not in answer


def test_what_follows_as_a_body_is_no_request(home: str) -> None:
    """A request with a body gets one answer, whatever the body holds."""
    inner = head("/about/")
    asked = head("/", more=f"Content-Length: {len(inner)}\r\n") + inner
    assert said(home, asked).count("HTTP/1.1 200") == 1


def test_silent_and_too_many_connections_are_closed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half requests hold no thread for ever, and no more threads than there are places."""
    monkeypatch.setattr(file_server, "MOST_CONNECTIONS", 2)
    monkeypatch.setattr(Handler, "timeout", 1)
    server = make_server(0, site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    home = f"http://{HOST}:{server.server_port}"
    try:
        with connected(home) as one, connected(home) as two:
            one.sendall(b"GET / HTTP/1.1\r\n")
            two.sendall(b"GET / HTTP/1.1\r\n")
            with connected(home) as third:
                assert third.recv(1) == b""
            assert (one.recv(1), two.recv(1)) == (b"", b"")
        assert said(home, head("/")).startswith("HTTP/1.1 200")
    finally:
        server.shutdown()
        server.server_close()
