"""From the files of a policy to a `Policy`: strict, and with messages that say what to write instead.

Nothing is guessed: an unknown field, a missing language, a reference to nothing or a doubled id stops the load. All
problems are collected, so that an editor mends them in one go.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType, NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from checker import model
from checker.decide import NoRuleFitsError, Verdict, parse_address
from checker.fields import DATES
from checker.model import Bank, Label, Office, Policy, Right, Sign

FOLDER = Path(__file__).parent / "policy"

type Tables = Mapping[str, Mapping[str, Any]]
"""Parsed files: the path below the folder without its ending ("rules", "outcomes/asked") to its content."""

ROWS: Mapping[str, tuple[str, str, type]] = {
    "questions": ("questions", "question", model.Question),
    "rules": ("rules", "rule", model.Rule),
    "outcomes": ("outcomes", "outcome", model.Outcome),
    "facts": ("facts", "fact", model.Fact),
    "sources": ("sources", "source", model.Source),
    "labels": ("labels", "label", model.Label),
    "signs": ("signs", "sign", model.Sign),
    "countries": ("rights", "country", model.Country),
    "rights": ("rights", "right", model.Right),
    "banks": ("rights", "bank", model.Bank),
    "offices": ("offices", "office", model.Office),
    "messages": ("messages", "message", model.Message),
    "clocks": ("clocks", "clock", model.Clock),
    "stages": ("life", "stage", model.Stage),
    "rungs": ("life", "rung", model.Rung),
    "changes": ("changes", "change", model.Change),
    "moves": ("moved", "moved", model.Move),
    "concepts": ("synonyms", "concept", model.Concept),
    "cues": ("cues", "cue", model.Cue),
}
"""Policy field to the file (or folder) that holds it, the name of a row there, and what a row becomes."""

RENAMED = {"from": "start", "except": "exceptions", "date": "dated"}
DATED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ID = re.compile(r"[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")
ADDRESSES = (("Source", "address"), ("Source", "more"), ("Office", "address"))
ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])(?::[0-9]{1,5})?(?:[/?#][!-~]*)?"
)
"""A web page on a host with a name: no user before it, no space, nothing that a browser would run."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a policy file: where (file, row, field), what was found, and what to write instead."""

    file: str
    row: str
    field: str
    found: str
    remedy: str

    def __str__(self) -> str:
        at = ", ".join(part for part in (self.row, f"field “{self.field}”" if self.field else "") if part)
        return f"{self.file}{': ' + at if at else ''}: found {self.found}. {self.remedy}"


