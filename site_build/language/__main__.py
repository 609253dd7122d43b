"""Runs the language checks: `python -m site_build.language`, part of `make check`.

    python -m site_build.language                    list problems and the readability of each page
    python -m site_build.language --confirm es/steps.md#unpaid
                                                     record that this Spanish section matches the original again
    python -m site_build.language --confirm es       record it for all Spanish sections, after reading them all

Every problem is one line: file, place, finding, remedy. The built pages are checked only when site/ is up to date.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from site_build import BuildError
from site_build.checker_api import policy
from site_build.language import translation_status
from site_build.language.built import read_site
from site_build.language.fact_numbers import figures
from site_build.language.finding import Finding
from site_build.language.page import Page, read_pages
from site_build.language.profiles import unchecked
from site_build.language.readability import Measure, measure, report, too_hard
from site_build.language.spelling import misspelt
from site_build.language.table import equal, read_tables
from site_build.language.text_extraction import Passage
from site_build.language.wrong_language import leftovers
from site_build.layout import DEFAULT_LANGUAGE, DOCS, PREFIXES, ROOT, SITE
from site_build.site_folder import is_current

EXAMPLE = "es/steps.md#unpaid"


def main(arguments: list[str] | None = None) -> int:
    """Return 0 without problems, 1 with problems (printed to standard error), 2 for an unknown section."""
    options = argparse.ArgumentParser(prog="python -m site_build.language", description="Look over all languages.")
    options.add_argument(
        "--confirm", metavar="LANGUAGE/PAGE#ID", action="append", help="a section or a language fits the original"
    )
    given = options.parse_args(arguments)
    pages = {language: read_pages(DOCS, language) for language in PREFIXES}
    if given.confirm:
        return confirm(pages, given.confirm)
    print("Checking translations, spelling and readability …", flush=True)
    try:
        findings, measures = look(pages, ROOT, SITE if is_current() else None)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join([*report(measures), *unchecked()]), flush=True)
    if not is_current():
        print("site/ is not current, so only its sources were looked at; `make build` makes it so")
    for finding in findings:
        print(finding, file=sys.stderr)
    sections = sum(len(page.sections) for page in pages[DEFAULT_LANGUAGE].values())
    print(f"{len(findings) or 'no'} findings in {len(pages[DEFAULT_LANGUAGE])} pages with {sections} sections")
    return 1 if findings else 0


def look(pages: dict[str, dict[str, Page]], root: Path, site: Path | None) -> tuple[list[Finding], list[Measure]]:
    """All findings, and the readability of the pages and the policy's texts."""
    tables = read_tables(root)
    written = [passage for each in pages.values() for page in each.values() for passage in page.passages] + tables
    known = {(passage.language, passage.text) for passage in written}
    shown = [
        each
        for each in (read_site(site) if site else ())
        if each.language in PREFIXES and (each.language, each.text) not in known
    ]
    measures = [found for found in measured(pages, tables) if found]
    findings: list[Finding] = []
    for language in PREFIXES:
        if language != DEFAULT_LANGUAGE:
            confirmed = translation_status.load(root / translation_status.file(language))
            findings += translation_status.drift(pages[DEFAULT_LANGUAGE], pages[language], confirmed, language)
    findings += figures(pages[DEFAULT_LANGUAGE], policy())
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


def confirm(pages: dict[str, dict[str, Page]], wanted: list[str]) -> int:
    """Record confirmed sections, and print those that were not confirmed before."""
    for each in wanted:
        language, _, part = each.partition("/")
        if language == DEFAULT_LANGUAGE or language not in pages:
            translations = ", ".join(code for code in pages if code != DEFAULT_LANGUAGE)
            print(f"{each!r} begins with no translation's language ({translations}): write {EXAMPLE}.", file=sys.stderr)
            return 2
        before = translation_status.load(ROOT / translation_status.file(language))
        try:
            confirmed = translation_status.confirm(pages[DEFAULT_LANGUAGE], pages[language], before, part or None)
        except KeyError as error:
            print(error.args[0], file=sys.stderr)
            return 2
        translation_status.save(ROOT / translation_status.file(language), confirmed)
        new = [
            f"{name}#{ident}"
            for name, sections in confirmed.items()
            for ident, digest in sections.items()
            if before.get(name, {}).get(ident) != digest
        ]
        told = f": {', '.join(new)}" if 0 < len(new) <= 20 else ""
        print(f"{language}: {len(new)} newly confirmed{told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
