"""The register of JavaScript's modules. The checker imports none."""


class Finder:
    """Keeps what is registered, by name: a snapshot expects that Python holds it."""

    def __init__(self):
        self.jsproxies = {}


jsfinder = Finder()


def register_js_module(name, module):
    """Keep a module."""
    jsfinder.jsproxies[name] = module


def unregister_js_module(name):
    """Let go of a module."""
    del jsfinder.jsproxies[name]


def do_nothing(*_):
    """Stand for what looks for modules, and for what explains that one is missing."""


register_js_finder = register_windows_finder = do_nothing
register_module_not_found_hook = add_note_to_module_not_found_error = do_nothing
