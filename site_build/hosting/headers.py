"""The HTTP headers of each file: media type, caching and security.

All servers get their headers from here. The build writes the rules to build/headers.json. The development server reads
them, and release.py translates them for nginx and the hosts (adr/0010).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_build import BuildError
from site_build.assets.fingerprint import HASHED
from site_build.layout import HEADERS
from site_build.settings import settings

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
"""Media types by file extension. Browsers require them for `.mjs`, and for compiling `.wasm` while it downloads."""
PACKED_ALREADY = {".png", ".woff2"}
"""Extensions of compressed formats. The engine's `.zip` is stored uncompressed, so it is not among them."""
CACHING = "Cache-Control"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


@dataclass(frozen=True, slots=True)
class Rules:
    """Headers by path on the host."""

    base: str
    """The path under which the site lies: `/`, or `/folder/`."""
    headers: Mapping[str, str]
    """Sent with every response."""
    paths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Headers that replace or extend those, by path from the root: a file, or a folder with `*` at the end."""

    def sent(self, path: str) -> dict[str, str]:
        """The headers for a path from the host's root, such as `/help/es/check/`."""
        special = next((given for pattern, given in self.paths.items() if fits(pattern, path)), {})
        return {**self.headers, **special}


def fits(pattern: str, path: str) -> bool:
    """Whether a rule matches a path, or a narrower rule."""
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def rules(site: Path, headers: Mapping[str, str], paths: Mapping[str, Mapping[str, str]] | None = None) -> Rules:
    """The rules for a finished site; `headers` go with every answer, `paths` names those that differ, by path.

    A path is given below the site's folder. It is a file's, or a folder's with `*` at its end. A page is named by its
    folder: `{"embed/*": {"X-Header": "value"}}`.
    Raises BuildError for two rules for the same path, because hosts combine them differently.
    """
    base = settings().base_path
    kept = {pattern: {CACHING: FOR_EVER} for pattern in lasting(site)}
    special = {f"{base}{pattern}": dict(given) for pattern, given in {**kept, **(paths or {})}.items()}
    for pattern in special:
        for other in special:
            if (pattern != other and fits(other, pattern.removesuffix("*"))) or "*" in pattern[:-1]:
                raise BuildError(f"Headers for {pattern} and {other}: give each path one rule, `*` only at its end.")
    return Rules(base, {**headers, CACHING: ASK_FIRST}, special)


def lasting(site: Path) -> list[str]:
    """The files that browsers may cache without expiry, because their names change with their content.

    By name and not by folder: a removed name gives 404, which must not be cached without expiry.
    """
    assets = site / "assets"
    files = [file for file in sorted(assets.rglob("*")) if file.is_file()]
    hashed = [file for file in files if HASHED.search(file.name) or file.is_relative_to(assets / "engine")]
    return [file.relative_to(site).as_posix() for file in hashed]


def save_rules(made: Rules, file: Path = HEADERS) -> None:
    """Write the rules to build/headers.json."""
    noted = {"base": made.base, "headers": made.headers, "paths": made.paths}
    file.write_text(json.dumps(noted, indent=2) + "\n", encoding="utf-8")


def load_rules(file: Path = HEADERS) -> Rules:
    """The rules of the last build, from build/headers.json."""
    return Rules(**json.loads(file.read_text(encoding="utf-8")))
