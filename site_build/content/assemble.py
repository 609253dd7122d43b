"""Writes what MkDocs reads to build/docs: docs/, the generated pages and the assets from npm.

All of them are real files, because pages that a plugin generates during the build have no translation, no search entry
and no sitemap entry. This module also compares the languages. Where a translation is missing, the i18n plugin would
silently publish the page of the first language under the other language's address.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import files
from pathlib import Path

from site_build import BuildError
from site_build.assets import esbuild
from site_build.layout import ASSEMBLED, DEFAULT_LANGUAGE, DOCS, PREFIXES, ROOT

TYPEFACE = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next"
VENDORED = {
    "assets/fonts/atkinson-hyperlegible-next.woff2": TYPEFACE
    / "files"
    / "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "assets/fonts/OFL.txt": TYPEFACE / "LICENSE",
    "assets/licences/still-in-time.txt": ROOT / "LICENSE",
}
"""Files that are published as they are, by their place in the site."""
LICENSED = ("htpy", "markupsafe", "mkdocs-material")
"""Python packages whose own licence is published beside those in docs/assets/licences."""

FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{1,6}) +(.*?)\s*$", re.MULTILINE)
HEADING_ID = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}\s*$")
STATE_LINK = re.compile(r"\]\(state:([^)\s]*)\)")
CHECKER_MARK = re.compile(r"^<!-- checker(?: ([^\s>]+))? -->$", re.MULTILINE)
NO_HEADING = (0, "no heading")
ROOT_LINK = re.compile(r"\]\((/[^)\s]*)\)")

Page = tuple[str, str]
"""A file below the language's folder, with forward slashes, and its Markdown."""


def assemble(
    generated: Mapping[str, Iterable[Page]], addresses: Iterable[str], docs: Path = DOCS, out: Path = ASSEMBLED
) -> None:
    """Write build/docs; `generated` holds pages by language, `addresses` are the checker's.

    Files that have not changed are left alone, files that no longer belong are removed. Raises BuildError with the
    page's name when the languages differ or a link into the checker leads nowhere.
    """
    texts = {language: dict(authored(docs, language)) for language in PREFIXES}
    for language, made in generated.items():
        for name, text in made:
            if name in texts[language]:
                raise BuildError(f"docs/{language}/{name} is generated: move the text by hand elsewhere.")
            texts[language][name] = text
    compare_pages(texts)
    compare_headings(texts)
    check_links(texts, frozenset(addresses))
    kept = {put(out / language / name, text.encode()) for language in texts for name, text in texts[language].items()}
    kept |= {put(out / name, content) for name, content in assets(docs)}
    for stale in [file for file in out.rglob("*") if file.is_file() and file not in kept]:
        stale.unlink()


def authored(docs: Path, language: str) -> Iterator[Page]:
    """The pages that people have written in one language."""
    folder = docs / language
    for file in sorted(folder.rglob("*.md")):
        yield file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")


def assets(docs: Path) -> Iterator[tuple[str, bytes]]:
    """The contents of everything that is not a page, by path in the site; our own scripts are minified."""
    own = {file.relative_to(docs).as_posix(): file for file in (docs / "assets").rglob("*") if file.is_file()}
    own |= {f"assets/widget/{name}": ROOT / "widget" / name for name in esbuild.WIDGET}
    for name, file in sorted(own.items()):
        if file.suffix in esbuild.KINDS:
            yield name, esbuild.minify(file.read_text(encoding="utf-8"), file).encode()
        elif file.name != "README.md":
            yield name, file.read_bytes()
    for package in LICENSED:
        yield f"assets/licences/{package}.txt", licence(package).read_bytes()
    for name, source in VENDORED.items():
        if not source.exists():
            raise BuildError(f"{source.relative_to(ROOT)} is missing: run `make setup`.")
        yield name, source.read_bytes()


def licence(package: str) -> Path:
    """The file in which an installed Python package states its licence."""
    for file in files(package) or []:
        if file.name.startswith("LICENSE"):
            return Path(str(file.locate()))
    raise BuildError(f"The package {package} states no licence: say in site_build/content/assemble.py where it is.")


def put(file: Path, content: bytes) -> Path:
    """Write a file unless it already has this content."""
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return file


def each_translation(texts: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The languages that are compared with the default one."""
    return ((language, pages) for language, pages in texts.items() if language != DEFAULT_LANGUAGE)


def compare_pages(texts: Mapping[str, Mapping[str, str]]) -> None:
    """Raise BuildError unless every page exists in every language."""
    everywhere = set[str]().union(*texts.values())
    missing = [f"docs/{language}/{name}" for language in texts for name in sorted(everywhere - set(texts[language]))]
    if missing:
        raise BuildError(f"Missing translation: {', '.join(missing)}. Every page needs all languages.")


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page as (level, explicit id or the text when there is none)."""
    found = []
    for marks, words in HEADING.findall(FENCE.sub("", text)):
        own = HEADING_ID.search(words)
        found.append((len(marks), f"#{own[1]}" if own else words))
    return found


def compare_headings(texts: Mapping[str, Mapping[str, str]]) -> None:
    """Raise BuildError unless a page and its translation have the same heading ids, in order, below the title."""
    for name, original in texts[DEFAULT_LANGUAGE].items():
        ids = [(level, found) for level, found in headings(original) if level > 1]
        for _, words in [heading for heading in ids if not heading[1].startswith("#")]:
            raise BuildError(f"docs/{DEFAULT_LANGUAGE}/{name}: give the heading {words!r} an id, like {{#short-name}}.")
        for language, pages in each_translation(texts):
            others = [(level, found) for level, found in headings(pages[name]) if level > 1]
            for here, there in zip([*ids, NO_HEADING], [*others, NO_HEADING], strict=False):
                if here != there:
                    raise BuildError(
                        f"docs/{language}/{name}: the heading {there[1]!r} stands where "
                        f"docs/{DEFAULT_LANGUAGE}/{name} has {here[1]!r}. Ids and levels must be the same."
                    )


def check_links(texts: Mapping[str, Mapping[str, str]], addresses: frozenset[str]) -> None:
    """Raise BuildError for links to states that do not exist, and for links to the root of a host."""
    for language, pages in texts.items():
        for name, text in pages.items():
            for address in [*STATE_LINK.findall(text), *CHECKER_MARK.findall(text)]:
                if address.strip("/") not in addresses:
                    raise BuildError(f"docs/{language}/{name}: the checker has no state {address!r}.")
            for link in ROOT_LINK.findall(text):
                raise BuildError(f"docs/{language}/{name}: write {link!r} as a relative link or with `state:`.")
