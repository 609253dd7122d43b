"""The Python side of the message protocol, on CPython."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import live
from checker.bundled import bundled
from checker.html import view

SESSION = live.start("test")
ASKED = "stage.asked/answer.silent/waited.running"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "lang": st.sampled_from(["en", "es"]) | JSON,
        "address": st.text(alphabet="stage.shipped/ñ\0<", max_size=60) | JSON,
        "base": st.text(alphabet='/ab.\\"<%', max_size=12) | JSON,
        "today": st.dates().map(str) | JSON,
        "now": st.datetimes(timezones=st.just(UTC)).map(str) | JSON,
        "case": JSON,
        "origin": JSON,
        "given": JSON,
        "details": st.dictionaries(st.sampled_from(live.FIELDS), st.text() | st.dates().map(str) | JSON) | JSON,
    },
)


def ask(**request: Any) -> dict[str, Any]:
    """One request, answered."""
    return SESSION.answer(request)


@settings(max_examples=300)
@given(REQUESTS | JSON)
def test_no_request_raises_or_fails_inside(request: Any) -> None:
    """Any JSON value gets a page in a known language, with all of its parts."""
    answer = SESSION.answer(request)
    assert "fault" not in answer
    assert answer["lang"] in bundled().languages
    assert answer["html"] and answer["title"]
    assert set(answer["paths"]) == set(bundled().languages)
    assert all(
        path.startswith("/") and not path.startswith("//") for path in [answer["root"], *answer["paths"].values()]
    )
    json.dumps(answer, ensure_ascii=False).encode()


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """What is no JSON gets the start page."""
    assert json.loads(SESSION.answer_text(text))["html"]


def test_hello_says_what_a_page_needs_before_it_asks() -> None:
    """A page learns the languages, the default first, the policy's version, and its own words in each language."""
    policy = bundled()
    hello = json.loads(SESSION.hello())
    assert (hello["languages"], hello["policy"]) == (list(policy.languages), policy.version)
    assert sorted(hello["words"]) == sorted(policy.languages)
    assert all(set(words) == set(live.WORDS) for words in hello["words"].values())


@settings(max_examples=200)
@given(st.fixed_dictionaries({}, optional={"text": st.text() | JSON, "lang": JSON, "today": JSON}) | JSON)
def test_no_sentence_raises(request: Any) -> None:
    """Whatever a page sends as a sentence, states and days come back, none for what cannot be read."""
    found = SESSION.find(request)
    assert set(found) == {"states", "days"}
    assert len(found["states"]) <= 3
    json.dumps(found)


def test_a_sentence_gets_states_and_days() -> None:
    """A page is told where a sentence may lead, in the reader's language, and the days to confirm."""
    found = SESSION.find({"text": "Pedí cancelar hace tres días y nadie contesta", "lang": "es", "today": "2026-11-25"})
    assert found["states"][0]["address"] == "stage.asked/answer.silent"
    assert found["states"][0]["title"] == bundled().questions["waited"].text["es"]
    assert found["days"] == ["2026-11-22"]


def test_the_number_of_a_request_comes_back() -> None:
    """A page can tell which of its requests is answered."""
    assert ask(id=41)["id"] == 41


@pytest.mark.parametrize("wrong", [{"address": 7}, {"address": None}, {"lang": ["es"]}, {"details": "x"}, {"base": {}}])
def test_wrong_kinds_give_the_start(wrong: dict[str, Any]) -> None:
    """A part of the wrong kind counts as left out."""
    assert ask(**wrong)["address"] == ""


@pytest.mark.parametrize("today", [None, "", "tomorrow", 20261122])
def test_a_request_without_a_day_is_answered_on_the_machines(today: object) -> None:
    """Where the page tells no day that can be read, the runtime's own is taken."""
    typed = {"today": today, "address": ASKED}
    assert "sit-problems" in ask(**typed, details={"asked": "2026-11-24"})["html"]
    assert "sit-problems" not in ask(**typed, details={"asked": "2026-11-22"})["html"]


