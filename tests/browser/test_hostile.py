"""Hostile addresses, fields, storage and messages in a browser: no exception, no markup of theirs, no endless wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.reader import Reader
from tests.figures import Tally
from tests.hostile import PAYLOADS, vocabulary

LONGEST_ADDRESS = 8_000
"""Characters: what servers still read, and browsers send."""
EYES = """
    window.asked = 0;
    window.answered = 0;
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...others) {
        if (message.type === "start") window.engine = this;
        if (message.type === "answer" && ++asked === 1) {
            this.addEventListener("message", ({ data }) => { if (data?.type === "answered") answered++; });
        }
        return send.call(this, message, ...others);
    };
    window.settled = async () => {
        for (const end = performance.now() + 10_000; performance.now() < end; ) {
            await new Promise((next) => setTimeout(next));
            if (asked === answered || document.querySelector("still-in-time").dataset.engine === "failed") return true;
        }
        return false;
    };
    window.strange = (ours) => {
        const known = new Set(ours);
        const names = [...document.querySelectorAll("still-in-time *")].flatMap((element) => [
            element.localName,
            ...[...element.attributes].map((attribute) => `${element.localName} ${attribute.name}`.toLowerCase()),
        ]);
        return [...new Set(names)].filter((name) => !known.has(name) && !name.endsWith(" data-focus-visible-added"));
    };
"""
"""Counts what the worker is asked and answers, waits for it, and finds elements and attributes that are not ours.

The theme marks what has the focus.
"""
SHAPE = "stage.delivered/parcel.unwanted/return-button.yes"


def texts(most: int) -> st.SearchStrategy[str]:
    """Payloads and whatever else Hypothesis makes up, up to a length."""
    return (st.sampled_from(PAYLOADS) | st.text(max_size=60)).map(lambda text: text[:most])


def sample(count: int, cases: st.SearchStrategy[Any]) -> list[Any]:
    """So many cases, the same ones at each run."""
    found: list[Any] = []

    @settings(
        max_examples=count, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases)
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return found


def encoded(text: str) -> str:
    """A text as a part of an address; half surrogates, too."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="./")


@pytest.fixture
def victim(someone: Reader) -> Iterator[Reader]:
    """A reader whose page tells what the worker is asked, with the engine up; nothing may have run in the end."""
    someone.page.add_init_script(EYES)
    someone.open(SHAPE)
    someone.await_engine()
    yield someone
    assert someone.page.evaluate("() => window.harmed") is None


def strange(page: Page) -> list[str]:
    """What is in the checker that none of our answers has."""
    found: list[str] = page.evaluate("(ours) => strange(ours)", sorted(vocabulary()))
    return found


def test_hostile_addresses_show_a_state(victim: Reader, tally: Tally, watch: Watch) -> None:
    """Each address that a page finds itself at, by Back or by a link, becomes a state's; some are loaded anew."""
    cases = [encoded(text) for text in sample(150, texts(LONGEST_ADDRESS))]
    opened, wrong = victim.page.evaluate(
        """async ([root, cases, ours]) => {
            const wrong = [];
            let opened = 0;
            for (const [number, text] of cases.entries()) {
                const path = number % 2 ? `${root}check/stage.shipped/${text}` : `${root}check/${text}`;
                // Dots may lead out of the checker, to other pages.
                if (!new URL(path, location).pathname.startsWith(`${root}check/`)) continue;
                opened++;
                history.pushState(null, "", path);
                dispatchEvent(new PopStateEvent("popstate"));
                const shape = new RegExp(`^${root}check/([a-z-]+\\\\.[a-z-]+/)*$`);
                if (!(await settled())) wrong.push(["no answer", text]);
                if (strange(ours).length) wrong.push([strange(ours), text]);
                if (!shape.test(location.pathname)) wrong.push([location.pathname, text]);
            }
            return [opened, wrong];
        }""",
        [victim.locale.root, cases, sorted(vocabulary())],
    )
    assert wrong == []
    victim.await_engine()
    watch.expect("404")
    loaded = [case for case in cases if 2_000 > len(case) > 4 and not case.startswith(("/", "."))][:6]
    for case in loaded:
        victim.page.goto(f"{victim.home}{victim.locale.root}check/{case}?{case}#{case}")
        victim.await_engine()
        expect(victim.heading).to_be_visible()
        assert strange(victim.page) == []
    tally("addresses opened", opened + len(loaded))


def test_hostile_texts_in_fields_stay_texts(victim: Reader, tally: Tally) -> None:
    """Whatever is put into a field, also one that takes dates only, comes back as text or not at all."""
    cases = sample(250, texts(100_000))
    wrong = victim.page.evaluate(
        """async ([cases, ours]) => {
            const wrong = [];
            for (const [number, text] of cases.entries()) {
                const fields = document.querySelectorAll("still-in-time form[data-details] input");
                const field = fields[number % fields.length];
                field.type = "text";
                field.value = text;
                field.dispatchEvent(new Event("input", { bubbles: true }));
                if (!(await settled())) wrong.push(["no answer", text]);
                if (strange(ours).length) wrong.push([strange(ours), text]);
            }
            return wrong;
        }""",
        [cases, sorted(vocabulary())],
    )
    assert wrong == []
    victim.await_engine()
    victim.page.reload()
    victim.await_engine()
    assert strange(victim.page) == []
    victim.page.fill('[name="order"]', "8190123456789012")
    expect(victim.answer.locator('[data-part="message"]')).to_contain_text("8190123456789012")
    tally("fields", len(cases))


