"""Visit addresses politely: a host gets one request at a time, with pauses, as its robots.txt asks; little is read.

An address is asked for by HEAD, and by GET where a server does not like that. Redirects are followed one by one, so
that the report can tell a move from a detour.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock, Thread
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

NAME = "still-in-time"
AGENT = f"{NAME}/1.0 (asks once a month whether the pages that it cites are still there)"
PERMANENT, FOR_NOW = (301, 308), (302, 303, 307)
LATER = (429, 503)
GONE = (404, 410)
REFUSED = (401, 402, 403, 407, 429, 451)
ROBOTS = 500_000
"""So much of robots.txt is read, as its standard asks."""
BITE = 1024
"""So much of a page is read, to see that it comes."""

type Kind = Literal["gone", "moved", "look", "unreachable", "unchanged"]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of an address. `look`: only a person can tell. `address`: where it is now, if it has moved."""

    kind: Kind
    told: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often to try. All times in seconds."""

    timeout: float = 20
    pause: float = 2
    """Between two requests to a host, unless its robots.txt asks for more."""
    longest: float = 60
    """No wait is longer, whatever a server asks for."""
    tries: int = 3
    hops: int = 6
    whole: float = 1500
    """After so long, what has not answered is told as unreachable."""


USUAL = Limits()


@dataclass(slots=True)
class Host:
    """What is known of a host while it is being visited."""

    lock: Lock = field(default_factory=Lock)
    """Held by whoever is sending a request."""
    since: float = float("-inf")
    reading: Lock = field(default_factory=Lock)
    """Held by whoever looks what robots.txt says, or reads it first."""
    robots: RobotFileParser | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer to one request."""

    status: int
    location: str = ""
    after: str = ""
    text: bytes = b""


class NoAnswerError(Exception):
    """No answer came; the message says why."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to us."""

    def redirect_request(self, *given: object) -> None:
        """Follow none."""


OPENER = urllib.request.build_opener(_Stay)


def visit(
    addresses: Iterable[str], limits: Limits = USUAL, wait: Callable[[float], None] = time.sleep
) -> Mapping[str, Found]:
    """What became of each address, in the order given. Hosts are visited side by side, each one page at a time."""
    wanted = list(dict.fromkeys(addresses))
    visitor = Visitor(limits, wait)
    found: dict[str, Found] = {}

    def one_host(pages: list[str]) -> None:
        for page in pages:
            found[page] = visitor.look(page)

    by_host: dict[str, list[str]] = {}
    for address in wanted:
        by_host.setdefault(netloc(address), []).append(address)
    threads = [Thread(target=one_host, args=(pages,), daemon=True) for pages in by_host.values()]
    for thread in threads:
        thread.start()
    end = time.monotonic() + limits.whole
    for thread in threads:
        thread.join(max(0, end - time.monotonic()))
    late = Found("unreachable", f"nothing within {limits.whole:g} s")
    return {address: found.get(address, late) for address in wanted}


