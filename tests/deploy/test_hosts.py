"""Hosts that read our rules from files: what they would send is what our own server sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_build import BuildError, release
from site_build.hosting import headers
from site_build.hosting.file_server import running
from site_build.hosting.headers import load_rules
from site_build.layout import PREFIXES, SITE
from site_build.postprocess import csp
from site_build.release import headers_file
from tests.deploy.conftest import FAST, ask, served

Block = tuple[str, list[str], list[tuple[str, str]]]
"""A path, the headers that are detached there, and those that are set."""
REVALIDATED = "public, max-age=0, must-revalidate"
"""What both hosts send unless they are told otherwise; to a browser it is the same as no-cache."""
MEBIBYTE = 1024 * 1024


def blocks(text: str) -> list[Block]:
    """A _headers file as both hosts read it; what either would not understand fails the test."""
    found: list[Block] = []
    for line in filter(None, map(str.rstrip, text.splitlines())):
        assert len(line) <= 2000, "Cloudflare ignores longer lines"
        if line.startswith("/"):
            assert re.fullmatch(r"/[\w./-]*\*?", line), line
            found.append((line, [], []))
        elif gone := re.fullmatch(r"  ! ([A-Za-z-]+)", line):
            found[-1][1].append(gone[1].lower())
        else:
            header = re.fullmatch(r"  ([A-Za-z-]+): (\S.*)", line)
            assert header, line
            found[-1][2].append((header[1].lower(), header[2]))
    assert len(found) <= 100, "Cloudflare reads a hundred rules"
    assert all(detached or given for _, detached, given in found)
    return found


def matching(text: str, path: str) -> Iterator[Block]:
    """The blocks for a path, in their order."""
    for block in blocks(text):
        if path.startswith(block[0][:-1]) if block[0].endswith("*") else path == block[0]:
            yield block


def by_cloudflare(text: str, path: str) -> dict[str, str]:
    """Each block first detaches, then adds with a comma to what an earlier one has set."""
    sent = {"access-control-allow-origin": "*", "cache-control": REVALIDATED}
    own: set[str] = set()
    for _, detached, given in matching(text, path):
        sent = {name: value for name, value in sent.items() if name not in detached}
        for name, value in given:
            sent[name] = f"{sent[name]}, {value}" if name in own and name in sent else value
            own.add(name)
    return sent


def by_netlify(text: str, path: str) -> dict[str, str]:
    """A later block replaces what an earlier one has set; detaching is not known there."""
    sent = {"cache-control": REVALIDATED}
    for _, detached, given in matching(text, path):
        assert not detached, "Netlify calls this line invalid"
        sent |= dict(given)
    return sent


READ = {"cloudflare": by_cloudflare, "netlify": by_netlify}


@pytest.mark.parametrize("host", READ)
def test_hosts_send_what_our_own_server_sends(release: Path, host: str) -> None:
    """For every file of the site the _headers file gives the same headers, no more and no fewer."""
    text = (release / host / "_headers").read_text("utf-8")
    with running() as own:
        for file in (file for file in SITE.rglob("*") if file.is_file()):
            path = "/" + file.relative_to(SITE).as_posix().removesuffix("index.html")
            answer = ask(own, path, method="HEAD").headers
            wanted = {name.lower(): answer[name] for name in load_rules().headers}
            wanted["cache-control"] = wanted["cache-control"].replace("no-cache", REVALIDATED)
            assert READ[host](text, path) == wanted, path


@pytest.mark.parametrize("host", READ)
def test_a_rule_for_a_path_replaces_the_one_for_all(tmp_path: Path, host: str) -> None:
    """A page with a policy of its own gets that one alone: two would both be kept by browsers, and the stricter win."""
    rules = headers.rules(tmp_path, {"X-Policy": "strict", "X-Other": "same"}, {"embed/*": {"X-Policy": "open"}})
    text = headers_file(rules, detach=host == "cloudflare")
    assert READ[host](text, "/embed/es/")["x-policy"] == "open"
    assert READ[host](text, "/embed/es/")["x-other"] == "same"
    assert READ[host](text, "/embedded/")["x-policy"] == "strict"


def many(number: int) -> headers.Rules:
    """The rules of a site that so many others may show."""
    partners = [f"https://www.partner-{each:03}.example" for each in range(number)]
    policy = load_rules().headers["Content-Security-Policy"].partition("; frame-ancestors")[0]
    framed = csp.framed(policy, partners)
    return headers.rules(SITE, csp.headers(policy), {"embed/*": framed, "es/embed/*": framed})


def test_each_host_is_given_no_more_than_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 60 partners: nginx and Netlify name them all; Cloudflare would drop the policy and gets nothing."""
    site = tmp_path / "own"
    (site / "embed").mkdir(parents=True)
    (site / "embed" / "index.html").write_text("ours")
    rules = many(60)
    monkeypatch.setattr(release, "load_rules", lambda: rules)
    refused = release.write(tmp_path / "release", site=site, quality=FAST, cache=tmp_path / "packed")
    assert set(refused) == {"cloudflare"} and "EMBEDDERS" in refused["cloudflare"]
    assert not (tmp_path / "release" / "cloudflare").exists()
    text = (tmp_path / "release" / "netlify" / "_headers").read_text("utf-8")
    assert text.count("https://www.partner-059.example") == 2
    with served(tmp_path / "release" / "nginx", rules) as home:
        assert (
            ask(home, "/embed/").headers["Content-Security-Policy"]
            == rules.paths["/embed/*"]["Content-Security-Policy"]
        )


