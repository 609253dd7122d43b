"""Extracts from HTML the passages that a reader sees, each with its language, and what a translation must keep.

It reads both the Markdown pages (through MkDocs's converter) and the finished pages.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SILENT = frozenset("script style code pre kbd samp template cite".split())
"""Elements whose text is not our prose. The same holds for translate="no" and for links to other sites."""
INLINE = frozenset(
    "a abbr b bdi cite data del dfn em i ins mark q s small span strong sub sup time tspan u var".split()
)
"""Elements that do not end a passage. All others do."""
PROSE = frozenset("p li dd td blockquote".split())
ELSEWHERE = "*"
"""Placeholder for a name or a piece in another language that was taken out of a passage."""
READ_OUT = ("alt", "title", "aria-label", "placeholder")
"""Attributes that a reader sees or hears."""
DESCRIPTIONS = ("description", "og:title", "og:description", "og:site_name")
MARKER = re.compile(r"\s*((?:checker|generated:).*?)\s*")
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
"""Words of somebody else, such as the name of a button: they may be in the other language."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, an entry of a list, a heading, a cell: text in one language. `prose` is read in sentences."""

    file: str
    place: str
    language: str
    text: str
    prose: bool = False


@dataclass(slots=True)
class _Buffer:
    language: str
    chunks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element: whether it changes the language or is silent, and the anchor that it links to."""

    tag: str
    other: bool = False
    silent: bool = False
    anchor: str = ""


@dataclass(slots=True)
class _Table:
    rows: int = 0
    columns: int = 0
    cells: int = 0


class Reader(HTMLParser):
    """Parses HTML into `passages` and `kept`, what a translation must keep by section and kind.

    A section starts at a heading with an id and is named by it. Text before the first one is in the section `head`.
    """

    def __init__(self, file: str, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.section = "head"
        self.passages: list[Passage] = []
        self.kept: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._open: list[_Open] = []
        self._buffers = [_Buffer(language)]
        self._lists: list[int] = []
        self._tables: list[_Table] = []

    def read(self, html: str) -> "Reader":
        """Read a whole page."""
        self.feed(html)
        self.close()
        self._flush(prose=False)
        return self

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in INLINE:
            self._flush(prose=self._in_prose())
        if re.fullmatch(r"h[1-6]", tag) and given.get("id"):
            self.section = given["id"]
        language = given.get("lang", self._buffers[-1].language)
        other = language != self._buffers[-1].language
        if tag in ("tspan", "br") or (tag in INLINE and "class" in given):
            self._buffers[-1].chunks.append(" ")
        if tag not in VOID:
            address = given.get("href", "") if tag == "a" else ""
            named = given.get("translate") == "no"
            silent = named or tag in SILENT or address.startswith(("http:", "https:"))
            self._open.append(_Open(tag, other, silent, address.partition("#")[2]))
            if other or (silent and tag in INLINE):
                self._buffers[-1].chunks.append(ELSEWHERE)
            if other:
                self._buffers.append(_Buffer(language))
        if given.get("name", given.get("property")) in DESCRIPTIONS:
            self._say(given.get("content", ""), language)
        for name in READ_OUT:
            self._say(given.get(name, ""), language)
        self._keep_of(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag not in [each.tag for each in self._open]:
            return
        if tag not in INLINE:
            self._flush(prose=self._in_prose())
        self._end_of(tag)
        while True:
            ended = self._open.pop()
            if ended.other:
                self._flush(prose=False)
                self._buffers.pop()
            if ended.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        name = self._open[-1].anchor if self._open else ""
        if not any(each.silent for each in self._open) and (not name or data.strip() != name):
            self._buffers[-1].chunks.append(data)

    def handle_comment(self, data: str) -> None:
        found = MARKER.fullmatch(data)
        if found:
            self._keep("checker or picture", found[1])

    def _keep_of(self, tag: str, given: dict[str, str]) -> None:
        classes = given.get("class", "").split()
        if "data-claim" in given:
            self._keep("claim", given["data-claim"])
        if tag == "a" and "href" in given:
            self._keep("link", given["href"])
        elif tag == "img":
            self._keep("image", given.get("src", ""))
        elif tag == "details" or "admonition" in classes:
            self._keep("note", " ".join(name for name in classes if name != "admonition") or tag)
        elif tag in ("ul", "ol"):
            self._lists.append(0)
        elif tag == "li" and self._lists:
            self._lists[-1] += 1
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows += 1
            self._tables[-1].cells = 0
        elif tag in ("td", "th") and self._tables:
            table = self._tables[-1]
            table.cells += 1
            table.columns = max(table.columns, table.cells)

    def _end_of(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._keep("list", f"{self._lists.pop()} entries")
        elif tag == "table" and self._tables:
            table = self._tables.pop()
            self._keep("table", f"{table.rows} rows of {table.columns}")

    def _in_prose(self) -> bool:
        blocks = [each.tag for each in self._open if each.tag not in INLINE]
        return bool(blocks) and blocks[-1] in PROSE

    def _keep(self, kind: str, what: str) -> None:
        self.kept[self.section][kind].append(what)

    def _say(self, text: str, language: str, *, prose: bool = False) -> None:
        text = " ".join(text.split())
        if any(letter.isalpha() for letter in text):
            self.passages.append(Passage(self.file, f"#{self.section}", language, text, prose))

    def _flush(self, *, prose: bool) -> None:
        buffer = self._buffers[-1]
        text, buffer.chunks = "".join(buffer.chunks), []
        self._say(text, buffer.language, prose=prose)


def unquoted(text: str) -> str:
    """A text without what it quotes."""
    return QUOTED.sub(" ", text)


def quotations(text: str) -> Iterator[str]:
    """What a text quotes, without the marks."""
    return (found[0][1:-1] for found in QUOTED.finditer(text))
