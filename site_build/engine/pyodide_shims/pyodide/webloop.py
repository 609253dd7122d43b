"""Replaces pyodide.webloop: no event loop, but the object numbers that Pyodide's snapshots expect."""

from _pyodide._importhook import jsfinder

main = jsfinder.jsproxies["pyodide_js"]
api = main._api
EXPECTED = (api, api.scheduleCallback, main._api, main.loadedPackages)


def _initialize_event_loop():
    """Do nothing."""
