"""The issue that holds the report: opened, renewed, closed on a host of the tests' own, and what stops it is said."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from checker.model import Policy
from site_build.checker_api import policy as shipped
from site_build.layout import ROOT
from tests import sources
from tests.upkeep.loopback import serving
from tools.sources import __main__ as command
from tools.sources import issue, visit

REPOSITORY = "owner/name"
TOKEN = "leave-to-write"
OLD = "Written last month."


@dataclass(slots=True)
class Forge:
    """A host of repositories, as far as issues go, and the pages of the one source that the policy has."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    refuses: int = 0
    page: int = 200
    """The status of the source's page."""
    home: str = ""

    def open(self, title: str = issue.TITLE, **more: object) -> dict[str, Any]:
        """Put an open issue there, as last month's run or somebody else did."""
        made = {"title": title, "labels": [issue.LABEL], "body": OLD, "state": "open", **more}
        self.issues.append({**made, "number": len(self.issues) + 1})
        return self.issues[-1]

    def answer(self, method: str, address: str, given: dict[str, Any]) -> tuple[int, Any]:
        """The status and content of the answer to a request."""
        parts, mine = urlsplit(address), f"/api/repos/{REPOSITORY}/"
        if not parts.path.startswith(mine):
            return (404 if parts.path == "/robots.txt" else self.page), {}
        if self.refuses:
            return self.refuses, {"message": "Resource not accessible by integration"}
        what = parts.path.removeprefix(mine)
        if (method, what) == ("POST", "labels"):
            known = given["name"] in self.labels
            self.labels.add(given["name"])
            return (422, {"errors": [{"code": "already_exists"}]}) if known else (201, given)
        if (method, what) == ("GET", "issues"):
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fits = [i for i in self.issues if asked["labels"] in i["labels"] and asked["state"] == i["state"]]
            return 200, fits
        if (method, what) == ("POST", "issues"):
            assert set(given["labels"]) <= self.labels
            self.open(**given)
            return 201, self.issues[-1]
        assert method == "PATCH" and len(given.get("body", "")) <= 65_536
        found = next(i for i in self.issues if what == f"issues/{i['number']}")
        found.update(given)
        return 200, found


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    """A host that runs for the test, with the variables that it gives to its workflows."""
    forge = Forge()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *values: object) -> None:
            """Stay quiet."""

        def handle_one(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}")
            is_api = self.path.startswith("/api/")
            allowed = not is_api or self.headers["Authorization"] == f"Bearer {TOKEN}"
            status, content = forge.answer(self.command, self.path, given) if allowed else (401, {})
            self.send_response(status)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(json.dumps(content).encode())

        do_GET = do_HEAD = do_POST = do_PATCH = handle_one  # noqa: N815 - the names are the library's

    with serving(Handler) as home:
        forge.home = home
        for name, value in zip(issue.VARIABLES, (f"{home}/api", REPOSITORY, TOKEN), strict=True):
            monkeypatch.setenv(name, value)
        yield forge


