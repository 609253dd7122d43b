"""Reads a page of the guide by sections: its text, a digest of it, and what a translation must keep."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markdown import markdown
from mkdocs.utils.meta import get_data

from site_build.language.text_extraction import Passage, Reader

HEAD = "head"
"""The section before the first heading with an id, including the front matter."""
EXTENSIONS = "abbr admonition attr_list def_list md_in_html tables pymdownx.details pymdownx.superfences".split()
"""The Markdown extensions of mkdocs.yml, without the one that generates heading ids."""
FENCE = re.compile(r" *(```+|~~~+)")
HEADING = re.compile(r"#{1,6} .*\{[^}]*#([\w-]+)[^}]*\}\s*")
UNREAD = re.compile(r"\{:?\s*[.#\w][^{}]*\}|(?<=\])\([^)]*\)|<!--.*?-->", re.DOTALL)
"""Attributes, addresses and comments: compared separately, so a change of them does not outdate a translation."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page. `kept`: by kind, what has to be the same in every language."""

    digest: str
    passages: tuple[Passage, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page. `file` is written from the project's root; `repeated` are ids that more than one heading has."""

    file: str
    language: str
    sections: Mapping[str, Section]
    repeated: tuple[str, ...] = ()

    @property
    def passages(self) -> list[Passage]:
        """All passages of the page."""
        return [passage for section in self.sections.values() for passage in section.passages]


def read_page(file: str, language: str, text: str) -> Page:
    """Read a page's Markdown."""
    body, meta = get_data(text)
    reader = Reader(file, language)
    for value in (meta.get("title"), meta.get("description")):
        if isinstance(value, str):
            reader.passages.append(Passage(file, f"#{HEAD}", language, value))
    reader.read(markdown(body, extensions=EXTENSIONS))
    raw = split(text)
    sections = {
        ident: Section(
            digest(part),
            tuple(passage for passage in reader.passages if passage.place == f"#{ident}"),
            kept(reader, language, ident),
        )
        for ident, part in raw
    }
    ids = [ident for ident, _ in raw]
    return Page(file, language, sections, tuple(dict.fromkeys(ident for ident in ids if ids.count(ident) > 1)))


def read_pages(docs: Path, language: str) -> dict[str, Page]:
    """The pages written by hand in one language, by their file below the language's folder."""
    folder = docs / language
    return {
        file.relative_to(folder).as_posix(): read_page(
            file.relative_to(docs.parent).as_posix(), language, file.read_text(encoding="utf-8")
        )
        for file in sorted(folder.rglob("*.md"))
    }


def split(text: str) -> list[tuple[str, str]]:
    """The Markdown of each section with its id, in order."""
    parts: list[tuple[str, list[str]]] = [(HEAD, [])]
    fence = ""
    for line in text.splitlines():
        marks = FENCE.match(line)
        if marks and (not fence or line.strip() == fence):
            fence = "" if fence else marks[1]
        heading = None if fence else HEADING.fullmatch(line)
        if heading:
            parts.append((heading[1], []))
        parts[-1][1].append(line)
    return [(ident, "\n".join(lines)) for ident, lines in parts]


def digest(part: str) -> str:
    """SHA-256 of the words of a section: line breaks, attributes and addresses do not count."""
    words = " ".join(unicodedata.normalize("NFC", UNREAD.sub(" ", part)).split())
    return hashlib.sha256(words.encode()).hexdigest()


def kept(reader: Reader, language: str, ident: str) -> dict[str, tuple[str, ...]]:
    """What a translation of a section must keep, by kind; the order counts except for links, claims and numbers."""
    found = {kind: list(values) for kind, values in reader.kept[ident].items()} if ident in reader.kept else {}
    said = [passage.text for passage in reader.passages if passage.place == f"#{ident}"]
    found["number"] = [re.sub(r"\D", "", number) for text in said for number in NUMBER.findall(text)]
    return {
        kind: tuple(sorted(values) if kind in ("claim", "link", "number") else values)
        for kind, values in found.items()
        if values
    }
