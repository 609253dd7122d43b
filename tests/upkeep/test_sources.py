"""The monthly look at the sources: every way in which a server can answer, or not, and what the report says of it."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from checker.model import Policy
from site_build.checker_api import policy as shipped
from tests.upkeep.loopback import serving
from tools.sources import report, visit
from tools.sources.visit import Found, Limits


def is_ours(address: visit.Address) -> bool:
    """Whether an address is that of the tests' own servers; all others stand for the network around."""
    return str(address) == "127.0.0.1"


QUICK = Limits(timeout=20, pause=3, longest=60, tries=3, hops=4, whole=20, may_reach=is_ours)
TODAY = date(2026, 11, 24)
MOVES = {
    "/moved": (301, "/new"),
    "/moved-twice": (308, "/moved"),
    "/for-now": (302, "/new"),
    "/detour": (307, "/moved"),
    "/moved-then-detour": (301, "/for-now"),
    "/moved-and-gone": (301, "/gone"),
    "/front": (301, "/"),
    "/circle": (301, "/back"),
    "/back": (302, "/circle"),
    "/itself": (301, "/itself"),
    "/mail": (301, "mailto:somebody@example.org"),
    "/nowhere": (301, ""),
}
STATUSES = {"/gone": 404, "/gone-for-good": 410, "/forbidden": 403, "/pay": 402, "/broken": 500, "/busy-for-ever": 429}


@dataclass(slots=True)
class Log:
    """What a server was asked, and how many requests it had at once."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    now: int = 0
    most: int = 0
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Does everything that servers do, by the path."""

    log: Log
    robots = "User-agent: *\nDisallow: /private\nCrawl-delay: 9\n"
    protocol_version = "HTTP/1.1"
    # Answers leave once they are counted as given.
    wbufsize = -1

    def log_message(self, format: str, *values: object) -> None:
        """Stay quiet."""

    def handle_one(self) -> None:
        with self.log.lock:
            self.log.now += 1
            self.log.most = max(self.log.most, self.log.now)
            self.log.asked.append((self.command, self.path))
            self.log.agents.add(self.headers["User-Agent"])
        try:
            self.reply()
        finally:
            with self.log.lock:
                self.log.now -= 1

    do_GET = do_HEAD = handle_one  # noqa: N815 - the names are the library's

    def reply(self) -> None:
        path, visits = self.path, self.log.asked.count((self.command, self.path))
        self.close_connection = True
        if path == "/robots.txt":
            return self.send(200, self.robots.encode())
        if path in MOVES:
            status, location = MOVES[path]
            return self.send(status, Location=location)
        if path.startswith("/chain/"):
            return self.send(301, Location=f"/chain/{int(path.removeprefix('/chain/')) + 1}")
        if path in STATUSES:
            return self.send(STATUSES[path], Retry_After="100000")
        if path == "/busy" and visits < 3:
            return self.send(503, Retry_After="7")
        if path == "/head-not-liked" and self.command == "HEAD":
            return self.send(405)
        if path in ("/cut", "/cut-head") and (path == "/cut" or self.command == "HEAD"):
            return None
        if path == "/silent":
            self.log.over.wait(20)
            return None
        if path == "/meet":
            self.log.over.wait(0.4)
        if path == "/huge":
            return self.pour()
        if path == "/short" and self.command == "GET":
            return self.send(200, b"abc", Content_Length="1000")
        if path == "/short":
            return self.send(405)
        if path == "/picture":
            return self.send(200, b"\x89PNG\0\xff", Content_Type="image/png")
        return self.send(200, b"<p>Hello.</p>")

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def pour(self) -> None:
        """A page that does not end before the visitor leaves."""
        if self.command == "HEAD":
            return self.send(501)
        self.send_response(200)
        self.end_headers()
        try:
            while self.log.sent < 100_000_000:
                self.log.sent += self.wfile.write(b"x" * 10_000)
        except OSError:
            pass
        return None


@dataclass(frozen=True, slots=True)
class Host:
    """A server of the test's own."""

    home: str
    log: Log


@contextmanager
def started() -> Iterator[Host]:
    """A server that runs while the block does."""
    log = Log()
    with serving(type("Own", (Handler,), {"log": log})) as home:
        yield Host(home, log)
        log.over.set()


@pytest.fixture
def host() -> Iterator[Host]:
    """A server that runs for the test."""
    with started() as host:
        yield host


def look(host: Host, path: str, waits: list[float] | None = None) -> Found:
    """What is said of one page of the server."""
    address = host.home + path
    return visit.visit([address], QUICK, (waits if waits is not None else []).append)[address]


