"""No event loop. What is left of it: Pyodide's snapshots expect JavaScript's objects under the numbers given here."""

from _pyodide._importhook import jsfinder

main = jsfinder.jsproxies["pyodide_js"]
api = main._api
EXPECTED = (api, api.scheduleCallback, main._api, main.loadedPackages)


def _initialize_event_loop():
    """Start no loop."""