def test_nginx_reads_values_up_to_our_limit(tmp_path: Path) -> None:
    """A policy as long as we allow is sent whole by the real server; one that it could not read is refused before."""
    rules = headers.Rules("/", {"Content-Security-Policy": "x" * release.LONGEST_VALUE})
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("ours")
    for name, text in release.nginx(rules).items():
        (tmp_path / name).write_text(text)
    with served(tmp_path, rules) as home:
        assert len(ask(home, "/").headers["Content-Security-Policy"]) == release.LONGEST_VALUE
    with pytest.raises(BuildError, match="EMBEDDERS"):
        release.nginx(many(200))


@pytest.mark.parametrize(
    ("address", "is_sent"),
    [
        ("https://help.example.org/", True),
        ("https://example.org/help/", False),
        ("http://help.example.org/", False),
    ],
)
def test_https_alone_is_asked_for_where_the_host_is_ours(
    monkeypatch: pytest.MonkeyPatch, address: str, is_sent: bool
) -> None:
    """Strict-Transport-Security binds a whole host for a year: not one that is shared, nor one without https."""
    monkeypatch.setenv("SITE_URL", address)
    for sent in (csp.headers("default-src 'none'"), csp.framed("default-src 'none'", [])):
        assert sent.get("Strict-Transport-Security") == ("max-age=31536000" if is_sent else None)


@pytest.mark.parametrize("paths", [{"a/*": {}, "a/b": {}}, {"a*/b": {}}, {"a/*": {}, "a/b/*": {}}])
def test_rules_that_hosts_would_read_differently_are_refused(tmp_path: Path, paths: dict[str, dict[str, str]]) -> None:
    """Two rules for one path, or a star inside, stop the build."""
    with pytest.raises(BuildError, match="one rule"):
        headers.rules(tmp_path, {}, paths)


@pytest.mark.parametrize("language", PREFIXES)
def test_netlify_answers_unknown_addresses_in_the_readers_language(release: Path, language: str) -> None:
    """The first line of _redirects that fits leads to the language's page with status 404; no line hides a page."""
    lines = [line.split() for line in (release / "netlify" / "_redirects").read_text("utf-8").splitlines()]
    assert all(re.fullmatch(r"/[\w/-]*\*?", path) and status == "404" for path, _, status in lines)
    path = f"/{PREFIXES[language]}nowhere/"
    target = next(target for pattern, target, _ in lines if path.startswith(pattern.removesuffix("*")))
    assert target == f"/{PREFIXES[language]}404.html"
    assert (release / "netlify" / target[1:]).is_file()


@pytest.mark.parametrize("host", ["cloudflare", "netlify", "github"])
def test_hosts_take_the_site(release: Path, host: str) -> None:
    """Cloudflare takes at most 20,000 files of 25 MiB; each host gets every file, and none packed beforehand."""
    files = {
        file.relative_to(release / host).as_posix(): file for file in (release / host).rglob("*") if file.is_file()
    }
    assert len(files) < 20_000
    assert max(file.stat().st_size for file in files.values()) < 25 * MEBIBYTE
    site = {file.relative_to(SITE).as_posix() for file in SITE.rglob("*") if file.is_file()}
    assert (
        set(files) - site
        == {
            "cloudflare": {"_headers"},
            "netlify": {"_headers", "_redirects"},
            "github": {".nojekyll"},
        }[host]
    )
    assert site <= set(files)
