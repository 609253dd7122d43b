"""An error as text: what it is, what led to it, and the functions it came through. Lines are not known (strip.py)."""

import sys


def format_exception(_, error, trace, **how):
    """The lines of the text, each with its end, for an error and its trace; the cause comes first."""
    cause = error.__cause__ or error.__context__
    lines = format_exception(None, cause, cause.__traceback__) if cause else []
    lines.append("Traceback (most recent call last):\n")
    while trace:
        code = trace.tb_frame.f_code
        lines.append(f"  {code.co_filename}, in {code.co_qualname}\n")
        trace = trace.tb_next
    return [*lines, f"{type(error).__name__}: {error}\n"]


def format_exc():
    """The text for the error that is being handled."""
    error = sys.exception()
    return "".join(format_exception(None, error, error.__traceback__))


def print_exception(_, error, trace, **how):
    """Write the text to standard error."""
    sys.stderr.write("".join(format_exception(None, error, trace)))
