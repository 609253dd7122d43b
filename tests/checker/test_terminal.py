"""The command `python -m checker`, called as a function."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from checker import __main__ as terminal
from checker import audit
from checker.decide import Verdict, states
from checker.load import PolicyError, Problem
from checker.markup import Place, plain
from checker.model import Policy

pytestmark = pytest.mark.cpython_only


@pytest.fixture(autouse=True)
def _once(monkeypatch: pytest.MonkeyPatch, policy: Policy) -> None:
    """Reading the files takes longer than a test: they are read once."""
    monkeypatch.setattr(terminal, "load", lambda: policy)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a call that must succeed prints as JSON."""
    assert terminal.main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a call that must fail says; it prints nothing as an answer."""
    assert terminal.main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    return output.err


def test_a_question_as_json(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """An answer that is not complete gives the next question with its options."""
    answer = printed(capsys, "--json", "stage=to-ship")
    assert set(answer) == {"kind", "question", "headline", "options", "path", "address"}
    assert (answer["kind"], answer["question"]) == ("ask", "reason")
    assert list(answer["options"]) == list(policy.questions["reason"].options)
    assert (answer["path"], answer["address"]) == ({"stage": "to-ship"}, "stage.to-ship")


def test_a_verdict_as_json(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """A complete answer gives outcome, verdict, headline, steps, facts, path and address, without markup."""
    answer = printed(capsys, "--json", "answer=silent", "stage=asked", "waited=over")
    assert {"kind", "outcome", "verdict", "headline", "steps", "facts", "path", "address"} <= set(answer)
    assert (answer["kind"], answer["outcome"], answer["verdict"]) == ("verdict", "silence-over", "get-help")
    assert answer["address"] == "stage.asked/answer.silent/waited.over"
    assert answer["path"] == {"stage": "asked", "answer": "silent", "waited": "over"}
    assert answer["facts"] == list(policy.rules["silent-time-over"].rests_on)
    assert len(answer["steps"]) >= 2
    assert "{" not in "".join([answer["headline"], answer["summary"], *answer["steps"], *answer["otherwise"]])


def test_situations_for_a_sentence(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """A sentence gives the likeliest states, three at most, best first; what says nothing gives none, and succeeds."""
    answer = printed(capsys, "--find", "llegó roto, ¿qué hago?", "--lang", "es", "--json")
    assert list(answer) == ["states"]
    assert 1 <= len(answer["states"]) <= 3
    question = policy.questions["return-button"].text["es"]
    assert answer["states"][0] == {"address": "stage.delivered/parcel.damaged", "kind": "question", "title": question}
    for nothing in ("", "\ud800\0", "…"):
        assert printed(capsys, "--find", nothing, "--json") == {"states": []}
    assert terminal.main(["--find", "it arrived broken"]) == 0
    assert "stage.delivered/parcel.damaged" in capsys.readouterr().out


def test_the_list_as_json(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """All questions with options, all outcomes, all verdict kinds, languages and version."""
    listing = printed(capsys, "--list", "--json")
    assert {"version", "languages", "questions", "outcomes", "verdicts", "states"} <= set(listing)
    assert [row["id"] for row in listing["questions"]] == list(policy.questions)
    for row in listing["questions"]:
        assert [option["id"] for option in row["options"]] == list(policy.questions[row["id"]].options)
    assert {row["id"]: row["verdict"] for row in listing["outcomes"]} == {
        outcome.id: outcome.verdict for outcome in policy.outcomes.values()
    }
    assert set(listing["verdicts"]) == {outcome.verdict for outcome in policy.outcomes.values()}
    assert listing["languages"] == list(policy.languages)
    assert listing["states"] > 100


def test_the_list_as_text(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """Without --json the list is for people: every id stands in it as it is typed."""
    assert terminal.main(["--list"]) == 0
    text = capsys.readouterr().out
    for question in policy.questions.values():
        assert all(f"{question.id}={option}" in text for option in question.options)
    assert all(outcome in text for outcome in policy.outcomes)


def test_a_pasted_text_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """--read gives the orders of a text or of markup; what nobody can read is no order and no error."""
    card = tmp_path / "card"
    for text in (
        "Awaiting delivery\nDate: Sep 1, 2026\nRef. Number: 8214000000021234\n",
        "\ufeff<div>Awaiting delivery</div><div>Date: Sep 1, 2026</div><div>Ref. Number: 8214000000021234</div>",
    ):
        card.write_text(text, "utf-8")
        assert printed(capsys, "--read", str(card), "--json") == {
            "orders": [
                {
                    "answers": {"stage": "shipped"},
                    "dates": {"ordered": "2026-09-01"},
                    "order": "8214000000021234",
                    "seen": [
                        {"text": "Ref. Number: 8214000000021234", "means": "order"},
                        {"text": "Awaiting delivery", "means": "stage.shipped"},
                        {"text": "Date: Sep 1, 2026", "means": "ordered"},
                    ],
                    "doubts": [],
                }
            ]
        }
    for nothing in (b"", b"\xff\x00\x80<\x1b[2J", bytes(range(256)) * 9):
        card.write_bytes(nothing)
        assert printed(capsys, "--read", str(card), "--json") == {"orders": []}
    assert "\x1b" not in refused(capsys, "--read", str(tmp_path / "no such\x1b[2J"))


@pytest.mark.parametrize(("lang", "says"), [("en", "Paid, not shipped yet"), ("es", "Pagado, todavía sin enviar")])
def test_a_pasted_text_in_sentences(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str, says: str
) -> None:
    """From standard input, for people: what was read of each order, in their language."""
    pasted = b"Processing\nDate: Sep 1, 2026\nRef. Number: 8214000000021234\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pasted)))
    assert terminal.main(["--lang", lang, "--read", "-"]) == 0
    assert says in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert terminal.main(["--lang", lang, "--read", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_answers_are_given_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], policy: Policy, lang: str
) -> None:
    """--lang gives headline, steps and question in that language; ids stay the same."""
    verdict = printed(capsys, "--lang", lang, "--json", "stage=shipped", "trouble=unwanted")
    assert verdict["headline"] == policy.outcomes["shipped-unwanted"].headline[lang]
    question = printed(capsys, "--lang", lang, "--json")
    assert question["headline"] == policy.questions["stage"].text[lang]
    assert question["options"] == {option.id: option.text[lang] for option in policy.questions["stage"].option}


def test_a_question_as_text(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """Without answers the command prints the first question and what can be typed."""
    assert terminal.main([]) == 0
    text = capsys.readouterr().out
    assert text.startswith(policy.questions["stage"].text["en"])
    assert "stage=unpaid" in text


def test_a_verdict_as_text(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """A verdict is printed with its headline, numbered steps, the way on and the reason."""
    assert terminal.main(["--lang", "es", "stage=unpaid", "payment=not-tried"]) == 0
    text = capsys.readouterr().out
    outcome, rule = policy.outcomes["cancel-unpaid"], policy.rules["unpaid-unwanted"]
    assert outcome.headline["es"] in text
    assert "  1. " in text
    assert rule.because["es"] in text
    assert "{" not in text


def test_a_warning_is_not_left_out(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """Where the site says what to be careful of, so does the terminal, in every language; elsewhere it says nothing."""
    warned = set()
    for state in states(policy):
        if not isinstance(state.next, Verdict):
            continue
        careful = policy.outcomes[state.next.rule.then].careful
        warned.add(careful is not None)
        for lang in policy.languages:
            call = ["--lang", lang, *(f"{question}={option}" for question, option in state.answers.items())]
            wanted = plain(Place(policy, lang), careful[lang]) if careful else None
            assert printed(capsys, "--json", *call)["careful"] == wanted
            assert terminal.main(call) == 0
            line = f"\n{policy.words['careful'][lang]}: {wanted or ''}"
            assert (line in capsys.readouterr().out) == (careful is not None), state.address
    assert warned == {True, False}


def test_options_stand_below_each_other(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """However long an id is, the words of a question's options begin in one column."""
    assert terminal.main(["stage=delivered"]) == 0
    question = policy.questions["parcel"]
    _, *rows = capsys.readouterr().out.splitlines()
    assert max(map(len, question.options)) > 15
    assert len({row.index(option.text["en"]) for row, option in zip(rows, question.option, strict=True)}) == 1


