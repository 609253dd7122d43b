"""What can be wrong with a text: a missing word, a mark that names nothing, no translation, too many characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from checker.audit.rows import better_address, file_of, row_of
from checker.details import CODES
from checker.fields import BY_ID, COUNTRY, DATES, TEXTS
from checker.load import RENAMED, ROWS, Problem
from checker.markup import MARK, PAGES, Place, plain
from checker.model import Policy, Text

LONGEST: Mapping[str, int] = {
    "Question.text": 80,
    "Question.why": 160,
    "Question.hint": 160,
    "Question.before": 120,
    "Option.text": 60,
    "Option.hint": 80,
    "Outcome.headline": 60,
    "Outcome.summary": 320,
    "Outcome.steps": 320,
    "Outcome.otherwise": 320,
    "Outcome.careful": 320,
    "Outcome.until": 120,
    "Clock.usual": 120,
    "Rung.name": 40,
    "Rule.because": 160,
    "Fact.text": 400,
    "Fact.value": 60,
    "Office.can": 320,
    "Office.cannot": 320,
}
"""Longest text of a field, in characters as the reader sees them: more does not fit where it is shown."""

MARKED = (
    "Question.before",
    "Outcome.summary",
    "Outcome.steps",
    "Outcome.otherwise",
    "Outcome.careful",
    "Outcome.until",
    "Clock.usual",
)
"""Fields whose marks become buttons, figures and links; anywhere else a mark would be shown as it is written."""

FILLED = ("words", "Message.sentences", "DateWords.pattern", "DateWords.short", "Concept.words")
"""Fields in which the program fills {blanks}."""

NAMES = ("Country.name", "Country.law", "Right.article", "Source.country")
"""Fields of proper names, which may be the same in two languages."""


@dataclass(frozen=True, slots=True)
class LocatedText:
    """One text of the policy and where it stands. `kind`: the class and field that hold it, or "words"."""

    file: str
    row: str
    field: str
    kind: str
    text: Text


def typed(policy: Policy) -> Iterator[Problem]:
    """What readers can type (fields.py) without the words that it is shown with."""
    needed = {f"field-{ident}": "the label of the field" for ident in (*BY_ID, COUNTRY)}
    needed |= {f"blank-{field.id}": "what a message shows where nothing was typed" for field in TEXTS}
    needed |= {f"sheet-{field.id}": "what the case sheet says of the day" for field in DATES}
    needed |= {f"problem-{code}": "what is wrong with what was typed" for code in CODES}
    for key, meaning in needed.items():
        if key not in policy.words:
            yield Problem("words.toml", "", key, "nothing", f"Write it: {meaning}.")


def texts(policy: Policy) -> Iterator[LocatedText]:
    """Every text of the policy, with its place."""
    for part in ROWS:
        for ident, row in getattr(policy, part).items():
            for kind, name, text in _texts_of(row, ""):
                if kind != "Label.described":
                    yield LocatedText(file_of(part), row_of(part, ident), name, kind, text)
    for kind, name, text in _texts_of(policy.dates, ""):
        yield LocatedText("dates.toml", "", name, kind, text)
    for key, text in policy.words.items():
        yield LocatedText("words.toml", "", key, "words", text)


def mark_findings(policy: Policy, said: LocatedText) -> Iterator[Problem]:
    """Marks and blanks that name nothing, stand where they cannot work, or differ between the languages."""
    found = {lang: sorted((mark[1], mark[2]) for mark in MARK.finditer(said.text[lang])) for lang in policy.languages}
    first = policy.default_language
    for lang, these in found.items():
        at = f"{said.field}.{lang}"
        shown = _marks(these)
        if these != found[first] and said.kind != "Concept.words":
            remedy = f"Write the same marks in every language; {first} has {_marks(found[first])}."
            yield Problem(said.file, said.row, at, shown, remedy)
        for kind, target in dict.fromkeys(these):
            instead = _remedy(policy, said, kind, target)
            if instead:
                yield Problem(said.file, said.row, at, _marks([(kind, target)]), instead)
        if set("{}") & set(MARK.sub("", said.text[lang])):
            remedy = "Write {label.ID}, {fact.ID}, {state.ADDRESS|words} or {page.NAME|words}, or no brace at all."
            yield Problem(said.file, said.row, at, "a brace that belongs to no mark", remedy)


def text_findings(policy: Policy, said: LocatedText) -> Iterator[Problem]:
    """Texts that were not translated, and texts that are too long for their place."""
    first = policy.default_language
    for lang in policy.languages:
        if lang != first and said.kind not in NAMES and _same(said.text[first], said.text[lang]):
            found = f"the same text as in {first}, “{said.text[lang]}”"
            yield Problem(said.file, said.row, f"{said.field}.{lang}", found, f"Translate it into {lang}.")
        limit = LONGEST.get(said.kind)
        length = len(_as_read(policy, lang, said.text[lang]))
        if limit and length > limit:
            remedy = f"Write it in {limit} characters or fewer."
            yield Problem(said.file, said.row, f"{said.field}.{lang}", f"{length} characters", remedy)


def _remedy(policy: Policy, said: LocatedText, kind: str, target: str | None) -> str | None:
    """What to write instead of a mark, or None where the mark is right."""
    if target is None:
        if said.kind not in FILLED:
            return "Nothing fills blanks here; write the words, or a mark such as {fact.ID}."
        if said.kind == "Message.sentences" and kind not in BY_ID:
            return f"Write a blank that readers can fill: {', '.join(f'{{{ident}}}' for ident in BY_ID)}."
        return None
    if kind not in ("label", "fact", "state", "page"):
        return "Write {label.ID}, {fact.ID}, {state.ADDRESS|words} or {page.NAME|words}."
    if said.kind not in MARKED:
        return f"Marks work in {', '.join(MARKED)} only; write the words here."
    if kind == "label" and target not in policy.labels:
        return f"Write the id of a label: {', '.join(policy.labels)}."
    if kind == "fact" and (target not in policy.facts or policy.facts[target].value is None):
        known = ", ".join(fact.id for fact in policy.facts.values() if fact.value)
        return f"Write the id of a fact that has a value: {known}."
    if kind == "page" and target.partition("#")[0] not in PAGES:
        return f"Write a page of the guide: {', '.join(PAGES)}."
    if kind == "state":
        return better_address(policy, target)
    return None


def _texts_of(row: Any, above: str) -> Iterator[tuple[str, str, Text]]:
    """The texts inside a row: the class and field that hold each, and its name as an editor writes it."""
    written = {name: key for key, name in RENAMED.items()}
    for each in fields(row):
        value, name = getattr(row, each.name), f"{above}{written.get(each.name, each.name)}"
        entries = enumerate(value, start=1) if isinstance(value, tuple) else ()
        for held, at in ((value, name), *((entry, f"{name}[{number}]") for number, entry in entries)):
            if is_dataclass(held):
                yield from _texts_of(held, f"{name} “{held.id}”." if hasattr(held, "id") else f"{at}.")
            elif isinstance(held, Mapping) and held and all(isinstance(words, str) for words in held.values()):
                yield f"{type(row).__name__}.{each.name}", at, held


def _same(one: str, other: str) -> bool:
    """Whether two texts are equal and hold a word that would have been translated: one of four letters or more."""
    words = "".join(letter if letter.isalpha() else " " for letter in MARK.sub(" ", one)).split()
    return one.casefold() == other.casefold() and any(len(word) > 3 for word in words)


def _as_read(policy: Policy, lang: str, text: str) -> str:
    try:
        return plain(Place(policy, lang), text)
    except KeyError:
        return text


def _marks(these: list[tuple[str, str | None]]) -> str:
    listed = " ".join(f"{{{kind}}}" if target is None else f"{{{kind}.{target}}}" for kind, target in these)
    return listed or "no marks"
