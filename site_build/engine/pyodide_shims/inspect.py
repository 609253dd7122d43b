"""Replaces inspect: only what dataclasses, typing and Pyodide use."""


def get_annotations(kind):
    """The annotations of a class itself, by name, unevaluated."""
    return vars(kind).get("__annotations__", {})


def getattr_static(thing, name):
    """An attribute of an object or its class, without running descriptors. Raises AttributeError if missing."""
    for place in (getattr(thing, "__dict__", {}), *map(vars, type(thing).__mro__)):
        if name in place:
            return place[name]
    raise AttributeError(name)


def signature(_):
    """Raise TypeError, which dataclasses accept: they use signatures for docstrings only."""
    raise TypeError("Signatures are left out.")


def iscoroutinefunction(_):
    """Return False: the checker has no coroutine functions."""
    return False