class PolicyError(ValueError):
    """The policy cannot be loaded. `problems` holds every reason; the message lists them, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def load(folder: Path = FOLDER) -> Policy:
    """Read and build the policy of a folder. Raises `PolicyError`."""
    return build(read_tables(folder))


def read_tables(folder: Path) -> Tables:
    """Parse every TOML file below a folder. Raises `PolicyError` with file and line where one does not parse."""
    tables: dict[str, Mapping[str, Any]] = {}
    problems = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            tables[name] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            remedy = "Write TOML: quotes closed, one inline table a line, every [[row]] with its own id."
            problems.append(Problem(f"{name}.toml", "", "", f"text that is not TOML ({error})", remedy))
    if problems:
        raise PolicyError(problems)
    if not tables:
        raise PolicyError(
            [Problem(str(folder), "", "", "no TOML files", "Point at the folder that holds policy.toml.")]
        )
    return tables


def build(tables: Tables) -> Policy:
    """Make a `Policy` of parsed tables and check every reference. Raises `PolicyError` with all problems found."""
    reader = _Reader(tables)
    policy = reader.policy()
    if reader.problems:
        raise PolicyError(reader.problems)
    if broken := list(_broken_references(policy)):
        raise PolicyError(broken)
    return policy


class _Reader:
    """Reads tables into dataclasses by the dataclasses' own annotations, collecting problems on the way."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()
        self.file = self.row = ""

    def policy(self) -> Policy:
        head = self._head()
        parts = {field: self._rows(field, *where) for field, where in ROWS.items()}
        self.file, self.row = "dates.toml", ""
        dates = self._make(model.DateWords, self.tables.get("dates", {}))
        self.file = "words.toml"
        words = {key: self._text(value, key) for key, value in self.tables.get("words", {}).items()}
        if not words:
            self._report("", "no words", "Write one line a word: key = { en = “…”, es = “…” }.")
        self._unknown_files()
        values: dict[str, Any] = {**head, **parts, "dates": dates, "words": MappingProxyType(words)}
        return Policy(**values)

    def _head(self) -> dict[str, Any]:
        self.file = "policy.toml"
        head = self.tables.get("policy", {})
        languages = head.get("languages")
        if not (isinstance(languages, list) and languages and all(isinstance(code, str) for code in languages)):
            self._report("languages", _shown(languages), 'Write the language codes, the default first: ["en", "es"].')
            languages = ["en"]
        version = head.get("version")
        if not isinstance(version, str) or not version:
            self._report("version", _shown(version), 'Write the day of the last change: "2026.11.22".')
        for extra in sorted(set(head) - {"languages", "version"}):
            self._report(extra, "a field that no one reads", "Delete it; policy.toml holds version and languages.")
        self.languages = tuple(languages)
        return {"version": str(version), "languages": self.languages}

    def _rows(self, field: str, file: str, name: str, kind: type) -> Mapping[str, Any]:
        rows: dict[str, Any] = {}
        seen: dict[str, str] = {}
        files = [key for key in self.tables if key == file or key.startswith(file + "/")]
        if not files:
            self.file, self.row = f"{file}.toml", ""
            self._report("", "no such file", f"Write it, with at least one [[{name}]].")
        for key in files:
            self.file, self.row = f"{key}.toml", ""
            for extra in sorted(set(self.tables[key]) - {row for home, row, _ in ROWS.values() if home == file}):
                self._report(extra, "a table that no one reads", f"Rows of this file are written [[{name}]].")
            for index, raw in enumerate(self.tables[key].get(name, ()), start=1):
                ident = raw.get("id") if isinstance(raw, Mapping) else None
                self.row = f"{name} “{ident}”" if ident else f"{name} number {index}"
                if isinstance(ident, str) and ident in seen:
                    self._report(
                        "id", f"“{ident}” a second time", f"Ids are unique; the first stands in {seen[ident]}."
                    )
                made = self._make(kind, raw)
                if made is not None and isinstance(ident, str):
                    seen.setdefault(ident, self.file)
                    rows.setdefault(ident, made)
        return MappingProxyType(rows)

    def _make(self, kind: type, raw: object, prefix: str = "") -> Any:
        if not isinstance(raw, Mapping):
            self._report(prefix, _shown(raw), "Write a table with the fields of its kind.")
            return None
        hints = _hints(kind)
        known = {field.name: field for field in fields(kind)}
        values: dict[str, Any] = {}
        for key, value in raw.items():
            name = RENAMED.get(key, key)
            if name not in known or key in RENAMED.values():
                allowed = ", ".join(sorted(known))
                self._report(prefix + key, "a field that no one reads", f"Fields here: {allowed}. Check the spelling.")
                continue
            values[name] = self._value(hints[name], value, prefix + key, kind.__name__, name)
        for name, field in known.items():
            if name not in values and field.default is MISSING:
                self._report(prefix + name, "nothing", "Write it; it has no default.")
                values[name] = None
        return kind(**values)

    def _value(self, hint: Any, value: object, name: str, owner: str, plain: str) -> Any:
        if NoneType in get_args(hint):
            hint = next(part for part in get_args(hint) if part is not NoneType)
        if hint is model.Text:
            if owner == "Right" and plain == "article" and isinstance(value, str):
                return MappingProxyType(dict.fromkeys(self.languages, value))
            return self._text(value, name)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._make(hint, value, name + ".")
        origin = get_origin(hint)
        if origin is tuple:
            return self._list(get_args(hint)[0], value, name, owner, plain)
        if origin is not None and isinstance(value, Mapping):
            part = get_args(hint)[1]
            return MappingProxyType(
                {key: self._value(part, each, f"{name}.{key}", owner, plain) for key, each in value.items()}
            )
        if hint is date and type(value) is date:
            return value
        if origin is Literal and isinstance(value, str):
            if value not in get_args(hint):
                self._report(name, _shown(value), f"Write one of: {', '.join(get_args(hint))}.")
            return value
        if hint in (str, int, bool) and type(value) is hint:
            return self._scalar(value, name, owner, plain)
        if origin is Literal:
            hint = str
        expected = {str: "a text in quotes", int: "a whole number", bool: "true or false", date: "a day: 2026-11-22"}
        self._report(name, _shown(value), f"Write {expected.get(hint, 'a table')}.")
        return None

    def _list(self, part: Any, value: object, name: str, owner: str, plain: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self._report(name, _shown(value), "Write a list: [ … ].")
            return ()
        return tuple(
            self._value(part, each, f"{name}[{index}]", owner, plain) for index, each in enumerate(value, start=1)
        )

    def _scalar(self, value: Any, name: str, owner: str, plain: str) -> Any:
        if plain == "id" and not (isinstance(value, str) and ID.fullmatch(value)):
            self._report(name, _shown(value), "Ids are words of letters and digits joined by single hyphens.")
        if (owner, plain) in ADDRESSES and value and not ADDRESS.fullmatch(value):
            remedy = "Write the address of a web page, as a browser shows it: https://www.example.org/page."
            self._report(name, _shown(value), remedy)
        if owner == "Sighting" and plain in ("first", "last") and not DATED.fullmatch(value):
            self._report(name, _shown(value), "Write a day, a month or a year: 2026-09-04, 2026-09 or 2026.")
        return value

    def _text(self, value: object, name: str) -> model.Text:
        shape = "{ " + ", ".join(f"{code} = “…”" for code in self.languages) + " }"
        if not isinstance(value, Mapping):
            self._report(name, _shown(value), f"Write all languages side by side: {shape}.")
            return MappingProxyType({})
        for code in self.languages:
            words = value.get(code)
            if not isinstance(words, str) or not words.strip():
                found = "no text" if words is None else "an empty text" if isinstance(words, str) else _shown(words)
                self._report(f"{name}.{code}", found, f"Write the {code} text: {shape}.")
        for extra in sorted(set(value) - set(self.languages)):
            self._report(
                f"{name}.{extra}", "a language that policy.toml does not name", "Delete it, or add the language."
            )
        return MappingProxyType({code: str(value.get(code, "")) for code in self.languages})

    def _unknown_files(self) -> None:
        homes = {file for file, _, _ in ROWS.values()} | {"policy", "dates", "words"}
        for key in self.tables:
            if key.split("/")[0] not in homes:
                self.file, self.row = f"{key}.toml", ""
                self._report("", "a file that no one reads", f"Files are: {', '.join(sorted(homes))}.")

    def _report(self, field: str, found: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, self.row, field, found, remedy))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _shown(value: object) -> str:
    text = repr(value)
    return "nothing" if value is None else f"“{value}”" if isinstance(value, str) else text[:60]


