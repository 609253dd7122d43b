"""What JavaScript calls to run a text."""

from _pyodide._base import eval_code

__all__ = ["eval_code"]