@pytest.mark.parametrize(
    ("path", "kind", "told", "now_at"),
    [
        ("/fine", "unchanged", "", ""),
        ("/picture", "unchanged", "", ""),
        ("/huge", "unchanged", "", ""),
        ("/head-not-liked", "unchanged", "", ""),
        ("/cut-head", "unchanged", "", ""),
        ("/for-now", "unchanged", "for now answered by", ""),
        ("/detour", "unchanged", "for now answered by", ""),
        ("/busy", "unchanged", "", ""),
        ("/moved", "moved", "for good, to", "/new"),
        ("/moved-twice", "moved", "for good, to", "/new"),
        ("/moved-then-detour", "moved", "for good, to", "/for-now"),
        ("/gone", "gone", "answers 404", ""),
        ("/gone-for-good", "gone", "answers 410", ""),
        ("/moved-and-gone", "gone", "answers 404 at", ""),
        ("/forbidden", "look", "answers 403: a person may still be let in", ""),
        ("/pay", "look", "answers 402", ""),
        ("/busy-for-ever", "look", "answers 429", ""),
        ("/front", "look", "leads to the front page", ""),
        ("/private/page", "look", "asks not to be visited", ""),
        ("/circle", "unreachable", "in a circle", ""),
        ("/itself", "unreachable", "in a circle", ""),
        ("/chain/1", "unreachable", "more than 4 redirects", ""),
        ("/mail", "unreachable", "leads to mailto:", ""),
        ("/nowhere", "unreachable", "answers 301", ""),
        ("/broken", "unreachable", "answers 500", ""),
        ("/cut", "unreachable", "breaks off", ""),
        ("/short", "unreachable", "breaks off", ""),
    ],
)
def test_every_answer_has_its_name(host: Host, path: str, kind: str, told: str, now_at: str) -> None:
    """What a server answers, or does not, is told as what it means for a source."""
    found = look(host, path)
    assert found.kind == kind, found
    assert told in found.told and bool(told) == bool(found.told)
    assert found.address == (host.home + now_at if now_at else "")


def test_who_never_answers_is_not_waited_for(host: Host) -> None:
    """After its time a request is given up, and the report says after how long."""
    address = f"{host.home}/silent"
    found = visit.visit([address], replace(QUICK, timeout=0.5), list[float]().append)
    assert found == {address: Found("unreachable", "no answer within 0.5 s")}


def test_a_place_where_nobody_listens_is_not_reached() -> None:
    """No server, no encryption where it is asked for, and no address at all."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wrong = [f"http://127.0.0.1:{port}/", "https:///nothing", "http://[broken"]
    with started() as host:
        wrong.append(host.home.replace("http:", "https:"))
        found = visit.visit(wrong, QUICK, list[float]().append)
    assert {address: each.kind for address, each in found.items()} == dict.fromkeys(wrong, "unreachable")


@pytest.mark.parametrize("host_name", ["127.0.0.3", "2130706435", "0x7f.3", "[::1]", "[::ffff:127.0.0.3]"])
def test_a_redirect_leads_to_no_inner_address(host: Host, monkeypatch: pytest.MonkeyPatch, host_name: str) -> None:
    """However it is written, an address that may not be gone to gets no connection, and is not told as a move."""
    with socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True) as inner:
        inner.setblocking(False)
        monkeypatch.setitem(MOVES, "/inner", (301, f"http://{host_name}:{inner.getsockname()[1]}/secret"))
        found = look(host, "/inner")
        assert (found.kind, found.address) == ("unreachable", "")
        assert "where only this network can go" in found.told
        with pytest.raises(BlockingIOError):
            inner.accept()


def test_only_the_open_net_is_visited(host: Host) -> None:
    """Unless a test says otherwise, nothing of this machine or its network is asked, by whatever name."""
    names = [host.home, host.home.replace("127.0.0.1", "localhost")]
    found = visit.visit(names, Limits(pause=0), list[float]().append)
    assert {each.kind for each in found.values()} == {"unreachable"} and host.log.asked == []
    inner = "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255"
    six = "::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1"
    assert [name for name in (*inner.split(), *six.split()) if visit.is_public(ip_address(name))] == []
    assert visit.is_public(ip_address("8.8.8.8")) and visit.is_public(ip_address("2606:4700:4700::1111"))


def test_what_is_no_web_page_is_not_opened(tmp_path: Path) -> None:
    """A file, or whatever else an address may name, is told as no web page, and the pages after it are visited."""
    (tmp_path / "file").write_text("secret")
    wrong = [(tmp_path / "file").as_uri(), "data:,Hello", "javascript:alert(1)", "/steps", "ftp://127.0.0.1/"]
    found = visit.visit(wrong, QUICK, list[float]().append)
    assert found == {address: Found("unreachable", "is no web page") for address in wrong}


@pytest.mark.parametrize(
    "robots",
    [
        f"User-agent: *\nCrawl-delay: {'9' * 400}\n",
        f"User-agent: *\nCrawl-delay: {'9' * 5000}\nDisallow: /private\n",
        "User-agent: *\nCrawl-delay: ²\nRequest-rate: ²/²\nDisallow: http://[broken\nDisallow: /private\n",
    ],
    ids=["long", "longer", "odd"],
)
def test_what_robots_txt_asks_for_is_bounded(host: Host, monkeypatch: pytest.MonkeyPatch, robots: str) -> None:
    """A delay without end is a bounded wait, what cannot be read asks for nothing, and the other lines count."""
    monkeypatch.setattr(Handler, "robots", robots)
    waits: list[float] = []
    assert look(host, "/fine", waits).kind == "unchanged"
    assert max(waits) <= QUICK.longest
    assert look(host, "/private/page").kind == ("look" if "/private" in robots else "unchanged")


def test_no_page_ends_the_visit_of_the_next(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours with one page is told as such, and the next page of the host is visited."""
    follow = visit.Visitor.follow

    def trip(visitor: visit.Visitor, address: str) -> Found:
        if address.endswith("/odd"):
            raise OverflowError("nobody has thought of this")
        return follow(visitor, address)

    monkeypatch.setattr(visit.Visitor, "follow", trip)
    found = visit.visit([f"{host.home}/odd", f"{host.home}/fine"], QUICK, list[float]().append)
    assert [each.kind for each in found.values()] == ["unreachable", "unchanged"]
    assert "nobody has thought of this" in found[f"{host.home}/odd"].told


