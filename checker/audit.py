"""What no loader can see in a policy: gaps and overlaps of its table, loose ends, lacking evidence, odd texts.

`python -m checker.audit` prints one finding a line and exits 1, or prints one line with the counts. Every finding says
where it is, what was found and what to write instead. The table's part is exact: two rules overlap where all their
cells meet, and a gap is met by walking every path: whoever stands in one is asked until no rule is left.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import chain, combinations
from typing import Any

from checker.decide import NoRuleFitsError, Verdict, cells, decide, parse_address, path
from checker.details import CODES
from checker.fields import BY_ID, COUNTRY, DATES, TEXTS
from checker.load import RENAMED, ROWS, PolicyError, Problem, load
from checker.markup import MARK, PAGES, Place, plain
from checker.model import (
    LAW_STAGES,
    Answers,
    Bank,
    Fact,
    Label,
    Policy,
    Question,
    Right,
    Rule,
    Sighting,
    Sign,
    Text,
)
from checker.road import road

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

SETTLES = ("official", "law", "regulator", "processor")
"""Kinds of source that can settle something: whoever sets the rule. Copies, captures and guides only tell of it."""

DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")

FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d| (?:\w+ ){1,3}\d{4})")

LONGEST_NAME = 60
"""Longest text or description of a label, in characters."""

STEPS = range(2, 6)
OTHERWISE = range(1, 4)


@dataclass(frozen=True, slots=True)
class Walk:
    """Everything met between no answer and the end of every path, each with the answers that lead there."""

    asked: list[tuple[Answers, Question]] = field(default_factory=list)
    settled: list[tuple[Answers, Rule]] = field(default_factory=list)
    gaps: list[Answers] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the policy and where it stands. `kind`: the class and field that hold it, or "words"."""

    file: str
    row: str
    field: str
    kind: str
    text: Text


def audit(policy: Policy) -> tuple[Problem, ...]:
    """Every finding, the table's first. An empty tuple is a policy without loose ends."""
    met = walk(policy)
    said = list(texts(policy))
    return tuple(
        chain(
            gaps(policy, met),
            overlaps(policy),
            unreached(policy, met),
            idle_questions(policy, met),
            ways_out(policy),
            moves(policy),
            outcomes(policy),
            typed(policy),
            roads(policy),
            law(policy),
            evidence(policy),
            sources(policy),
            figures(policy),
            sightings(policy),
            chain.from_iterable(chain(mark_findings(policy, each), text_findings(policy, each)) for each in said),
        )
    )


def report(policy: Policy) -> int:
    """Print the findings, or one line with the counts. Gives the command's exit code: 1 where something was found."""
    findings, met = audit(policy), walk(policy)
    for finding in findings:
        print(finding)
    states = len(met.asked) + len(met.settled)
    counts = f"{len(policy.rules)} rules, {len(policy.outcomes)} outcomes, {len(policy.facts)} facts, {states} states"
    print(f"{len(findings)} findings in {counts}" if findings else f"audit clean: {counts}")
    return 1 if findings else 0


def main() -> int:
    """Audit the policy of this package; the exit code is 0, 1 (findings) or 2 (the policy cannot be loaded)."""
    try:
        return report(load())
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2


def walk(policy: Policy) -> Walk:
    """Follow every answer to every question that is asked."""
    met = Walk()

    def follow(answers: Answers) -> None:
        try:
            step = decide(policy, answers)
        except NoRuleFitsError:
            met.gaps.append(answers)
            return
        if isinstance(step, Verdict):
            met.settled.append((answers, step.rule))
            return
        met.asked.append((answers, step.question))
        for option in step.question.options:
            follow({**answers, step.question.id: option})

    follow({})
    return met


# What can be wrong with the table.


def gaps(policy: Policy, met: Walk) -> Iterator[Problem]:
    """Answers that no rule fits, each with the rule that comes nearest."""
    for answers in met.gaps:
        found = f"no rule that fits {_shown(policy, answers)}"
        remedy = f"Write a rule with when = {_cells(answers)}"
        near = min(policy.rules.values(), key=lambda rule: _distance(rule, answers), default=None)
        if near is not None:
            refused = [key for key, allowed in near.when.items() if key in answers and answers[key] not in allowed]
            added = " and ".join(f"“{answers[key]}” to {key}" for key in refused)
            remedy += f", or add {added} of rule “{near.id}”"
        yield Problem("rules.toml", "", "when", found, f"{remedy}.")


