"""Replaces _pyodide.jsbind: JavaScript functions get default conversions of arguments and results."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


def anything(*_, **__):
    """A placeholder that accepts any arguments."""


no_default = object()
default_signature = JsFuncSignature(
    anything, False, 0, (), (), py2js_default, (), (), (), py2js_default, js2py_default_call_result
)
