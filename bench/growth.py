"""Measures growth: pages with states and languages, decisions with rules, on multiples of the real policy."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import product
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Any

from checker import decide
from checker.html import view
from checker.markup import Place
from checker.model import Option, Policy, Question
from site_build import checker_api as built
from site_build.layout import PREFIXES, ROOT, SITE
from site_build.layout import SitePage as Page
from site_build.postprocess import state_pages

COPY = "copy"
SAMPLE = 200


def builds(rounds: int) -> list[float]:
    """Seconds of a whole build of the site with warm caches."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work = "from site_build.pipeline import build_if_stale; build_if_stale(force=True)"
        subprocess.run([sys.executable, "-c", work], cwd=ROOT, check=True, capture_output=True, env=os.environ)
        found.append(time.perf_counter() - begun)
    return found


def copied(policy: Policy, times: int, *, rules: bool) -> Policy:
    """The policy with one more question in front, which multiplies its states, and with `rules` its rules."""
    words = dict.fromkeys(policy.languages, COPY)
    options = tuple(Option(f"o{number}", words) for number in range(times))
    question = Question(COPY, words, words, options, known=True)
    every = tuple(option.id for option in options)
    made = {}
    for rule in policy.rules.values():
        for chosen in ((option,) for option in every) if rules else (every,):
            ident = f"{rule.id}-{chosen[0]}"
            made[ident] = replace(rule, id=ident, when={COPY: chosen, **rule.when})
    return replace(policy, questions={COPY: question, **policy.questions}, rules=made)


def spoken(policy: Policy, languages: int) -> Policy:
    """The policy in more languages, each with the texts of the first."""
    codes = (*policy.languages, *(f"x{number}" for number in range(languages - len(policy.languages))))

    def more(value: Any) -> Any:
        if isinstance(value, Mapping):
            if set(value) == set(policy.languages):
                return MappingProxyType({code: value.get(code, value[policy.default_language]) for code in codes})
            return MappingProxyType({key: more(one) for key, one in value.items()})
        if isinstance(value, tuple):
            return tuple(map(more, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: more(getattr(value, field.name)) for field in fields(value)})
        return value

    made: Policy = more(policy)
    labels = {}
    for ident, label in made.labels.items():
        first = [seen for seen in label.seen if seen.lang == policy.default_language]
        copies = [replace(seen, lang=code) for code in codes[len(policy.languages) :] for seen in first]
        labels[ident] = replace(label, seen=(*label.seen, *copies))
    named = {f"language-{code}": dict.fromkeys(codes, code) for code in codes}
    return replace(made, languages=codes, labels=labels, words={**made.words, **named})


def pages(times: Iterable[int], languages: Iterable[int], rounds: int) -> dict[str, Any]:
    """Seconds to render and write the page of every state in every language, and the exponent of their growth.

    Each is the median of several rounds that alternate between sizes, so that a busy disk does not look like growth.
    """
    home = next(iter(PREFIXES))
    start = (SITE / "check" / "index.html").read_text(encoding="utf-8")
    sizes = list(product(times, languages))
    found: dict[tuple[int, int], list[float]] = {size: [] for size in sizes}
    counted = {}
    for _ in range(rounds):
        for states, spoken_in in sizes:
            policy = spoken(copied(built.policy(), states, rules=False), spoken_in)
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                counted[states, spoken_in] = write(policy, start, home, Path(folder))
                found[states, spoken_in].append(time.perf_counter() - begun)
    rows = [
        {"states": counted[size] // size[1], "languages": size[1], "seconds": median(found[size])} for size in sizes
    ]
    return {"rows": rows, "exponent": exponent([(row["states"] * row["languages"], row["seconds"]) for row in rows])}


def write(policy: Policy, start: str, home: str, folder: Path) -> int:
    """Render every state in every language into a page below the folder; how many."""
    count, template = 0, state_pages.template(start, Page("check/index.html"))
    states = list(decide.states(policy))
    for language in policy.languages:
        place = Place(policy, language)
        for state in states:
            page = view.render(place, state, answered_by="build")
            slots = state_pages.values(replace(page, lang=home), start)
            text = "".join(slots[part] if odd % 2 else part for odd, part in enumerate(template))
            file = folder / language / page.address / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            count += 1
    return count


def decisions(times: Iterable[int]) -> dict[str, Any]:
    """Milliseconds of a decision with so many times the rules, and the exponent of their growth."""
    rows = []
    for rules in times:
        policy = copied(built.policy(), rules, rules=True)
        states = [state for state, _ in zip(decide.states(policy), range(SAMPLE), strict=False)]
        found = []
        for state in states:
            begun = time.perf_counter()
            decide.path(policy, state.answers)
            found.append((time.perf_counter() - begun) * 1000)
        rows.append({"rules": len(policy.rules), "milliseconds": median(found)})
    return {"rows": rows, "exponent": exponent([(row["rules"], row["milliseconds"]) for row in rows])}


def exponent(points: list[tuple[float, float]]) -> float:
    """The slope of the best line through points on logarithmic scales: 1 is linear."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    x_mean = sum(x for x, _ in logs) / len(logs)
    y_mean = sum(y for _, y in logs) / len(logs)
    return sum((x - x_mean) * (y - y_mean) for x, y in logs) / sum((x - x_mean) ** 2 for x, _ in logs)
