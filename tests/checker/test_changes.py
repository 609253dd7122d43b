"""What changed for buyers: noticed, named, and only then recorded."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

if importlib.util.find_spec("checker.changes") is None:
    pytest.skip("the browser's bundle has no changelog command", allow_module_level=True)

from checker import changes, publish
from checker.load import load
from checker.publish import schema

ENTRY = """
[[change]]
id = "longer"
version = "2"
buyers = { en = "All who borrow.", es = "Quienes toman prestado." }
"""

type Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command on the small policy, which is recorded; gives the exit code and what it complains about."""
    record = tmp_path / "recorded.txt"
    monkeypatch.setattr(changes, "load", lambda: load(folder))
    monkeypatch.setattr(changes, "RECORD", record)
    record.write_text(changes.written(changes.current(load(folder))), "utf-8")

    def call(*arguments: str) -> tuple[int, str]:
        return changes.main(arguments), capsys.readouterr().err

    return call


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file of the policy; what is to be changed has to be there."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def resting(policy_folder: Path, fact: str) -> list[str]:
    """The rules of the small policy that a fact decides."""
    policy = load(policy_folder)
    return [rule.id for rule in policy.rules.values() if policy.facts[fact] in list(changes.parts(policy, rule))]


def test_an_unchanged_policy_is_passed_in_silence(run: Run) -> None:
    """Nothing is due where nothing changed."""
    assert run() == (0, "")


def test_another_state_to_look_at_next_is_a_change(run: Run, folder: Path) -> None:
    """Where a road leads decides what a buyer does next."""
    edit(folder, "outcomes/all.toml", 'next = "place.desk"', 'next = "place.home/late.yes/kind.film"')
    code, told = run()
    assert code == 1 and "other answers are recorded for rules late-book" in told


def test_a_changed_number_is_told_with_the_rules_that_it_changes(run: Run, folder: Path) -> None:
    """Whoever changes a fact's span learns which answers change, and gets the entry to write."""
    edit(folder, "facts.toml", "max = 21", "max = 28")
    code, told = run()
    rules = resting(folder, "loan")
    assert code == 1
    assert rules
    assert all(rule in told for rule in rules)
    assert "Set it to the day of this change" in told
    assert f"rules = [{', '.join(f'"{rule}"' for rule in rules)}]" in told


def test_a_new_version_alone_is_not_enough(run: Run, folder: Path) -> None:
    """A change without a word to buyers is not recorded."""
    edit(folder, "facts.toml", "max = 21", "max = 28")
    edit(folder, "policy.toml", 'version = "1"', 'version = "2"')
    code, told = run("--record")
    assert code == 1
    assert "changes.toml" in told
    assert "policy.toml" not in told
    assert 'version = "2"' in told


def test_the_entry_that_was_drafted_is_enough(run: Run, folder: Path) -> None:
    """With a new version and an entry that names the rules, the policy can be recorded, and is passed from then on."""
    edit(folder, "facts.toml", "max = 21", "max = 28")
    edit(folder, "policy.toml", 'version = "1"', 'version = "2"')
    named = ", ".join(f'"{rule}"' for rule in resting(folder, "loan"))
    with (folder / "changes.toml").open("a", encoding="utf-8") as file:
        file.write(f"{ENTRY}rules = [{named}]\n")
    assert run()[0] == 1
    assert run("--record") == (0, "")
    assert run() == (0, "")


def test_a_mended_sentence_needs_no_entry(run: Run, folder: Path) -> None:
    """Translators mend words without a new version; so does whoever reads a source again."""
    edit(folder, "rights.toml", "Pays fees back.", "Gives fees back.")
    edit(folder, "facts.toml", "checked = 2026-11-22", "checked = 2026-12-01")
    assert run() == (0, "")


def test_a_changed_right_is_told(run: Run, folder: Path) -> None:
    """The law of a country is told like a rule, by the id of its row."""
    edit(folder, "rights.toml", 'countries = ["any"]', 'countries = ["any", "any"]')
    code, told = run()
    assert code == 1
    assert 'rights = ["cashier"' in told


@pytest.mark.parametrize(
    ("file", "old", "new", "told_as"),
    [
        ("rights.toml", 'reach = "settled"', 'reach = "none"', 'rights = ["cl"]'),
        ("offices.toml", 'address = "https://ombudsman.example/"', 'address = "https://other.example/"', "ombudsman"),
        ("life.toml", 'door = "open"', 'door = "shut"', "rules = ["),
    ],
)
def test_a_reach_an_office_and_a_door_are_told(
    run: Run, folder: Path, file: str, old: str, new: str, told_as: str
) -> None:
    """How far a law reaches, where to complain, and whether a stage can be cancelled are changes for buyers."""
    edit(folder, file, old, new)
    code, told = run()
    assert code == 1
    assert told_as in told


def test_another_shape_needs_another_number(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes what policy.json may hold is told to raise the number that its readers go by."""
    real = schema.schema
    monkeypatch.setattr(changes, "schema", lambda languages: {**real(languages), "maxProperties": 3})
    code, told = run("--record")
    assert code == 1
    assert f"Write SCHEMA = {publish.SCHEMA + 1}." in told
    assert "publish/__init__.py" in told


def test_the_record_of_the_real_policy_can_be_read_back() -> None:
    """What is committed is what the command writes, so that renewing it changes what has changed only."""
    text = changes.RECORD.read_text("utf-8")
    assert changes.written(tomllib.loads(text)) == text
