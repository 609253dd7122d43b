"""Replaces _pyodide._base: runs source text, and imports modules for JavaScript."""

import _ast
from importlib import import_module

pyimport_impl = import_module


def eval_code(source, globals=None, locals=None, filename="<exec>"):
    """Run source text and return the value of its last expression, or None. Raises what the text raises."""
    names = {} if globals is None else globals
    tree = compile(source, filename, "exec", _ast.PyCF_ONLY_AST)
    last = tree.body.pop().value if tree.body and isinstance(tree.body[-1], _ast.Expr) else None
    exec(compile(tree, filename, "exec"), names, locals)
    return eval(compile(_ast.Expression(last), filename, "eval"), names, locals) if last else None
