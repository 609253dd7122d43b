"""Draws the picture for shared links in each language, and the icons of an installed site: `python -m tools.social`.

A browser renders social.svg with the words of social.toml, and icon.svg. The results are committed, because a build has
no browser. Each picture contains the digest of its inputs, so a test can detect an outdated picture.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import sys
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from playwright.sync_api import sync_playwright

from site_build.assets.web_manifest import ICONS
from site_build.layout import DOCS, PREFIXES, ROOT
from tools.browsers import FLAGS, chromium_path

HERE = Path(__file__).resolve().parent
IMAGES = DOCS / "assets" / "images"
FONT = ROOT / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
FONT_FILE = FONT / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
SIZE = (1200, 630)
SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEY = b"Source"


@dataclass(frozen=True, slots=True)
class Picture:
    """A committed picture: its file, what it is drawn from, and its width and height in pixels."""

    file: Path
    drawing: str
    size: tuple[int, int]

    @property
    def digest(self) -> str:
        """A digest of the drawing."""
        return hashlib.sha256(self.drawing.encode()).hexdigest()

    @property
    def is_outdated(self) -> bool:
        """Whether the file is missing or was made from another drawing."""
        return not self.file.exists() or noted(self.file.read_bytes()) != self.digest


def picture(language: str) -> Picture:
    """The picture for links to a language's pages."""
    words = tomllib.loads((HERE / "social.toml").read_text(encoding="utf-8"))
    template = Template((HERE / "social.svg").read_text(encoding="utf-8"))
    drawing = template.substitute({key: escape(text[language]) for key, text in words.items()})
    return Picture(IMAGES / f"social-{language}.png", drawing, SIZE)


def icon(size: int) -> Picture:
    """The icon of an installed site, the same in every language."""
    drawing = Template((HERE / "icon.svg").read_text(encoding="utf-8")).substitute(size=size)
    return Picture(IMAGES / f"icon-{size}.png", drawing, (size, size))


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG file: type and content. Raises ValueError if it is not a PNG file."""
    if not png.startswith(SIGNATURE):
        raise ValueError("This is no PNG file.")
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, content: bytes) -> bytes:
    """The bytes of a PNG chunk."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def noted(png: bytes) -> str:
    """The digest stored in a picture, or an empty string."""
    texts = dict(content.split(b"\0", 1) for kind, content in chunks(png) if kind == b"tEXt")
    return texts.get(KEY, b"").decode()


def note(png: bytes, what: str) -> bytes:
    """A picture with a digest stored in it."""
    first, *others = chunks(png)
    parts = [first, (b"tEXt", KEY + b"\0" + what.encode()), *others]
    return SIGNATURE + b"".join(chunk(*part) for part in parts)


def main() -> int:
    """Draw each picture that is missing or outdated; print the reason and return 1 where words are missing."""
    words = tomllib.loads((HERE / "social.toml").read_text(encoding="utf-8"))
    for language in PREFIXES:
        if lacking := [key for key, text in words.items() if not text.get(language)]:
            print(f"tools/social.toml: write “{language}” for {', '.join(lacking)}.", file=sys.stderr)
            return 1
    font = base64.b64encode(FONT_FILE.read_bytes()).decode()
    family = "font-family:'Atkinson Hyperlegible Next';font-weight:200 800"
    face = f"@font-face{{{family};src:url(data:font/woff2;base64,{font})}}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        for each in (*map(picture, PREFIXES), *map(icon, ICONS)):
            if not each.is_outdated:
                continue
            width, height = each.size
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(f"<style>{face}body{{margin:0}}svg{{display:block}}</style>{each.drawing}")
            page.evaluate("document.fonts.ready.then(() => {})")
            each.file.write_bytes(note(page.screenshot(), each.digest))
            print(each.file.relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
