"""Draws the picture for shared links in each language: `python -m tools.social`.

A browser renders social.svg with the words of social.toml. The result is committed, because a build has no browser.
Each picture contains the digest of its inputs, so a test can detect an outdated picture.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import sys
import tomllib
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

from playwright.sync_api import sync_playwright

from site_build.layout import DOCS, PREFIXES, ROOT
from tools.browsers import FLAGS, chromium_path

HERE = Path(__file__).resolve().parent
FONT = ROOT / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
FONT_FILE = FONT / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
SIZE = (1200, 630)
SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEY = b"Source"


def picture(language: str) -> Path:
    """The file of a language's picture."""
    return DOCS / "assets" / "images" / f"social-{language}.png"


def drawing(language: str) -> str:
    """The picture of a language as SVG."""
    words = tomllib.loads((HERE / "social.toml").read_text(encoding="utf-8"))
    template = Template((HERE / "social.svg").read_text(encoding="utf-8"))
    return template.substitute({key: escape(text[language]) for key, text in words.items()})


def digest(language: str) -> str:
    """A digest of a drawing."""
    return hashlib.sha256(drawing(language).encode()).hexdigest()


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


def is_outdated(language: str) -> bool:
    """Whether the picture of a language is missing or was made from other inputs."""
    file = picture(language)
    return not file.exists() or noted(file.read_bytes()) != digest(language)


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
    width, height = SIZE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": width, "height": height})
        for language in filter(is_outdated, PREFIXES):
            page.set_content(f"<style>{face}body{{margin:0}}svg{{display:block}}</style>{drawing(language)}")
            page.evaluate("document.fonts.ready.then(() => {})")
            picture(language).write_bytes(note(page.screenshot(), digest(language)))
            print(picture(language).relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