def test_a_server_that_is_busy_is_asked_again_after_as_long_as_it_says(host: Host) -> None:
    """Retry-After is kept to, up to a bound, and after the last try nothing is waited for."""
    waits: list[float] = []
    look(host, "/busy", waits)
    assert [wait for wait in waits if wait == 7] == [7, 7]
    waits.clear()
    look(host, "/busy-for-ever", waits)
    assert [wait for wait in waits if wait == QUICK.longest] == [60, 60]


def test_a_server_may_say_by_which_hour() -> None:
    """Retry-After may be a date; what cannot be read is a short wait, what is over none."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert visit.seconds(format_datetime(now + timedelta(seconds=40), usegmt=True), now) == 40
    assert visit.seconds(format_datetime(now - timedelta(days=1), usegmt=True), now) == 0
    assert (
        visit.seconds("soon", now) == visit.seconds("", now) == visit.seconds("-3", now) == visit.seconds("²", now) == 5
    )


def test_a_host_is_visited_politely(host: Host) -> None:
    """One request at a time, a pause before each as robots.txt asks, that file once, and a name on every request."""
    waits: list[float] = []
    pages = [f"{host.home}/{number}" for number in range(5)]
    visit.visit([*pages, *pages, f"{host.home}/private"], QUICK, waits.append)
    assert host.log.most == 1
    assert Counter(host.log.asked) == {("GET", "/robots.txt"): 1, **{("HEAD", f"/{number}"): 1 for number in range(5)}}
    assert len(waits) == 6
    assert waits[0] == 0 and all(8 < wait <= 9 for wait in waits[1:])
    assert host.log.agents == {visit.AGENT}


def test_a_host_is_left_its_peace_when_others_lead_there(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hosts that are visited side by side and lead to a third give it one request at a time, robots.txt's once."""
    monkeypatch.setitem(MOVES, "/away", (302, f"{host.home}/meet"))
    with started() as one, started() as other:
        visit.visit([f"{each.home}/away" for each in (one, other)], QUICK, list[float]().append)
    assert host.log.most == 1
    assert Counter(host.log.asked) == {("GET", "/robots.txt"): 1, ("HEAD", "/meet"): 2}


def test_little_is_read_of_a_page(host: Host) -> None:
    """A page without end costs the network's buffers and no more."""
    assert look(host, "/huge").kind == "unchanged"
    assert host.log.sent < 20_000_000


