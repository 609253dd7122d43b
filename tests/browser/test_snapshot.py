"""Python that starts from a snapshot: it answers as Python does everywhere, and can be done without."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from checker import decide, live
from checker.bundled import bundled
from site_build.engine import pyodide_node
from site_build.hosting.file_server import HOST, Handler, Server
from site_build.hosting.headers import Rules
from tests import sources
from tests.browser.faults import FAST, FILES, PHONE, SLOW
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
    someone.page.add_init_script(FAST)
    someone.open()
    urls = {
        name: someone.checker.get_attribute(f"data-{name}-url") or ""
        for name in ("engine", "python", "snapshot", "worker")
    }
    where = {name: f"{someone.home}{url}" for name, url in urls.items()}
    someone.await_engine()
    everything = json.loads(json.dumps(requests(), default=str))
    answers = someone.page.evaluate(ASK, {"requests": everything, **where})
    session = live.start(f"pyodide {pyodide_node.version()}")
    for request, answer in zip(everything, answers, strict=True):
        assert json.loads(answer) == json.loads(session.answer_text(json.dumps(request))), request
    assert [url for url in asked if FILES["snapshot.bin"].search(url)]
    assert not [url for url in asked if FILES["python.zip"].search(url)]


def of_line(speed: int) -> str:
    """Page code for a line of which nothing is known but the browser's estimate, in Mbit/s."""
    return SLOW.replace("downlink: 7", f"downlink: {speed}")


UNKNOWN = SLOW.replace("{ downlink: 7 }", "undefined")
MEASURED = FAST.replace("{ downlink: 10 }", "undefined")
TABLET = """
    delete Navigator.prototype.userAgentData;
    const agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.1 Safari/605.1.15";
    Object.defineProperty(Navigator.prototype, "userAgent", { value: agent });
    Object.defineProperty(Navigator.prototype, "maxTouchPoints", { value: 5 });
"""
SAVING = FAST.replace("downlink: 10", "downlink: 10, saveData: true")


@pytest.mark.parametrize(
    ("here", "file"),
    [
        pytest.param(PHONE + of_line(8), "snapshot.bin", id="a phone on a good line"),
        pytest.param(PHONE + of_line(7), "python.zip", id="a phone on a slower line"),
        pytest.param(PHONE + SAVING, "python.zip", id="a phone that saves data"),
        pytest.param(TABLET + of_line(8), "snapshot.bin", id="a tablet that says it is a Mac, on a good line"),
        pytest.param(of_line(10), "snapshot.bin", id="a computer on a good line"),
        pytest.param(of_line(8), "python.zip", id="a computer on a slower line"),
        pytest.param(MEASURED, "snapshot.bin", id="a computer to which the page came fast"),
        pytest.param(UNKNOWN, "python.zip", id="a computer of whose line nothing is known"),
        pytest.param(SAVING, "python.zip", id="a computer that saves data"),
    ],
)
def test_each_device_starts_from_what_is_fastest_there(someone: Reader, here: str, file: str) -> None:
    """The snapshot where its bytes pay, the zip everywhere else, and never both."""
    asked: list[str] = []
    someone.page.on("request", lambda request: asked.append(request.url))
    someone.page.add_init_script(here)
    someone.open()
    someone.heading.click()
    someone.await_engine()
    python = [name for name in ("snapshot.bin", "python.zip") if any(FILES[name].search(url) for url in asked)]
    assert python == [file]


DOOR = {
    "site_build/engine/build.py": (", snapshot\n", "    made |= snapshot.add(out, made, cache)\n"),
    "widget/worker.mjs": (
        'import { fromSnapshot } from "../site_build/engine/snapshot/restore.mjs";\n',
        "  if (snapshot) prepare = fromSnapshot(snapshot, { asm, python });\n",
    ),
}
"""All that knows of the folder: by file, the import and the call."""
BUILD = """
import json
from pathlib import Path
from site_build.assets import esbuild
from site_build.layout import ROOT
from site_build.pipeline import make_engine

out = ROOT / "out"
engine = make_engine(out)
worker = ROOT / "widget" / "worker.mjs"
(out / "worker.mjs").write_text(esbuild.minify(worker.read_text(), worker))
(out / "index.html").write_text("<!doctype html><title>Empty</title>")
(out / "engine.json").write_text(json.dumps(engine))
"""


def test_without_the_snapshots_folder_python_starts_from_the_zip(tmp_path: Path, page: Page) -> None:
    """Whoever drops the snapshot deletes one folder and two calls; the engine is built, and answers."""
    sources.copy(tmp_path)
    shutil.rmtree(tmp_path / "site_build" / "engine" / "snapshot")
    for file, lines in DOOR.items():
        text = (tmp_path / file).read_text("utf-8")
        for line in lines:
            assert text.count(line) == 1, (file, line)
            text = text.replace(line, "\n" if line.startswith(",") else "")
        (tmp_path / file).write_text(text, "utf-8")
    sources.succeed([sys.executable, "-c", BUILD], tmp_path)
    engine = json.loads((tmp_path / "out" / "engine.json").read_text("utf-8"))
    assert set(engine) >= {"data_engine_url", "data_python_url"} and "data_snapshot_url" not in engine
    server = Server((HOST, 0), partial(Handler, site=(tmp_path / "out").resolve(), rules=Rules("/", {})))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://{HOST}:{server.server_port}/"
    try:
        page.goto(home)
        where = {name: f"{home}{engine[f'data_{name}_url']}" for name in ("engine", "python")}
        request = {"id": 1, "lang": "es", "address": "", "base": "/", "today": "2026-11-22", "details": {}}
        [answer] = page.evaluate(ASK, {"requests": [request], "worker": f"{home}worker.mjs", **where})
    finally:
        server.shutdown()
        server.server_close()
    session = live.start(f"pyodide {pyodide_node.version()}")
    assert json.loads(answer) == json.loads(session.answer_text(json.dumps(request)))