def overlaps(policy: Policy) -> Iterator[Problem]:
    """Each pair of rules that fit one set of answers."""
    for first, second in combinations(policy.rules.values(), 2):
        common = overlap(policy, first, second)
        if common is not None:
            apart = next((key for key in reversed(common) if first.when.get(key) != second.when.get(key)), None)
            remedy = f"Take “{common[apart]}” out of {apart} in one of them." if apart else "Delete one of them."
            row = f"rules “{first.id}” and “{second.id}”"
            yield Problem("rules.toml", row, "when", f"two rules that both fit {_shown(policy, common)}", remedy)


def overlap(policy: Policy, first: Rule, second: Rule) -> dict[str, str] | None:
    """A set of answers that both rules fit, in the order of the questions, or None where there is none."""
    common: dict[str, str] = {}
    for key in first.when.keys() | second.when.keys():
        one, other = first.when.get(key), second.when.get(key)
        both = one if other is None else other if one is None else tuple(option for option in one if option in other)
        if not both:
            return None
        common[key] = both[0]
    return {key: common[key] for key in policy.questions if key in common}


def unreached(policy: Policy, met: Walk) -> Iterator[Problem]:
    """Rules, outcomes, questions and options that no answers lead to."""
    reached = {rule.id for _, rule in met.settled}
    named = {policy.rules[ident].then for ident in reached}
    asked = {question.id for _, question in met.asked}
    for rule in policy.rules.values():
        if rule.id not in reached:
            remedy = "Look for the rule that fits the same answers and comes before it, or delete this one."
            yield Problem("rules.toml", f"rule “{rule.id}”", "when", "cells that no path leads to", remedy)
    for outcome in policy.outcomes.values():
        if outcome.id not in named:
            remedy = f"Write then = “{outcome.id}” in the rule that should lead here, or delete the outcome."
            yield Problem(
                "outcomes/*.toml", f"outcome “{outcome.id}”", "id", "an outcome that no answers lead to", remedy
            )
    for question in policy.questions.values():
        row = f"question “{question.id}”"
        if question.id not in asked:
            remedy = "Name it in the “when” of the rules that need it, or delete it."
            yield Problem("questions.toml", row, "id", "a question that is never asked", remedy)
            continue
        for option in question.options:
            if not any(option in rule.when.get(question.id, ()) for rule in policy.rules.values()):
                remedy = f"Name it in a rule: when = {{ {question.id} = [“{option}”], … }}, or delete the option."
                yield Problem("questions.toml", row, f"option “{option}”", "an option that no rule names", remedy)


def idle_questions(policy: Policy, met: Walk) -> Iterator[Problem]:
    """Questions whose every answer leads to the same end, all the way down, and where they are asked."""
    idle: dict[str, Answers] = {}
    useful: set[str] = set()
    ends = {_key(answers): rule.then for answers, rule in met.settled}
    tree: dict[frozenset[tuple[str, str]], object] = {**ends, **{_key(answers): "gap" for answers in met.gaps}}
    for answers, question in sorted(met.asked, key=lambda each: -len(each[0])):
        below = [tree[_key({**answers, question.id: option})] for option in question.options]
        tree[_key(answers)] = (question.id, tuple(below))
        if len(set(below)) > 1:
            useful.add(question.id)
        else:
            tree[_key(answers)] = below[0]
            idle.setdefault(question.id, answers)
    for question in policy.questions.values():
        if question.id in idle:
            where = _shown(policy, idle[question.id]) or "the start"
            found = f"a question whose answers all lead to the same outcome after {where}"
            remedy = "Leave it out of the “when” of the rules that fit there."
            if question.id not in useful:
                found = f"a question that never decides anything, as after {where}"
                remedy = "Delete it, or write rules in which its answers lead to different outcomes."
            yield Problem("questions.toml", f"question “{question.id}”", "option", found, remedy)


