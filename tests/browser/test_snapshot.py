"""Python that starts from a snapshot: it answers as Python does everywhere."""

from __future__ import annotations

import json
from typing import Any

from checker import decide, live
from checker.bundled import bundled
from site_build import runtime
from tests.browser.faults import COMPUTER, FILES
from tests.browser.reader import Reader
from tests.engine.requests import hostile

ASK = """async ({ requests, worker, ...where }) => {
    const engine = new Worker(worker, { type: "module" });
    const next = () => new Promise((resolve, reject) => {
        engine.onmessage = ({ data }) => (data.type === "failed" ? reject(new Error(data.cause)) : resolve(data));
        engine.onerror = (event) => reject(new Error(event.message));
    });
    engine.postMessage({ type: "start", ...where });
    await next();
    const answers = [];
    for (const request of requests) {
        engine.postMessage({ type: "answer", request });
        answers.push((await next()).answer);
    }
    engine.terminate();
    return answers;
}"""
TYPED = {"order": "8190000000000001", "country": "es", "delivered": "2026-11-18", "cancelled": "2026-11-21"}


def requests() -> list[dict[str, Any]]:
    """Every state in every language, with and without what a reader types, and requests that no page sends."""
    policy = bundled()
    addresses = [state.address for state in decide.states(policy)]
    asked = [
        {"id": 1, "lang": lang, "address": address, "base": "/", "today": "2026-11-22", "details": details}
        for lang, details in zip(policy.languages, ({}, TYPED), strict=False)
        for address in addresses
    ]
    odd = [request for request in hostile(addresses, list(live.FIELDS), count=200) if isinstance(request, dict)]
    return asked + [{**request, "today": "2026-11-22"} for request in odd]


def test_every_answer_from_a_snapshot_is_that_of_cpython(someone: Reader) -> None:
    """In the browser, from the file that is shipped, without the zip of Python: the same answers to the letter."""
    asked: list[str] = []
    someone.page.on("request", lambda request: asked.append(request.url))
    someone.page.add_init_script(COMPUTER)
    someone.open()
    urls = {
        name: someone.checker.get_attribute(f"data-{name}-url") or ""
        for name in ("engine", "python", "snapshot", "worker")
    }
    where = {name: f"{someone.home}{url}" for name, url in urls.items()}
    someone.await_engine()
    everything = json.loads(json.dumps(requests(), default=str))
    answers = someone.page.evaluate(ASK, {"requests": everything, **where})
    session = live.start(f"pyodide {runtime.version()}")
    for request, answer in zip(everything, answers, strict=True):
        assert json.loads(answer) == json.loads(session.answer_text(json.dumps(request))), request
    assert [url for url in asked if FILES["snapshot.bin"].search(url)]
    assert not [url for url in asked if FILES["python.zip"].search(url)]