@pytest.mark.parametrize(("hours", "days"), [(0, 1), (9, 0), (-8, 0)])
def test_only_a_browser_that_says_utc_gets_a_day_of_grace(
    hours: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some say UTC to keep their reader private: where the reader lives, the next day may have come."""
    monkeypatch.setattr(live, "ZONE", timezone(timedelta(hours=hours)))
    for ahead in range(3):
        day = (date(2026, 11, 22) + timedelta(days=ahead)).isoformat()
        html = ask(today="2026-11-22", address=ASKED, details={"asked": day})["html"]
        assert ("sit-problems" in html) == (ahead > days), day


def test_a_calendar_tells_the_order_and_the_way_back() -> None:
    """The page gives an id of the order, the moment and the site's host; the order's own number goes before the id."""
    told = {"case": "abc-1", "now": "2026-11-22T10:30:00.000Z", "origin": "https://still-in-time.example"}
    typed = {"asked": "2026-11-22", "item": "Blue lamp"}
    plain = ask(today="2026-11-22", address=ASKED, details=typed, lang="es", base="/help/", **told)["calendar"]
    assert "-abc-1@" in plain and "DTSTAMP:20261122T103000Z" in plain and "Blue lamp" in plain
    assert f"URL:https://still-in-time.example/help/es/check/{ASKED}/" in plain.replace("\r\n ", "")
    numbered = ask(today="2026-11-22", address=ASKED, details={**typed, "order": "8190123456789012"}, **told)
    assert "-abc-1@" not in numbered["calendar"] and "8190123456789012" in numbered["calendar"]


@pytest.mark.parametrize(
    "wrong",
    [{"case": "x\r\nEND:VEVENT"}, {"origin": "javascript:alert(1)"}, {"origin": "https://a/b"}, {"now": "soon"}],
)
def test_what_a_calendar_is_told_wrong_is_left_out(wrong: dict[str, str]) -> None:
    """Nothing of another shape gets into the file."""
    answer = ask(today="2026-11-22", address=ASKED, details={"asked": "2026-11-22"}, **wrong)
    assert answer["calendar"] == ask(today="2026-11-22", address=ASKED, details={"asked": "2026-11-22"})["calendar"]


@pytest.mark.parametrize("base", ["//evil.example/", "https://evil.example/", "/\\evil/", '/"><b>/', "", "/a"])
def test_a_base_that_is_no_path_counts_as_the_root(base: str) -> None:
    """Links never leave the site, whatever base is sent."""
    assert ask(base=base)["root"] == "/check/"


def test_a_site_below_a_folder_keeps_its_folder() -> None:
    """The site may lie anywhere on its host."""
    answer = ask(base="/help/", lang="es")
    assert answer["root"] == "/help/es/check/"
    assert 'href="/help/es/check/' in answer["html"]


def test_what_is_typed_is_never_markup() -> None:
    """Typed text comes back as text, in fields and in messages alike."""
    typed = dict.fromkeys(live.FIELDS, "<img src=x onerror=alert(1)>\"'")
    for address in ("", "stage.shipped", "stage.to-ship"):
        assert "<img" not in ask(address=address, details=typed)["html"]


def test_a_failing_view_still_gives_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the checker itself fails at a state, the reader gets the start and the console the reason."""
    whole = view.render

    def broken(place: Any, state: Any, **rest: Any) -> Any:
        if state.answers:
            raise KeyError("broken")
        return whole(place, state, **rest)

    monkeypatch.setattr(view, "render", broken)
    option = next(iter(bundled().questions["stage"].options))
    answer = ask(address=f"stage.{option}")
    assert answer["address"] == ""
    assert answer["fault"].startswith("Traceback")
    assert "in broken" in answer["fault"]
    assert answer["fault"].endswith("KeyError: 'broken'\n")
