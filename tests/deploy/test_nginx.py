"""The released site behind the real nginx: kinds, packing, caching, protection, errors, and the live checker."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Page, Response

from site_build.hosting import headers
from site_build.hosting.file_server import running
from site_build.hosting.headers import load_rules
from site_build.layout import PREFIXES, SITE
from site_build.release import nginx
from tests.browser.conftest import Watch
from tests.browser.reader import ENGINE_FILES, Locale, Reader
from tests.deploy.conftest import Answer, ask, served

KINDS = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
LATER = {".ics": "text/calendar; charset=utf-8"}
"""Kinds that no file of the site is of today."""
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def address(file: str) -> str:
    """The path that readers know a file by."""
    return "/" + (file.removesuffix("index.html") if file.endswith("/index.html") or file == "index.html" else file)


@pytest.fixture(scope="module")
def files(release: Path) -> list[str]:
    """Every file of the site, below its folder."""
    return sorted(file.relative_to(SITE).as_posix() for file in SITE.rglob("*") if file.is_file())


@pytest.fixture(scope="module")
def answers(home: str, files: list[str]) -> dict[tuple[str, str], Answer]:
    """What comes for every file, for browsers that take Brotli, that take gzip only, and that take neither."""
    return {
        (file, accepted): ask(home, address(file), Accept_Encoding=accepted)
        for file in files
        for accepted in ("br, gzip", "gzip", "identity")
    }


def test_every_file_comes_whole_and_of_its_kind(answers: dict[tuple[str, str], Answer]) -> None:
    """Whatever a browser can unpack, it gets the file's bytes, and is told what they are."""
    for (file, accepted), answer in answers.items():
        assert answer.status == 200, file
        assert answer.headers["Content-Type"] == KINDS[Path(file).suffix], file
        unpack = UNPACK[answer.headers.get("Content-Encoding", "")]
        assert unpack(answer.body) == (SITE / file).read_bytes(), (file, accepted)


def test_what_can_be_packed_comes_packed(answers: dict[tuple[str, str], Answer]) -> None:
    """Brotli where it is taken, else gzip, else the plain file; but for pictures, fonts and tiny files."""
    for (file, accepted), answer in answers.items():
        best = {"br, gzip": "br", "gzip": "gzip", "identity": ""}[accepted]
        if Path(file).suffix not in (".png", ".woff2") and (SITE / file).stat().st_size > 300:
            assert answer.headers.get("Content-Encoding", "") == best, (file, accepted)
            assert answer.headers["Vary"] == "Accept-Encoding", (file, accepted)
        assert len(answer.body) <= (SITE / file).stat().st_size, (file, accepted)


def test_names_with_a_hash_may_be_kept_for_ever_and_nothing_else(answers: dict[tuple[str, str], Answer]) -> None:
    """The engine and hashed assets are immutable; pages, the service worker and all else are asked for again."""
    hashed = re.compile(r"^assets/(engine/[0-9a-f]{12}/|.*\.[0-9a-f]{8,64}\.[a-z.0-9]+$)")
    for (file, _), answer in answers.items():
        wanted = "public, max-age=31536000, immutable" if hashed.match(file) else "no-cache"
        assert answer.headers["Cache-Control"] == wanted, file
    assert answers["sw.js", "identity"].headers["Cache-Control"] == "no-cache"


