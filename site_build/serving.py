"""How each file of the site is to be sent: its kind, how long it may be kept, and which headers come with it.

The one source for everything that serves the site. The build notes the rules in build/headers.json; the server for
development reads them there, and so does release.py, which puts them into the words of nginx and of the hosts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_build.fingerprint import HASHED
from site_build.layout import HEADERS, BuildError, base_path

KINDS = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""What a file is, by the end of its name. Browsers insist on it for `.mjs`, and compile `.wasm` while it comes."""
PACKED_ALREADY = {".png", ".woff2"}
"""Kinds that compression does nothing for. The engine's `.zip` is stored, so that it packs as one."""
CACHING = "Cache-Control"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


@dataclass(frozen=True, slots=True)
class Rules:
    """What to send with a file, by its path on the host."""

    base: str
    """The path under which the site lies: `/`, or `/folder/`."""
    headers: Mapping[str, str]
    """With every answer."""
    paths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """In place of those or besides them, by path from the host's root: a file's, or a folder's with `*` at the end."""

    def sent(self, path: str) -> dict[str, str]:
        """The headers for a path from the host's root, such as `/help/es/check/`."""
        special = next((given for pattern, given in self.paths.items() if fits(pattern, path)), {})
        return {**self.headers, **special}


def fits(pattern: str, path: str) -> bool:
    """Whether a rule is for a path, or for part of what a wider rule is for."""
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def rules(site: Path, headers: Mapping[str, str], paths: Mapping[str, Mapping[str, str]] | None = None) -> Rules:
    """The rules for a finished site; `headers` go with every answer, `paths` names those that differ, by path.

    A path is given below the site's folder: a file's, or a folder's with `*` at its end, which is how to name a page:
    `{"embed/*": {"X-Header": "value"}}`.
    Raises BuildError where two rules are for the same path, because hosts differ in what they make of that.
    """
    base = base_path()
    kept = {pattern: {CACHING: FOR_EVER} for pattern in lasting(site)}
    special = {f"{base}{pattern}": dict(given) for pattern, given in {**kept, **(paths or {})}.items()}
    for pattern in special:
        for other in special:
            if (pattern != other and fits(other, pattern.removesuffix("*"))) or "*" in pattern[:-1]:
                raise BuildError(f"Headers for {pattern} and {other}: give each path one rule, `*` only at its end.")
    return Rules(base, {**headers, CACHING: ASK_FIRST}, special)


def lasting(site: Path) -> list[str]:
    """The files that a browser may keep for ever, because their names change with their content.

    By name and not by folder: a name that is gone is answered with 404, which must not be kept for ever.
    """
    assets = site / "assets"
    files = [file for file in sorted(assets.rglob("*")) if file.is_file()]
    hashed = [file for file in files if HASHED.search(file.name) or file.is_relative_to(assets / "engine")]
    return [file.relative_to(site).as_posix() for file in hashed]


def note(made: Rules, file: Path = HEADERS) -> None:
    """Write down the rules of a build."""
    noted = {"base": made.base, "headers": made.headers, "paths": made.paths}
    file.write_text(json.dumps(noted, indent=2) + "\n", encoding="utf-8")


def noted(file: Path = HEADERS) -> Rules:
    """The rules that the last build has written down."""
    return Rules(**json.loads(file.read_text(encoding="utf-8")))
