"""Visit addresses politely: a host gets one request at a time, with pauses, as its robots.txt asks; little is read.

An address is asked for by HEAD, and by GET where a server does not like that. Redirects are followed one by one, so
that the report can tell a move from a detour. Whoever runs a host that we visit must not steer us to what only this
machine can reach: nothing but public addresses is connected to, and no proxy is asked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Lock, Thread
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

NAME = "still-in-time"
AGENT = f"{NAME}/1.0 (asks once a month whether the pages that it cites are still there)"
PORTS = {"http": 80, "https": 443}
PERMANENT, FOR_NOW = (301, 308), (302, 303, 307)
LATER = (429, 503)
GONE = (404, 410)
REFUSED = (401, 402, 403, 407, 429, 451)
ROBOTS = 500_000
"""So much of robots.txt is read, as its standard asks."""
BITE = 1024
"""So much of a page is read, to see that it comes."""

type Address = IPv4Address | IPv6Address
type Kind = Literal["gone", "moved", "look", "unreachable", "unchanged"]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of an address. `look`: only a person can tell. `address`: where it is now, if it has moved."""

    kind: Kind
    told: str
    address: str = ""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open net, not of this machine or of the network that it is in."""
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often and where to try. All times in seconds."""

    timeout: float = 20
    pause: float = 2
    """Between two requests to a host, unless its robots.txt asks for more."""
    longest: float = 60
    """No wait is longer, whatever a server asks for."""
    tries: int = 3
    hops: int = 6
    whole: float = 1500
    """After so long, what has not answered is told as unreachable."""
    may_reach: Callable[[Address], bool] = is_public
    """Which addresses may be connected to."""


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


TRUST = ssl.create_default_context()
CONNECTIONS: Mapping[str, Callable[[str, int], http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": partial(http.client.HTTPSConnection, context=TRUST),
}


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
        except Exception as error:
            # A page that nobody has thought of must not end the visit of those after it.
            return Found("unreachable", f"cannot be judged: {error or type(error).__name__}")

    def follow(self, address: str) -> Found:
        """Go where an address leads. Raises NoAnswerError where no answer comes."""
        here, moved, been = address, "", [address]
        while True:
            if urlsplit(here).scheme not in PORTS:
                raise NoAnswerError(f"{'is' if here == address else f'leads to {here}, which is'} no web page")
            if not self.may_fetch(here):
                return Found("look", f"robots.txt of {urlsplit(here).netloc} asks not to be visited")
            reply = self.ask(here)
            if reply.status not in (*PERMANENT, *FOR_NOW) or not reply.location:
                return judged(address, here, moved, reply.status)
            here = urldefrag(urljoin(here, reply.location)).url
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
                try:
                    reply = self.request("GET", f"{parts.scheme}://{parts.netloc}/robots.txt", ROBOTS)
                except NoAnswerError:
                    reply = Reply(0)
                host.robots = rules_of(reply.text.decode("utf-8", "replace") if reply.status == 200 else "")
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
            self.wait(max(0, self.pause(host) - (time.monotonic() - host.since)))
            try:
                return self.send(method, address, most)
            finally:
                host.since = time.monotonic()

    def send(self, method: str, address: str, most: int) -> Reply:
        """One request at once. Raises NoAnswerError where no answer comes, and ValueError for what is no address."""
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        try:
            with closing(CONNECTIONS[parts.scheme](host, port)) as connection:
                connection.sock = self.connect(host, port, is_secure=parts.scheme == "https")
                target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
                headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
                connection.request(method, target, headers=headers)
                answer = connection.getresponse()
                is_read = method == "GET" and 200 <= answer.status < 300
                text = answer.read(most) if is_read else b""
                if is_read and len(text) < min(most, int(answer.headers.get("Content-Length") or 0)):
                    raise NoAnswerError("breaks off in the middle of the page")
                location, after = (answer.headers.get(name, "") for name in ("Location", "Retry-After"))
                return Reply(answer.status, location, after, text)
        except TimeoutError as error:
            raise NoAnswerError(f"no answer within {self.limits.timeout:g} s") from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise NoAnswerError(f"breaks off: {error or type(error).__name__}") from error

    def connect(self, host: str, port: int, *, is_secure: bool) -> socket.socket:
        """A connection to a host. Raises NoAnswerError where there is none, or where it lies where we may not go."""
        try:
            found = list(
                dict.fromkeys(str(where[0]) for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            )
        except (OSError, UnicodeError) as error:
            raise NoAnswerError(f"cannot be reached: {error}") from error
        for each in found:
            if not self.limits.may_reach(ip_address(each)):
                raise NoAnswerError(f"leads to {each}, where only this network can go")
        # The very addresses that were looked at are connected to: asked again, a name may lead elsewhere.
        for last, each in enumerate(found, start=1 - len(found)):
            try:
                connection = socket.create_connection((each, port), self.limits.timeout)
                return TRUST.wrap_socket(connection, server_hostname=host) if is_secure else connection
            except TimeoutError:
                raise
            except OSError as error:
                if last == 0:
                    raise NoAnswerError(f"cannot be reached: {error}") from error
        raise NoAnswerError("cannot be reached: it has no address")

    def pause(self, host: Host) -> float:
        """How long to wait between two requests to a host."""
        asked = host.robots.crawl_delay(NAME) if host.robots else None
        # The bound comes first: what a host asks for may be more than a float holds.
        return float(max(self.limits.pause, min(int(asked or 0), self.limits.longest)))

    def host(self, address: str) -> Host:
        """What is known of an address's host."""
        with self.lock:
            return self.hosts.setdefault(netloc(address), Host())


def rules_of(text: str) -> RobotFileParser:
    """What a robots.txt asks for; lines that cannot be read ask for nothing."""
    rules = RobotFileParser()
    rules.parse([line for line in text.splitlines() if is_readable(line)])
    return rules


def is_readable(line: str) -> bool:
    """Whether the standard library can make something of a line: a number may be too long for it, an address broken."""
    try:
        RobotFileParser().parse(["User-agent: *", line])
    except ValueError:
        return False
    return True


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
    if after.strip().isdecimal():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after) - now).total_seconds())
    except (TypeError, ValueError):
        return 5.0
