"""The workflows: what they ask for is there, what they publish was tested, and a token meets only what was named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_build.layout import ROOT
from tools import pins

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def parsed(text: str) -> Any:
    """A workflow; YAML 1.1 reads its word "on" as true."""
    return yaml.safe_load(text)  # type: ignore[no-untyped-call]


def steps(workflow: Any) -> Iterator[dict[str, Any]]:
    """All steps of a workflow."""
    for job in workflow["jobs"].values():
        yield from job.get("steps", ())


def has_leave(job: Any) -> bool:
    """Whether a job can write something, here or at a host."""
    return "secrets." in str(job) or "write" in job.get("permissions", {}).values()


def before(workflow: Any, name: str) -> set[str]:
    """The jobs that have to end well before a job begins."""
    needs = workflow["jobs"][name].get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*(before(workflow, each) for each in direct))


def test_what_is_published_was_tested_and_is_let_through() -> None:
    """Each job that has a token waits for the checks, and for whoever the repository names for its environment."""
    workflow = parsed((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
    jobs = workflow["jobs"]
    checks = {name for name, job in jobs.items() if job.get("uses") == "./.github/workflows/ci.yml"}
    assert "workflow_call" in parsed((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))[True]
    publishing = [name for name, job in jobs.items() if has_leave(job)]
    assert set(publishing) == {"github", "cloudflare", "netlify"}
    for name in publishing:
        assert jobs[name].get("environment"), name
        assert checks and checks <= before(workflow, name), name


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_token_meets_only_what_was_named(file: Path) -> None:
    """What runs with a token is GitHub's own or of a lock file; nothing else meets one, and no checkout keeps one."""
    for step in steps(parsed(file.read_text("utf-8"))):
        assert not re.search(r"\bnpx\b|npm (install|i|exec)\b|\| *(ba)?sh\b", step.get("run", "")), step
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, file
        if "token" in str(step.get("env", "")).lower():
            tool = re.match(r"[\w./-]+", step["run"])
            assert tool and tool[0] in ("make", "printf", "deploy/node_modules/.bin/wrangler"), step
            assert step["run"] != "make setup"
        if "npm" in step.get("run", ""):
            assert step["run"] == "npm --prefix deploy ci --ignore-scripts"
    assert "wrangler" in json.loads((ROOT / "deploy" / "package.json").read_text("utf-8"))["dependencies"]


def test_actions_are_named_by_commit_once_somebody_has_read_it() -> None:
    """A tag can be moved to other code. GitHub's own may stay until `make pins` has run; then no tag comes back."""
    used = [(use, pin) for file in WORKFLOWS for use, pin in pins.USES.findall(file.read_text("utf-8"))]
    by_commit = [re.fullmatch(r"[0-9a-f]{40} # v\d+(\.\d+)*", pin) for _, pin in used]
    for (use, pin), known in zip(used, by_commit, strict=True):
        assert known or (re.fullmatch(r"v\d+", pin) and use.startswith("actions/")), use
    assert all(by_commit) or not any(by_commit), "Some actions are named by commit and some by tag: `make pins`."


def test_a_maintainer_fills_in_the_commits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make pins` writes what the tag stands for at its home, also behind a signed tag, and again when it moves."""
    home, work = tmp_path / "home", tmp_path / "workflows"
    work.mkdir()
    commits = [made(home / "actions" / name, tag) for name, tag in (("checkout", ["-a"]), ("cache", []))]
    file = work / "some.yml"
    file.write_text("- uses: actions/checkout@v4\n- uses: actions/cache/save@v4\n- uses: ./.github/workflows/ci.yml\n")
    assert pins.main(work, home.as_uri()) == 0
    first = file.read_text()
    assert first == (
        f"- uses: actions/checkout@{commits[0]} # v4\n- uses: actions/cache/save@{commits[1]} # v4\n"
        "- uses: ./.github/workflows/ci.yml\n"
    )
    moved = made(home / "actions" / "cache", ["--force"])
    assert pins.main(work, home.as_uri()) == 0
    assert file.read_text() == first.replace(commits[1], moved) != first
    file.write_text(first + "- uses: nobody/nothing@v1\n")
    assert pins.main(work, home.as_uri()) == 1
    assert "nobody/nothing@v1" in capsys.readouterr().err
    assert file.read_text() == first + "- uses: nobody/nothing@v1\n"


def made(repository: Path, tag: list[str]) -> str:
    """A further commit of a repository, with the tag v4 on it; gives its hash."""
    own = ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-C", str(repository)]
    repository.mkdir(parents=True, exist_ok=True)
    message = ["-m", repository.name]
    tagging = ["tag", *tag, *(message if "-a" in tag else []), "v4"]
    for command in (["init", "--quiet"], ["commit", "--quiet", "--allow-empty", *message], tagging):
        subprocess.run([*own, *command], check=True)
    return subprocess.run([*own, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


def test_owners_are_named_for_what_runs_and_what_is_linked() -> None:
    """Workflows, sources, set-up and publishing have code owners, each for a path that there is."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = {line.split()[0]: line.split()[1:] for line in lines if line and not line.startswith("#")}
    assert {"/.github/", "/deploy/", "/checker/policy/sources.toml", "/tools/setup.py", "/requirements.txt"} <= set(
        owned
    )
    assert all((ROOT / path.strip("/")).exists() and owners for path, owners in owned.items())
    assert (ROOT / "SECURITY.md").is_file()


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
    command[-1] = "vendor.dependabot"
    renewing = ROOT / ".github" / "dependabot.yml"
    done = subprocess.run([*command, renewing], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
