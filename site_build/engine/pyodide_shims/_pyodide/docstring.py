"""Replaces _pyodide.docstring: Pyodide's functions get no docstrings."""


def get_cmeth_docstring(_):
    """Return an empty docstring."""
    return ""
