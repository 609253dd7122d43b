"""The short module that tells errors in a reader's console: it has what Python's own would say, but for the lines."""

from __future__ import annotations

import runpy
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from site_build.layout import ROOT

OURS = runpy.run_path(str(ROOT / "site_build" / "engine" / "pyodide_shims" / "traceback.py"))


def caused() -> None:
    try:
        raise KeyError("ñ 漢")
    except KeyError as error:
        raise ValueError("outer") from error


def while_handled() -> None:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")  # noqa: B904 - that nothing is said of the first is the case


def from_nobody() -> None:
    try:
        raise KeyError("not for readers")
    except KeyError:
        raise ValueError("plain") from None


def in_a_circle() -> None:
    one, other = ValueError("one"), KeyError("other")
    one.__cause__, other.__context__ = other, one
    raise one


def its_own_cause() -> None:
    error = ValueError("of itself")
    error.__cause__ = error
    raise error


class FalseError(Exception):
    """An error that counts as false."""

    def __bool__(self) -> bool:
        return False


def by_something_false() -> None:
    raise ValueError("outer") from FalseError("inner")


def deep(depth: int = 500) -> None:
    if not depth:
        raise ValueError("at the bottom")
    deep(depth - 1)


def unreadable() -> None:
    compile("1 +", "typed", "eval")


CASES = [caused, while_handled, from_nobody, in_a_circle, its_own_cause, by_something_false, deep, unreadable]


def told(fails: Callable[[], Any]) -> tuple[str, str]:
    """What ours and Python's own say of an error."""
    try:
        fails()
    except Exception:
        return OURS["format_exc"](), traceback.format_exc()
    raise AssertionError("nothing failed")


@pytest.mark.parametrize("fails", CASES, ids=lambda fails: fails.__name__)
def test_an_error_is_told_with_what_led_to_it(fails: Callable[[], Any]) -> None:
    """The same errors in the same order, causes first, each with the function that it was raised in."""
    ours, usual = told(fails)
    names = ("ValueError", "KeyError", "FalseError", "SyntaxError")

    def errors(text: str) -> list[str]:
        lines = [line.rpartition("test_instead.")[2] for line in text.splitlines()]
        return [line.partition(" (typed")[0] for line in lines if line.startswith(names)]

    assert errors(ours) == errors(usual)
    assert f"in {fails.__name__}" in ours
    assert len(ours.splitlines()) < 40


def test_it_is_written_as_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Python itself, where nobody catches an error, asks for it to be written."""
    try:
        caused()
    except ValueError as error:
        OURS["print_exception"](type(error), error, error.__traceback__)
        assert capsys.readouterr().err == OURS["format_exc"]()
