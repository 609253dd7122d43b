"""Stage 2: Python for the browser. Pyodide's runtime, one zip of bytecode, and a snapshot of Python's memory."""