def ways_out(policy: Policy) -> Iterator[Problem]:
    """Questions that a buyer may be unable to answer and that offer no way out, or options that read badly."""
    for question in policy.questions.values():
        row, count = f"question “{question.id}”", sum(option.unsure for option in question.option)
        for ident, times in Counter(option.id for option in question.option).items():
            if times > 1:
                remedy = "Give each option of a question an id of its own."
                yield Problem("questions.toml", row, f"option “{ident}”", f"{times} options with one id", remedy)
        for option in question.option:
            if option.quoted and option.hint is None:
                remedy = "Write hint = { … }: what this word means for the buyer."
                yield Problem(
                    "questions.toml", row, f"option “{option.id}”", "a quoted word without its meaning", remedy
                )
        if all(option.door for option in question.option):
            remedy = "Delete door = true: at least one answer stands in the list."
            yield Problem("questions.toml", row, "option", "no answer but doors above the list", remedy)
        if count == 0 and not question.known:
            remedy = (
                "Add an option with unsure = true that leads to something useful, or known = true if all can answer."
            )
            yield Problem("questions.toml", row, "option", "no way out for a buyer who cannot tell", remedy)
        if count > 1:
            remedy = "Keep unsure = true on the one that says so."
            yield Problem("questions.toml", row, "option", f"{count} options with unsure = true", remedy)
        if count and question.known:
            remedy = "Delete known = true, or the option with unsure = true."
            yield Problem("questions.toml", row, "known", "a way out of a question that every buyer can answer", remedy)


def moves(policy: Policy) -> Iterator[Problem]:
    """Moves from what is still asked, to what is no state, or from what is no address at all."""
    met: dict[frozenset[tuple[str, str]], str] = {}
    for move in policy.moves.values():
        row, start = f"moved “{move.id}”", cells(move.start.split("/"))
        if "/".join(f"{question}.{option}" for question, option in start.items()) != move.start or not start:
            remedy = "Write the answers of an address of an earlier edition: question.option/question.option."
            yield Problem("moved.toml", row, "from", f"“{move.start}”, which is no address", remedy)
        elif _is_live(policy, start):
            remedy = "Delete the row: this state still answers for itself."
            yield Problem("moved.toml", row, "from", f"“{move.start}”, which is a state of this edition", remedy)
        first = met.setdefault(_key(start), move.id)
        if first != move.id:
            remedy = f"Keep one of the rows “{first}” and “{move.id}”."
            yield Problem("moved.toml", row, "from", f"“{move.start}” a second time", remedy)
        if instead := _better_address(policy, move.to):
            yield Problem("moved.toml", row, "to", f"“{move.to}”, which is no state of this edition", instead)


def _is_live(policy: Policy, answers: Answers) -> bool:
    try:
        return path(policy, answers).answers == answers
    except NoRuleFitsError:
        return False


# What can be wrong with outcomes and with evidence.


def outcomes(policy: Policy) -> Iterator[Problem]:
    """Outcomes without enough to do, with a page that is not there, or with fields that say nothing."""
    for outcome in policy.outcomes.values():
        row = f"outcome “{outcome.id}”"
        for name, listed, allowed in (("steps", outcome.steps, STEPS), ("otherwise", outcome.otherwise, OTHERWISE)):
            if len(listed) not in allowed:
                remedy = f"Write {allowed[0]} to {allowed[-1]}, one action each."
                yield Problem("outcomes/*.toml", row, name, f"{len(listed)} entries", remedy)
        if outcome.guide.partition("#")[0] not in PAGES:
            found = f"“{outcome.guide}”, which is not a page of the guide"
            yield Problem(
                "outcomes/*.toml", row, "guide", found, f"Write one of: {', '.join(PAGES)}; then # and an anchor."
            )
        if outcome.goods and not outcome.rights:
            remedy = f"Write rights = one of: {', '.join(LAW_STAGES)}; or delete goods."
            yield Problem("outcomes/*.toml", row, "goods", "a kind of goods on an outcome that shows no rights", remedy)
        if outcome.offices and outcome.verdict != "get-help":
            found = f"offices to complain to on an outcome that is {outcome.verdict}"
            remedy = "Delete it, or write verdict = “get-help”: they come after platform and bank."
            yield Problem("outcomes/*.toml", row, "offices", found, remedy)
    days = [field.id for field in DATES]
    for clock in policy.clocks.values():
        if clock.starts not in days:
            known = ", ".join(days)
            found = f"“{clock.starts}”, which no reader can type"
            yield Problem("clocks.toml", f"clock “{clock.id}”", "starts", found, f"Write one of: {known}.")
        if clock.unless is not None and clock.unless not in days:
            found = f"“{clock.unless}”, which no reader can type"
            yield Problem("clocks.toml", f"clock “{clock.id}”", "unless", found, "Write a date that readers can type.")