def test_every_answer_has_the_policy_of_the_pages(answers: dict[tuple[str, str], Answer], files: list[str]) -> None:
    """The header allows what the page's own policy allows and says who may frame it; workers get it, too."""
    own = {
        file: unescape(META.findall((SITE / file).read_text("utf-8"))[0]) for file in files if file.endswith(".html")
    }
    framed = {file for file in own if file.endswith("embed/index.html")}
    assert len({policy for file, policy in own.items() if file not in framed}) == 1
    for (file, _), answer in answers.items():
        beside = f"{file.rpartition('embed/')[0]}embed/index.html" if "embed/" in file else "index.html"
        assert answer.headers["Content-Security-Policy"] == f"{own.get(file, own[beside])}; frame-ancestors 'self'", (
            file
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_server_for_development_says_the_same(answers: dict[tuple[str, str], Answer], files: list[str]) -> None:
    """What is true while developing is true in the world: same kinds, same caching, same protection, file by file."""
    same = [*load_rules().headers, "Content-Type"]
    with running() as own:
        for file in files:
            here = ask(own, address(file), method="HEAD")
            there = answers[file, "identity"]
            assert {name: here.headers[name] for name in same} == {name: there.headers[name] for name in same}, file


def test_kinds_that_the_site_may_have_one_day_are_known(tmp_path: Path) -> None:
    """A calendar file would come as what it is, and what nobody knows as bytes."""
    (tmp_path / "site").mkdir()
    for kind in (*LATER, ".unknown"):
        (tmp_path / "site" / f"some{kind}").write_text("some")
    for name, text in nginx(load_rules()).items():
        (tmp_path / name).write_text(text)
    with served(tmp_path, load_rules()) as home:
        for kind, name in {**LATER, ".unknown": "application/octet-stream"}.items():
            assert ask(home, f"/some{kind}").headers["Content-Type"] == name


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_what_a_browser_has_is_not_sent_again(home: str, accepted: str) -> None:
    """Asked again with its tag, an unchanged page costs an answer without a body, in each packing."""
    first = ask(home, "/es/check/", Accept_Encoding=accepted)
    again = ask(home, "/es/check/", Accept_Encoding=accepted, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "no-cache"
    assert again.headers["Vary"] == "Accept-Encoding"
    old = ask(home, "/es/check/", Accept_Encoding=accepted, If_None_Match='"of-an-older-edition"')
    assert old.status == 200


def test_each_packing_has_a_tag_of_its_own(home: str) -> None:
    """A cache between cannot take the packed file for the plain one."""
    tags = {ask(home, "/steps/", Accept_Encoding=accepted).headers["ETag"] for accepted in ("br", "gzip", "identity")}
    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


def test_part_of_a_file_can_be_asked_for(home: str, files: list[str]) -> None:
    """A broken download of the engine goes on where it stopped; if the file has changed, it begins anew."""
    [file] = [file for file in files if file.endswith(".wasm")]
    content = (SITE / file).read_bytes()
    part = ask(home, f"/{file}", Range="bytes=1000-1999")
    assert (part.status, part.body) == (206, content[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(content)}"
    changed = ask(home, f"/{file}", Range="bytes=1000-1999", If_Range='"of-an-older-edition"')
    assert (changed.status, changed.body) == (200, content)


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("path", ["nowhere/", "check/no.such/", "about/index.html.br", "assets/x.0123abcd.js"])
def test_unknown_addresses_are_answered_in_the_readers_language(home: str, language: str, path: str) -> None:
    """Status 404 with the page of the folder's language, protected and not to be kept."""
    answer = ask(home, f"/{PREFIXES[language]}{path}")
    assert answer.status == 404
    assert f'<html lang="{language}"' in answer.body.decode()
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [f"{prefix}check" for prefix in PREFIXES.values()])
def test_a_missing_slash_is_added(home: str, path: str) -> None:
    """Who leaves it out is sent on to the page, under whatever name and port the server goes by."""
    answer = ask(home, f"/{path}", Host="another.example")
    assert (answer.status, answer.headers["Location"]) == (301, f"/{path}/")


@pytest.mark.parametrize(
    "request_",
    [
        b"\0\r\n\r\n",
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
    ],
    ids=["malformed", "long", "trace", "version"],
)
def test_no_error_tells_the_servers_version(home: str, request_: bytes) -> None:
    """What the server answers before it looks for a file says no more of it than its name."""
    with socket.create_connection(("127.0.0.1", urlsplit(home).port or 0)) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    assert b"nginx" in answer and b"nginx/" not in answer


def test_folders_are_not_shown(home: str) -> None:
    """What lies in a folder without a page is nobody's business."""
    for folder in ("/assets/", "/assets/engine/"):
        assert ask(home, folder).status == 404


def test_all_that_the_service_worker_keeps_is_there(home: str) -> None:
    """An edition is kept whole or not at all: the server answers with each file, and no host redirects its address."""
    [listed] = re.findall(r"^const FILES = (.*);$", (SITE / "sw.js").read_text("utf-8"), re.MULTILINE)
    kept = [file for some in json.loads(listed).values() for file in some]
    assert len(kept) > 40 and not [file for file in kept if file.endswith(".html")]
    assert [file for file in kept if ask(home, f"/{file}", method="HEAD").status != 200] == []


def test_a_path_may_have_headers_of_its_own(tmp_path: Path) -> None:
    """A rule for a folder replaces the headers that it names, for what is in that folder and nowhere else."""
    for page in ("index.html", "embed/index.html", "embedded/index.html"):
        (tmp_path / "site" / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / page).write_text(page)
    always = {"Content-Security-Policy": "frame-ancestors 'self'", "Referrer-Policy": "no-referrer"}
    own = {"embed/*": {"Content-Security-Policy": "frame-ancestors https://a.example", "X-Own": "yes"}}
    rules = headers.rules(tmp_path / "site", always, own)
    for name, text in nginx(rules).items():
        (tmp_path / name).write_text(text)
    with served(tmp_path, rules) as home:
        embedded, other = ask(home, "/embed/").headers, ask(home, "/embedded/").headers
    assert embedded["Content-Security-Policy"] == "frame-ancestors https://a.example"
    assert (embedded["X-Own"], embedded["Referrer-Policy"]) == ("yes", "no-referrer")
    assert other["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert "X-Own" not in other


def test_the_checker_answers_through_the_server(home: str, page: Page, locale: Locale) -> None:
    """In each language Python starts from packed files and answers, with every state's static page cut off."""
    watch = Watch(home)
    watch.follow(page.context)
    packed = {}

    def note(response: Response) -> None:
        if ENGINE_FILES.search(response.url):
            packed[response.url.rpartition(".")[2]] = response.headers.get("content-encoding")

    page.context.on("response", note)
    reader = Reader(page, home, locale)
    reader.open()
    reader.await_engine()
    reader.only_python_answers()
    reader.answers([("stage", "asked"), ("answer", "silent"), ("waited", "over")])
    reader.sees_outcome("silence-over", "get-help")
    reader.answered_by_python()
    reader.is_at("stage.asked/answer.silent/waited.over")
    assert "wasm" in packed and set(packed.values()) == {"br"}
    watch.verdict()
