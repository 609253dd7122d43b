"""No answer waits for anything: Pyodide wants one name, and calls it when a promise is awaited."""


def get_event_loop():
    """Raise RuntimeError."""
    raise RuntimeError("The checker has no event loop.")