class Visitor:
    """Visits pages and remembers the manners of each host. May be used by several threads."""

    def __init__(self, limits: Limits, wait: Callable[[float], None]) -> None:
        self.limits = limits
        self.wait = wait
        self.hosts: dict[str, Host] = {}
        self.lock = Lock()

    def look(self, address: str) -> Found:
        """What became of one address. Never raises."""
        try:
            return self.follow(address)
        except NoAnswerError as error:
            return Found("unreachable", str(error))
        except ValueError as error:
            return Found("unreachable", f"is or leads to no address: {error}")

    def follow(self, address: str) -> Found:
        """Go where an address leads. Raises NoAnswerError where no answer comes."""
        here, moved, been = address, "", [address]
        while True:
            if not self.may_fetch(here):
                return Found("look", f"robots.txt of {urlsplit(here).netloc} asks not to be visited")
            reply = self.ask(here)
            if reply.status not in (*PERMANENT, *FOR_NOW) or not reply.location:
                return judged(address, here, moved, reply.status)
            here = urldefrag(urljoin(here, reply.location)).url
            if urlsplit(here).scheme not in ("http", "https"):
                raise NoAnswerError(f"leads to {here}, which is no web page")
            if here in been:
                raise NoAnswerError("redirects lead in a circle")
            if len(been) > self.limits.hops:
                raise NoAnswerError(f"more than {self.limits.hops} redirects")
            # What comes after a detour is not where the page has moved to.
            if reply.status in PERMANENT and moved == ("" if len(been) == 1 else been[-1]):
                moved = here
            been.append(here)

    def may_fetch(self, address: str) -> bool:
        """Whether the host's robots.txt, which is read once, lets us visit a page."""
        parts = urlsplit(address)
        host = self.host(address)
        with host.reading:
            if host.robots is None:
                rules = RobotFileParser()
                try:
                    reply = self.request("GET", f"{parts.scheme}://{parts.netloc}/robots.txt", ROBOTS)
                except NoAnswerError:
                    reply = Reply(0)
                rules.parse(reply.text.decode("utf-8", "replace").splitlines() if reply.status == 200 else [])
                host.robots = rules
            return host.robots.can_fetch(NAME, address)

    def ask(self, address: str) -> Reply:
        """The answer to HEAD or, where that is none, to GET; asked again where a server says that it is busy."""
        for last in range(1, self.limits.tries + 1):
            try:
                reply = self.request("HEAD", address)
            except NoAnswerError:
                reply = Reply(0)
            if not 200 <= reply.status < 400 and reply.status not in LATER:
                reply = self.request("GET", address)
            if reply.status not in LATER or last == self.limits.tries:
                break
            self.wait(min(seconds(reply.after, datetime.now(UTC)), self.limits.longest))
        return reply

    def request(self, method: str, address: str, most: int = BITE) -> Reply:
        """One request, when it is this host's turn. Raises NoAnswerError where no answer comes."""
        host = self.host(address)
        with host.lock:
            self.wait(max(0, min(self.pause(host), self.limits.longest) - (time.monotonic() - host.since)))
            try:
                return self.send(method, address, most)
            finally:
                host.since = time.monotonic()

    def send(self, method: str, address: str, most: int) -> Reply:
        """One request at once."""
        try:
            request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
            with OPENER.open(request, timeout=self.limits.timeout) as answer:
                text = answer.read(most) if method == "GET" else b""
                if method == "GET" and len(text) < min(most, int(answer.headers.get("Content-Length") or 0)):
                    raise NoAnswerError("breaks off in the middle of the page")
                return Reply(answer.status, text=text)
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.headers.get("Location", ""), error.headers.get("Retry-After", ""))
        except TimeoutError as error:
            raise NoAnswerError(f"no answer within {self.limits.timeout:g} s") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise NoAnswerError(f"no answer within {self.limits.timeout:g} s") from error
            raise NoAnswerError(f"cannot be reached: {error.reason}") from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise NoAnswerError(f"breaks off: {error or type(error).__name__}") from error

    def pause(self, host: Host) -> float:
        """How long to wait between two requests to a host."""
        asked = host.robots.crawl_delay(NAME) if host.robots else None
        return max(self.limits.pause, float(asked or 0))

    def host(self, address: str) -> Host:
        """What is known of an address's host."""
        with self.lock:
            return self.hosts.setdefault(netloc(address), Host())


def netloc(address: str) -> str:
    """The host of an address with its port; nothing where the address is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def judged(address: str, end: str, moved: str, status: int) -> Found:
    """What an answer says about an address that led to `end`, on the first part of the way for good to `moved`."""
    if status in GONE:
        return Found("gone", f"answers {status}" + (f" at {end}" if end != address else ""))
    if status in REFUSED:
        return Found("look", f"answers {status}: a person may still be let in")
    if not 200 <= status < 300:
        raise NoAnswerError(f"answers {status}")
    if end != address and urlsplit(end).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return Found("look", f"leads to the front page {end}")
    if moved:
        return Found("moved", f"for good, to {moved}", moved)
    return Found("unchanged", f"for now answered by {end}" if end != address else "")


def seconds(after: str, now: datetime) -> float:
    """The seconds that a Retry-After asks to wait; a few where it asks for nothing that can be read."""
    if after.strip().isdigit():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after) - now).total_seconds())
    except (TypeError, ValueError):
        return 5.0
