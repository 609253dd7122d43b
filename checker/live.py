"""Answers requests from a page: the Python side of the message protocol that widget/README.md describes.

A request is whatever came over the wire. Nothing in it is trusted, and no request makes this raise: what cannot be read
is left out, and where the checker itself fails the reader gets the first question.
"""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import checker
from checker import by_day, decide, details, kept
from checker.bundled import bundled, readable, situations
from checker.deadlines import SystemZone
from checker.fields import BY_ID, COUNTRY
from checker.html import view
from checker.markup import Place
from checker.model import Policy

if TYPE_CHECKING:
    from checker.find import Found, Index
    from checker.paste import Order
    from checker.paste.lexicon import Lexicon

FIELDS = (COUNTRY, *BY_ID)
"""What a reader may type about an order, by the names of the page's fields. A page reads those that it shows."""

WORDS = (
    "copied", "copy-failed", "dates-copied", "saved", "shared", "share-failed", "forgotten", "engine-lost",
    "order-kept", "order-forgotten", "order-gone", "order-full", "order-forbidden", "order-newer",
)  # fmt: skip
"""What the page itself says, by its id in words.toml."""

LONGEST = 1000
"""Characters read of any text in a request; no address and no field needs as many."""

BASE = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")
CASE = re.compile(r"[a-z0-9-]{1,40}")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,255}")
ZONE = SystemZone()


