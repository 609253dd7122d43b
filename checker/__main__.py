"""The checker in a terminal: `still-in-time`, or `python -m checker`."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from checker import paste
from checker.audit import report
from checker.deadlines import SystemZone
from checker.decide import Ask, State, Verdict, as_mapping, moved, path, states
from checker.details import EMPTY, clean
from checker.find import described, find, index
from checker.load import PolicyError, load
from checker.markup import Place, plain
from checker.paste import reply
from checker.paste.flatten import LONGEST_MARKUP
from checker.paste.lexicon import lexicon
from checker.publish import situations
from checker.road import road
from checker.sheet import as_text, sheet

HELP = """\
Can I still cancel my AliExpress order, and what next?

Say what you know as question=option. Where that is not enough, the next
question is printed with its options: give one of them, too, beside what you
gave before. Nothing leaves this machine.

  still-in-time
  still-in-time stage=shipped
  still-in-time stage=shipped trouble=unwanted
  still-in-time --find "pressed cancel, the seller says nothing"
"""
HANGING = re.compile(r"\s*(?:\d+\. +|- +|\S+=\S+ +)?")
"""What stands before the words of a line that is broken; what follows stands below the words."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit code 0, 1 (the audit found something) or 2 (a mistake in the call or the policy)."""
    parser = argparse.ArgumentParser(
        prog="still-in-time", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("answers", nargs="*", metavar="question=option", help="what is known, in any order")
    parser.add_argument("--lang", default=None, help="language of the answer, by its code")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--list", action="store_true", help="print all questions, options, outcomes and verdict kinds")
    parser.add_argument(
        "--read", metavar="FILE", help="read a copied order page, tracking page or email (- for standard input)"
    )
    parser.add_argument("--find", metavar="TEXT", help="name the likeliest situations for a sentence of your own")
    parser.add_argument("--sheet", action="store_true", help="print an answer as a case sheet for whoever helps you")
    parser.add_argument("--audit", action="store_true", help="look for gaps, overlaps and loose ends in the policy")
    asked = parser.parse_args(arguments)
    try:
        policy = load()
    except PolicyError as error:
        return _complain(str(error))
    lang = asked.lang or policy.default_language
    if lang not in policy.languages:
        return _refuse(f"unknown language “{lang}”. Languages: {', '.join(policy.languages)}.")
    if asked.audit:
        return report(policy)
    place = Place(policy, lang)
    if asked.find is not None:
        known = index(situations.table(policy, lang))
        likely = [asdict(each) for each in described(place, find(known, asked.find))]
        _print({"states": likely} if asked.json else "\n".join(f"{row['title']}\n  {row['address']}" for row in likely))
        return 0
    if asked.list:
        listing = catalogue(place)
        _print(listing if asked.json else _listing_text(listing))
        return 0
    if asked.read is not None:
        return _read(place, asked.read, as_data=asked.json)
    try:
        answers = as_mapping(asked.answers)
    except ValueError as error:
        return _refuse(f"“{error}” is not an answer. Write question=option, for example stage=shipped.")
    state = path(policy, answers)
    now = None if answers.keys() <= {**state.answers, **state.presumed}.keys() else moved(policy, answers)
    for question, option in (answers if now is None else now).items():
        if question not in policy.questions:
            return _refuse(f"unknown question “{question}”. Questions: {', '.join(policy.questions)}.")
        if option not in policy.questions[question].options:
            allowed = ", ".join(policy.questions[question].options)
            return _refuse(f"unknown option “{option}” of question “{question}”. Options: {allowed}.")
    if now is not None:
        state, answers = path(policy, now), {}
    comes_next = f"; next comes “{state.next.question.id}”" if isinstance(state.next, Ask) else ""
    for question in (each for each in answers if each not in {**state.answers, **state.presumed}):
        print(f"note: “{question}” is not asked here and was left out{comes_next}", file=sys.stderr)
    if asked.sheet and isinstance(state.next, Verdict):
        _print(as_text(sheet(place, state, EMPTY, today=date.today(), zone=SystemZone())))
        return 0
    answer = as_json(place, state)
    _print(answer if asked.json else _text(place, answer))
    return 0


def _read(place: Place, file: str, *, as_data: bool) -> int:
    """Print what was read of a pasted text or its markup: its orders as data, or sentences about them."""
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as opened:
            text = opened.read(4 * LONGEST_MARKUP).decode("utf-8-sig", "replace")
    except (OSError, ValueError) as error:
        return _refuse(f"cannot read “{file}”: {getattr(error, 'strerror', None) or error}.")
    found = paste.read(lexicon(place.policy), text=text)
    if as_data:
        _print({"orders": [paste.as_data(order) for order in found]})
        return 0
    blocks = [[reply.summary(place.policy, place.lang, found)]] if len(found) != 1 else []
    blocks += [reply.sentences(place.policy, place.lang, order) for order in found]
    _print("\n\n".join("\n".join(lines) for lines in blocks))
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
    until, steps = policy.until(outcome), road(policy, outcome)
    ahead = {step.clock for step in steps}
    usual = [policy.clocks[ident].usual for ident in outcome.clocks if ident not in ahead]
    return {
        "kind": "verdict",
        "outcome": outcome.id,
        "verdict": outcome.verdict,
        "headline": outcome.headline[lang],
        "summary": plain(place, outcome.summary[lang]),
        "until": plain(place, until[lang]) if until else None,
        "careful": plain(place, outcome.careful[lang]) if outcome.careful else None,
        "steps": [plain(place, step[lang]) for step in outcome.steps],
        "road": [
            {
                "address": step.address,
                "headline": step.outcome.headline[lang],
                "when": plain(place, policy.clocks[step.clock].usual[lang]) if step.clock else None,
            }
            for step in steps
        ],
        "usual": [plain(place, text[lang]) for text in usual if text is not until],
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
        return "\n".join([answer["headline"], *_options(answer["question"], answer["options"])])
    lines = [place.say(f"kind-{answer['verdict']}"), answer["headline"], "", answer["summary"]]
    if answer["until"]:
        lines.append(answer["until"])
    if answer["careful"]:
        lines += ["", f"{place.say('careful')}: {answer['careful']}"]
    lines += ["", place.say("do-now")]
    lines += [f"  {number}. {step}" for number, step in enumerate(answer["steps"], start=1)]
    lines += ["", place.say("if-not")]
    lines += [f"  > {' '.join(filter(None, [step['headline'] + '.', step['when']]))}" for step in answer["road"]]
    lines += [f"  {text}" for text in answer["usual"]]
    lines += [f"  - {step}" for step in answer["otherwise"]]
    lines += ["", f"{place.say('why')}: {answer['because']} ({', '.join(answer['facts'])})"]
    return "\n".join(lines)


def _options(question: str, options: Mapping[str, str]) -> list[str]:
    """What can be typed to answer a question, one option a line, the words below each other."""
    typed = {f"{question}={ident}": text for ident, text in options.items()}
    width = max(map(len, typed))
    return [f"  {each:<{width}}  {text}" for each, text in typed.items()]


def _listing_text(listing: dict[str, Any]) -> str:
    lines = []
    for question in listing["questions"]:
        lines.append(f"{question['id']}: {question['text']}")
        lines += _options(question["id"], {option["id"]: option["text"] for option in question["options"]})
    lines += [
        "",
        *(f"{outcome['id']:<26} {outcome['verdict']:<15} {outcome['headline']}" for outcome in listing["outcomes"]),
    ]
    return "\n".join(lines)


def _print(answer: str | dict[str, Any]) -> None:
    """Print text, its lines broken between words where somebody sees them, or data as JSON."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=2)
    if isinstance(answer, str) and sys.stdout.isatty():
        text = "\n".join(_broken(line, shutil.get_terminal_size().columns) for line in text.splitlines())
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Whoever reads has read enough. What is written out at the end must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _broken(line: str, width: int) -> str:
    """A line in as many as a terminal of some width needs."""
    hanging = HANGING.match(line)
    indent = " " * (hanging.end() if hanging else 0)
    return textwrap.fill(line, max(width, 40), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _refuse(message: str) -> int:
    """Complain of an argument, which may come from anywhere: nothing in it steers the terminal."""
    return _complain(clean(message))


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
