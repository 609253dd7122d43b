"""What can break between a page and its engine, as data, and how to break it on purpose.

A new file of the engine goes into `FILES`; a test tells when one is missing there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from playwright.sync_api import Page

from site_build.hosting.file_server import Handler
from site_build.hosting.headers import KINDS

FILES = {
    "still-in-time.mjs": re.compile(r"/still-in-time\.[0-9a-f]+\.mjs$"),
    "worker.mjs": re.compile(r"/worker\.[0-9a-f]+\.mjs$"),
    "pyodide.mjs": re.compile(r"/pyodide\.mjs$"),
    "pyodide.asm.js": re.compile(r"/pyodide\.asm\.js$"),
    "pyodide.asm.wasm": re.compile(r"/pyodide\.asm\.wasm$"),
    "python.zip": re.compile(r"/python\.[0-9a-f]+\.zip$"),
    "snapshot.bin": re.compile(r"/snapshot\.[0-9a-f]{64}\.bin$"),
}
"""Every file that a page needs for an answer by Python, by the address that it has."""
PHONE = "Object.defineProperty(Navigator.prototype, 'userAgentData', { value: { mobile: true } });"
FAST = "Object.defineProperty(Navigator.prototype, 'connection', { value: { downlink: 10 } });"
SLOW = (
    "Object.defineProperty(Navigator.prototype, 'connection', { value: { downlink: 7 } });"
    "performance.getEntriesByType = () => [];"
)
"""Page code by which a device counts as a phone, and its line as good enough for a snapshot, or not."""

WORKER = FILES["worker.mjs"]
DOCUMENT = re.compile(r"/$")
POLICY = "Content-Security-Policy"
NOISE = ("still-in-time: the engine failed", "Failed to load resource", "net::ERR")
"""What the console says, rightly, when an engine fails."""
ANYTHING = ("",)
"""What it may say when a file is broken: every browser tells that in its own way."""


class Faulty(Handler):
    """A server of which some files are broken: by a request's path, what is done in place of sending the file."""

    faults: ClassVar[list[tuple[re.Pattern[str], Callable[[Faulty, Path], None]]]] = []
    released = threading.Event()

    @classmethod
    def heal(cls) -> None:
        """Send every file as it is from now on, and end what stalls."""
        cls.faults.clear()
        cls.released.set()
        cls.released = threading.Event()

    def send_file(self, file: Path, status: HTTPStatus) -> None:
        """Send a file, or do what its fault wants."""
        harm = next((harm for pattern, harm in self.faults if pattern.search(urlsplit(self.path).path)), None)
        if harm and status == HTTPStatus.OK and not urlsplit(self.path).query:
            harm(self, file)
        else:
            super().send_file(file, status)

    def send_instead(self, file: Path, body: bytes, kind: str = "", headers: dict[str, str] | None = None) -> None:
        """Send other bytes under a file's own name; `headers` take the place of its own."""
        self.send_response(HTTPStatus.OK)
        for name, value in {**self.sent(file), **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind or KINDS[file.suffix])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def sent(self, file: Path) -> dict[str, str]:
        """The headers of a file."""
        return self.rules.sent(self.base + file.relative_to(self.site).as_posix())


def miss(server: Faulty, file: Path) -> None:
    """Answer as a server does that has no such file."""
    server.send_not_found("")


