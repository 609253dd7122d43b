"""Parts that fail: whatever breaks, a reader comes to the right answer, from Python or from the static pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Watch
from tests.browser.faults import ANYTHING, FAST, FAULTS, FILES, HARMLESS, HARMS, NOISE, SLOW, Fault, Faulty
from tests.browser.reader import Reader
from tests.figures import Tally

STEPS = [("stage", "shipped"), ("trouble", "unwanted")]
OUTCOME = ("shipped-unwanted", "not-cancel-but")
TYPED = "stage.to-ship/reason.changed-mind/button.yes"


def completes_a_journey(reader: Reader) -> None:
    """From the first question to the outcome that it has for everybody."""
    reader.answers(STEPS)
    reader.sees_outcome(*OUTCOME)
    reader.is_at("/".join(f"{question}.{option}" for question, option in STEPS))


def test_every_file_of_the_engine_is_in_the_table(someone: Reader) -> None:
    """A file that a start asks for is one that the tests below break."""
    asked: list[str] = []
    for line in (SLOW, FAST):
        page = someone.page.context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(line)
        reader = Reader(page, someone.home, someone.locale)
        reader.open()
        reader.await_engine()
    own = [url for url in asked if "/assets/engine/" in url or "/assets/widget/" in url]
    assert not [name for name, pattern in FILES.items() if not any(pattern.search(url) for url in own)]
    assert not [url for url in own if not any(pattern.search(url) for pattern in FILES.values())]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("file", FILES)
def test_a_broken_file_costs_nobody_the_answer(
    someone: Reader, watch: Watch, file: str, harm: str, tally: Tally
) -> None:
    """Whatever is wrong with a file of the engine, links open their pages, and the element says that it has failed."""
    watch.expect(*ANYTHING)
    line = FAST if file == "snapshot.bin" else SLOW
    Fault(page=line, tags='data-start-limit="500"' if harm == "stalled" else "").inject(someone.page)
    Faulty.faults.append((FILES[file], HARMS[harm]))
    someone.page.goto(f"{someone.home}{someone.locale.root}check/", wait_until="commit")
    harmless, nothing = (file, harm) in HARMLESS, file == "still-in-time.mjs"
    someone.await_engine("ready" if harmless else "static" if nothing else "failed")
    completes_a_journey(someone)
    if harmless:
        someone.answered_by_python()
    else:
        someone.answered_by_build()
    tally("faults", 1)


def test_a_snapshot_of_another_runtime_is_not_used(someone: Reader, watch: Watch) -> None:
    """A snapshot that Pyodide's own check refuses costs nothing but the download."""
    watch.expect(*ANYTHING)
    told: list[str] = []
    someone.page.on("console", lambda message: told.append(message.text))

    def unchecked(server: Faulty, file: Path) -> None:
        server.send_instead(file, file.read_bytes().replace(b"integrity:", b"x:"))

    def older(server: Faulty, file: Path) -> None:
        body = bytearray(file.read_bytes())
        body[16 + 16] ^= 0xFF
        server.send_instead(file, bytes(body))

    Faulty.faults[:] = [(FILES["worker.mjs"], unchecked), (FILES["snapshot.bin"], older)]
    someone.page.add_init_script(FAST)
    someone.open()
    someone.await_engine()
    assert any("build id" in line for line in told)
    completes_a_journey(someone)
    someone.answered_by_python()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_nobody_the_answer(someone: Reader, watch: Watch, name: str, tally: Tally) -> None:
    """Whatever else is wrong, a reader completes the journey."""
    fault = FAULTS[name]
    watch.expect(*NOISE, *fault.noise)
    fault.inject(someone.page)
    someone.open()
    someone.await_engine(*([fault.engine] if fault.engine else ["ready", "failed"]))
    completes_a_journey(someone)
    tally("faults", 1)