def test_lines_are_broken_between_words_for_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who looks sees whole words and hanging steps; a program that reads gets each step as one line."""
    call = ["stage=asked", "answer=silent", "waited=over"]
    assert terminal.main(call) == 0
    read = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "50")
    assert terminal.main(call) == 0
    seen = capsys.readouterr().out
    assert max(map(len, read.splitlines())) > 50 >= max(map(len, seen.splitlines()))
    assert seen.split() == read.split()
    assert any(line.startswith("     ") for line in seen.splitlines())


def test_every_state_can_be_printed(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """Each outcome can be shown as text and as JSON in both languages."""
    shown = {}
    for state in states(policy):
        if isinstance(state.next, Verdict):
            shown[state.next.rule.then] = state
    for state in shown.values():
        for lang in policy.languages:
            place = Place(policy, lang)
            assert terminal.as_json(place, state)["outcome"] in policy.outcomes
    assert set(shown) == set(policy.outcomes)


def test_an_unknown_question_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """A wrong question: exit 2, its id, and all ids that are allowed."""
    message = refused(capsys, "stag=shipped")
    assert "“stag”" in message
    assert all(question in message for question in policy.questions)


def test_an_unknown_option_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """A wrong option: exit 2, its id, its question's id, and all ids that are allowed."""
    message = refused(capsys, "--json", "stage=shippd")
    assert "“shippd”" in message
    assert "“stage”" in message
    assert all(option in message for option in policy.questions["stage"].options)


