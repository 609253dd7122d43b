"""Write the service worker: what it keeps, under a version that changes with anything of it.

The guide's pages are kept, not the checker's hundreds of states: Python makes those from the start page. With
`OFFLINE=off` in its environment, a build writes one that removes itself and all it kept from every browser that has it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from site_build.layout import CHECK, PREFIXES, ROOT, BuildError, Place
from site_build.markup import substitute

WORKER = "sw.js"
SOURCE = ROOT / "widget" / WORKER
KINDS = {".css", ".js", ".mjs", ".svg", ".wasm", ".woff2"}
"""What pages load, besides the engine's Python."""
GONE = """\
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const remove = async () => {
    for (const name of await caches.keys()) if (name.startsWith("still-in-time ")) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(remove());
});
"""


def is_on() -> bool:
    """Whether this build keeps the site in its readers' browsers. Raises BuildError for what is neither on nor off."""
    given = os.environ.get("OFFLINE", "on")
    if given not in ("on", "off"):
        raise BuildError(f"OFFLINE is {given!r}: write on or off.")
    return given == "on"


def write(site: Path, guide: Iterable[Place], python: str, snapshot: str) -> None:
    """Write sw.js below the site: `guide` are the pages to keep, the engine starts from `python` or `snapshot`."""
    if not is_on():
        (site / WORKER).write_text(GONE, encoding="utf-8")
        return
    loaded = [file.relative_to(site).as_posix() for file in (site / "assets").rglob("*") if file.suffix in KINDS]
    indexes = [file.relative_to(site).as_posix() for file in site.rglob("search/*.json")]
    # Not the pages for unknown addresses: hosts answer for their addresses in ways of their own.
    pages = {place.file.removesuffix("index.html"): place.file for place in guide if not place.is_not_found}
    files = {**pages, **{file: file for file in sorted([*loaded, *indexes])}}
    total = hashlib.sha256(f"{python}\0{snapshot}".encode())
    for address, file in files.items():
        total.update(f"\0{address}\0".encode() + hashlib.sha256((site / file).read_bytes()).digest())
    values = {
        "VERSION": total.hexdigest()[:16],
        "FILES": {"always": list(files), "python": [python], "snapshot": [snapshot]},
        "ROOTS": [f"{prefix}{CHECK}" for prefix in PREFIXES.values()],
    }
    text = SOURCE.read_text(encoding="utf-8")
    for name, value in values.items():
        line = f"const {name} = {json.dumps(value)};"
        text = substitute(re.compile(rf"^const {name} = .*;$", re.MULTILINE), line, text, what=f"{WORKER}, {name}")
    (site / WORKER).write_text(text, encoding="utf-8")
