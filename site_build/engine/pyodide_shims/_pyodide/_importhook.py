"""Replaces _pyodide._importhook: stores registered JavaScript modules. The checker imports none of them."""


class Finder:
    """Registered modules by name; a snapshot requires that Python references them."""

    def __init__(self):
        self.jsproxies = {}


jsfinder = Finder()


def register_js_module(name, module):
    """Register a module."""
    jsfinder.jsproxies[name] = module


def unregister_js_module(name):
    """Unregister a module."""
    del jsfinder.jsproxies[name]


def do_nothing(*_):
    """Replace import hooks and error hooks that the checker does not need."""


register_js_finder = register_windows_finder = do_nothing
register_module_not_found_hook = add_note_to_module_not_found_error = do_nothing
