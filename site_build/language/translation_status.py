"""Finds translations that are missing, outdated, obsolete, untranslated or of another structure.

Outdated is determined by content: `translations/confirmed.CODE.toml` holds, for each section, the digest of the
original text for which somebody checked the translation. When that text changes, the digest no longer matches.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_build.language.finding import Finding
from site_build.language.page import Page, Section
from site_build.layout import DEFAULT_LANGUAGE

Confirmed = Mapping[str, Mapping[str, str]]
"""By page and section: the digest of the original section that the translation was confirmed for."""
Pages = Mapping[str, Page]

COMMAND = "python -m site_build.language --confirm"
ORDERED = "The same, in the same order"
SHAPES = {
    "link": "Link to the same places",
    "image": "Show the same images",
    "note": f"{ORDERED}: kinds of notes",
    "table": f"{ORDERED}: rows and columns",
    "list": f"{ORDERED}: lists with as many entries",
    "claim": "Bear the same data-claim",
    "checker or picture": "Bear the same marks for the checker and for pictures",
    "number": "Give the same figures",
}
"""What a translation must keep, by kind, with the remedy for a difference."""
HEADER = """\
# For each section of the guide: SHA-256 of the original words for which this translation was last looked at.
# Written by `python -m site_build.language --confirm LANGUAGE/PAGE#ID`; `head` is the front matter.
"""


def drift(originals: Pages, translations: Pages, confirmed: Confirmed, language: str) -> Iterator[Finding]:
    """All differences between the pages of a language and the original ones."""
    for name in sorted({*originals, *translations}):
        here, there = f"docs/{DEFAULT_LANGUAGE}/{name}", f"docs/{language}/{name}"
        if name not in translations:
            yield Finding(there, "", "the translation is missing", f"Translate {here}.")
        elif name not in originals:
            yield Finding(there, "", f"removable, {here} does not exist", f"Delete it, or write {here}.")
        else:
            yield from _repeated(originals[name])
            yield from _page(originals[name], translations[name], confirmed.get(name, {}), f"{language}/{name}")
    for name, section in stale(originals, confirmed):
        remedy = f"Delete the line; the next `{COMMAND} {language}/…` does so, too."
        yield Finding(file(language), f"{name}#{section}", "confirms a section that is gone", remedy)


def stale(originals: Pages, confirmed: Confirmed) -> list[tuple[str, str]]:
    """Confirmed sections that no longer exist, each with its page."""
    return [
        (name, section)
        for name, sections in confirmed.items()
        for section in sections
        if name not in originals or section not in originals[name].sections
    ]


def _repeated(page: Page) -> Iterator[Finding]:
    for ident in page.repeated:
        yield Finding(page.file, f"#{ident}", "more than one section has this id", "Give each an id of its own.")


def _page(original: Page, translation: Page, confirmed: Mapping[str, str], name: str) -> Iterator[Finding]:
    both = [ident for ident in original.sections if ident in translation.sections]
    for ident in original.sections:
        if ident not in translation.sections:
            remedy = f"Translate {original.file} #{ident}, and keep the id."
            yield Finding(translation.file, f"#{ident}", "the section is missing", remedy)
    for ident in translation.sections:
        if ident not in original.sections:
            found = f"removable, {original.file} has no such section"
            yield Finding(translation.file, f"#{ident}", found, f"Delete it, or write it in {original.file}, too.")
    if both != [ident for ident in translation.sections if ident in original.sections]:
        remedy = f"Put them in the order of {original.file}: {', '.join(both)}."
        yield Finding(translation.file, "", "the sections stand in another order", remedy)
    for ident in both:
        one, other, place = original.sections[ident], translation.sections[ident], f"#{ident}"
        if confirmed.get(ident) != one.digest:
            found = f"outdated, the words of {original.file} have changed since somebody looked"
            if ident not in confirmed:
                found = f"nobody has confirmed that this fits {original.file}"
            yield Finding(translation.file, place, found, f"Compare, correct, then run `{COMMAND} {name}#{ident}`.")
        yield from _untranslated(one, other)
        for kind, remedy in SHAPES.items():
            wanted, got = one.kept.get(kind, ()), other.kept.get(kind, ())
            if wanted != got:
                yield Finding(translation.file, place, difference(kind, wanted, got), f"{remedy} as {original.file}.")


def difference(kind: str, wanted: tuple[str, ...], got: tuple[str, ...]) -> str:
    """How two lists differ in words: what only one of them has, or else their order."""
    lacking, extra = list(wanted), []
    for each in got:
        if each in lacking:
            lacking.remove(each)
        else:
            extra.append(each)
    told = [f"lacks {', '.join(lacking)}"] if lacking else []
    told += [f"has {', '.join(extra)}"] if extra else []
    return f"{kind}: {' and '.join(told) or 'another order'}"


def _untranslated(original: Section, translation: Section) -> Iterator[Finding]:
    there = {passage.text.casefold() for passage in original.passages if passage.language == DEFAULT_LANGUAGE}
    for passage in translation.passages:
        same = passage.text.casefold() in there and passage.language != DEFAULT_LANGUAGE
        if same and translatable(passage.text):
            remedy = f'Translate it, or mark it lang="{DEFAULT_LANGUAGE}" if it has to stay.'
            yield Finding(passage.file, passage.place, f"the same as in “{DEFAULT_LANGUAGE}”, “{passage.text}”", remedy)


def translatable(text: str) -> bool:
    """Whether two languages would not say this in the same words: it has a word that is neither short nor a name."""
    return any(len(word) > 3 and word.isalpha() and word.islower() for word in text.split())


def file(language: str) -> str:
    """The file with the confirmations of a language, from the project's root."""
    return f"translations/confirmed.{language}.toml"


def load(file: Path) -> Confirmed:
    """The confirmations of a language; empty when there is no such file."""
    if not file.exists():
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def confirm(
    originals: Pages, translations: Pages, confirmed: Confirmed, wanted: str | None
) -> dict[str, dict[str, str]]:
    """The new confirmations. `wanted` is a PAGE#ID, a PAGE, or None for all; removed sections are dropped.

    Raises KeyError with a sentence when the original and the translation have no such page or section.
    """
    page, _, section = (wanted or "").partition("#")
    page = f"{page}.md" if page and not page.endswith(".md") else page
    gone = stale(originals, confirmed)
    result = {
        name: {ident: old for ident, old in sections.items() if (name, ident) not in gone}
        for name, sections in confirmed.items()
    }
    done = 0
    for name, original in originals.items():
        there = translations[name].sections if name in translations else {}
        for ident, each in original.sections.items():
            if ident in there and page in ("", name) and section in ("", ident):
                result.setdefault(name, {})[ident] = each.digest
                done += 1
    if not done:
        raise KeyError(f"There is no section {wanted!r} in both languages; write it like es/steps.md#unpaid.")
    return result


def save(file: Path, confirmed: Confirmed) -> None:
    """Write the file with pages and sections in a fixed order, so that merge conflicts are rare."""
    parts = [HEADER]
    for name in sorted(confirmed):
        if confirmed[name]:
            lines = [f'{ident} = "{confirmed[name][ident]}"' for ident in sorted(confirmed[name])]
            parts.append("\n".join([f'["{name}"]', *lines]) + "\n")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(parts), encoding="utf-8")
