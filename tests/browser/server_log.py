"""A site whose server writes down all that it is told: for tests of what a page sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from site_build.hosting.file_server import Handler, running

LOG: list[str] = []
"""Each request's line and headers, the oldest first. A test empties it when it begins."""


class Logging(Handler):
    """Notes each request, whatever it asks for."""

    def parse_request(self) -> bool:
        """Note a request's line and headers."""
        is_read = super().parse_request()
        LOG.append(f"{self.requestline}\n{self.headers}")
        return is_read


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """The address of a site whose server keeps a log; a module that imports this tests with it."""
    with running(handler=Logging) as address:
        yield address.rstrip("/")
