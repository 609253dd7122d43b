"""Hosts that read our rules from files: what they would send is what our own server sends."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_build import serving
from site_build.layout import PREFIXES, ROOT, SITE, BuildError
from site_build.release import headers_file
from site_build.serve import running
from site_build.serving import noted
from tests.deploy.conftest import ask

Block = tuple[str, list[str], list[tuple[str, str]]]
"""A path, the headers that are detached there, and those that are set."""
REVALIDATED = "public, max-age=0, must-revalidate"
"""What both hosts send unless they are told otherwise; to a browser it is the same as no-cache."""
MEBIBYTE = 1024 * 1024
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


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
            wanted = {name.lower(): answer[name] for name in noted().headers}
            wanted["cache-control"] = wanted["cache-control"].replace("no-cache", REVALIDATED)
            assert READ[host](text, path) == wanted, path


@pytest.mark.parametrize("host", READ)
def test_a_rule_for_a_path_replaces_the_one_for_all(tmp_path: Path, host: str) -> None:
    """A page with a policy of its own gets that one alone: two would both be kept by browsers, and the stricter win."""
    rules = serving.rules(tmp_path, {"X-Policy": "strict", "X-Other": "same"}, {"embed/*": {"X-Policy": "open"}})
    text = headers_file(rules, detach=host == "cloudflare")
    assert READ[host](text, "/embed/es/")["x-policy"] == "open"
    assert READ[host](text, "/embed/es/")["x-other"] == "same"
    assert READ[host](text, "/embedded/")["x-policy"] == "strict"


@pytest.mark.parametrize("paths", [{"a/*": {}, "a/b": {}}, {"a*/b": {}}, {"a/*": {}, "a/b/*": {}}])
def test_rules_that_hosts_would_read_differently_are_refused(tmp_path: Path, paths: dict[str, dict[str, str]]) -> None:
    """Two rules for one path, or a star inside, stop the build."""
    with pytest.raises(BuildError, match="one rule"):
        serving.rules(tmp_path, {}, paths)


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


def parsed(text: str) -> Any:
    """A workflow; YAML 1.1 reads its word "on" as true."""
    return yaml.safe_load(text)  # type: ignore[no-untyped-call]


def steps(workflow: Any) -> Iterator[dict[str, Any]]:
    """All steps of a workflow."""
    for job in workflow["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_workflows_ask_for_what_there_is(file: Path, release: Path) -> None:
    """Make targets, scripts and folders of the release that a workflow names exist; it may do no more than it must."""
    text = file.read_text("utf-8")
    workflow = parsed(text)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
    assert set(re.findall(r"build/release/(\w+)", text)) <= {path.name for path in release.iterdir()}
    assert all((ROOT / script).is_file() for script in re.findall(r"(?:bash|sh) (\.ci/\w+)", text))
    assert workflow["permissions"] == {"contents": "read"}
    for step in steps(workflow):
        assert "uses" not in step or re.fullmatch(r"[\w.-]+/[\w./-]+@v\d+", step["uses"]), step


def test_the_checks_run_on_every_change() -> None:
    """What is pushed or proposed passes the same script as on any machine, on the Python that the project names."""
    workflow = parsed((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert {"push", "pull_request"} <= set(workflow[True])
    assert any(step.get("run") == "bash .ci/run" for step in steps(workflow))
    assert any(step.get("with", {}).get("python-version-file") == ".python-version" for step in steps(workflow))


def test_workflows_are_written_as_the_host_reads_them() -> None:
    """Each workflow keeps to the schema that the host publishes for them."""
    assert WORKFLOWS
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *WORKFLOWS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
