"""Simulates a slower machine: stops a browser's page processes, with all threads, for a share of the time.

The browser's own CPU throttling affects the main thread only, while the engine runs in a worker.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STEP = 0.004
"""Seconds that a process runs before it is stopped."""
REST, QUIET = 0.5, 0.04
"""A browser is idle when it uses at most a share QUIET of a processor during REST seconds."""
PAGES = ("--type=renderer", "-isForBrowser", "WebKitWebProcess", "WPEWebProcess")
"""Parts of the command lines of processes that run pages."""


def below(pid: int) -> set[int]:
    """The ids of all descendants of a process."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def page_processes(pid: int) -> list[int]:
    """The descendants of a process that run pages."""
    pages = []
    for child in below(pid):
        with suppress(OSError):
            if any(mark in (Path("/proc") / str(child) / "cmdline").read_text() for mark in PAGES):
                pages.append(child)
    return pages


def at_rest(pid: int, limit: float = 20) -> None:
    """Wait until the descendants of a process are idle, because a new browser is busy at first.

    Raises TimeoutError after `limit` seconds.
    """
    end, before = time.perf_counter() + limit, used(pid)
    while time.perf_counter() < end:
        time.sleep(REST)
        now = used(pid)
        if now - before <= QUIET * REST:
            return
        before = now
    raise TimeoutError(f"The browser was not at rest within {limit:g} s: is something else running?")


def used(pid: int) -> float:
    """Processor time in seconds used by all descendants of a process."""
    ticks = 0
    for child in below(pid):
        with suppress(OSError):
            fields = (Path("/proc") / str(child) / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> int:
    """Peak memory in bytes of the largest page process below a process."""
    peaks = [0]
    for page in page_processes(pid):
        with suppress(OSError):
            lines = (Path("/proc") / str(page) / "status").read_text().splitlines()
            peaks += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)


@contextmanager
def slowed(pid: int, times: float) -> Iterator[None]:
    """While the block runs, slow the page processes below a process by a factor."""
    if times <= 1:
        yield
        return
    over = threading.Event()

    def work() -> None:
        looked, pages = 0.0, list[int]()
        while not over.is_set():
            if time.perf_counter() - looked > 0.05:
                looked, pages = time.perf_counter(), page_processes(pid)
            send(pages, signal.SIGSTOP)
            time.sleep(STEP * (times - 1))
            send(pages, signal.SIGCONT)
            time.sleep(STEP)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


def send(pages: list[int], what: signal.Signals) -> None:
    """Send a signal to the processes that still exist."""
    for page in pages:
        with suppress(OSError):
            os.kill(page, what)
