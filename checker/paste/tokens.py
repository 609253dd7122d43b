"""From the lines of a pasted text to tokens: known texts, with their days and numbers, and what stands between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from checker.details import clean
from checker.paste.flatten import Line
from checker.paste.lexicon import GAP, Day, Lexicon, Reading, fold, found_day

NONE: Mapping[str, Reading] = MappingProxyType({})
BETWEEN = re.compile(r"[\t·•|]")
COLON = re.compile(r" ?:? ?")
COUNT = re.compile(r" ?[(\[]?[0-9]{1,4}\+?[)\]]?(?![0-9])")
NUMBER = re.compile(r"[0-9]{16}(?![0-9])")
BEFORE_NUMBER = re.compile(r"[ .:#]{0,4}")
PREFIX = re.compile(r"(?:(?:(?:subject|asunto|fwd?|re|rv) ?:|>|\[[a-z]{1,20}\]) ?){1,6}")
LONGEST_LINE = 20_000
LONGEST_SENTENCE = 160
"""Characters given back of a sentence of which only the beginning is known."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, as it is written there. `tells`: kind of place to what it tells; none for an unknown text.

    `day` and `number` stand behind or, for a line that is only a day, make up the text. `counted`: a count in brackets
    follows, as on a tab. `timed`: a line that is only a day has an hour. `mark` is the line's.
    """

    text: str
    tells: Mapping[str, Reading] = NONE
    day: Day | None = None
    number: str | None = None
    counted: bool = False
    timed: bool = False
    mark: str = ""

    @property
    def moment(self) -> bool:
        """Whether it is a line that is only a day."""
        return self.day is not None and not self.tells


def tokens(lexicon: Lexicon, lines: Iterable[Line]) -> list[Token]:
    """All tokens of the lines, a label joined with the day or number on the line below it."""
    found: list[Token] = []
    for token in (token for line in lines for token in _line(lexicon, line)):
        label = found[-1] if found else None
        if label and token.moment and "day" in label.tells and label.day is None:
            found[-1] = replace(label, text=f"{label.text} {token.text}", day=token.day)
        elif label and "number" in label.tells and label.number is None and (it := NUMBER.match(token.text)):
            found[-1] = replace(label, text=f"{label.text} {it[0]}", number=it[0])
        elif label and "tab" in label.tells and not token.tells and COUNT.fullmatch(token.text):
            found[-1] = replace(label, counted=True)
        else:
            found.append(token)
    return found


def _line(lexicon: Lexicon, line: Line) -> Iterator[Token]:
    if line.mark == "link":
        if link := lexicon.links.search(line.text):
            yield Token("", number=link[1], mark="link")
        return
    if line.mark == "card":
        yield Token("", mark="card")
        return
    text = clean(line.text[:LONGEST_LINE])
    small = fold(text)
    if moment := lexicon.moment.fullmatch(small):
        if day := found_day(lexicon, moment):
            yield Token(text, day=day, timed=moment["time"] is not None)
        return
    if mail := _mail(lexicon, text, small):
        yield mail
        return
    for part in BETWEEN.split(line.text[:LONGEST_LINE]):
        yield from (replace(token, mark=line.mark) for token in _part(lexicon, clean(part)))


def _mail(lexicon: Lexicon, text: str, small: str) -> Token | None:
    prefix = PREFIX.match(small)
    start = prefix.end() if prefix else 0
    for pattern, reading in lexicon.mails:
        if subject := pattern.match(small, start):
            number = next((each for each in subject.groups() if len(each) > 3), None)
            return Token(text[start : subject.end()].rstrip(" -|"), {"mail": reading}, number=number)
    return None


def _part(lexicon: Lexicon, text: str) -> list[Token]:
    """The tokens of a part of a line. Only known texts, or a label with its day or number, count among unknown ones."""
    small, at, found = fold(text), 0, list[Token]()
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token, end = _known(lexicon, text, small, at)
        if token is None:
            end = _resume(lexicon, small, at)
            token = Token(text[at:end].strip())
        found.append(token)
        at = end
    if all(token.tells for token in found):
        return found
    held = [token.day is not None or token.number is not None for token in found]
    for index in reversed(range(len(found))):
        # "Completed set" is a title, "Completed Date: Sep 3, 2026" a status before the day of its order.
        first = all(token.tells for token in found[: index + 1])
        held[index] |= bool(first and index + 1 < len(found) and held[index + 1])
    return [token if keep else Token(token.text, mark=token.mark) for token, keep in zip(found, held, strict=True)]


def _known(lexicon: Lexicon, text: str, small: str, at: int) -> tuple[Token | None, int]:
    """The known text that stands at a place, with its day or number, and where it ends."""
    met = lexicon.texts.match(small, at)
    if met is None:
        return None, at
    tells, end = lexicon.known[met[0]], met.end()
    start = _past(COLON, small, end)
    if "number" in tells:
        start = _past(BEFORE_NUMBER, small, end)
        if number := NUMBER.match(small, start):
            return Token(text[at : number.end()], tells, number=number[0]), number.end()
    elif {"day", "step"} & tells.keys() and (met_day := _day(lexicon, small, start)):
        day = found_day(lexicon, met_day)
        if day is None or lexicon.until.match(small, met_day.end()):
            return None, at
        return Token(text[at : met_day.end()], tells, day), met_day.end()
    if {"day", "number"} & tells.keys():
        return (Token(text[at:end], tells), len(text)) if start == len(text) else (None, at)
    if "dialog" in tells and tells["dialog"].seen.text.endswith(GAP):
        return Token(text[at : at + LONGEST_SENTENCE].rstrip(), tells), len(text)
    count = COUNT.match(small, end) if "tab" in tells else None
    end = count.end() if count else end
    if end < len(text) and text[end].isalnum() and not text[end].isupper():
        return None, at
    return Token(text[at:end], tells, counted=count is not None), end


def _day(lexicon: Lexicon, small: str, at: int) -> re.Match[str] | None:
    """A day that stands at a place, perhaps behind its weekday. Some words are a month here and a weekday there."""
    return lexicon.day.match(small, at) or lexicon.day.match(small, _past(lexicon.weekday, small, at))


def _past(pattern: re.Pattern[str], small: str, at: int) -> int:
    """Where what fits a pattern ends, which may be nothing."""
    met = pattern.match(small, at)
    return met.end() if met else at


def _resume(lexicon: Lexicon, small: str, at: int) -> int:
    """Where, after an unknown text, a known one may begin again: behind a day, or at a label with an order number."""
    met = lexicon.resume.search(small, at)
    return max(met.end(), at + 1) if met else len(small)
