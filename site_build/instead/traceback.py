"""An error as text: what it is, what led to it, and the functions it came through. Lines are not known (strip.py)."""

import sys

MOST = 10
"""So many functions are told from either end of a long way."""


def format_exception(_, error, trace, seen=(), **how):
    """The lines of the text, each with its end, for an error and its trace; the cause comes first."""
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
    """The text for the error that is being handled."""
    error = sys.exception()
    return "".join(format_exception(None, error, error.__traceback__))


def print_exception(_, error, trace, **how):
    """Write the text to standard error."""
    sys.stderr.write("".join(format_exception(None, error, trace)))
