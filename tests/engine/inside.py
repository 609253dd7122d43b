"""What tests/engine/test_shipped.py runs inside Pyodide: every state, then hostile requests; a report as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any


class Asked:
    """Stands last among Python's finders and notes what nobody before it has found."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        """Find nothing, as always."""
        self.names.add(name)


def report(args: dict[str, Any]) -> str:
    """Everything that the tests want to know, from one start of the engine."""
    started = sorted(sys.modules)
    asked = Asked()
    sys.meta_path.append(asked)
    from crawl import walk  # type: ignore[import-not-found]
    from day import Day  # type: ignore[import-not-found]

    from checker import live

    vars(live)["date"] = Day
    session = live.start(args["answered_by"])
    hello = json.loads(session.hello())
    answers = {name: dict(walk(session, lang, details=details)) for name, (lang, details) in args["walks"].items()}
    hostile = [json.loads(session.answer_text(json.dumps(request))) for request in args["hostile"]]
    live.extend(args["reading"])
    for table in args["tables"]:
        session.learn(table)
    read = [session.understand(request) for request in args["texts"]]
    return json.dumps(
        {
            "hello": hello,
            "version": sys.version.split()[0],
            "optimised": live.__doc__ is None,
            "files": {name: getattr(sys.modules[name], "__file__", None) for name in ("checker", "htpy", "markupsafe")},
            "started": started,
            "missing": sorted(asked.names),
            "answers": answers,
            "hostile": hostile,
            "read": read,
            "imported": sorted(sys.modules),
        }
    )