def test_answers_of_an_earlier_edition_lead_to_what_stands_for_them_now(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small: Policy
) -> None:
    """What was typed for an earlier edition is read as its links are, in any order and without a note."""
    monkeypatch.setattr(terminal, "load", lambda: small)
    for call, address in (
        (["place=shelf"], "place.desk"),
        (["late=yes", "place=shelf", "cover=hard", "kind=film"], "place.home/late.yes/kind.film"),
    ):
        assert terminal.main(["--json", *call]) == 0
        output = capsys.readouterr()
        assert json.loads(output.out)["address"] == address
        assert output.err == ""
    assert "“soon”" in refused(capsys, "place=shelf", "late=soon")


def test_a_word_that_is_no_answer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A word without an equals sign: exit 2 and an example of how to write it."""
    message = refused(capsys, "shipped")
    assert "“shipped”" in message
    assert "question=option" in message


def test_an_unknown_language_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong language: exit 2, the code, and the codes allowed."""
    message = refused(capsys, "--lang", "fr")
    assert "“fr”" in message
    assert "en, es" in message


@pytest.mark.parametrize("harm", ["\x1b[31m", "\x1b]0;title\x07", "\u202e", "\0", "\ud800"])
@pytest.mark.parametrize("call", ["{}", "{}=x", "stage={}", "--lang={}"])
def test_an_argument_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str], call: str, harm: str) -> None:
    """What is repeated of a wrong argument is print, whatever it holds: no colours, titles or turned lines."""
    assert terminal.main([call.format(f"{harm}word")]) == 2
    told = capsys.readouterr().err
    assert told.strip().isprintable() and "word" in told


def test_an_answer_that_is_not_asked_is_left_out_with_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    """An answer beside the path changes nothing and is told on the error stream."""
    assert terminal.main(["--json", "stage=frozen", "reason=price"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["path"] == {"stage": "frozen"}
    assert output.err == "note: “reason” is not asked here and was left out; next comes “frozen”\n"


def test_the_command_reads_the_files_that_ship(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], policy: Policy
) -> None:
    """Called as it is, the command answers from the policy of its package."""
    monkeypatch.undo()
    assert printed(capsys, "--json", "--list")["version"] == policy.version


def test_the_audit_can_be_called(capsys: pytest.CaptureFixture[str]) -> None:
    """--audit prints what `python -m checker.audit` prints."""
    assert terminal.main(["--audit"]) == audit.main()
    first, second = capsys.readouterr().out.splitlines()
    assert first == second


def test_a_broken_policy_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the files are broken: exit 2 and the loader's messages."""

    def refuse() -> Policy:
        raise PolicyError([Problem("rules.toml", "rule “a”", "then", "nothing", "Write it.")])

    monkeypatch.setattr(terminal, "load", refuse)
    assert refused(capsys) == "rules.toml: rule “a”, field “then”: found nothing. Write it.\n"


def test_a_verdict_as_a_case_sheet(capsys: pytest.CaptureFixture[str], policy: Policy) -> None:
    """`--sheet` prints an answer for whoever helps, in the language asked for; a question is asked as ever."""
    assert terminal.main(["--lang", "es", "--sheet", "stage=unpaid", "payment=not-tried"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == policy.words["sheet-title"]["es"]
    assert {policy.words[word]["es"] for word in ("sheet-order", "sheet-answers", "do-now", "if-not")} <= set(lines)
    assert terminal.main(["--sheet", "stage=unpaid"]) == 0
    assert capsys.readouterr().out.startswith(policy.questions["payment"].text["en"])
