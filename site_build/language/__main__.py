"""Look over the two languages of the guide: `python -m site_build.language`, part of `make check`.

    python -m site_build.language                    list what is wrong, and how hard each page is to read
    python -m site_build.language --confirm steps.md#unpaid
                                                     the Spanish section fits the English one again
    python -m site_build.language --confirm-all      all do, after reading them all

Every problem is one line: file, place, what was found, what to do. The finished pages are read when site/ is current.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from site_build.build import is_current
from site_build.language import drift
from site_build.language.built import read_site
from site_build.language.finding import Finding
from site_build.language.leftovers import leftovers
from site_build.language.page import Page, read_pages
from site_build.language.passage import Passage
from site_build.language.readability import Measure, measure, report, too_hard
from site_build.language.spelling import misspelt
from site_build.language.table import equal, read_tables
from site_build.layout import DEFAULT_LANGUAGE, DOCS, PREFIXES, ROOT, SITE, BuildError

CONFIRMED = ROOT / "translations" / "confirmed.toml"


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing is wrong, 1 and the problems on standard error otherwise, 2 for a section that there is not."""
    options = argparse.ArgumentParser(prog="python -m site_build.language", description="Look over both languages.")
    options.add_argument("--confirm", metavar="PAGE#ID", action="append", help="the translation of a section is right")
    options.add_argument("--confirm-all", action="store_true", help="all translations are right")
    given = options.parse_args(arguments)
    pages = {language: read_pages(DOCS, language) for language in PREFIXES}
    if given.confirm or given.confirm_all:
        return confirm(pages, [None] if given.confirm_all else given.confirm)
    print("Checking translations, spelling and readability …", flush=True)
    try:
        findings, measures = look(pages, ROOT, SITE if is_current() else None)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report(measures)), flush=True)
    if not is_current():
        print("site/ is not current, so only its sources were looked at; `make build` makes it so")
    for finding in findings:
        print(finding, file=sys.stderr)
    sections = sum(len(page.sections) for page in pages[DEFAULT_LANGUAGE].values())
    print(f"{len(findings) or 'no'} findings in {len(pages[DEFAULT_LANGUAGE])} pages with {sections} sections")
    return 1 if findings else 0


def look(pages: dict[str, dict[str, Page]], root: Path, site: Path | None) -> tuple[list[Finding], list[Measure]]:
    """Everything that is wrong, and how hard the pages and the policy's texts are to read."""
    tables = read_tables(root)
    written = [passage for each in pages.values() for page in each.values() for passage in page.passages] + tables
    known = {(passage.language, passage.text) for passage in written}
    shown = [
        each
        for each in (read_site(site) if site else ())
        if each.language in PREFIXES and (each.language, each.text) not in known
    ]
    measures = [found for found in measured(pages, tables) if found]
    confirmed = drift.load(root / "translations" / CONFIRMED.name)
    findings: list[Finding] = []
    for language in PREFIXES:
        if language != DEFAULT_LANGUAGE:
            findings += drift.drift(pages[DEFAULT_LANGUAGE], pages[language], confirmed, language)
    findings += [*equal(tables), *misspelt(written + shown), *leftovers(written + shown), *too_hard(measures)]
    return findings, measures


def measured(pages: dict[str, dict[str, Page]], tables: list[Passage]) -> Iterator[Measure | None]:
    """The measure of each page, and of each table that holds more than names."""
    for language, each in pages.items():
        for page in each.values():
            yield measure(page.file, language, page.passages)
        files: dict[str, list[Passage]] = {}
        for passage in tables:
            files.setdefault(passage.file.partition(":")[0], []).append(passage)
        for file, passages in files.items():
            yield measure(file, language, passages)


def confirm(pages: dict[str, dict[str, Page]], wanted: list[str | None]) -> int:
    """Note what somebody has looked at; prints the number of sections that are now confirmed and were not before."""
    confirmed = before = drift.load(CONFIRMED)
    for each in wanted:
        for language in PREFIXES:
            if language != DEFAULT_LANGUAGE:
                try:
                    confirmed = drift.confirm(pages[DEFAULT_LANGUAGE], pages[language], confirmed, each)
                except KeyError as error:
                    print(error.args[0], file=sys.stderr)
                    return 2
    drift.save(CONFIRMED, confirmed)
    new = [
        f"{name}#{ident}"
        for name, sections in confirmed.items()
        for ident, digest in sections.items()
        if before.get(name, {}).get(ident) != digest
    ]
    print(f"{len(new)} newly confirmed: {', '.join(new)}" if 0 < len(new) <= 20 else f"{len(new)} newly confirmed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
