"""Which modules the browser needs: those that are really imported, found by running everything.

The list is never written by hand. The checker is run over every state inside Pyodide, with the full standard library
and all of our packages, and what it has imported by then is what is bundled. `ALSO` names the few of the standard
library that are imported only when something goes wrong, so that an error can still be told.
"""

from __future__ import annotations

import json
from pathlib import Path

from site_build import runtime

ALSO = (
    "encodings/ascii.py",  # codecs looked up by name
    "encodings/latin_1.py",
    "_strptime.py",  # imported by C code on the first strptime
    "locale.py",  # and by _strptime
    "calendar.py",
)

SCRIPT = """
import json, sys, traceback, warnings
from checker import live
from walk import walk

session = live.start("pyodide")
languages = json.loads(session.hello())["languages"]
details = {field: "2026-11-20" for field in live.FIELDS}
for lang, typed in zip(languages, [{}, *[details] * len(languages)]):
    for address, answer in walk(session, lang, details=typed):
        if "fault" in answer:
            raise RuntimeError(f"the checker fails in {lang} at {address!r}: {answer['fault']}")
session.answer_text('{"address": "no.such/place", "lang": 7, "details": []}')
session.answer_text('no JSON')

# Errors on their way to the console.
warnings.warn("a warning")
try:
    compile("(", "typed", "exec")
except SyntaxError:
    traceback.format_exc()
try:
    "é".encode("ascii")
except UnicodeEncodeError:
    traceback.format_exc()

files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
standard = sorted({file.partition(".zip/")[2] for file in files if file.startswith("/lib/python313.zip/")})
json.dumps([standard, sorted({file.removeprefix("/stage/") for file in files if file.startswith("/stage/")})])
"""


def dotted(file: str) -> str:
    """A module's name by its file: "encodings.ascii" for "encodings/ascii.py"."""
    return file.removesuffix(".py").replace("/", ".")


def find(stage: Path) -> tuple[list[str], list[str]]:
    """Names inside Pyodide's python_stdlib.zip, and names below `stage`, the folder with our own packages' sources."""
    task = runtime.Task(SCRIPT, mounts={"/stage": stage, "/walk": Path(__file__).parent}, path=["/stage", "/walk"])
    standard, own = json.loads(runtime.run(task))
    return sorted({*standard, *ALSO}), own
