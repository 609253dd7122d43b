"""The figures of a run: every test may tell some, and the run ends with all of them in one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import settings

from tests import figures

TOLD = pytest.StashKey[dict[str, figures.Told]]()
PROPERTY = "figure"

# A machine that is busy is no mistake of ours.
settings.register_profile("new examples", deadline=None, derandomize=False)
settings.register_profile("same examples", deadline=None, derandomize=True)
settings.load_profile("same examples")


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests open whole addresses. pytest-playwright has its fixture for this in a form that pytest 10 will not take."""


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> figures.Tally:
    """Counts something that the test has tried, under a name of `figures.FIGURES`."""

    def count(name: str, number: int) -> None:
        assert name in figures.FIGURES, f"{name}: give it a line in tests/figures.py"
        record_property(PROPERTY, [name, number])

    return count


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing told."""
    config.stash[TOLD] = {}
    config.pluginmanager.register(Listener(config.stash[TOLD]))


LONG = (
    "tests/rehearsal/",
    "tests/browser/test_accessibility.py",
    "tests/engine/test_same_tests.py",
    "tests/browser/test_faults.py",
    "tests/browser/",
    "tests/engine/",
    "tests/deploy/",
)
"""What takes longest, the longest first: begun last, it would leave one process alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; everything else in its own order."""
    items.sort(
        key=lambda item: next((rank for rank, part in enumerate(LONG) if item.nodeid.startswith(part)), len(LONG))
    )


class Listener:
    """Collects what tests tell in their reports, whichever process they ran in."""

    def __init__(self, told: dict[str, figures.Told]) -> None:
        self.told = told

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed has tried nothing to the end; one that was skipped may say why."""
        if report.when == "teardown" or report.failed:
            return
        for name, value in report.user_properties:
            if name == PROPERTY and isinstance(value, list | tuple):
                what, said = value
                self.told.setdefault(report.nodeid, []).append((what, said))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, and write it to build/test-summary.md."""
    told = config.stash[TOLD]
    if not told:
        return
    figures.keep(told, date.today())  # noqa: TID251 - when the run took place
    lines = figures.rows(list(told.values()))
    figures.SUMMARY.write_text(figures.as_markdown(lines), encoding="utf-8")
    terminalreporter.section("what was tried")
    for what, count in lines:
        is_number = count.replace(",", "").isdigit()
        terminalreporter.write_line(f"{count:>9}  {what}" if is_number else f"           {what}: {count}")
