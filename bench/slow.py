"""A slower machine: a browser's page processes are stopped for a share of the time, with all their threads.

The browser's own slow-down reaches the main thread only, and the engine works in a worker.
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
"""A browser is at rest when in so many seconds it uses no more than this share of a processor."""
PAGES = ("--type=renderer", "-isForBrowser", "WebKitWebProcess", "WPEWebProcess")
"""How the processes that run pages are known, by their command lines."""


def below(pid: int) -> set[int]:
    """The processes that a process has started, and theirs."""
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
    """Those below a process that run pages."""
    pages = []
    for child in below(pid):
        with suppress(OSError):
            if any(mark in (Path("/proc") / str(child) / "cmdline").read_text() for mark in PAGES):
                pages.append(child)
    return pages


def at_rest(pid: int, limit: float = 20) -> None:
    """Wait until the processes below a process do next to nothing: a new browser is busy with itself.

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
    """Seconds of processor time that all processes below a process have used."""
    ticks = 0
    for child in below(pid):
        with suppress(OSError):
            fields = (Path("/proc") / str(child) / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> int:
    """The most memory that the largest page process below a process has held, in bytes."""
    peaks = [0]
    for page in page_processes(pid):
        with suppress(OSError):
            lines = (Path("/proc") / str(page) / "status").read_text().splitlines()
            peaks += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)


@contextmanager
def slowed(pid: int, times: float) -> Iterator[None]:
    """While the block runs, page processes below a process take so many times as long."""
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
    """Send a signal to those that are still there."""
    for page in pages:
        with suppress(OSError):
            os.kill(page, what)
