"""Writes a web app manifest for each language: a reader can put the site on the home screen of a phone.

Both name the same application, so that the other language stays inside it. Its pages work without a network once
they are kept (service_worker.py).
"""

from __future__ import annotations

import json
from pathlib import Path

from site_build.content.pages.writer import writer
from site_build.layout import PREFIXES
from site_build.settings import settings

BRAND, PAPER = "#0b5d5e", "#ffffff"
"""The icon's ground, and what is shown until the first page is painted."""
ICONS = (192, 512)
"""Sizes in pixels that systems ask for. The sign keeps clear of the edges, which some cut off."""


def file_name(language: str) -> str:
    """A language's manifest, below the site's folder. overrides/main.html links to it."""
    return f"manifest-{language}.webmanifest"


def write(site: Path) -> None:
    """Write the manifests. Addresses are relative to the manifest, but for the id, which is relative to the host."""
    icons = [
        {"src": f"assets/images/icon-{size}.png", "sizes": f"{size}x{size}", "purpose": "any maskable"}
        for size in ICONS
    ]
    for language, prefix in PREFIXES.items():
        say = writer(language)
        manifest = {
            "id": settings().base_path,
            "lang": language,
            "name": say.place.say("site-name"),
            "description": say.word("frame-app"),
            "start_url": prefix or "./",
            "scope": "./",
            "display": "standalone",
            "theme_color": BRAND,
            "background_color": PAPER,
            "icons": icons,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        (site / file_name(language)).write_text(f"{text}\n", encoding="utf-8")
