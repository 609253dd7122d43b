"""From the tokens of a pasted text to what they tell of which order: each text in its place, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from checker.paste.lexicon import Day, Reading
from checker.paste.tokens import Token

PAGE = "page"
PLACE_OF_PAGE = "order"
LONGEST_STATUS = 40
SENTENCE = 25
"""Characters from which a line under a status is taken for a sentence about it."""
REACH = 8
"""Tokens above the order number in which an order's own page has its status."""
ORDER_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a text tells; a status that is not known has no `reading`.

    `origin`: page (the order's own), list, number, button, step or mail. `parcel`: the parcel that a mail is about.
    """

    text: str
    reading: Reading | None
    origin: str
    day: Day | None = None
    parcel: str | None = None

    @property
    def means(self) -> str | None:
        """The answer that it gives, as in an address."""
        return self.reading.sign.means if self.reading else None

    @property
    def answers(self) -> tuple[str, ...]:
        """All answers that it gives: a sentence about a request tells the stage, too, in which it is an answer."""
        if self.reading is None or self.means is None:
            return ()
        return (*(self.reading.sign.needs if self.reading.sign.kind == "dialog" else ()), self.means)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings about one order."""

    number: str | None
    findings: tuple[Finding, ...]


def rank(finding: Finding) -> int:
    """What decides among several findings about a stage: the highest counts, a status that is not known least."""
    return finding.reading.rank if finding.reading else -1


def groups(found: Sequence[Token]) -> list[Group]:
    """What the tokens tell, an order at a time. Nothing counts from the sign on that ends the part about orders."""
    end = next((index for index, token in enumerate(found) if "end" in token.tells), len(found))
    mails = [token for token in found[:end] if "mail" in token.tells]
    page = [token for token in found[:end] if "mail" not in token.tells]
    return _merged([*_blocks(page, mailed=bool(mails)), *map(_mail, mails)], _steps(page))


def _blocks(given: Sequence[Token], *, mailed: bool) -> list[Group]:
    """The orders of a page, each from its status on to the status of the next."""
    found = [token for token in given if token.mark != "link"]
    anchors = _anchors(found, mailed)
    heads = [_head(found, anchor) for anchor in anchors]
    parts = [found] if len(heads) == 1 else [found[head:end] for head, end in pairwise([*heads, len(found)])]
    own = [any(map(_on_page, part)) for part in parts]
    floors = [0, *(head + 1 for head in heads)]
    tops = [_status(found, head, floor, page=page) for head, floor, page in zip(heads, floors, own, strict=False)]
    ends = [*(top for top, _ in tops[1:]), *([len(found)] if tops else [])]
    made = []
    for anchor, head, (top, status), end, page in zip(anchors, heads, tops, ends, own, strict=True):
        origin = PAGE if page else "list"
        # In an email, a line above the number is a sentence.
        part = found[0 if len(heads) == 1 else top : end]
        told = _stage(status if status and (status.tells or not mailed) else None, part, origin)
        told += _days(part, origin, mailed)
        told += _buttons(found, (top, head, end), told)
        made.append(Group(found[anchor].number, tuple(_numbered(found[anchor]) + told)))
    return [*made, *_cards(given)]


def _stage(status: Token | None, part: Sequence[Token], origin: str) -> list[Finding]:
    """What tells the stage of an order: its status or a sentence about a request, whichever ranks higher."""
    told = [Finding(status.text, status.tells.get("status"), origin)] if status else []
    told += [Finding(token.text, token.tells["dialog"], origin) for token in part if _on_request(token)]
    return [max(told, key=rank)] if told else []


def _head(found: Sequence[Token], anchor: int) -> int:
    """Where the days begin that stand directly above an order number."""
    while anchor and "day" in found[anchor - 1].tells and found[anchor - 1].day:
        anchor -= 1
    return anchor


def _cards(given: Sequence[Token]) -> Iterator[Group]:
    """Cards, marked as such, whose number stands in their links only: the words of the page are not known."""
    starts = [index for index, token in enumerate(given) if token.mark == "card"]
    for start, end in pairwise([*starts, len(given)]):
        card = given[start:end]
        numbers = {token.number for token in card if token.mark == "link"}
        if len(numbers) == 1 and not any(token.number and token.tells for token in card):
            status = next((token for token in card if token.mark == "status"), None)
            yield Group(numbers.pop(), tuple(_stage(status, card, "list")))


def _anchors(found: Sequence[Token], mailed: bool) -> list[int]:
    """Where each order has its number or, without one, the day of its card.

    Without any, where its own page has the first day, or a sentence about a request stands.
    """
    anchors: list[int] = []
    status_between = False
    for index, token in enumerate(found):
        status_between |= "status" in token.tells
        if token.number and "number" in token.tells:
            again = bool(anchors) and found[anchors[-1]].number == token.number
            if not again or status_between:
                anchors.append(index)
            status_between = False
        elif _is_card_day(token) and not mailed and not _beside(found, index):
            anchors.append(index)
    first = next((index for index, token in enumerate(found) if _on_page(token) and token.day), None)
    if first is None and not mailed and not any(token.mark == "card" for token in found):
        first = next((index for index, token in enumerate(found) if _on_request(token)), None)
    return anchors or ([] if first is None else [first])


def _is_card_day(token: Token) -> bool:
    return bool(token.day and "day" in token.tells and token.tells["day"].seen.place == "list" and not _short(token))


def _short(token: Token) -> bool:
    return " " not in token.tells["day"].seen.text


def _beside(found: Sequence[Token], index: int) -> bool:
    """Whether an order number stands beside a place; the button that copies it may stand between."""
    near = found[max(index - 2, 0) : index + 2]
    return any("number" in token.tells and token.number for token in near)


def _on_page(token: Token) -> bool:
    """Whether a label is one that only the order's own page has."""
    return "day" in token.tells and token.tells["day"].seen.place == PLACE_OF_PAGE


def _on_request(token: Token) -> bool:
    """Whether it is a sentence about a request, which gives an answer."""
    return "dialog" in token.tells and token.tells["dialog"].sign.means is not None


def _numbered(token: Token) -> list[Finding]:
    return [Finding(token.text, token.tells["number"], "number")] if "number" in token.tells else []


def _status(found: Sequence[Token], head: int, floor: int, *, page: bool) -> tuple[int, Token | None]:
    """The status above an order's day and number, and where its order begins."""
    above = range(head - 1, floor - 1, -1)
    for index in above:
        if found[index].mark == "status":
            return index, found[index]
        if found[index].mark == "card":
            return index, None
    while head > floor and _on_request(found[head - 1]):
        head -= 1
    at = head - 1
    if page:
        while at > max(floor, head - REACH) and _skipped(found[at]):
            at -= 1
    if at < floor:
        return head, None
    token = found[at]
    if at > floor and _comments(token, found[at - 1], alone=not floor, page=page) and _stands(found, at - 1, floor):
        return at - 1, found[at - 1]
    return (at, token) if _unknown(token) or _stands(found, at, floor) else (head, None)


def _stands(found: Sequence[Token], at: int, floor: int) -> bool:
    """Whether a known status stands at a place, and no tab."""
    start = at
    while start > floor and {"status", "tab"} & found[start - 1].tells.keys():
        start -= 1
    return bool({"status", "tab"} & found[at].tells.keys()) and _stands_out(found[start:at], found[at])


def _unknown(token: Token) -> bool:
    """Whether a text, which is not known, may be a status."""
    short = not token.tells and not token.moment and 2 < len(token.text) <= LONGEST_STATUS
    return short and not any(letter.isdigit() for letter in token.text)


def _comments(token: Token, above: Token, *, alone: bool, page: bool) -> bool:
    """Whether a text says the status above it once more, or something about it, in a few words.

    In a list, what stands above may be a tab or, but for the first order (`alone`), be about another order.
    """
    if "status" not in above.tells:
        return False
    if _unknown(token):
        return page or (alone and "tab" not in above.tells)
    again = "status" in token.tells and token.tells["status"].sign is above.tells["status"].sign
    return again and "tab" not in {*above.tells, *token.tells}


def _skipped(token: Token) -> bool:
    """Whether a status may stand above it on an order's own page: a button, a link or a sentence."""
    sentence = not token.tells and not token.day and len(token.text) >= SENTENCE
    return bool({"button", "dialog"} & token.tells.keys()) or sentence


def _stands_out(above: Sequence[Token], token: Token) -> bool:
    """Whether the last of some tabs and statuses in a row is a status: each tab stands there once, with its count."""
    if token.counted or not all("tab" in each.tells for each in above):
        return False
    if not above or "tab" not in token.tells:
        return True
    return token.tells["tab"].name in {each.tells["tab"].name for each in above}


def _days(part: Sequence[Token], origin: str, mailed: bool) -> Iterator[Finding]:
    for index, token in enumerate(part):
        if "day" in token.tells and token.day:
            if _short(token) and (mailed or not _beside(part, index)):
                continue
            yield Finding(token.text, token.tells["day"], origin, token.day)


def _buttons(found: Sequence[Token], where: tuple[int, int, int], told: Sequence[Finding]) -> Iterator[Finding]:
    """The buttons of an order, but those that need more than was read.

    A text that dialogs have, too, counts only above the number, in the row of buttons below the status, and not beside
    the other button of a dialog. `where`: the places of the status, of the number, and of the order's end.
    """
    top, head, end = where
    answers = {each.means for each in told} | {each.origin for each in told}
    for index in range(top, end):
        if "button" not in found[index].tells:
            continue
        reading = found[index].tells["button"]
        beside = [found[each] for each in (index - 1, index + 1) if 0 <= each < len(found)]
        asked = any("dialog" in token.tells and "button" not in token.tells for token in beside)
        if "dialog" in found[index].tells and (asked or index >= head):
            continue
        if answers.issuperset(reading.sign.needs):
            yield Finding(found[index].text, reading, "button")


def _mail(token: Token) -> Group:
    number = token.number if token.number and len(token.number) == ORDER_DIGITS and token.number.isdigit() else None
    parcel = None if number else token.number
    return Group(number, (Finding(token.text, token.tells["mail"], "mail", parcel=parcel),))


def _steps(found: Sequence[Token]) -> list[Finding]:
    """The steps of a parcel: lines below a day, or with a day behind them."""
    steps = [index for index, token in enumerate(found) if "step" in token.tells]
    below = [index for index in steps if index and found[index - 1].timed]
    sound = all(found[index].day or index in below for index in steps)
    findings = []
    for index in steps:
        token = found[index]
        near = [found[each] for each in (index - 1, index + 1) if 0 <= each < len(found)]
        if token.day or any(each.timed for each in near):
            day = token.day or (found[index - 1].day if sound else None)
            text = f"{found[index - 1].text} {token.text}" if day and not token.day else token.text
            findings.append(Finding(text, token.tells["step"], "step", day))
    return findings


def _merged(groups: Iterable[Group], steps: Sequence[Finding]) -> list[Group]:
    """One group an order. A parcel belongs to the order of the paste where there is one only."""
    found: dict[str, Group] = {}
    for place, group in enumerate(groups):
        parcel = next((each.parcel for each in group.findings if each.parcel), None)
        key = group.number or parcel or str(place)
        earlier = found.get(key, Group(group.number, ()))
        found[key] = replace(earlier, findings=(*earlier.findings, *group.findings))
    parcels = [key for key, group in found.items() if group.number is None and any(f.parcel for f in group.findings)]
    orders = [key for key in found if key not in parcels]
    if len(orders) == 1:
        one = found[orders[0]]
        rest = [finding for key in parcels for finding in found[key].findings]
        return [replace(one, findings=(*one.findings, *rest, *steps))]
    if len(found) <= 1:
        group = next(iter(found.values()), Group(None, ()))
        return [replace(group, findings=(*group.findings, *steps))]
    return list(found.values())
