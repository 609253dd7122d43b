"""What a policy is made of: frozen tables of text, questions, rules, outcomes and evidence.

Every reader-facing string is a `Text`: one mapping with all of the policy's languages, so that a missing translation
cannot be constructed (`checker.load` refuses it). Ids, never labels, are what addresses and stored answers hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

type Text = Mapping[str, str]
"""One string in all languages: language code to words."""

type Answers = Mapping[str, str]
"""What a buyer has said: question id to option id."""

Verdict = Literal["yes-now", "yes-if-agreed", "wait", "not-cancel-but", "done", "get-help", "find-out"]
Standing = Literal["settled", "disputed", "observed", "assumed"]
LawStage = Literal["before", "after", "faulty", "undelivered"]
"""Before: paid, not delivered. After: arrived, not wanted. Faulty: not as it should be. Undelivered: did not arrive."""
Goods = Literal["custom", "digital", "perishable", "business"]
Unit = Literal["hours", "days", "business-days"]
"""Days are calendar days; business days are Monday to Friday."""
Grade = Literal["first-hand", "copy", "guess"]
"""How near a text was read to AliExpress, the nearest first; labels.toml says what each means."""
SourceKind = Literal[
    "official", "capture", "mirror", "processor", "law", "regulator", "guide", "press", "code", "forum"
]
Door = Literal["open", "ask", "shut"]
Zone = Literal["platform", "local", "page"]
End = Literal["min", "max"]
Turn = Literal["from", "by"]
"""From that day on, or by that day at the latest."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
STANDINGS: tuple[Standing, ...] = get_args(Standing)
LAW_STAGES: tuple[LawStage, ...] = get_args(LawStage)
GRADES: tuple[Grade, ...] = get_args(Grade)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `unsure` marks the way out for a buyer who cannot tell.

    `quoted`: the text is the platform's own word, whose meaning is the hint. `door`: a line above the list of answers,
    for buyers whom the question itself would lead past it. `agreed` and `refused`: where an order with this answer
    stands once whoever had to answer has said yes or no, as addresses.
    """

    id: str
    text: Text
    hint: Text | None = None
    unsure: bool = False
    quoted: bool = False
    door: bool = False
    agreed: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class ByDay:
    """Which of two options a typed day gives: `before` the day on which the answer changes, and `after` from it on.

    `start` is the typed day. The answer changes on the last day "from" which its `clock` says something, or, without a
    clock, so many calendar `days` after the typed day. `alone`: the day answers the question by itself; else it only
    shows that an answer of the buyer does not fit it.
    """

    start: str
    before: str
    after: str
    clock: str | None = None
    days: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a buyer can see, why it is asked, the answers. `known`: every buyer can answer, so no way out is needed.

    `presumed`: the option that holds until the buyer gives another; such a question is not asked. `before`: what is
    better done at once than after the answer. `by_day`: the typed day that says which answer holds.
    """

    id: str
    text: Text
    why: Text
    option: tuple[Option, ...]
    hint: Text | None = None
    known: bool = False
    presumed: str | None = None
    before: Text | None = None
    by_day: ByDay | None = None

    @property
    def options(self) -> Mapping[str, Option]:
        """Option id to option, in the order of the file."""
        return {option.id: option for option in self.option}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the answers that fit, the outcome that follows, why, and the facts that it rests on."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    then: str
    because: Text
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to tell the buyer: the verdict's kind, the answer in a line, what to do, and what if that does not work.

    `until`: how long the answer holds. Where it says nothing, an answer of yes holds as long as its stage of life does,
    and any other for the usual time of its clock `after`.
    `rights`: the stage of the law to show. `banks`: whether the bank routes of the country stand below it. `offices`:
    whether both have failed, so that the offices to complain to stand below these.

    `next`: the state to look at if nobody answers, as an address. `after`: the clock that tells when. `rung`: the name
    under which this outcome stands on the road of others. The road ends where `rung` is an end.
    """

    id: str
    verdict: Verdict
    headline: Text
    summary: Text
    steps: tuple[Text, ...]
    otherwise: tuple[Text, ...]
    guide: str
    life: str | None = None
    clocks: tuple[str, ...] = ()
    message: str | None = None
    rights: LawStage | None = None
    goods: Goods | None = None
    careful: Text | None = None
    until: Text | None = None
    banks: bool = False
    offices: bool = False
    rung: str | None = None
    next: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A range of time, both ends included. `unit`: hours, days (calendar) or business-days (Monday to Friday)."""

    min: int
    max: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimed value of a fact and the sources that claim it."""

    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim about the platform: its standing, every claimed value, and the day on which the record was read."""

    id: str
    text: Text
    standing: Standing
    checked: date
    claim: tuple[Claim, ...]
    record: tuple[str, ...] = ()
    value: Text | None = None
    advice: Text | None = None
    span: Span | None = None
    recheck: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim was read. `dated` is the source's own date as printed, "n.d." where none; `lang` the title's.

    A capture is what the owner of an account kept of the platform. `place` says of what, `country` for whom, `dated`
    the day, or the month, on which it was shown. `lang` is its language too. There is no `address` for what holds
    personal data, nor for what was read in a copy whose place nobody knows.
    """

    id: str
    title: str
    kind: SourceKind
    dated: str
    read: date
    lang: str
    address: str | None = None
    more: tuple[str, ...] = ()
    place: Literal["order", "product", "mail", "seller"] | None = None
    country: Text | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A text of the platform as somebody read it: in which language, where, how near to the platform, and when.

    `first` and `last` are a day, a month or a year ("2026-09-04", "2026-09", "2026"); left out where nobody knows.
    """

    text: str
    lang: str
    place: Literal["tab", "list", "order", "tracking", "dispute", "dialog", "item", "mail", "account"]
    grade: Grade
    sources: tuple[str, ...]
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A status, tab, button, date or mail of the platform, with every text that was seen for it.

    `described` says what it is in each language in which only guesses at its name are known.
    """

    id: str
    kind: Literal["status", "tab", "button", "date", "step", "mail", "place"]
    seen: tuple[Sighting, ...]
    described: Mapping[str, str] | None = None

    def best(self, lang: str) -> Sighting | None:
        """The newest text of the best grade in a language; None where none was seen."""
        found = [each for each in self.seen if each.lang == lang]
        return max(found, key=lambda each: (-GRADES.index(each.grade), each.last or ""), default=None)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a text of the platform tells about an order where it stands in its place, for reading what a buyer pastes.

    `kind` is that place; signs.toml lists them. The texts are those of `labels` and those `seen` only here. `means`:
    the answer it gives, as in an address ("stage.shipped"); `day`: the field of the day that stands beside it. `needs`:
    what has to be read from the same order, too; a dialog's sentence tells it. `doubt`: whether the buyer must confirm.
    """

    id: str
    kind: Literal[
        "status",
        "tab",
        "button",
        "dialog",
        "day",
        "number",
        "mail",
        "step",
        "end",
        "other",
        "card-class",
        "status-class",
        "number-link",
    ]
    labels: tuple[str, ...] = ()
    seen: tuple[Sighting, ...] = ()
    means: str | None = None
    day: str | None = None
    needs: tuple[str, ...] = ()
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """Where a reader lives: the law there and how far it reaches a seller abroad (settled, doubtful, none)."""

    id: str
    name: Text
    law: Text
    reach: Literal["settled", "doubtful", "none"]
    reach_text: Text


