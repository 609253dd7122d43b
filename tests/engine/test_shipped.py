"""The shipped zip inside Pyodide, held against the same code on CPython."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker import decide, live
from checker.bundled import bundled
from checker.publish import situations
from site_build.engine import import_trace, pyodide_node
from site_build.engine.crawl import walk
from tests.checker import worries
from tests.checker.samples import PASTES
from tests.engine.conftest import Engine
from tests.engine.requests import hostile
from tests.figures import Tally

HERE = Path(__file__).parent
ANSWERED_BY = "pyodide under test"
TYPED = {
    "order": "8190000000000001", "item": "Una lámpara «roja»", "country": "es",
    "paid": "2026-11-02", "shipped": "2026-11-05", "delivered": "2026-11-18", "cancelled": "2026-11-21",
    "asked": "2026-11-20", "promised": "2026-11-30", "protected": "2026-12-31", "dispute": "2026-11-21",
}  # fmt: skip
"""Everything that a reader can type."""
LANGUAGES = bundled().languages
WALKS: dict[str, tuple[str, dict[str, str]]] = {
    **{f"{lang}, nothing typed": (lang, {}) for lang in LANGUAGES},
    f"{LANGUAGES[-1]}, all typed": (LANGUAGES[-1], TYPED),
}


def requests() -> list[Any]:
    """Hundreds of requests that no page of ours sends."""
    addresses = [state.address for state in decide.states(bundled())]
    return hostile(addresses, list(live.FIELDS), count=400)


def texts() -> list[dict[str, object]]:
    """Every sample of a pasted text, and sentences, as a page sends them."""
    pasted = [{"text": each.text, "html": each.html, "lang": "es"} for each in PASTES]
    said = [{"text": each.text, "lang": each.lang} for each in worries.read()[::4]]
    return [{**each, "today": "2026-11-28", "base": "/"} for each in (*pasted, *said)]


@pytest.fixture(scope="module")
def shipped(engine: Engine) -> dict[str, Any]:
    """What Python in Pyodide says, from one start with the shipped zip."""
    script = "import inside\ninside.report(__import__('json').loads(args))"
    task = pyodide_node.Task(
        script,
        args={
            "answered_by": ANSWERED_BY,
            "walks": WALKS,
            "hostile": requests(),
            "texts": texts(),
            "reading": f"/engine/{engine.reading.name}",
            "tables": [json.dumps(situations.table(bundled(), lang)) for lang in bundled().languages],
        },
        python=engine.python,
        mounts={"/engine": engine.reading.parent, "/tests": HERE, "/crawl": HERE.parents[1] / "site_build" / "engine"},
        path=["/tests", "/crawl"],
        pyodide=engine.folder,
        env={"TZ": "UTC"},
    )
    found: dict[str, Any] = json.loads(pyodide_node.run(task))
    return found


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[live.Live]:
    """The same on CPython, in the same time zone."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield live.start(ANSWERED_BY)
    monkeypatch.undo()
    time.tzset()


def test_python_runs_from_the_shipped_bytecode(shipped: dict[str, Any]) -> None:
    """Checker and libraries come out of the one zip, compiled without docstrings, on Python 3.13."""
    assert shipped["version"].startswith("3.13.")
    assert shipped["optimised"]
    assert {path.rpartition("/lib/")[2].partition("/")[0] for path in shipped["files"].values()} == {"python313.zip"}


def test_every_state_is_answered_as_on_cpython(shipped: dict[str, Any], session: live.Live, tally: Tally) -> None:
    """Browser and build agree on every state, in every language, with and without details typed."""
    known = {state.address for state in decide.states(bundled())}
    for name, (lang, details) in WALKS.items():
        here = dict(walk(session, lang, details=details))
        there = shipped["answers"][name]
        assert set(here) == set(there) == known
        for address, answer in here.items():
            assert there[address] == answer, (name, address)
        tally("states", len(here))


def test_no_state_needs_the_way_out(shipped: dict[str, Any]) -> None:
    """The checker itself fails at no state."""
    failing = {
        (name, address): answer["fault"]
        for name, answers in shipped["answers"].items()
        for address, answer in answers.items()
        if "fault" in answer
    }
    assert failing == {}


def test_hostile_requests_are_answered_as_on_cpython(shipped: dict[str, Any], session: live.Live, tally: Tally) -> None:
    """Whatever is sent, an answer comes, without a failure inside and equal on both."""
    for request, answer in zip(requests(), shipped["hostile"], strict=True):
        assert "fault" not in answer, request
        assert answer == json.loads(json.dumps(session.answer(request))), request
    tally("requests in Pyodide", len(shipped["hostile"]))


def test_texts_are_read_as_on_cpython(shipped: dict[str, Any], session: live.Live) -> None:
    """What ships reads every sample as the tests of the checker do, also with its short table of entities."""
    assert shipped["read"] == [session.understand(request) for request in texts()]
    assert not [each["fault"] for each in shipped["read"] if "fault" in each]
    assert len([each for each in shipped["read"] if "data-read" in each["html"]]) > len(PASTES)


def test_nothing_is_missing_on_any_path(shipped: dict[str, Any], engine: Engine) -> None:
    """Nothing was asked for that Pyodide's full standard library has and the zip has not."""
    with zipfile.ZipFile(pyodide_node.HOME / "python_stdlib.zip") as full:
        standard = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in full.namelist()}
    assert sorted(set(shipped["missing"]) & standard) == []


def test_each_stand_in_is_asked_for(shipped: dict[str, Any]) -> None:
    """A module of ours stands for one that Pyodide has, and Pyodide's start or the reading of a text imports it."""
    with zipfile.ZipFile(pyodide_node.HOME / "python_stdlib.zip") as full:
        assert not set(import_trace.shims()) - set(full.namelist())
    known = {*shipped["started"], *shipped["imported"]}
    assert not {import_trace.dotted(name) for name in import_trace.shims()} - known


def test_an_unknown_address_gives_the_nearest_state_and_says_so(session: live.Live) -> None:
    """What is known of an address is kept, the rest is named in a notice."""
    question = next(iter(bundled().questions.values()))
    known = f"{question.id}.{question.option[0].id}"
    answer = session.answer({"id": 1, "lang": "es", "address": f"{known}/colour.green", "base": "/"})
    assert answer["address"] == known
    assert answer["notices"]
    assert answer["paths"]["es"] == f"/es/check/{known}/"
