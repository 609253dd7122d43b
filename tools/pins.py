"""Write the commit behind each action's tag into the workflows: `python -m tools.pins`, or `make pins`.

A tag can be moved to other code by whoever takes an action over; a commit cannot. Only what was read from the action's
own home is written; run again, it renews the commits of the tags that stand beside them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"
HOME = "https://github.com"
USES = re.compile(r"\buses: ([\w-][\w.-]*/[\w./-]+)@([\w.-]+(?: # [\w.-]+)?)")
"""An action, and the tag or the commit and tag by which it is named."""


class PinError(Exception):
    """A tag leads to no commit; the message names it."""


def commit(use: str, tag: str, home: str) -> str:
    """The commit that a tag of an action stands for at its home. Raises PinError where there is none."""
    repository = "/".join(use.split("/")[:2])
    asked = ["git", "ls-remote", f"{home}/{repository}", f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    # A tag that is signed or has a message is an object of its own; the commit comes last.
    found = [line.split()[0] for line in done.stdout.splitlines()]
    if not found or not re.fullmatch(r"[0-9a-f]{40}", found[-1]):
        raise PinError(f"{use}@{tag}: no commit could be read from {home}/{repository}. {done.stderr.strip()}")
    return found[-1]


def pinned(text: str, home: str) -> str:
    """A workflow with a commit, and its tag as a comment, for each action. Raises PinError."""

    def named(found: re.Match[str]) -> str:
        use, tag = found[1], found[2].rpartition(" ")[2]
        return f"uses: {use}@{commit(use, tag, home)} # {tag}"

    return USES.sub(named, text)


def main(folder: Path = WORKFLOWS, home: str = HOME) -> int:
    """Write all workflows, or none: 1 and one sentence when a commit cannot be read."""
    try:
        made = {file: pinned(file.read_text(encoding="utf-8"), home) for file in sorted(folder.glob("*.yml"))}
    except PinError as error:
        print(error, file=sys.stderr)
        return 1
    for file, text in made.items():
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
