"""/policy.json as others read it: by its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError


@pytest.fixture
def policy(site: Path) -> dict[str, Any]:
    """The published policy."""
    found: dict[str, Any] = json.loads((site / "policy.json").read_text("utf-8"))
    return found


@pytest.fixture
def judge(site: Path, policy: dict[str, Any]) -> Callable[[object], None]:
    """Judges by the schema that the policy itself names."""
    schema = json.loads((site / policy["$schema"]).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found: Callable[[object], None] = Draft202012Validator(schema, format_checker=FormatChecker()).validate
    return found


def test_the_published_policy_keeps_its_schema(policy: dict[str, Any], judge: Callable[[object], None]) -> None:
    """What is published is what the schema beside it promises."""
    judge(policy)


def remove_translation(policy: dict[str, Any]) -> None:
    """A rule's reason without the Spanish words."""
    del next(iter(policy["rules"].values()))["because"]["es"]


def add_field(policy: dict[str, Any]) -> None:
    """A field that nobody knows."""
    next(iter(policy["outcomes"].values()))["colour"] = "red"


def misname_verdict(policy: dict[str, Any]) -> None:
    """A verdict of no known kind."""
    next(iter(policy["outcomes"].values()))["verdict"] = "perhaps"


def miswrite_day(policy: dict[str, Any]) -> None:
    """A day that no calendar has."""
    next(iter(policy["facts"].values()))["checked"] = "2026-02-30"


def drop_table(policy: dict[str, Any]) -> None:
    """No questions."""
    del policy["questions"]


def turn_list_into_text(policy: dict[str, Any]) -> None:
    """One option where a list of them belongs."""
    next(iter(policy["rules"].values()))["when"]["stage"] = "unpaid"


@pytest.mark.parametrize(
    "spoil", [remove_translation, add_field, misname_verdict, miswrite_day, drop_table, turn_list_into_text]
)
def test_a_spoilt_policy_does_not(
    policy: dict[str, Any], judge: Callable[[object], None], spoil: Callable[[dict[str, Any]], None]
) -> None:
    """The schema is no empty promise: each of these mistakes is refused."""
    spoil(policy)
    with pytest.raises(ValidationError):
        judge(policy)


def test_the_rule_book_says_what_changed(site: Path, policy: dict[str, Any]) -> None:
    """Every entry of the changelog stands on the rule book's page, in every language."""
    for lang in policy["languages"]:
        folder = "" if lang == policy["languages"][0] else lang
        page = (site / folder / "rules" / "index.html").read_text("utf-8")
        assert policy["changes"]
        for ident, change in policy["changes"].items():
            assert f'id="change-{ident}"' in page
            assert change["buyers"][lang] in page