class Live:
    """A session in a tab: one policy, many requests. It remembers nothing that a reader has said between them."""

    __slots__ = ("_answered_by", "_indexes", "_lexicon", "_policy")

    def __init__(self, policy: Policy, answered_by: str) -> None:
        self._policy = policy
        self._answered_by = answered_by
        self._lexicon: Lexicon | None = None
        self._indexes: dict[str, Index] = {}

    def hello(self) -> str:
        """What a page needs before it asks, as JSON: languages, the default first; policy, its version; words."""
        languages = list(self._policy.languages)
        words = {lang: {key: self._policy.words[key][lang] for key in WORDS} for lang in languages}
        return json.dumps({"languages": languages, "policy": self._policy.version, "words": words})

    def learn(self, table: str) -> None:
        """Takes the table by which a language's situations are found, as JSON. A page gets it with the first text."""
        from checker.find import index

        known = json.loads(table)
        self._indexes[known["lang"]] = index(known)

    def answer_text(self, request: str) -> str:
        """`answer`, as JSON in and out. Text that is no JSON counts as an empty request."""
        try:
            read = json.loads(request)
        except (ValueError, RecursionError):
            read = None
        return json.dumps(self.answer(read), ensure_ascii=False)

    def answer(self, request: object, /) -> dict[str, Any]:
        """The page for a request, as plain data.

        Reads id, lang, address, base, details and today, and:

        * heading: level of the main heading.
        * given: question id to option id.
        * advance: true where a question was answered, so that the given answers carry on.
        * now: a moment with its zone.
        * case: an id of the order.
        * origin: scheme and host.
        * sheet: the languages of a case sheet.
        * kept: what the device keeps of the order; true to be told what to keep, false where nothing may be kept.

        Gives id, lang, html, title, address, calendar and notices, and:

        * paths: language to path.
        * root: path of the start.
        * keep: what to keep, as `kept.record` gives it.
        * by_days: questions that typed days have answered, which are no answers of the reader's.
        * fault: where the checker failed at this request. The rest is the start page then, and the page opens the link.
        """
        asked, lang = self._asked(request)
        number = asked.get("id")
        common = {"id": number if type(number) is int else 0, "lang": lang}
        try:
            return common | self._page(lang, asked)
        except Exception:
            # The first question helps a worried reader more than nothing does; the console gets the reason.
            fault = traceback.format_exc()
            return common | self._page(lang, {"base": asked.get("base")}) | {"fault": fault}

    def understand_text(self, request: str) -> str:
        """`understand`, as JSON in and out."""
        return json.dumps(self.understand(json.loads(request)), ensure_ascii=False)

    def understand(self, request: object, /) -> dict[str, Any]:
        """What a page shows of a text: the orders in it, else the likeliest situations for a sentence.

        Reads what `read` reads, and id, base and heading as `answer` does. Gives id, lang, html ("" where nothing was
        found), and fault where the checker failed. Nothing of the text is kept.
        """
        from checker.html import reading

        asked, lang = self._asked(request)
        number = asked.get("id")
        common = {"id": number if type(number) is int else 0, "lang": lang}
        try:
            place = Place(self._policy, lang, _base(asked.get("base")))
            level = 3 if asked.get("heading") == 2 else 2
            if orders := self._orders(asked, lang):
                return common | {"html": reading.orders(place, level, orders)}
            states, days = self._situations(asked, lang)
            return common | {"html": reading.situations(place, level, [each.address for each in states], days)}
        except Exception:
            return common | {"html": "", "fault": traceback.format_exc()}

    def read(self, request: object, /) -> dict[str, Any]:
        """The orders in a text that a reader has pasted, as plain data. Nothing of it is kept.

        Reads text, html (the same, as the clipboard offers it), lang and today. Gives lang, and:

        * orders: each with answers, dates, order, seen, doubts, address, and says (sentences about what was read).
        * says: a sentence where there is no order, or more than one.
        * fault: where the checker failed. There is no order then.
        """
        from checker.paste import reply

        asked, lang = self._asked(request)
        try:
            return reply.as_reply(self._policy, lang, self._orders(asked, lang))
        except Exception:
            says = self._policy.words["read-nothing"][lang]
            return {"lang": lang, "orders": [], "says": says, "fault": traceback.format_exc()}

    def find(self, request: object, /) -> dict[str, Any]:
        """The likeliest situations for a reader's own sentence, as plain data; nothing of it is kept.

        Reads text, lang and today. Gives states (address, kind and title of three at most, best first), and days: those
        that the sentence names, as dates, for the reader to confirm.
        """
        states, days = self._situations(*self._asked(request))
        return {"states": [asdict(each) for each in states], "days": [day.isoformat() for day in days]}

    def _orders(self, asked: Mapping[str, object], lang: str) -> list[Order]:
        from checker.paste import reply
        from checker.paste.lexicon import lexicon

        text, html = (value if isinstance(value := asked.get(name), str) else "" for name in ("text", "html"))
        today = _day(asked.get("today"))
        if self._lexicon is None:
            self._lexicon = lexicon(readable(self._policy))
        return reply.orders(self._lexicon, today, _latest(today), text=text, html=html)

    def _situations(self, asked: Mapping[str, object], lang: str) -> tuple[tuple[Found, ...], tuple[date, ...]]:
        from checker import relative_dates
        from checker.find import described, find, index

        text, policy = asked.get("text"), self._policy
        if not isinstance(text, str):
            return (), ()
        if lang not in self._indexes:
            self._indexes[lang] = index(situations(policy, lang))
        known, today = self._indexes[lang], _day(asked.get("today"))
        found = tuple(described(Place(policy, lang), find(known, text)))
        return found, relative_dates.named(known, policy.dates, lang, text, today)

    def _asked(self, request: object) -> tuple[Mapping[str, object], str]:
        """A request as a mapping, and the language that it wants, the default one where there is no such language."""
        asked: Mapping[str, object] = request if isinstance(request, dict) else {}
        lang = asked.get("lang")
        known = isinstance(lang, str) and lang in self._policy.languages
        return asked, str(lang) if known else self._policy.default_language

    def _page(self, lang: str, asked: Mapping[str, object]) -> dict[str, Any]:
        policy, base, today = self._policy, _base(asked.get("base")), _day(asked.get("today"))
        place = Place(policy, lang, base)
        state, notices = decide.parse_address(policy, _text(asked.get("address")))
        given = _given(asked.get("given"))
        by_days: list[str] = []
        if asked.get("advance") is True:
            own = {**given, **state.answers}
            starts = [question.by_day.start for question in policy.questions.values() if question.by_day]
            days = details.parse(_typed(asked.get("details"), starts), today=today, latest=_latest(today), countries=())
            state = by_day.answered_by_days(policy, own, days.dates, today, ZONE)
            by_days = [question for question, option in state.answers.items() if own.get(question) != option]
        # A day typed on another page must not take a deadline away where it can be neither seen nor put right.
        shown = _typed(asked.get("details"), view.fields_shown(policy, state))
        typed = details.parse(shown, today=today, latest=_latest(today), countries=policy.countries)
        page = view.render(
            place,
            state,
            answered_by=self._answered_by,
            reader=view.LiveInputs(
                typed,
                ZONE,
                today,
                now=_moment(asked.get("now"), today),
                case=_shaped(CASE, asked.get("case")),
                origin=_shaped(ORIGIN, asked.get("origin")),
                sheet=tuple(each for each in policy.languages if each in _text(asked.get("sheet")).split()),
                kept=kept.read(policy, asked.get("kept")),
                may_keep=asked.get("kept") is not False,
                keeping=bool(asked.get("kept")),
            ),
            notices=notices,
            remembered=given,
            heading=2 if asked.get("heading") == 2 else 1,
        )
        return {
            "html": page.html,
            "title": f"{page.title} - {policy.words['site-name'][lang]}",
            "address": page.address,
            "paths": {each: where(policy, each, page.address, base) for each in policy.languages},
            "root": where(policy, lang, "", base),
            "calendar": page.calendar,
            "keep": page.keep,
            "by_days": by_days,
            "notices": [f"{notice.code}: {details.clean(notice.part)}" for notice in notices],
        }


