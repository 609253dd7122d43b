"""Reads the texts of the built pages, including the theme's own."""

from collections.abc import Iterator
from pathlib import Path

from site_build.language.text_extraction import Passage, Reader
from site_build.layout import CHECK, pages


def read_site(site: Path) -> Iterator[Passage]:
    """Each text once, at its first place. Leaves out the states, which contain only texts of the policy."""
    met: set[tuple[str, str]] = set()
    for place in pages(site):
        if place.tail.startswith(CHECK) and place.tail != f"{CHECK}index.html":
            continue
        reader = Reader(f"site/{place.file}", place.language)
        for passage in reader.read((site / place.file).read_text(encoding="utf-8")).passages:
            if (passage.language, passage.text) not in met:
                met.add((passage.language, passage.text))
                yield passage
