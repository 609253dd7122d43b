"""Walks the checker the way a reader can: by following its links. Runs on CPython and inside Pyodide alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Answerer(Protocol):
    """What is walked: anything that answers requests as checker.live.Live does."""

    def answer(self, request: object, /) -> dict[str, Any]: ...


def walk(
    live: Answerer, lang: str, *, base: str = "/", today: str = "2026-11-22", details: Mapping[str, str] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state that links lead to from the start, once, the start first: its address and the answer there."""
    waiting = [""]
    met = {""}
    while waiting:
        address = waiting.pop()
        request = {"id": len(met), "lang": lang, "address": address, "base": base, "today": today}
        answer = live.answer({**request, "details": dict(details or {})})
        yield address, answer
        root = re.escape(answer["root"])
        for found in re.findall(rf'href="{root}([^"#?]*)', answer["html"]):
            below = found.strip("/")
            if below not in met:
                met.add(below)
                waiting.append(below)
