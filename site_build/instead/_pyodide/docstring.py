"""Docstrings of Pyodide's own functions, which nobody reads in a browser."""


def get_cmeth_docstring(_):
    """The docstring of a function: none."""
    return ""