def test_a_host_that_stalls_does_not_hold_up_the_others(host: Host) -> None:
    """When the time for all is over, what has not answered is told as unreachable, and the rest is there."""
    limits = replace(QUICK, whole=3)
    with started() as other:
        found = visit.visit([f"{host.home}/silent", f"{other.home}/fine"], limits, list[float]().append)
    assert [each.kind for each in found.values()] == ["unreachable", "unchanged"]
    assert "nothing within 3 s" in found[f"{host.home}/silent"].told


# The report.


def test_every_address_of_the_policy_is_visited() -> None:
    """First and further addresses, each once, with the sources that give it."""
    found = report.addresses(shipped())
    given = [each for source in shipped().sources.values() for each in (source.address, *source.more) if each]
    assert set(found) == set(given)
    assert {ident for idents in found.values() for ident in idents} <= set(shipped().sources)


def test_facts_that_wait_are_ranked_by_what_rests_on_them() -> None:
    """A fact is due after so many days; those behind most answers come first, those behind none are not forgotten."""
    facts = {ident: replace(fact, checked=TODAY - timedelta(30)) for ident, fact in shipped().facts.items()}
    policy = replace(shipped(), facts=facts)
    assert report.old(policy, TODAY, 30) == []
    due = report.old(policy, TODAY, 29)
    assert {each.fact.id for each in due} == set(shipped().facts)
    assert [each.states for each in due] == sorted((each.states for each in due), reverse=True)
    assert due[0].states > 20 and due[-1].states == 0
    later = {**facts, "refund-time": replace(facts["refund-time"], checked=TODAY)}
    assert "refund-time" not in {each.fact.id for each in report.old(replace(policy, facts=later), TODAY, 0)}


def test_the_report_says_what_to_do_with_each_address() -> None:
    """Each kind has its heading, each address its sources, facts and what the server said; what is fine is counted."""
    first, second, third = list(report.addresses(shipped()))[:3]
    found = {
        first: Found("gone", "answers 404"),
        second: Found("moved", "for good, to http://new.example/", "http://new.example/"),
        third: Found("unchanged", ""),
    }
    waiting = report.old(shipped(), TODAY, -1000)[:1]
    text = report.written(seen_today(), found, waiting, TODAY)
    assert text.startswith("3 addresses of sources were visited on 2026-11-24; 1 are where they were.")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {report.HEADINGS['gone']}",
        f"## {report.HEADINGS['moved']}",
        "## Facts to read again, those on which most rests first",
    ]
    assert f"`{first}` `answers 404`; for `" in text and third not in text
    (first_due,) = waiting
    told = f"| `{first_due.fact.id}` | {first_due.fact.checked} | {first_due.days} | {first_due.states} |"
    assert told in text


def test_nothing_to_do_is_no_report() -> None:
    """Where all is where it was and no fact waits, there is nothing to open, and that is said with the day."""
    found = {"http://a.example/": Found("unchanged", "")}
    assert report.written(seen_today(), found, [], TODAY) == ""
    assert "1 addresses of sources were visited on 2026-11-24" in report.done(found, TODAY)


def test_names_that_nobody_has_seen_for_a_year_are_reported() -> None:
    """A name last seen over a year ago, or on a day that nobody knows, is listed beside what is to do."""
    found = {"http://a.example/": Found("gone", "404")}
    policy = seen_today()
    label = policy.labels["order-details"]
    for last, told in (("2025-01", "2025-01"), (None, "no date"), ("2025-11-23", "2025-11-23")):
        seen = tuple(replace(each, last=last) if each.lang == "es" else each for each in label.seen)
        older = replace(policy, labels={**policy.labels, label.id: replace(label, seen=seen)})
        text = report.written(older, found, [], TODAY)
        assert f"| `order-details` | es | `Detalles del pedido` | {told} | S211, S212 |" in text
        assert text.count("\n| `") == 1
    assert report.written(older, {"http://a.example/": Found("unchanged", "")}, [], TODAY) == ""


def seen_today() -> Policy:
    """The shipped policy on a day on which somebody has seen every name."""
    labels = {
        label.id: replace(label, seen=tuple(replace(each, last=TODAY.isoformat()) for each in label.seen))
        for label in shipped().labels.values()
    }
    return replace(shipped(), labels=labels)


def test_servers_cannot_write_the_report() -> None:
    """What a server says is shown as code, on one line and cut: no markup, no names called, no commands."""
    shown = report.code("a`@everyone`\n## b\x1b[0m " + "c" * 1000)
    assert shown.count("`") == 2 and "\n" not in shown and "\x1b" not in shown
    assert len(shown) < 310