def _broken_references(policy: Policy) -> Iterator[Problem]:
    """Every id that names nothing: in rules, outcomes, facts, labels, rights, banks, clocks, and languages."""
    for code in policy.languages:
        if f"language-{code}" not in policy.words:
            remedy = "Write what this language is called, in every language: messages are offered by that name."
            yield Problem("words.toml", "", f"language-{code}", "nothing", remedy)
    options = {question.id: question.options for question in policy.questions.values()}
    for asked in policy.questions.values():
        taken = (asked.presumed,) if asked.presumed else ()
        yield from _each(
            "questions.toml", f"question “{asked.id}”", "presumed", taken, "an option of it", asked.options
        )
        if asked.by_day:
            dated, row = asked.by_day, f"question “{asked.id}”"
            both = (dated.before, dated.after)
            yield from _each("questions.toml", row, "by_day", both, "an option of it", asked.options)
            starts = [field.id for field in DATES]
            yield from _each("questions.toml", row, "by_day.start", (dated.start,), "a typed day", starts)
            clocks = [clock.id for clock in policy.clocks.values() if clock.starts == dated.start]
            taken = (dated.clock,) if dated.clock else ()
            yield from _each("questions.toml", row, "by_day.clock", taken, "a clock from that day", clocks)
    for rule in policy.rules.values():
        for question, allowed in rule.when.items():
            if question not in options:
                yield _broken("rules.toml", f"rule “{rule.id}”", "when", question, "a question", options)
                continue
            for option in allowed:
                if option not in options[question]:
                    yield _broken(
                        "rules.toml", f"rule “{rule.id}”", f"when.{question}", option, "an option", options[question]
                    )
            if not allowed:
                yield Problem(
                    "rules.toml", f"rule “{rule.id}”", f"when.{question}", "an empty list", "Name the options that fit."
                )
        yield from _each("rules.toml", f"rule “{rule.id}”", "then", (rule.then,), "an outcome", policy.outcomes)
        yield from _each("rules.toml", f"rule “{rule.id}”", "rests_on", rule.rests_on, "a fact", policy.facts)
    for outcome in policy.outcomes.values():
        row = f"outcome “{outcome.id}”"
        yield from _each("outcomes", row, "clocks", outcome.clocks, "a clock", policy.clocks)
        if outcome.life:
            stages = [*policy.stages, "ended"]
            yield from _each("outcomes", row, "life", (outcome.life,), "a stage of life.toml", stages)
        if outcome.message:
            yield from _each("outcomes", row, "message", (outcome.message,), "a message", policy.messages)
        if outcome.rung:
            yield from _each("outcomes", row, "rung", (outcome.rung,), "a rung of life.toml", policy.rungs)
        if outcome.after:
            yield from _each("outcomes", row, "after", (outcome.after,), "a clock", policy.clocks)
        if outcome.next is not None and (instead := _no_state(policy, outcome.next, is_answer=True)):
            yield Problem("outcomes", row, "next", f"“{outcome.next}”, which is not the address of an answer", instead)
    for asked in policy.questions.values():
        for each in asked.option:
            for name, address in (("agreed", each.agreed), ("refused", each.refused)):
                if address is not None and (instead := _no_state(policy, address)):
                    row, found = f"question “{asked.id}”", f"“{address}”, which is not the address of a state"
                    yield Problem("questions.toml", row, f"option.{each.id}.{name}", found, instead)
    for clock in policy.clocks.values():
        yield from _each("clocks.toml", f"clock “{clock.id}”", "fact", (clock.fact,), "a fact", policy.facts)
        if clock.zone != "page" and clock.fact in policy.facts and policy.facts[clock.fact].span is None:
            remedy = f"Give fact “{clock.fact}” a span = {{ min = …, max = …, unit = “…” }}."
            yield Problem("clocks.toml", f"clock “{clock.id}”", "fact", f"“{clock.fact}”, which has no span", remedy)
    for cue in policy.cues.values():
        row = f"cue “{cue.id}”"
        yield from _each("cues.toml", row, "id", (cue.id,), "a question", options)
        yield from _each("cues.toml", row, "options", tuple(cue.options), "an option", options.get(cue.id, ()))
        for option, entries in cue.options.items():
            named = " ".join(entries).replace("!", "").split()
            yield from _each("cues.toml", row, f"options.{option}", named, "a concept", policy.concepts)
            yield from _twice(row, option, entries)
    citing: list[tuple[str, str, tuple[str, ...]]] = [
        ("facts.toml", f"fact “{fact.id}”", claim.sources) for fact in policy.facts.values() for claim in fact.claim
    ]
    citing += [
        ("labels.toml", f"label “{label.id}”", each.sources) for label in policy.labels.values() for each in label.seen
    ]
    citing += [
        ("signs.toml", f"sign “{sign.id}”", each.sources) for sign in policy.signs.values() for each in sign.seen
    ]
    citing += [("rights.toml", f"right “{right.id}”", right.sources) for right in policy.rights.values()]
    citing += [("rights.toml", f"bank “{bank.id}”", bank.sources) for bank in policy.banks.values()]
    citing += [("offices.toml", f"office “{office.id}”", office.sources) for office in policy.offices.values()]
    for file, row, codes in citing:
        yield from _each(file, row, "sources", codes, "a source", policy.sources)
    yield from chain.from_iterable(_unnamed(policy, label) for label in policy.labels.values())
    yield from chain.from_iterable(_misread(policy, sign, options) for sign in policy.signs.values())
    places: list[tuple[str, Right | Bank | Office]] = [("rights.toml", right) for right in policy.rights.values()]
    places += [("rights.toml", bank) for bank in policy.banks.values()]
    places += [("offices.toml", office) for office in policy.offices.values()]
    for file, place in places:
        yield from _each(
            file, f"row “{place.id}”", "countries", place.countries, "a country", [*policy.countries, "any"]
        )


