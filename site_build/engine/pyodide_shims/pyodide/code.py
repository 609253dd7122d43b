"""Replaces pyodide.code: JavaScript calls it to run source text."""

from _pyodide._base import eval_code

__all__ = ["eval_code"]
