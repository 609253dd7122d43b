"""Maintains the issue with the report: opens it when there is something to do, updates it, and closes it.

It uses GitHub's API, with the address, the repository name and the token of a workflow.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LABEL = "sources"
TITLE = "Sources to look at"
VARIABLES = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN")
"""Variables with the address of the API, the repository (owner/name) and the token."""
LONGEST = 65_000
"""Maximum characters of an issue's text, with a margin."""
TIMEOUT = 20.0
"""Timeout of a request in seconds."""


class IssueError(Exception):
    """The issue could not be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """The API, repository and token of the issues."""

    api: str
    repository: str
    token: str


def home(environment: Mapping[str, str] = os.environ) -> Home:
    """The `Home` from the environment. Raises IssueError naming the variables that are not set."""
    missing = [name for name in VARIABLES if not environment.get(name)]
    if missing:
        raise IssueError(
            f"Not set: {', '.join(missing)}. The workflow gets them from its host; elsewhere leave out --issue."
        )
    return Home(*(environment[name] for name in VARIABLES))


def keep(home: Home, to_do: str, done: str) -> str:
    """Update the issue and return a sentence on what was done.

    `to_do` is the report. If it is empty, an open issue gets the text `done` and is closed. Raises IssueError.
    """
    found = opened(home)
    if to_do and found:
        call(home, "PATCH", f"issues/{found}", {"body": fitting(to_do)})
        return f"renewed issue {found}"
    if to_do:
        call(home, "POST", "labels", {"name": LABEL, "description": "Are the sources still there?"}, allowed=422)
        made = call(home, "POST", "issues", {"title": TITLE, "labels": [LABEL], "body": fitting(to_do)})
        return f"opened issue {made['number']}"
    if found:
        call(home, "PATCH", f"issues/{found}", {"body": done, "state": "closed", "state_reason": "completed"})
        return f"closed issue {found}"
    return "no issue was open, and none is needed"


def opened(home: Home) -> int:
    """The number of our open issue, or 0. Issues of others with the same label do not count."""
    wanted = urllib.parse.urlencode({"labels": LABEL, "state": "open", "per_page": 100})
    listed = call(home, "GET", f"issues?{wanted}")
    return next((each["number"] for each in listed if each["title"] == TITLE and "pull_request" not in each), 0)


def fitting(text: str) -> str:
    """The report cut to as many whole lines as fit into an issue."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition('\n')[0]}\n\nThere is more than fits here: `make sources` says all.\n"


def call(home: Home, method: str, path: str, given: Mapping[str, object] | None = None, allowed: int = 0) -> Any:
    """The parsed response; None where its status is `allowed`. Raises IssueError."""
    headers = {
        "Authorization": f"Bearer {home.token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "Content-Type": "application/json",
    }
    request = urllib.request.Request(
        f"{home.api}/repos/{home.repository}/{path}",
        data=None if given is None else json.dumps(given).encode(),
        headers=headers,
        method=method,
    )
    where = f"{method} {request.full_url}"
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == allowed:
                return None
            said = " ".join(error.read(500).decode("utf-8", "replace").split())
        raise IssueError(f"{where} was answered with {error.code}: {said}. {remedy(error.code)}") from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise IssueError(f"{where} got no answer that can be read: {error}. Start the workflow again.") from error


def remedy(status: int) -> str:
    """The remedy for an error response."""
    if status in (401, 403, 404):
        return "The job needs the permission issues: write, and GITHUB_TOKEN."
    if status == 410:
        return "Allow issues in the settings of the repository."
    return "Start the workflow again."


def shout(text: str) -> str:
    """A text as an error annotation of a failed workflow run."""
    return "::error title=Sources::" + text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