STORED = [
    "", "null", "[]", "7", '"x"', "{", '{"order": {"toString": 1}}', '{"__proto__": {"order": "x"}}',
    json.dumps(dict.fromkeys(("order", "item", "paid", "country"), "<img src=x onerror=window.harmed=true>")),
    json.dumps({"order": "\u202e" * 500, "paid": "9999-99-99", "asked": "\0", "country": '"><b>'}),
    json.dumps({f"field{number}": "x" * 1000 for number in range(1000)}),
    '{"index":0,"color":{"scheme":"x\\" onload=\\"y","media":"<b>"}}',
]  # fmt: skip
"""What another script, an older edition or the reader's own hand may have left in storage."""


def test_hostile_storage_is_survived(victim: Reader, tally: Tally) -> None:
    """Whatever storage holds under the keys that the site reads, the page answers, and shows no markup of it."""
    for value in STORED:
        victim.page.evaluate(
            """(value) => {
                sessionStorage.setItem("still-in-time", value);
                try {
                    const kept = { case: history.state.case, typed: JSON.parse(value) };
                    sessionStorage.setItem("still-in-time", JSON.stringify(kept));
                } catch {
                    // What is no JSON is kept as it is.
                }
                sessionStorage.setItem("still-in-time-starting", value);
                for (const key of ["still-in-time-offline", "/.__palette", "/.__search", "/.__tabs"]) {
                    localStorage.setItem(key, value);
                }
            }""",
            value,
        )
        victim.page.reload()
        victim.heading.click()
        victim.await_engine()
        assert victim.page.evaluate("() => settled()")
        assert strange(victim.page) == []
    victim.open()
    victim.await_engine()
    victim.answers([("stage", "shipped"), ("trouble", "unwanted")])
    victim.sees_outcome("shipped-unwanted", "not-cancel-but")
    tally("stored", len(STORED))


IGNORED = st.fixed_dictionaries(
    {"type": st.just("answered"), "id": st.integers(10_000, 2**50) | st.text() | st.none()},
    optional={"answer": st.text() | st.none()},
)
"""Answers to what nobody has asked."""
BROKEN: list[Any] = [
    None, "x", {}, {"type": "failed", "cause": "<img src=x onerror=window.harmed=true>"},
    {"type": "ready", "hello": '{"languages": [1]}'}, {"type": {"toString": 1}}, {"type": "a" * 100_000},
]  # fmt: skip
"""What is no message at all: the page gives its worker up."""
FORGED = [
    "", "null", '{"html": 1}', '{"html": "", "title": "", "address": "", "root": "//harm.example/", "paths": {}}',
    '{"html": "", "title": "", "address": "", "root": "/check/", "paths": {"en": "javascript:harmed=1"}}',
    '{"html": "", "title": "", "address": "", "root": "/check/", "paths": {"en": "/\\\\harm.example", "es": "//x/"}}',
    '{"html": "", "title": "", "address": "", "root": "/check/", "paths": {"x-default": "/\\t/harm.example/"}}',
    '{"html": "", "title": "", "address": "", "root": "/check/", "paths": {"en": "/.//harm.example/"}}',
    '{"html": "", "title": "", "address": "", "root": "/check/%2e%2e//harm.example/", "paths": {}}',
    *(
        json.dumps({"html": f"<h1 class=sit-heading>x</h1>{tag}", "title": "", "address": "", "root": "/", "paths": {}})
        for tag in ("<META http-equiv=refresh content='0;url=/tips/'>", "<base href=/tips/>", "<iframe src=/tips/>")
    ),
]  # fmt: skip
"""Answers to what was asked, in a shape that no answer has."""


IMPOSTOR = """
    window.Worker = class extends EventTarget {
        postMessage(message) {
            const tell = (data) => this.onmessage?.(new MessageEvent("message", { data }));
            const { policy } = document.querySelector("still-in-time").dataset;
            const hello = JSON.stringify({ languages: ["en", "es"], policy, words: {} });
            if (message.type === "start") setTimeout(() => tell({ type: "ready", version: "0", hello }));
            else for (const said of JSON.parse(sessionStorage.says ?? "[]")) setTimeout(() => tell(said));
        }
        terminate() {}
    };
"""
"""Stands in for the worker: it says that it is ready, and to each request what the test has put into the storage."""


def test_hostile_messages_cost_nobody_the_answer(someone: Reader, watch: Watch, tally: Tally) -> None:
    """What a worker may say instead of answers: the page ignores it or gives the worker up, and links lead on."""
    watch.expect("still-in-time: the engine failed")
    page = someone.page
    page.add_init_script(EYES + IMPOSTOR)
    someone.open()
    ignored = sample(200, IGNORED)
    answers = [{"type": "answered", "id": 1, "answer": answer} for answer in FORGED]
    for said in [[*ignored, BROKEN[0]], *([message] for message in [*BROKEN[1:], *answers])]:
        page.evaluate("(said) => { sessionStorage.says = said; }", json.dumps(said))
        someone.open("stage.shipped")
        someone.await_engine()
        someone.tap("trouble", "unwanted")
        someone.sees_outcome("shipped-unwanted", "not-cancel-but")
        someone.answered_by_build()
        assert strange(page) == []
    assert page.evaluate("() => window.harmed") is None
    tally("messages", len(ignored) + len(BROKEN) + len(FORGED))


def test_answers_that_nobody_asked_for_are_ignored(victim: Reader) -> None:
    """They change nothing, and the engine goes on answering."""
    for message in sample(200, IGNORED):
        victim.page.evaluate(
            "(message) => engine.dispatchEvent(new MessageEvent('message', { data: message }))", message
        )
    victim.await_engine()
    assert strange(victim.page) == []
    victim.answer.locator("a[data-change]").last.click()
    victim.sees_question("return-button")
    victim.answered_by_python()
