"""The checker in a terminal: `python -m checker --lang es stage=shipped trouble=late`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from checker.audit import report
from checker.decide import Ask, State, as_mapping, path, states
from checker.load import PolicyError, load
from checker.markup import Place, plain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit code 0, 1 (the audit found something) or 2 (a mistake in the call or the policy)."""
    parser = argparse.ArgumentParser(prog="still-in-time", description=__doc__)
    parser.add_argument("answers", nargs="*", metavar="question=option", help="what is known, in any order")
    parser.add_argument("--lang", default=None, help="language of the answer")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--list", action="store_true", help="print all questions, options, outcomes and verdict kinds")
    parser.add_argument("--audit", action="store_true", help="look for gaps, overlaps and loose ends in the policy")
    asked = parser.parse_args(arguments)
    try:
        policy = load()
    except PolicyError as error:
        return _complain(str(error))
    lang = asked.lang or policy.default_language
    if lang not in policy.languages:
        return _complain(f"unknown language “{lang}”. Languages: {', '.join(policy.languages)}.")
    if asked.audit:
        return report(policy)
    place = Place(policy, lang)
    if asked.list:
        listing = catalogue(place)
        print(json.dumps(listing, ensure_ascii=False, indent=2) if asked.json else _listing_text(listing))
        return 0
    try:
        answers = as_mapping(asked.answers)
    except ValueError as error:
        return _complain(f"“{error}” is not an answer. Write question=option, for example stage=shipped.")
    for question, option in answers.items():
        if question not in policy.questions:
            return _complain(f"unknown question “{question}”. Questions: {', '.join(policy.questions)}.")
        if option not in policy.questions[question].options:
            allowed = ", ".join(policy.questions[question].options)
            return _complain(f"unknown option “{option}” of question “{question}”. Options: {allowed}.")
    state = path(policy, answers)
    for question in answers.keys() - state.answers.keys():
        print(f"note: “{question}” is not asked here and was left out", file=sys.stderr)
    answer = as_json(place, state)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if asked.json else _text(place, answer))
    return 0


def as_json(place: Place, state: State) -> dict[str, Any]:
    """A state as plain data: the question to ask next, or the verdict with its steps and facts."""
    policy, lang = place.policy, place.lang
    common = {"path": dict(state.answers), "address": state.address}
    if isinstance(state.next, Ask):
        question = state.next.question
        return {
            "kind": "ask",
            "question": question.id,
            "headline": question.text[lang],
            "options": {option.id: option.text[lang] for option in question.option},
            **common,
        }
    rule = state.next.rule
    outcome = policy.outcomes[rule.then]
    return {
        "kind": "verdict",
        "outcome": outcome.id,
        "verdict": outcome.verdict,
        "headline": outcome.headline[lang],
        "summary": plain(place, outcome.summary[lang]),
        "steps": [plain(place, step[lang]) for step in outcome.steps],
        "otherwise": [plain(place, step[lang]) for step in outcome.otherwise],
        "rule": rule.id,
        "because": rule.because[lang],
        "facts": list(rule.rests_on),
        **common,
    }


def catalogue(place: Place) -> dict[str, Any]:
    """Everything that can be asked and answered, with the number of states."""
    policy, lang = place.policy, place.lang
    return {
        "version": policy.version,
        "languages": list(policy.languages),
        "questions": [
            {
                "id": question.id,
                "text": question.text[lang],
                "options": [{"id": option.id, "text": option.text[lang]} for option in question.option],
            }
            for question in policy.questions.values()
        ],
        "outcomes": [
            {"id": outcome.id, "verdict": outcome.verdict, "headline": outcome.headline[lang]}
            for outcome in policy.outcomes.values()
        ],
        "verdicts": {kind: place.say(f"kind-{kind}") for kind in sorted({o.verdict for o in policy.outcomes.values()})},
        "states": sum(1 for _ in states(policy)),
    }


def _text(place: Place, answer: dict[str, Any]) -> str:
    if answer["kind"] == "ask":
        rows = [f"  {answer['question']}={ident:<16} {text}" for ident, text in answer["options"].items()]
        return "\n".join([answer["headline"], *rows])
    lines = [
        f"{place.say('kind-' + answer['verdict'])}: {answer['headline']}",
        answer["summary"],
        "",
        place.say("do-now"),
    ]
    lines += [f"  {number}. {step}" for number, step in enumerate(answer["steps"], start=1)]
    lines += ["", place.say("if-not"), *(f"  - {step}" for step in answer["otherwise"])]
    lines += ["", f"{place.say('why')}: {answer['because']} ({', '.join(answer['facts'])})"]
    return "\n".join(lines)


def _listing_text(listing: dict[str, Any]) -> str:
    lines = []
    for question in listing["questions"]:
        lines.append(f"{question['id']}: {question['text']}")
        lines += [f"  {question['id']}={option['id']:<16} {option['text']}" for option in question["options"]]
    lines += [
        "",
        *(f"{outcome['id']:<26} {outcome['verdict']:<15} {outcome['headline']}" for outcome in listing["outcomes"]),
    ]
    return "\n".join(lines)


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
