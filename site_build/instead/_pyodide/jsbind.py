"""How JavaScript's functions are called where nothing says how: every argument and the result as they come."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


def anything(*_, **__):
    """Stand for a function that takes whatever it is given."""


no_default = object()
default_signature = JsFuncSignature(
    anything, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
