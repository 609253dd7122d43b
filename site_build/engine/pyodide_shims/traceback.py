"""Replaces traceback: an error as text, with causes and function names but no line numbers (see line_tables.py)."""

import sys

MOST = 10
"""How many functions are listed from each end of a long traceback."""


def format_exception(_, error, trace, seen=(), **how):
    """The lines of the traceback, each with its line end; causes come first."""
    seen = (*seen, id(error))
    cause = error.__cause__
    if cause is None and not error.__suppress_context__:
        cause = error.__context__
    known = cause is None or id(cause) in seen
    lines = [] if known else format_exception(None, cause, cause.__traceback__, seen)
    way = []
    while trace:
        code = trace.tb_frame.f_code
        way.append(f"  {code.co_filename}, in {code.co_qualname}\n")
        trace = trace.tb_next
    if len(way) > 2 * MOST:
        way[MOST:-MOST] = [f"  … {len(way) - 2 * MOST} more\n"]
    return [*lines, "Traceback (most recent call last):\n", *way, f"{type(error).__name__}: {error}\n"]


def format_exc():
    """The traceback of the error being handled."""
    error = sys.exception()
    return "".join(format_exception(None, error, error.__traceback__))


def print_exception(_, error, trace, **how):
    """Write the traceback to standard error."""
    sys.stderr.write("".join(format_exception(None, error, trace)))