def extend(archive: str) -> None:
    """Add a zip to what can be imported: modules and tables for reading come only when a reader wants to be read."""
    if archive in sys.path:
        return
    sys.path.append(archive)
    for package in (checker, checker.html):
        package.__path__.append(f"{archive}/{package.__name__.replace('.', '/')}")


@cache
def start(answered_by: str) -> Live:
    """The session over the policy that this package carries. `answered_by` names the runtime: "pyodide 0.29.5"."""
    return Live(bundled(), answered_by)


def where(policy: Policy, lang: str, address: str, base: str) -> str:
    """The path of a state on a site that lies at `base`."""
    folder = "" if lang == policy.default_language else f"{lang}/"
    return f"{base}{folder}check/{address}{'/' if address else ''}"


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _given(value: object) -> dict[str, str]:
    """The answers given earlier, as far as they have the shape of answers."""
    pairs = value.items() if isinstance(value, dict) else ()
    return {question: option for question, option in pairs if isinstance(question, str) and isinstance(option, str)}


def _typed(value: object, shown: Collection[str]) -> dict[str, object]:
    """The fields of this page, texts cut to a sane length; what else is wrong, `details.parse` tells the reader."""
    fields = value if isinstance(value, dict) else {}
    known = {field: fields.get(field) for field in shown}
    return {field: _text(one) if isinstance(one, str) else one for field, one in known.items()}


def _base(value: object) -> str:
    """The site's root path. Anything but a plain absolute path counts as "/", so that no link can leave the site."""
    text = _text(value)
    return text if BASE.fullmatch(text) else "/"


def _day(value: object) -> date:
    """The reader's own day as the page tells it, else the runtime's; the first day there is on a clock beyond all."""
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        try:
            return date.today()
        except (ValueError, OverflowError):
            return date.min


def _latest(today: date) -> date:
    """The last day that it can be where the reader is: a browser that hides its time zone says UTC all year."""
    try:
        hidden = all(not ZONE.utcoffset(datetime(today.year, month, 1)) for month in (1, 7))
        return today + timedelta(days=1) if hidden else today
    except (OverflowError, OSError, ValueError):
        return today


def _moment(value: object, today: date) -> datetime:
    """The moment that the page tells, else the first of the reader's day."""
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        moment = datetime.min
    known = moment.tzinfo is not None and abs(moment.year - today.year) <= 1
    return moment.astimezone(UTC) if known else datetime(today.year, today.month, today.day, tzinfo=UTC)


def _shaped(shape: re.Pattern[str], value: object) -> str:
    """A text of a shape, or ""."""
    text = _text(value)
    return text if shape.fullmatch(text) else ""