def _no_state(policy: Policy, address: str, *, is_answer: bool = False) -> str | None:
    """What to write instead of an address that leads to no state, or to no answer; None where it leads to one."""
    try:
        state, notices = parse_address(policy, address)
    except NoRuleFitsError:
        return "No rule fits these answers; see the gap in rules.toml."
    if is_answer and not isinstance(state.next, Verdict):
        return f"Answer “{state.next.question.id}” too: it is asked at “{state.address}”."
    return f"Write the nearest: “{state.address}”." if notices or state.address != address else None


def _misread(policy: Policy, sign: Sign, options: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """What a sign of signs.toml names and is not there: labels, languages, answers."""
    row = f"sign “{sign.id}”"
    yield from _each("signs.toml", row, "labels", sign.labels, "a label", policy.labels)
    yield from _each("signs.toml", row, "lang", [each.lang for each in sign.seen], "a language", policy.languages)
    answers = {f"{question}.{option}": None for question, known in options.items() for option in known}
    yield from _each("signs.toml", row, "means", [sign.means] if sign.means else [], "an answer", answers)
    days = [field.id for field in DATES]
    yield from _each("signs.toml", row, "day", [sign.day] if sign.day else [], "a typed day", days)
    yield from _each("signs.toml", row, "needs", sign.needs, "“page” or an answer", {"page": None, **answers})


def _twice(row: str, option: str, entries: Sequence[str]) -> Iterator[Problem]:
    """Entries of an option that name the same concepts: together they would count for more than one."""
    met: dict[frozenset[str], str] = {}
    for entry in entries:
        concepts = frozenset(entry.split())
        if concepts in met:
            found = f"“{entry}”, which names the same concepts as “{met[concepts]}”"
            yield Problem("cues.toml", row, f"options.{option}", found, "Delete one of the two: order says nothing.")
        met[concepts] = entry


def _unnamed(policy: Policy, label: Label) -> Iterator[Problem]:
    """What is wrong with the names of a label: languages that nobody reads, no name, a description too many."""
    row, described = f"label “{label.id}”", label.described or {}
    for code in [each.lang for each in label.seen] + list(described):
        if code not in policy.languages:
            yield _broken("labels.toml", row, "lang", code, "a language of policy.toml", policy.languages)
    for code in policy.languages:
        best = label.best(code)
        named = best is not None and (best.grade != "guess" or code == policy.default_language)
        if named and code in described:
            remedy = f"Delete it: the name was seen, “{best.text if best else ''}”."
            yield Problem("labels.toml", row, f"described.{code}", f"“{described[code]}”", remedy)
        if not named and not described.get(code, "").strip():
            remedy = f"Say what it is: described = {{ {code} = “…” }}, or add the text as it was seen there."
            yield Problem("labels.toml", row, f"described.{code}", "a name that nobody has seen", remedy)
    if not label.seen:
        yield Problem("labels.toml", row, "seen", "an empty list", "Write the texts that were seen, one a line.")


def _each(
    file: str, row: str, field: str, ids: Sequence[str], kind: str, known: Mapping[str, Any] | Sequence[str]
) -> Iterator[Problem]:
    return (_broken(file, row, field, ident, kind, known) for ident in ids if ident not in known)


def _broken(
    file: str, row: str, field: str, ident: str, kind: str, known: Mapping[str, Any] | Sequence[str]
) -> Problem:
    names = sorted(known)
    shown = ", ".join(names[:40]) + (" …" if len(names) > 40 else "")
    return Problem(file, row, field, f"“{ident}”, which is not the id of {kind}", f"Write one of: {shown}.")