def roads(policy: Policy) -> Iterator[Problem]:
    """Roads that lead back, end nowhere or never begin, rungs without a name, and names that no rung has."""
    for outcome in policy.outcomes.values():
        row, steps = f"outcome “{outcome.id}”", road(policy, outcome)
        last = steps[-1].outcome if steps else outcome
        if outcome.after and not outcome.next:
            remedy = "Write next = “…”, the state to look at when its time is over, or delete it."
            yield Problem("outcomes/*.toml", row, "after", f"“{outcome.after}”, after which nothing comes", remedy)
        if steps and steps[0].outcome.rung is None:
            remedy = f"Write rung = one of: {', '.join(policy.rungs)}; in outcome “{steps[0].outcome.id}”."
            yield Problem("outcomes/*.toml", row, "next", f"“{outcome.next}”, a rung without a name", remedy)
        if last.next is not None:
            remedy = f"Write another next in one of: {', '.join([outcome.id, *(step.outcome.id for step in steps)])}."
            yield Problem("outcomes/*.toml", row, "next", "a road that comes back to where it was", remedy)
        elif (outcome.next or outcome.verdict != "find-out") and not (last.rung and policy.rungs[last.rung].end):
            ends = ", ".join(rung.id for rung in policy.rungs.values() if rung.end)
            remedy = f"Write its next, the state to look at if nobody answers, or rung = one of: {ends}."
            yield Problem("outcomes/*.toml", f"outcome “{last.id}”", "next", f"nothing, on the road of {row}", remedy)
    for rung in policy.rungs.values():
        if not any(outcome.rung == rung.id for outcome in policy.outcomes.values()):
            remedy = "Write it as the rung of an outcome, or delete it."
            yield Problem("life.toml", f"rung “{rung.id}”", "id", "a rung that no outcome has", remedy)


def law(policy: Policy) -> Iterator[Problem]:
    """Countries without a right, and offices that no source names."""
    for country in policy.countries.values():
        if not any(country.id in right.countries for right in policy.rights.values()):
            found = "a country without a right"
            remedy = f"Write a [[right]] with countries = [“{country.id}”] and its sources, or delete the country."
            yield Problem("rights.toml", f"country “{country.id}”", "id", found, remedy)
    for office in policy.offices.values():
        if not office.sources:
            remedy = "Name the sources in which you read what it does, or delete it: none is better than a guess."
            yield Problem("offices.toml", f"office “{office.id}”", "sources", "no source", remedy)


def evidence(policy: Policy) -> Iterator[Problem]:
    """Claims without sources, sources without claims, and disagreements that do not help the reader."""
    for fact in policy.facts.values():
        row = f"fact “{fact.id}”"
        if not fact.claim:
            yield Problem(
                "facts.toml", row, "claim", "no claim", "Write what is claimed: [[fact.claim]] with says and sources."
            )
        for number, claim in enumerate(fact.claim, start=1):
            if not claim.sources and fact.standing != "assumed":
                remedy = "Name the sources in which you read it, or write standing = “assumed” and an advice."
                yield Problem(
                    "facts.toml", row, f"claim[{number}].sources", f"a claim without a source, {fact.standing}", remedy
                )
        if fact.standing == "disputed" and len({tuple(claim.says.values()) for claim in fact.claim}) < 2:
            remedy = "Write every claimed value as a [[fact.claim]] of its own, or change the standing."
            yield Problem("facts.toml", row, "claim", "a disputed fact with fewer than two claims", remedy)
        if fact.standing in ("disputed", "assumed") and fact.advice is None:
            remedy = "Write advice = { … }: what to do all the same, on the cautious side."
            yield Problem("facts.toml", row, "advice", f"no advice, though the fact is {fact.standing}", remedy)
        if fact.span and not 0 <= fact.span.min <= fact.span.max:
            remedy = "Write the shorter time as min and the longer one as max."
            yield Problem("facts.toml", row, "span", f"min {fact.span.min} and max {fact.span.max}", remedy)
        yield from _unsettled(policy, "facts", fact, [code for claim in fact.claim for code in claim.sources])
    for rule in policy.rules.values():
        if not rule.rests_on:
            remedy = "Name the facts that the rule follows from."
            yield Problem("rules.toml", f"rule “{rule.id}”", "rests_on", "a rule that rests on nothing", remedy)


