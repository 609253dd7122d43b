"""Finds the modules that the browser needs, by running the checker and recording its imports.

The checker visits every state inside Pyodide, with the full standard library and all of our packages. The modules that
are imported by then are bundled. Then it reads a text and a sentence. Modules that are imported only then go into a
bundle of their own, which a page loads only when a reader pastes or writes something. Some of Pyodide's own modules are
needed by no answer; those in `pyodide_shims/` replace them. `ALSO` names standard library modules that are imported
only to report an error.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from site_build.engine import precompile, pyodide_node

ALSO = (
    "encodings/ascii.py",  # codecs looked up by name
    "encodings/latin_1.py",
)
SHIMS = Path(__file__).with_name("pyodide_shims")

SCRIPT = (
    precompile.RECORD
    + """
import json, sys, traceback, warnings
from checker import live
from crawl import walk

session = live.start("pyodide")
with open("/stage/situations.json") as file:
    tables = json.load(file)
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

def loaded(place):
    # What is frozen into the runtime has a file by name only.
    specs = [(module, getattr(module, "__spec__", None)) for module in list(sys.modules.values())]
    known = [module for module, spec in specs if getattr(spec, "origin", None) != "frozen"]
    files = [getattr(module, "__file__", None) or "" for module in known]
    return {file.removeprefix(place) for file in files if file.startswith(place)}

standard, own, methods = loaded("/lib/python313.zip/"), loaded("/stage/"), sorted(set(method_texts))
for lang in languages:
    session.learn(tables[lang])
    for text in ("Paid on: Sep 3, 2026", "<b>Paid on: Sep 3, 2026 &eacute;</b>", "cancel, 2 May, 2 mayo", ""):
        if "fault" in (answer := session.understand({"text": text, "lang": lang, "today": "2026-11-20"})):
            raise RuntimeError(f"the checker fails to read {text!r} in {lang}: {answer['fault']}")
reading = loaded("/lib/python313.zip/") - standard | loaded("/stage/") - own
json.dumps([sorted(standard), sorted(own), methods, sorted(reading)])
"""
)


def dotted(file: str) -> str:
    """A module's name by its file: "encodings.ascii" for "encodings/ascii.py", "json" for "json/__init__.py"."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True, slots=True)
class Trace:
    """What the browser needs: files inside Pyodide's python_stdlib.zip, files of our own packages, and the source texts
    of generated dataclass methods. `reading`: files of either that only texts and sentences of readers need.
    """

    standard: list[str]
    own: list[str]
    methods: list[str]
    reading: list[str]


def shims() -> dict[str, bytes]:
    """Our replacements for Pyodide's modules, by file."""
    return {file.relative_to(SHIMS).as_posix(): file.read_bytes() for file in sorted(SHIMS.rglob("*.py"))}


def library() -> dict[str, bytes]:
    """The standard library of the bundle, by file: Pyodide's, with our replacements."""
    with zipfile.ZipFile(pyodide_node.HOME / "python_stdlib.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()} | shims()


def trace(stage: Path) -> Trace:
    """Find it, with `stage`/src as the folder with our own packages' sources."""
    python = stage / "library.zip"
    with zipfile.ZipFile(python, "w") as packed:
        for name, content in library().items():
            packed.writestr(name, content)
    mounts = {"/stage": stage / "src", "/crawl": Path(__file__).parent}
    task = pyodide_node.Task(SCRIPT, python=python, mounts=mounts, path=["/stage", "/crawl"])
    standard, own, methods, reading = json.loads(pyodide_node.run(task))
    return Trace(sorted({*standard, *ALSO}), own, methods, reading)