@pytest.fixture
def policy(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """A policy with one source, whose page is on that host."""
    source = replace(next(iter(shipped().sources.values())), address=f"{forge.home}/page", more=())
    policy = replace(shipped(), sources={source.id: source})
    monkeypatch.setattr(command, "load", lambda: policy)
    return policy


def run(*arguments: str, days: int = 100_000) -> int:
    """Run the command, without waiting."""
    limits = replace(visit.USUAL, may_reach=lambda _: True)
    return command.main([*arguments, "--days", str(days)], limits, wait=lambda _: None)


@pytest.mark.usefixtures("policy")
def test_something_to_do_opens_one_issue_and_renews_it(forge: Forge) -> None:
    """The first report opens an issue with a label; the next is written over it."""
    forge.page = 404
    assert run("--issue") == 0
    (made,) = forge.issues
    assert made["labels"] == [issue.LABEL] and f"`{forge.home}/page` `answers 404`" in made["body"]
    forge.page = 403
    assert run("--issue") == 0
    assert forge.issues == [made] and made["state"] == "open"
    assert "answers 404" not in made["body"] and "answers 403" in made["body"]


@pytest.mark.usefixtures("policy")
def test_an_old_fact_is_something_to_do(forge: Forge) -> None:
    """Where every page is where it was, a fact that waits still opens the issue."""
    assert run("--issue", days=-100_000) == 0
    (made,) = forge.issues
    assert "| `refund-time` |" in made["body"]


@pytest.mark.usefixtures("policy")
def test_when_nothing_is_left_the_issue_is_closed_and_says_so(forge: Forge) -> None:
    """The open report does not stay with what it said last month."""
    last = forge.open()
    assert run("--issue") == 0
    assert (last["state"], last["state_reason"]) == ("closed", "completed")
    assert OLD not in last["body"] and "Nothing to do: 1 addresses of sources were visited on " in last["body"]
    assert run("--issue") == 0
    assert forge.issues == [last]


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize("status", [200, 404])
def test_what_others_opened_stays_as_it_is(forge: Forge, status: int) -> None:
    """An issue of somebody else with the label, a proposed change, and a report that was closed are not touched."""
    forge.page = status
    others = [forge.open("A source is missing"), forge.open(pull_request={}), forge.open(state="closed")]
    assert run("--issue") == 0
    assert all(each["body"] == OLD for each in others)
    assert [each["state"] for each in others] == ["open", "open", "closed"]
    assert len(forge.issues) == len(others) + (status == 404)


def test_a_report_that_is_too_long_is_cut_at_a_line(forge: Forge) -> None:
    """The host takes so many letters and no more; what is cut is said, and where it can be read."""
    row = f"- {'x' * 997}\n"
    issue.keep(issue.home(), row * 100, "")
    body = forge.issues[0]["body"]
    assert 60_000 < len(body) < 65_536
    assert set(body.split("\n\n")[0].splitlines()) == {row.strip()}
    assert "`make sources`" in body.split("\n\n")[1]


def test_a_policy_that_does_not_load_is_told_in_the_issue(forge: Forge, tmp_path: Path) -> None:
    """The workflow's own command, with a broken file: the issue and the run say which, and what to do; it is red."""
    sources.copy(tmp_path, "tools", warm=False)
    file = tmp_path / "checker" / "policy" / "facts.toml"
    file.write_text(file.read_text("utf-8").replace("[[fact]]", "[[fact]", 1), encoding="utf-8")
    last = forge.open()
    done = sources.run([sys.executable, "-m", "tools.sources", "--issue"], tmp_path)
    assert done.returncode == 2
    for told in (last["body"], done.stdout):
        assert "facts.toml: found text that is not TOML" in told
        assert "Mend what is named until `python -m checker.audit` is content, then start the workflow" in told
    assert OLD not in last["body"] and last["state"] == "open"
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("::error title=Sources::")]
    assert "facts.toml" in line


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("status", "remedy"), [(403, "issues: write"), (410, "Allow issues in the settings"), (502, "again")]
)
def test_an_issue_that_cannot_be_written_is_a_failure_that_says_why(
    forge: Forge, capsys: pytest.CaptureFixture[str], status: int, remedy: str
) -> None:
    """What the host answered and what to do stand in the run, and the report, too: nothing is lost."""
    forge.page, forge.refuses = 404, status
    assert run("--issue") == 1
    told = capsys.readouterr().out
    (line,) = [line for line in told.splitlines() if line.startswith("::error title=Sources::")]
    assert f"answered with {status}" in line and "not accessible by integration" in line and remedy in line
    assert f"`{forge.home}/page` `answers 404`" in told


@pytest.mark.usefixtures("policy")
def test_a_host_that_is_not_there_is_said(
    forge: Forge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No answer, and no place to ask, are told as such."""
    monkeypatch.setenv("GITHUB_API_URL", f"{forge.home.replace('http:', 'https:')}/api")
    assert run("--issue") == 1
    assert "got no answer that can be read" in capsys.readouterr().out
    monkeypatch.delenv("GITHUB_TOKEN")
    assert run("--issue") == 1
    assert "Not set: GITHUB_TOKEN." in capsys.readouterr().out


@pytest.mark.usefixtures("policy")
def test_by_hand_the_report_is_printed_and_nobody_is_told(forge: Forge, capsys: pytest.CaptureFixture[str]) -> None:
    """Without being asked to, the command opens nothing, whatever the environment holds."""
    forge.page = 404
    assert run() == 0
    printed = capsys.readouterr()
    assert f"`{forge.home}/page` `answers 404`" in printed.out and "1 gone; 0 facts to read again" in printed.err
    forge.page = 200
    assert run() == 0
    assert capsys.readouterr().out.startswith("Nothing to do: ")
    assert forge.issues == []


def test_the_workflow_looks_every_month_and_may_write_issues_only() -> None:
    """It runs by the calendar and by hand, through a command for anybody, and may do no more than it must."""
    text = (ROOT / ".github" / "workflows" / "sources.yml").read_text("utf-8")
    workflow: Any = yaml.safe_load(text)  # type: ignore[no-untyped-call]
    when = workflow[True]  # YAML 1.1 reads the word "on" so
    (cron,) = (each["cron"] for each in when["schedule"])
    assert re.fullmatch(r"\d+ \d+ \d+ \* \*", cron) and "workflow_dispatch" in when
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    ran = [(step["run"], step.get("env")) for step in job["steps"] if "run" in step]
    # Packages are installed before there is a token.
    assert ran == [("make setup", None), ("make sources ISSUE=yes", {"GITHUB_TOKEN": "${{ github.token }}"})]


def test_make_passes_on_that_an_issue_is_wanted() -> None:
    """What the workflow runs asks for the issue; what a person runs does not."""
    for given, wanted in ((["ISSUE=yes"], True), ([], False)):
        said = sources.succeed(["make", "--dry-run", "sources", *given], ROOT)
        assert ("-m tools.sources --issue" in said) == wanted