def sources(policy: Policy) -> Iterator[Problem]:
    """Rows without sources, sources that nothing cites, and captures that do not say of what, where and when."""
    cited = {code for fact in policy.facts.values() for claim in fact.claim for code in claim.sources}
    cited.update(code for label in policy.labels.values() for each in label.seen for code in each.sources)
    cited.update(code for sign in policy.signs.values() for each in sign.seen for code in each.sources)
    cited.update(code for office in policy.offices.values() for code in office.sources)
    citing = (("rights", policy.rights), ("banks", policy.banks))
    for part, rows in citing:
        for place in rows.values():
            cited.update(place.sources)
            if not place.sources and place.standing != "assumed":
                remedy = "Name the sources in which you read it, or write standing = “assumed”."
                yield Problem(_file(part), _row(part, place.id), "sources", f"no source, {place.standing}", remedy)
            yield from _unsettled(policy, part, place, place.sources)
    for source in policy.sources.values():
        if source.id not in cited:
            remedy = "Cite it where it is the evidence, or delete it."
            yield Problem("sources.toml", f"source “{source.id}”", "id", "a source that nothing cites", remedy)
        if source.kind == "capture":
            for name in ("place", "country"):
                if getattr(source, name) is None:
                    remedy = "Say of what it is kept, and in which country the account is."
                    yield Problem("sources.toml", f"source “{source.id}”", name, "nothing, on a capture", remedy)
            if not DAY_OR_MONTH.fullmatch(source.dated):
                found, remedy = f"“{source.dated}”, on a capture", "Write the day on which it was shown, or the month."
                yield Problem("sources.toml", f"source “{source.id}”", "date", found, remedy)


def _unsettled(policy: Policy, part: str, row: Fact | Right | Bank, codes: Iterable[str]) -> Iterator[Problem]:
    """A settled row that nobody who sets the rule speaks for."""
    kinds = {policy.sources[code].kind for code in codes}
    if row.standing == "settled" and kinds and kinds.isdisjoint(SETTLES):
        remedy = "Name the official text or the law, or write standing = “observed”."
        yield Problem(_file(part), _row(part, row.id), "standing", "settled by copies only", remedy)


def sightings(policy: Policy) -> Iterator[Problem]:
    """Texts of the platform without a source, seen last before they were seen first, or too long for a phone."""
    for part in ("labels", "signs"):
        rows: Mapping[str, Label | Sign] = getattr(policy, part)
        for row in rows.values():
            for number, seen in enumerate(row.seen, start=1):
                if not seen.sources and not (part == "signs" and seen.grade == "guess"):
                    found, remedy = f"no source for “{seen.text}”", "Name the sources in which you read it."
                    yield Problem(_file(part), _row(part, row.id), f"seen[{number}].sources", found, remedy)
                for name, found, remedy in _unsound(seen):
                    yield Problem(_file(part), _row(part, row.id), f"seen[{number}].{name}", found, remedy)
    for sign in policy.signs.values():
        if not sign.labels and not sign.seen:
            remedy = "Name labels of labels.toml, or write the texts in seen."
            yield Problem("signs.toml", _row("signs", sign.id), "labels", "a sign without a text", remedy)
    for label in policy.labels.values():
        row_of = _row("labels", label.id)
        for lang, words in (label.described or {}).items():
            if len(words) > LONGEST_NAME or set("{}") & set(words):
                remedy = f"Write {LONGEST_NAME} plain characters or fewer."
                yield Problem("labels.toml", row_of, f"described.{lang}", f"“{words}”", remedy)


