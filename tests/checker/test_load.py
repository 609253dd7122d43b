"""The loader: what it refuses, and how it says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, replace
from pathlib import Path

import pytest

from checker.bundled import bundled, readable
from checker.load import FOLDER, PolicyError, Problem, build, load, read_tables
from checker.model import Policy


@dataclass(frozen=True)
class Mistake:
    """One edit of a file of the small policy, and what the message about it must say."""

    file: str
    old: str
    new: str
    says: tuple[str, ...]


MISTAKES: Mapping[str, Mistake] = {
    "TOML that does not parse": Mistake(
        "rules.toml", 'then = "bring"', 'then = "bring', ("rules.toml", "not TOML", "at line", "Write TOML")
    ),
    "a cue of no question": Mistake(
        "cues.toml", 'id = "late"', 'id = "later"', ("cues.toml", "cue “later”", "“later”, which is not", "a question")
    ),
    "a cue of no option": Mistake(
        "cues.toml", "options.yes", "options.maybe", ("cues.toml", "cue “late”", "“maybe”", "an option")
    ),
    "a cue of no concept": Mistake(
        "cues.toml", '["overdue"]', '["!tardy"]', ("cues.toml", "“options.yes”", "“tardy”, which is not", "a concept")
    ),
    "a cue twice": Mistake(
        "cues.toml", '["overdue"]', '["overdue", "overdue"]', ("cue “late”", "“overdue”, which names the same concepts")
    ),
    "a cue twice, in another order": Mistake(
        "cues.toml",
        '["overdue"]',
        '["overdue", "!overdue overdue", "overdue !overdue"]',
        ("cue “late”", "“options.yes”", "“overdue !overdue”, which names the same", "“!overdue overdue”", "Delete one"),
    ),
    "a language left out": Mistake(
        "rules.toml",
        'because = { en = "Time is left.", es = "Queda tiempo." }',
        'because = { en = "Time is left." }',
        ("rules.toml", "rule “in-time”", "“because.es”", "found no text", "Write the es text: { en = “…”, es = “…” }"),
    ),
    "an empty text": Mistake(
        "outcomes/all.toml",
        'headline = { en = "Bring it back", es = "Devuélvelo" }',
        'headline = { en = "Bring it back", es = " " }',
        ("outcomes/all.toml", "outcome “bring”", "“headline.es”", "an empty text", "Write the es text"),
    ),
    "a text that is a number": Mistake(
        "outcomes/all.toml",
        'headline = { en = "Bring it back", es = "Devuélvelo" }',
        'headline = { en = "Bring it back", es = 7 }',
        ("outcomes/all.toml", "outcome “bring”", "“headline.es”", "found 7", "Write the es text"),
    ),
    "a next state that is a question": Mistake(
        "outcomes/all.toml",
        'next = "place.desk"',
        'next = "place.home"',
        ("outcome “pay-little”", "“next”", "“place.home”, which is not the address of an answer", "Answer “late” too"),
    ),
    "a next state that there is not": Mistake(
        "outcomes/all.toml",
        'next = "place.desk"',
        'next = "place.attic"',
        ("outcome “pay-little”", "“next”", "“place.attic”, which is not", "Answer “place” too"),
    ),
    "a state after a yes that there is not": Mistake(
        "questions.toml",
        'id = "home"',
        'id = "home"\nagreed = "place.attic"',
        ("question “place”", "“option.home.agreed”", "“place.attic”, which is not the address of a state"),
    ),
    "a clock after which nothing comes": Mistake(
        "outcomes/all.toml",
        'after = "loan-ends"',
        'after = "sundial"',
        ("outcome “bring”", "“after”", "“sundial”, which is not the id of a clock", "Write one of: loan-ends"),
    ),
    "a rung that life.toml does not have": Mistake(
        "outcomes/all.toml",
        'rung = "fee"',
        'rung = "fine"',
        ("outcome “pay-little”", "“rung”", "“fine”, which is not the id of a rung", "Write one of: back, fee"),
    ),
    "a text in one language only": Mistake(
        "outcomes/all.toml",
        'headline = { en = "Bring it back", es = "Devuélvelo" }',
        'headline = "Bring it back"',
        ("outcomes/all.toml", "outcome “bring”", "“headline”", "“Bring it back”", "all languages side by side"),
    ),
    "a language that the policy does not name": Mistake(
        "words.toml",
        'by-day = { en = "By {day}", es = "Hasta el {day}" }',
        'by-day = { en = "By {day}", es = "Hasta el {day}", fr = "Avant {day}" }',
        ("words.toml", "“by-day.fr”", "a language that policy.toml does not name", "Delete it, or add the language"),
    ),
    "a text inside a list": Mistake(
        "outcomes/all.toml",
        'steps = [{ en = "Find it.", es = "Búscalo." }, { en = "Bring it.", es = "Tráelo." }]',
        'steps = [{ en = "Find it.", es = "Búscalo." }, { en = "Bring it." }]',
        ("outcomes/all.toml", "outcome “bring”", "“steps[2].es”", "no text", "Write the es text"),
    ),
    "a text inside an option": Mistake(
        "questions.toml",
        'text = { en = "A film", es = "Una película" }',
        'text = { en = "A film" }',
        ("questions.toml", "question “kind”", "“option[2].text.es”", "no text", "Write the es text"),
    ),
    "a language without a name": Mistake(
        "words.toml",
        'language-es = { en = "Spanish", es = "español" }',
        "",
        ("words.toml", "“language-es”", "found nothing", "what this language is called, in every language"),
    ),
    "a field that is missing": Mistake(
        "rules.toml", 'then = "bring"', "", ("rules.toml", "rule “in-time”", "“then”", "found nothing", "no default")
    ),
    "a field that no one reads": Mistake(
        "rules.toml",
        'then = "bring"',
        'then = "bring"\nthan = "bring"',
        ("rules.toml", "rule “in-time”", "“than”", "a field that no one reads", "because, id, rests_on, then, when"),
    ),
    "an inner name for an outer one": Mistake(
        "rights.toml",
        'from = "paid"',
        'start = "paid"',
        ("rights.toml", "right “cl-loan”", "“period.start”", "a field that no one reads", "Check the spelling"),
    ),
    "an id written twice": Mistake(
        "rules.toml",
        'id = "in-time"',
        'id = "at-desk"',
        ("rules.toml", "rule “at-desk”", "“id”", "a second time", "Ids are unique; the first stands in rules.toml"),
    ),
    "an id with a space": Mistake(
        "questions.toml",
        'id = "film"',
        'id = "a film"',
        (
            "questions.toml",
            "question “kind”",
            "“option[2].id”",
            "“a film”",
            "letters and digits joined by single hyphens",
        ),
    ),
    "an unknown verdict": Mistake(
        "outcomes/all.toml",
        'verdict = "yes-now"',
        'verdict = "maybe"',
        ("outcomes/all.toml", "outcome “bring”", "“verdict”", "“maybe”", "Write one of: yes-now, yes-if-agreed"),
    ),
    "an unknown choice in a list": Mistake(
        "rights.toml",
        'stages = ["before"]',
        'stages = ["sooner"]',
        ("rights.toml", "right “cl-loan”", "“stages[1]”", "“sooner”", "Write one of: before, after, faulty"),
    ),
    "a text for a list": Mistake(
        "rules.toml",
        'rests_on = ["fee"]',
        'rests_on = "fee"',
        ("rules.toml", "rule “late-film”", "“rests_on”", "“fee”", "Write a list"),
    ),
    "a text for a cell's list": Mistake(
        "rules.toml",
        'late = ["no"]',
        'late = "no"',
        ("rules.toml", "rule “in-time”", "“when.late”", "“no”", "Write a list"),
    ),
    "a text for a table": Mistake(
        "facts.toml",
        'span = { min = 21, max = 21, unit = "days" }',
        'span = "three weeks"',
        ("facts.toml", "fact “loan”", "“span", "“three weeks”", "Write a table"),
    ),
    "a text for a number": Mistake(
        "facts.toml",
        "min = 21",
        'min = "21"',
        ("facts.toml", "fact “loan”", "“span.min”", "“21”", "Write a whole number"),
    ),
    "a text for yes or no": Mistake(
        "questions.toml",
        "known = true",
        'known = "yes"',
        ("questions.toml", "question “kind”", "“known”", "“yes”", "Write true or false"),
    ),
    "a text for a day": Mistake(
        "facts.toml",
        "checked = 2026-11-22\nrecheck",
        'checked = "2026-11-22"\nrecheck',
        ("facts.toml", "fact “loan”", "“checked”", "“2026-11-22”", "Write a day: 2026-11-22"),
    ),
    "a number for a text": Mistake(
        "sources.toml",
        'date = "n.d."',
        "date = 2022",
        ("sources.toml", "source “S1”", "“date”", "2022", "Write a text in quotes"),
    ),
    "a cell on no question": Mistake(
        "rules.toml",
        'late = ["no"]',
        'lated = ["no"]',
        ("rules.toml", "rule “in-time”", "“when”", "“lated”, which is not the id of a question", "kind, late, place"),
    ),
    "a cell with no option of its question": Mistake(
        "rules.toml",
        'late = ["no"]',
        'late = ["never"]',
        ("rules.toml", "rule “in-time”", "“when.late”", "“never”, which is not the id of an option", "no, unsure, yes"),
    ),
    "an empty cell": Mistake(
        "rules.toml",
        'late = ["no"]',
        "late = []",
        ("rules.toml", "rule “in-time”", "“when.late”", "an empty list", "Name the options that fit"),
    ),
    "an outcome that is not there": Mistake(
        "rules.toml",
        'then = "bring"',
        'then = "brng"',
        ("rules.toml", "rule “in-time”", "“then”", "“brng”, which is not the id of an outcome", "Write one of: bring,"),
    ),
    "a fact that is not there": Mistake(
        "rules.toml",
        'rests_on = ["fee"]',
        'rests_on = ["fees"]',
        (
            "rules.toml",
            "rule “late-film”",
            "“rests_on”",
            "“fees”, which is not the id of a fact",
            "Write one of: fee, loan",
        ),
    ),
    "a clock that is not there": Mistake(
        "outcomes/all.toml",
        'clocks = ["loan-ends"]',
        'clocks = ["loan-end"]',
        (
            "outcomes",
            "outcome “bring”",
            "“clocks”",
            "“loan-end”, which is not the id of a clock",
            "Write one of: loan-ends",
        ),
    ),
    "a message that is not there": Mistake(
        "outcomes/all.toml",
        'message = "to-desk"',
        'message = "desk"',
        (
            "outcomes",
            "outcome “bring”",
            "“message”",
            "“desk”, which is not the id of a message",
            "Write one of: to-desk",
        ),
    ),
    "a stage of life that is not there": Mistake(
        "outcomes/all.toml",
        'life = "out"\nguide = "steps"\nmessage',
        'life = "in"\nguide = "steps"\nmessage',
        ("outcomes", "outcome “bring”", "“life”", "“in”, which is not", "Write one of: ended, out"),
    ),
    "a clock over a fact that is not there": Mistake(
        "clocks.toml",
        'fact = "loan"',
        'fact = "lone"',
        (
            "clocks.toml",
            "clock “loan-ends”",
            "“fact”",
            "“lone”, which is not the id of a fact",
            "Write one of: fee, loan",
        ),
    ),
    "a clock over a fact without a span": Mistake(
        "clocks.toml",
        'fact = "loan"',
        'fact = "fee"',
        ("clocks.toml", "clock “loan-ends”", "“fact”", "“fee”, which has no span", "Give fact “fee” a span"),
    ),
    "a source that is not there": Mistake(
        "facts.toml",
        'sources = ["S2"]',
        'sources = ["S3"]',
        ("facts.toml", "fact “fee”", "“sources”", "“S3”, which is not the id of a source", "Write one of: S1, S2"),
    ),
    "a name that nobody has seen": Mistake(
        "labels.toml",
        'described = { es = "el botón del recibo" }',
        "",
        ("labels.toml", "label “receipt”", "“described.es”", "a name that nobody has seen", "described = { es = “…” }"),
    ),
    "a description of what was seen": Mistake(
        "labels.toml",
        'described = { es = "el botón del recibo" }',
        'described = { en = "the button", es = "el botón del recibo" }',
        ("labels.toml", "label “receipt”", "“described.en”", "“the button”", "the name was seen, “Print receipt”"),
    ),
    "a text in a language of nobody": Mistake(
        "labels.toml",
        'lang = "en"',
        'lang = "xx"',
        ("labels.toml", "label “receipt”", "“lang”", "“xx”", "Write one of: en, es"),
    ),
    "a label without texts": Mistake(
        "labels.toml",
        """seen = [
  { text""",
        """seen = []
other = [
  { text""",
        ("labels.toml", "label “receipt”", "“other”", "a field that no one reads"),
    ),
    "a grade that there is not": Mistake(
        "labels.toml",
        'grade = "first-hand"',
        'grade = "sure"',
        ("labels.toml", "label “receipt”", "“seen[1].grade”", "“sure”", "Write one of: first-hand, copy, guess"),
    ),
    "a day that is none": Mistake(
        "labels.toml",
        'last = "2026-01"',
        'last = "January"',
        ("labels.toml", "label “receipt”", "“seen[1].last”", "“January”", "2026-09-04, 2026-09 or 2026"),
    ),
    "a label's source that is not there": Mistake(
        "labels.toml",
        'sources = ["S1"]',
        'sources = ["S3"]',
        ("labels.toml", "label “receipt”", "“sources”", "“S3”", "Write one of: S1, S2"),
    ),
    "a sign of a label that is not there": Mistake(
        "signs.toml",
        'labels = ["receipt"]',
        'labels = ["bill"]',
        ("signs.toml", "sign “receipts”", "“labels”", "“bill”", "Write one of: receipt"),
    ),
    "a sign in a place that there is not": Mistake(
        "signs.toml", 'kind = "button"', 'kind = "corner"', ("signs.toml", "sign “receipts”", "“kind”", "status, tab")
    ),
    "a sign that means no answer": Mistake(
        "signs.toml",
        'means = "place.desk"',
        'means = "place.shelf"',
        ("signs.toml", "sign “at-desk”", "“means”", "“place.shelf”", "place.desk"),
    ),
    "a sign that needs what there is not": Mistake(
        "signs.toml",
        'means = "place.desk"',
        'means = "place.desk"\nneeds = ["pages"]',
        ("signs.toml", "sign “at-desk”", "“needs”", "“pages”", "late.no, late.unsure, late.yes, page"),
    ),
    "a sign for a day that nobody types": Mistake(
        "signs.toml",
        'means = "place.desk"',
        'day = "eaten"',
        ("signs.toml", "sign “at-desk”", "“day”", "“eaten”", "ordered, paid"),
    ),
    "a sign's text in a language of nobody": Mistake(
        "signs.toml", 'lang = "en"', 'lang = "xx"', ("signs.toml", "sign “at-desk”", "“lang”", "“xx”", "en, es")
    ),
    "a sign's source that is not there": Mistake(
        "signs.toml", 'sources = ["S1"]', 'sources = ["S3"]', ("signs.toml", "sign “at-desk”", "“sources”", "“S3”")
    ),
    "a right's source that is not there": Mistake(
        "rights.toml",
        'sources = ["S1"]',
        'sources = ["S3"]',
        ("rights.toml", "right “cl-loan”", "“sources”", "“S3”", "Write one of: S1, S2"),
    ),
    "a country that is not there": Mistake(
        "rights.toml",
        'countries = ["cl"]',
        'countries = ["xx"]',
        ("rights.toml", "“cl-loan”", "“countries”", "“xx”, which is not the id of a country", "Write one of: any, cl"),
    ),
    "a table that no one reads": Mistake(
        "rules.toml",
        '[[rule]]\nid = "in-time"',
        '[[rules]]\nid = "in-time"',
        ("rules.toml", "“rules”", "a table that no one reads", "[[rule]]"),
    ),
    "languages that are no list": Mistake(
        "policy.toml",
        'languages = ["en", "es"]',
        'languages = "en"',
        ("policy.toml", "“languages”", "found “en”", 'the default first: ["en", "es"]'),
    ),
    "no version": Mistake(
        "policy.toml",
        'version = "1"',
        "",
        ("policy.toml", "“version”", "found nothing", "Write the day of the last change"),
    ),
    "a field of the head that no one reads": Mistake(
        "policy.toml",
        'version = "1"',
        'version = "1"\ntitle = "x"',
        ("policy.toml", "“title”", "a field that no one reads", "Delete it"),
    ),
}


def refusal(folder: Path) -> PolicyError:
    """The error that loading a folder ends with."""
    with pytest.raises(PolicyError) as caught:
        load(folder)
    return caught.value


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_refused_with_file_id_field_and_remedy(folder: Path, name: str) -> None:
    """Whoever breaks a file reads where, what was found and what to write instead, and nothing is loaded."""
    mistake = MISTAKES[name]
    file = folder / mistake.file
    text = file.read_text("utf-8")
    assert mistake.old in text
    file.write_text(text.replace(mistake.old, mistake.new, 1), "utf-8")
    message = str(refusal(folder))
    assert not [part for part in mistake.says if part not in message], message


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """An editor mends everything in one go: one line for each problem."""
    for file in ("facts.toml", "labels.toml", "rights.toml"):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace('id = "', 'ident = "', 1), "utf-8")
    error = refusal(folder)
    assert {problem.file for problem in error.problems} == {"facts.toml", "labels.toml", "rights.toml"}
    assert str(error).count("\n") + 1 == len(error.problems)


def test_two_broken_files_are_both_named(folder: Path) -> None:
    """Files that are not TOML are all named, not only the first."""
    for name in ("rules.toml", "facts.toml"):
        (folder / name).write_text("[[", "utf-8")
    assert {problem.file for problem in refusal(folder).problems} == {"rules.toml", "facts.toml"}


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    """A file in another encoding is named, without a traceback of the parser."""
    (folder / "rules.toml").write_bytes(b"\xff\xfe")
    assert "rules.toml" in str(refusal(folder))


NO_PAGES = [
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,Hello",
    "file:///etc/passwd",
    "ftp://library.example/rules",
    "HTTPS://library.example/rules",
    "https://library.example@evil.example/",
    "https://user:word@library.example/",
    "https:///rules",
    "//library.example/rules",
    "https://library/rules",
    "https://127.0.0.1/rules",
    "https://2130706433/",
    "https://[::1]/",
    "https://library.example/the rules",
    "https://library.example/rules\n",
    "https://bibliotecá.example/",
]
"""Addresses that no reader should be sent to."""


@pytest.mark.parametrize(
    ("file", "old", "field"),
    [
        ("sources.toml", 'address = "https://library.example/rules"', "more"),
        ("sources.toml", 'address = "https://library.example/rules"', "address"),
        ("offices.toml", 'address = "https://ombudsman.example/"', "address"),
    ],
    ids=["more", "source", "office"],
)
def test_only_web_pages_are_linked(folder: Path, file: str, old: str, field: str) -> None:
    """What readers may press is a page on a host with a name: nothing that runs, no file, no host behind a user."""
    text = (folder / file).read_text("utf-8")
    given = NO_PAGES if field == "more" else NO_PAGES[:1]
    (folder / file).write_text(text.replace(old, f"{field} = {json.dumps(given if field == 'more' else given[0])}"))
    problems = [each for each in refusal(folder).problems if "Write the address of a web page" in each.remedy]
    assert [each.found for each in problems] == [f"“{address}”" for address in given]


@pytest.mark.parametrize(
    "name", ["questions", "rules", "facts", "rights", "messages", "life", "words", "dates", "policy"]
)
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    """A policy without one of its files does not load, and the message names the file."""
    (folder / f"{name}.toml").unlink()
    assert f"{name}.toml" in str(refusal(folder))


def test_a_file_that_no_one_reads_is_named(folder: Path) -> None:
    """A misspelt file name is told with the names that are read, since it would be left out in silence."""
    (folder / "rulez.toml").write_text('x = "y"', "utf-8")
    message = str(refusal(folder))
    assert "rulez.toml" in message
    assert "rules" in message


def test_an_empty_folder_says_what_is_expected(tmp_path: Path) -> None:
    """A wrong path gives a sentence that names it and what it should hold."""
    message = str(refusal(tmp_path))
    assert str(tmp_path) in message
    assert "policy.toml" in message


def test_a_row_that_is_no_table_is_refused(folder: Path) -> None:
    """A list in place of rows is refused with its place."""
    (folder / "rules.toml").write_text("rule = [1, 2]", "utf-8")
    message = str(refusal(folder))
    assert "rule number 1" in message
    assert "Write a table" in message


def test_rows_are_found_in_every_file_of_a_folder(folder: Path, small: Policy) -> None:
    """Outcomes may stand in as many files as an editor likes."""
    text = (folder / "outcomes/all.toml").read_text("utf-8")
    cut = text.index('[[outcome]]\nid = "look"')
    (folder / "outcomes/all.toml").write_text(text[:cut], "utf-8")
    (folder / "outcomes/more.toml").write_text(text[cut:], "utf-8")
    assert load(folder) == small


def test_a_policy_cannot_be_changed(small: Policy) -> None:
    """What was loaded stays as it was loaded: rows and mappings are read-only."""
    with pytest.raises(FrozenInstanceError):
        small.version = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        small.rules["new"] = small.rules["in-time"]  # type: ignore[index]


def test_an_article_may_be_the_same_in_every_language(small: Policy) -> None:
    """A law's article is written once and stands in all languages."""
    assert small.rights["cl-loan"].article == {"en": "Art. 1", "es": "Art. 1"}


def test_a_problem_reads_as_a_sentence() -> None:
    """Where, what was found, what to do: the same order in every message."""
    problem = Problem("rules.toml", "rule “a”", "then", "nothing", "Write an outcome.")
    assert str(problem) == "rules.toml: rule “a”, field “then”: found nothing. Write an outcome."


def test_the_shipped_policy_is_the_one_in_the_files(policy: Policy) -> None:
    """Compiled tables or files: a build carries the policy of the folder, but for what a table of situations holds."""
    whole = build(read_tables(FOLDER))
    assert policy == whole == replace(readable(bundled()), concepts=whole.concepts, cues=whole.cues)
