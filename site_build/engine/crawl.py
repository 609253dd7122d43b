"""Crawls the checker by following its links, as a reader can. Runs on CPython and inside Pyodide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Answerer(Protocol):
    """Anything that answers requests like checker.live.Live."""

    def answer(self, request: object, /) -> dict[str, Any]: ...


def walk(
    live: Answerer, lang: str, *, base: str = "/", today: str = "2026-11-22", details: Mapping[str, str] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state that links reach from the start, once, the start first: its address and its answer."""
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
