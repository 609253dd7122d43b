"""What dataclasses and typing ask about classes, and Pyodide about functions."""


def get_annotations(kind):
    """The annotations of a class itself, by name, as they were written."""
    return vars(kind).get("__annotations__", {})


def getattr_static(thing, name):
    """An attribute as its class or the thing itself holds it, without running any code of theirs."""
    for place in (getattr(thing, "__dict__", {}), *map(vars, type(thing).__mro__)):
        if name in place:
            return place[name]
    raise AttributeError(name)


def signature(_):
    """Raise TypeError: dataclasses want it for their docstrings only, and do without."""
    raise TypeError("Signatures are left out.")


def iscoroutinefunction(_):
    """Whether something is a function of a kind that the checker has none of."""
    return False