def truncate(server: Faulty, file: Path) -> None:
    """Send the first half."""
    body = file.read_bytes()
    server.send_instead(file, body[: len(body) // 2])


def corrupt(server: Faulty, file: Path) -> None:
    """Turn every bit in the middle half."""
    body = file.read_bytes()
    start, end = len(body) // 4, 3 * len(body) // 4
    server.send_instead(file, body[:start] + bytes(byte ^ 0xFF for byte in body[start:end]) + body[end:])


def mistype(server: Faulty, file: Path) -> None:
    """Send the right bytes as a web page."""
    server.send_instead(file, file.read_bytes(), "text/html")


def stall(server: Faulty, file: Path) -> None:
    """Never answer, as long as the test lasts."""
    server.released.wait()
    server.close_connection = True


def cut(server: Faulty, file: Path) -> None:
    """Lose the connection."""
    server.close_connection = True


HARMS: dict[str, Callable[[Faulty, Path], None]] = {
    "missing": miss,
    "truncated": truncate,
    "corrupted": corrupt,
    "of the wrong type": mistype,
    "stalled": stall,
    "out of reach": cut,
}
HARMLESS = {
    ("pyodide.asm.wasm", "of the wrong type"),
    ("python.zip", "of the wrong type"),
    *(("snapshot.bin", harm) for harm in HARMS if harm != "stalled"),
}
"""What the engine gets over by itself: without a snapshot, Python starts from the zip."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is not in a file.

    `page`, `worker` and `pyodide` run before all other code of the page, of the worker and of pyodide.mjs. `csp` takes
    parts out of the policy. `tags` are attributes of the element. `engine` is what becomes of the engine on a page that
    has just been opened, and `noise` what the console may say then.
    """

    page: str = ""
    worker: str = ""
    pyodide: str = ""
    csp: tuple[str, str] | None = None
    tags: str = ""
    engine: str = "failed"
    noise: tuple[str, ...] = ()

    def inject(self, page: Page) -> None:
        """Break what this fault breaks, in every document that the page opens from now on until the test ends."""
        if self.page:
            page.add_init_script(self.page)
        if self.worker or self.csp:
            Faulty.faults.append((WORKER, self.send_worker))
        if self.pyodide:
            Faulty.faults.append((FILES["pyodide.mjs"], self.send_pyodide))
        if self.tags or self.csp:
            Faulty.faults.append((DOCUMENT, self.send_page))

    def send_worker(self, server: Faulty, file: Path) -> None:
        """The worker, after this fault's own code."""
        server.send_instead(file, self.worker.encode() + b"\n" + file.read_bytes(), headers=self.headers(server, file))

    def send_pyodide(self, server: Faulty, file: Path) -> None:
        """Pyodide, with this fault's own code in it."""
        server.send_instead(file, wrapped(self.pyodide).encode())

    def send_page(self, server: Faulty, file: Path) -> None:
        """A page with another policy and other attributes."""
        text = file.read_text("utf-8").replace(*(self.csp or ("", "", 0)))
        body = text.replace("<still-in-time ", f"<still-in-time {self.tags} ").encode()
        server.send_instead(file, body, headers=self.headers(server, file))

    def headers(self, server: Faulty, file: Path) -> dict[str, str]:
        """The policy without what this fault takes out of it."""
        if not self.csp:
            return {}
        policy = server.sent(file)[POLICY]
        old, new = self.csp
        assert old in policy
        return {POLICY: policy.replace(old, new)}


def wrapped(python: str) -> str:
    """A module that stands for pyodide.mjs: it loads the real one and lets it run a few lines of Python first."""
    return f"""
        import * as real from "./pyodide.mjs?real";
        export const version = real.version;
        export async function loadPyodide(options) {{
          const pyodide = await real.loadPyodide(options);
          pyodide.runPython({python!r});
          return pyodide;
        }}"""


def before_answers(code: str) -> str:
    """Worker code that takes each request for itself; `data` is the message."""
    return f"""self.addEventListener("message", (event) => {{
        const {{ data }} = event;
        if (data.type !== "answer") return;
        event.stopImmediatePropagation();
        {code}
    }});"""


def forbid(name: str) -> str:
    """Page code under which asking for a global throws, as browsers do that forbid storage."""
    error = f"new DOMException('The operation is insecure: {name}', 'SecurityError')"
    return f"Object.defineProperty(window, '{name}', {{ configurable: true, get() {{ throw {error}; }} }});"


NO_WASM = "delete self.WebAssembly;"
NO_MEMORY = "import checker.html.view as view\ndef render(*a, **k): raise MemoryError\nview.render = render"
LITTLE_MEMORY = (
    "import checker.html.view as view\nwhole = view.render\ndef render(place, state, **rest):\n"
    "    if state.answers: raise MemoryError\n    return whole(place, state, **rest)\nview.render = render"
)
NO_GROWTH = "WebAssembly.Memory.prototype.grow = () => { throw new RangeError('Maximum memory size exceeded'); };"
SHORT = 'data-answer-limit="1000"'

FAULTS = {
    "WebAssembly is absent": Fault(page=NO_WASM, worker=NO_WASM),
    "WebAssembly is forbidden by the policy": Fault(csp=("'wasm-unsafe-eval' ", ""), noise=("wasm",)),
    "workers are forbidden by the policy": Fault(
        csp=("worker-src 'self'", "worker-src 'none'"), noise=("Content Security Policy", "creating a worker")
    ),
    "there are no workers": Fault(page="delete window.Worker;"),
    "workers throw": Fault(page="window.Worker = function () { throw new DOMException('no', 'NotSupportedError'); };"),
    "there are no custom elements": Fault(
        page="Object.defineProperty(window, 'customElements', { value: undefined });",
        engine="static",
        noise=("define",),
    ),
    "wasm gets no memory": Fault(
        worker="WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };"
    ),
    "wasm gets no more memory": Fault(worker=NO_GROWTH, engine=""),
    "the worker throws at once": Fault(worker="throw new Error('broken on purpose');", noise=("broken on purpose",)),
    "Python has no memory": Fault(pyodide=NO_MEMORY, engine="ready"),
    "Python has memory for the start only": Fault(pyodide=LITTLE_MEMORY, engine="ready"),
    "the worker is killed in mid-answer": Fault(worker=before_answers("self.close();"), tags=SHORT, engine="ready"),
    "answers never come": Fault(worker=before_answers(""), tags=SHORT, engine="ready"),
    "the worker throws in mid-answer": Fault(
        worker=before_answers("throw new Error('broken on purpose');"), engine="ready", noise=("broken on purpose",)
    ),
    "wasm runs out of memory in mid-answer": Fault(
        worker="self.addEventListener('message', ({ data }) => { if (data.type === 'answer') {"
        + NO_GROWTH
        + "data.request.details = { order: 'x'.repeat(2 ** 26) }; } });",
        tags='data-answer-limit="8000"',
        engine="ready",
        noise=("memory",),
    ),
    "the engine has another policy": Fault(tags='data-policy="1999.01.01"'),
    "the engine says nothing of itself": Fault(
        worker="postMessage({ type: 'ready', version: '0', hello: '{}' }); self.postMessage = () => {};"
    ),
    "the engine speaks of other things": Fault(worker="postMessage({ type: 'greeting', text: 'hello' });"),
    "answers have another shape": Fault(
        worker=before_answers("postMessage({ type: 'answered', id: data.request.id, answer: '{\"page\": []}' });"),
        engine="ready",
    ),
    "storage is forbidden": Fault(page=forbid("localStorage") + forbid("sessionStorage"), engine="ready"),
    "storage is full": Fault(
        page="Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
        engine="ready",
    ),
    "service workers are forbidden": Fault(
        page="Object.defineProperty(Navigator.prototype, 'serviceWorker', "
        "{ get() { throw new DOMException('insecure', 'SecurityError'); } });",
        engine="ready",
    ),
    "there are no service workers": Fault(page="delete Navigator.prototype.serviceWorker;", engine="ready"),
}
"""Each fault by the sentence that says what is wrong."""

FULL = """() => {
    for (let size = 1 << 22; size; ) {
        try {
            localStorage[Math.random()] = "x".repeat(size);
        } catch {
            size >>= 1;
        }
    }
}"""
"""Page code that fills the host's storage to the last character."""
