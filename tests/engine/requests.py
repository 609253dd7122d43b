"""Requests that no page of ours would send, the same ones at every run."""

from __future__ import annotations

import random
from typing import Any

TEXTS = (
    "", " ", "\0", "0", "-1", "1e400", "NaN", "None", "{order}", "{0.__class__}", "%s%n", "../../etc/passwd",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "javascript:alert(1)", "]]>",
    "\u202eevil", "\u200b", "\ud800", "👩\u200d👩\u200d👧" * 20, "ñandú «¿?»", "a" * 100_000, "BEGIN:VCALENDAR\r\nX",
    "2026-11-20", "2026-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "1969-12-31",
    "2038-01-20", "2026-11-20T10:00", "20261120", "20/11/2026", "２０２６-１１-２０",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, True, 0, -1, 2**70, 1.5, [], ["2026-11-20"], {}, {"toString": 1}, [[[[]]]])


def hostile(addresses: list[str], fields: list[str], *, count: int, seed: int = 20261122) -> list[Any]:
    """`count` requests made of real and broken parts."""
    pick = random.Random(seed)

    def value() -> Any:
        return pick.choice(TEXTS) if pick.random() < 0.8 else pick.choice(OTHERS)

    def address() -> Any:
        real = pick.choice(addresses)
        return pick.choice(
            [real, real, real, real.upper(), real + "/", f"{real}/{value()}", real[: len(real) // 2], value()]
        )

    def request(number: int) -> Any:
        if pick.random() < 0.02:
            return value()
        typed: Any = {field: value() for field in fields if pick.random() < 0.7} | {"__proto__": "x"}
        kept = {"label": value(), "answers": address(), "sent": [[value(), value()]]}
        return {
            "id": number if pick.random() < 0.9 else value(),
            "lang": pick.choice(["en", "es", "en", "es", "xx", value()]),
            "address": address(),
            "base": pick.choice(["/", "/", "/help/", value()]),
            "today": pick.choice(["2026-11-22", value()]),
            "given": pick.choice([{}, {"stage": "shipped"}, value()]),
            "sheet": pick.choice(["", "en", "es en", value()]),
            "details": typed if pick.random() < 0.95 else value(),
            "kept": pick.choice([True, kept, value()]),
        }

    return [request(number) for number in range(count)]
