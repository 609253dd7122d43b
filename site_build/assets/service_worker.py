"""Write the service worker: what it keeps, each with its digest, under a version that changes with anything of it.

The guide's pages are kept, not the checker's hundreds of states: Python makes those from the start page. With
`OFFLINE=off` in its environment, a build writes one that removes itself and all it kept from every browser that has it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from site_build.content.pages.writer import writer
from site_build.layout import CHECK, PREFIXES, ROOT, SitePage
from site_build.markup import substitute
from site_build.settings import settings

WORKER = "sw.js"
SOURCE = ROOT / "widget" / WORKER
KINDS = {".css", ".js", ".json", ".mjs", ".svg", ".wasm", ".woff2"}
"""What pages load, besides the engine's Python."""
GONE = """\
const own = `still-in-time ${new URL("./", location.href).pathname} `;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const remove = async () => {
    for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(remove());
});
"""
"""A service worker that takes back what an ordinary one of the same site has left."""
DIGEST = 12
"""Bytes of each SHA-256 that the worker compares: so many that nobody finds another file with the same ones."""


def digest(file: Path) -> str:
    """The digest of a file as the worker compares it: the first bytes of its SHA-256, as Base64."""
    return base64.b64encode(hashlib.sha256(file.read_bytes()).digest()[:DIGEST]).decode()


def write(site: Path, guide: Iterable[SitePage], engine: Mapping[str, str]) -> None:
    """Write sw.js below the site; `guide` are the pages to keep, `engine` the paths of the engine's parts."""
    if not settings().offline:
        (site / WORKER).write_text(GONE, encoding="utf-8")
        return
    python, reading = engine["data_python_url"], engine["data_reading_url"]
    snapshot = engine.get("data_snapshot_url", python)
    loaded = [file.relative_to(site).as_posix() for file in (site / "assets").rglob("*") if file.suffix in KINDS]
    indexes = [file.relative_to(site).as_posix() for file in site.rglob("search/*.json")]
    # Not the pages for unknown addresses: hosts answer for their addresses in ways of their own.
    pages = {place.file.removesuffix("index.html"): place.file for place in guide if not place.is_not_found}
    always = {**pages, **{file: file for file in sorted([*loaded, *indexes, reading])}}
    kept = {"always": always, "python": {python: python}, "snapshot": {snapshot: snapshot}}
    files = {part: {address: digest(site / file) for address, file in found.items()} for part, found in kept.items()}
    values = {
        "VERSION": hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16],
        "FILES": files,
        "ROOTS": [f"{prefix}{CHECK}" for prefix in PREFIXES.values()],
        "OLD": {language: writer(language).word("frame-copy") for language in PREFIXES},
    }
    text = SOURCE.read_text(encoding="utf-8")
    for name, value in values.items():
        line = f"const {name} = {json.dumps(value, ensure_ascii=False)};"
        text = substitute(re.compile(rf"^const {name} = .*;$", re.MULTILINE), line, text, what=f"{WORKER}, {name}")
    (site / WORKER).write_text(text, encoding="utf-8")