def _unsound(seen: Sighting) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the text or the days of a sighting: the field, what was found, and the remedy."""
    if (seen.first or "") > (seen.last or ""):
        yield "last", f"first {seen.first} and last {seen.last}", "Write the earlier day as first."
    if len(seen.text) > LONGEST_NAME:
        yield "text", f"{len(seen.text)} characters", f"Quote {LONGEST_NAME} characters or fewer."


def figures(policy: Policy) -> Iterator[Problem]:
    """Figures that a fact gives and none of its claims does: a number that was changed in one place only."""
    for fact in policy.facts.values():
        claimed = {lang: _figures(*(claim.says[lang] for claim in fact.claim)) for lang in policy.languages}
        found = [(f"span.{end}", figure) for end, figure in _unclaimed(fact, claimed[policy.default_language])]
        for lang, given in claimed.items():
            for name, told in (("value", fact.value), ("text", fact.text), ("advice", fact.advice)):
                found += [(f"{name}.{lang}", figure) for figure in sorted(_figures(told[lang] if told else "") - given)]
        for field_name, figure in found if fact.claim else ():
            remedy = "Correct it, or the claim; a number that no source gives is written as a word."
            yield Problem("facts.toml", f"fact “{fact.id}”", field_name, f"{figure}, which no claim gives", remedy)


def _unclaimed(fact: Fact, claimed: set[int]) -> Iterator[tuple[str, int]]:
    """The ends of a fact's span that are not claimed; sources may give hours as days."""
    if fact.span and fact.span.min <= fact.span.max:
        for end, count in (("min", fact.span.min), ("max", fact.span.max)):
            in_days = count // 24 if fact.span.unit == "hours" and count % 24 == 0 else count
            if not {count, in_days} & claimed:
                yield end, count


# What can be wrong with a text.


def typed(policy: Policy) -> Iterator[Problem]:
    """What readers can type (fields.py) without the words that it is shown with."""
    needed = {f"field-{ident}": "the label of the field" for ident in (*BY_ID, COUNTRY)}
    needed |= {f"blank-{field.id}": "what a message shows where nothing was typed" for field in TEXTS}
    needed |= {f"sheet-{field.id}": "what the case sheet says of the day" for field in DATES}
    needed |= {f"problem-{code}": "what is wrong with what was typed" for code in CODES}
    for key, meaning in needed.items():
        if key not in policy.words:
            yield Problem("words.toml", "", key, "nothing", f"Write it: {meaning}.")


def texts(policy: Policy) -> Iterator[Said]:
    """Every text of the policy, with its place."""
    for part in ROWS:
        for ident, row in getattr(policy, part).items():
            for kind, name, text in _texts_of(row, ""):
                if kind != "Label.described":
                    yield Said(_file(part), _row(part, ident), name, kind, text)
    for kind, name, text in _texts_of(policy.dates, ""):
        yield Said("dates.toml", "", name, kind, text)
    for key, text in policy.words.items():
        yield Said("words.toml", "", key, "words", text)


def mark_findings(policy: Policy, said: Said) -> Iterator[Problem]:
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


def text_findings(policy: Policy, said: Said) -> Iterator[Problem]:
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


def _remedy(policy: Policy, said: Said, kind: str, target: str | None) -> str | None:
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
        return _better_address(policy, target)
    return None


def _better_address(policy: Policy, address: str) -> str | None:
    try:
        state, notices = parse_address(policy, address)
    except NoRuleFitsError:
        return "No rule fits these answers; see the gap in rules.toml."
    if state.address == address and not notices:
        return None
    return f"Write an address of the checker; the nearest is “{state.address}”."


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


def _figures(*texts: str) -> set[int]:
    """The numbers in some texts; years and days of a date are none."""
    return {int(found) for text in texts for found in FIGURE.findall(text)}


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


def _shown(policy: Policy, answers: Answers) -> str:
    return ", ".join(f"{key}={answers[key]}" for key in policy.questions if key in answers)


def _cells(answers: Answers) -> str:
    return "{ " + ", ".join(f'{key} = ["{option}"]' for key, option in answers.items()) + " }"


def _distance(rule: Rule, answers: Answers) -> tuple[int, int]:
    """How many cells contradict the answers, then how few agree with them."""
    agree = sum(answers[key] in allowed for key, allowed in rule.when.items() if key in answers)
    return sum(key in answers for key in rule.when) - agree, -agree


def _key(answers: Answers) -> frozenset[tuple[str, str]]:
    return frozenset(answers.items())


def _file(part: str) -> str:
    return "outcomes/*.toml" if part == "outcomes" else f"{ROWS[part][0]}.toml"


def _row(part: str, ident: str) -> str:
    return f"{ROWS[part][1]} “{ident}”"


if __name__ == "__main__":
    sys.exit(main())
