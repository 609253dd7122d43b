"""Helpers to write a generated page: texts of its language, headings, links and front matter."""

import json
import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from htpy import Element, Node, a, button, p

from checker.deadlines import write_day
from checker.decide import parse_address
from checker.html.rich_text import rich
from checker.markup import Place
from checker.model import Policy, Text
from site_build import BuildError
from site_build.checker_api import policy
from site_build.content.assemble import Page
from site_build.content.pages.texts import lines
from site_build.settings import settings

SPECIAL = re.compile(r"([\\`*_\[\]<>{}#|])")
"""Characters with a meaning in Markdown headings."""

type Block = Element | str
"""A part of a page: HTML, or a Markdown heading."""


class Writer:
    """Writes in one language about one policy."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self.policy = policy
        self.lang = lang
        self.place = Place(policy, lang, settings().base_path)
        self._words = lines("words", policy.languages)

    def word(self, key: str, **values: object) -> str:
        """A text of words.toml with its blanks filled. Raises BuildError where there is no such text."""
        found = self._text(key)
        return found.format(**values) if values else found

    def rich(self, key: str) -> Node:
        """A text of words.toml with its links."""
        return rich(self.place, self._text(key))

    def paragraph(self, key: str) -> Element:
        """A text of words.toml as a paragraph, with its links."""
        return p[self.rich(key)]

    def say(self, text: Text) -> str:
        """A policy text without markup, in this language."""
        return text[self.lang]

    def day(self, day: date) -> str:
        """A day as this language writes it, without the weekday."""
        return write_day(day, self.policy.dates, self.lang, weekday=False)

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12, as it stands within a sentence."""
        return self.policy.dates.months[self.lang][number - 1]

    def heading(self, level: int, words: str, ident: str) -> str:
        """A Markdown heading with its own id, the same in all languages."""
        return f"{'#' * level} {SPECIAL.sub(r'\\\1', words)} {{#{ident}}}"

    def check(self, address: str, words: Node) -> Element:
        """A link to a state of the checker. Raises BuildError when there is no such state."""
        _, notices = parse_address(self.policy, address)
        if notices:
            raise BuildError(f"A generated page links to the checker's state {address!r}, which does not exist.")
        return a(href=self.place.check(address), data_state=address)[words]

    def guide(self, name: str, words: Node) -> Element:
        """A link to a page of the guide: "steps#press"."""
        return a(href=self.place.page(name))[words]

    def copier(self, ident: str, words: str) -> Element:
        """A button that copies an element's text; a script makes it visible."""
        return p[
            button(
                ".sit-button.sit-quiet",
                type="button",
                hidden=True,
                data_copy=f"#{ident}",
                data_copied=self.place.say("copied"),
                data_selected=self.place.say("copy-failed"),
            )[words]
        ]

    def document(self, name: str, blocks: Iterable[Block | None]) -> Page:
        """The page's file: front matter, then the blocks. `name`-title and `name`-description stand in words.toml."""
        front = "\n".join(f"{key}: {json.dumps(self.word(f'{name}-{key}'), ensure_ascii=False)}" for key in FRONT)
        body = "\n\n".join(str(block) for block in blocks if block is not None)
        return f"{name}.md", f"---\n{front}\n---\n\n{body}\n"

    def _text(self, key: str) -> str:
        if key not in self._words:
            raise BuildError(f"site_build/content/pages/words.toml has no text “{key}”.")
        return self._words[key][self.lang]


FRONT = ("title", "description")


@cache
def writer(language: str) -> Writer:
    """The writer for a language and the policy of the site."""
    return Writer(policy(), language)