@dataclass(frozen=True, slots=True)
class Period:
    """How long a legal right lasts. `start` is the typed date that it counts from; that day itself is not counted."""

    count: int
    unit: Literal["days", "business-days"]
    start: Literal["delivered", "paid", "promised"]


@dataclass(frozen=True, slots=True)
class Right:
    """What a country's law gives at some stages of an order, for consumers, with its article and sources.

    `stages`: before (paid, not delivered), after (arrived, not wanted), faulty (arrived, not as it should be),
    undelivered (did not arrive).
    """

    id: str
    countries: tuple[str, ...]
    stages: tuple[LawStage, ...]
    title: Text
    text: Text
    standing: Standing
    sources: tuple[str, ...]
    checked: date
    article: Text | None = None
    goods_not: tuple[Goods, ...] = ()
    exceptions: Text | None = None
    period: Period | None = None
    pays_return: Text | None = None
    money_by: Text | None = None
    how: Text | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """A route through the bank or payment service, and when it is right to use it."""

    id: str
    countries: tuple[str, ...]
    title: Text
    text: Text
    when: Text
    window: Text
    standing: Standing
    sources: tuple[str, ...]
    checked: date


@dataclass(frozen=True, slots=True)
class Office:
    """Where a consumer can complain: its own site, the languages it answers in, what it does and does not do.

    `name` is its own, in the language `lang`; `can` and `cannot` are about a seller abroad, as the sources say.
    """

    id: str
    countries: tuple[str, ...]
    name: str
    lang: str
    address: str
    language: Text
    can: Text
    cannot: Text
    standing: Standing
    sources: tuple[str, ...]
    checked: date


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the seller, to support or to the bank: what it is for, its sentences, what to attach."""

    id: str
    to: Literal["seller", "support", "bank", "lender"]
    title: Text
    sentences: tuple[Text, ...]
    evidence: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One end of a clock. `at`: min or max of the fact's span. `turn`: "from" that day on, or "by" it at the latest."""

    at: End
    turn: Turn
    text: Text


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs from a typed date over a fact's span, unless another date is known that counts more.

    `zone`: "platform" (US Pacific days), "local" (the reader's), or "page". With "page", the typed day is itself the
    one that the order page gives, so nothing is counted: "by" is the day before it, "from" the day itself. `usual`:
    the time in a sentence, for whoever has typed no day.
    """

    id: str
    starts: str
    fact: str
    zone: Zone
    usual: Text
    mark: tuple[Mark, ...]
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the order's life, for the picture: who can act, until when, and the door (open, ask, shut)."""

    id: str
    name: Text
    who: Text
    until: Text
    door: Door


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the road ahead: whose turn it is. `end`: there is no further one."""

    id: str
    name: Text
    end: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the policy's changelog: in which version, for which buyers, through which rules and legal rights.

    The ids are those of that version: a row may be gone since. An entry without ids is about the whole policy.
    """

    id: str
    version: str
    buyers: Text
    rules: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Answers of an earlier edition and those that stand for them now, both as addresses of the checker.

    `start`: the answers that are replaced wherever they stand together; `to`: a state of this edition, "" to drop them.
    """

    id: str
    start: str
    to: str


@dataclass(frozen=True, slots=True)
class DateWords:
    """How each language writes a day: months, weekdays from Monday, and the patterns with and without the weekday."""

    months: Mapping[str, tuple[str, ...]]
    weekdays: Mapping[str, tuple[str, ...]]
    pattern: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that readers use for one thing, separated by commas; rows `reading-…` say how a language is read.

    `thing`: a sentence that denies it is about it all the same: "no refund".
    """

    id: str
    words: Text
    thing: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What in a sentence speaks for the options of the question `id`: by option, concepts that come together.

    Each entry names concepts, separated by spaces; "!arrive" is a concept that the sentence denies.
    """

    id: str
    options: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. Every mapping keeps the order of its file; the first language is the default."""

    version: str
    languages: tuple[str, ...]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    outcomes: Mapping[str, Outcome]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    labels: Mapping[str, Label]
    signs: Mapping[str, Sign]
    countries: Mapping[str, Country]
    rights: Mapping[str, Right]
    banks: Mapping[str, Bank]
    offices: Mapping[str, Office]
    messages: Mapping[str, Message]
    clocks: Mapping[str, Clock]
    stages: Mapping[str, Stage]
    rungs: Mapping[str, Rung]
    changes: Mapping[str, Change]
    moves: Mapping[str, Move]
    concepts: Mapping[str, Concept]
    cues: Mapping[str, Cue]
    dates: DateWords
    words: Mapping[str, Text]

    @property
    def default_language(self) -> str:
        """The language that stands at the root of the site."""
        return self.languages[0]

    def until(self, outcome: Outcome) -> Text | None:
        """How long an outcome's answer holds, or None where nothing says so."""
        stage = self.stages.get(outcome.life or "") if outcome.verdict in ("yes-now", "yes-if-agreed") else None
        clock = self.clocks.get(outcome.after or "")
        return outcome.until or (stage.until if stage else clock.usual if clock else None)
