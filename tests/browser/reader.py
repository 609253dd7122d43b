"""The page as its reader sees it: open, read, tap, wait for what appears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import FrameLocator, Locator, Page, expect

from site_build.layout import PREFIXES

STATE_PAGES = re.compile(r"/check/[a-z-]+\.[a-z-]+/")
ENGINE_FILES = re.compile(r"/assets/engine/")
PYODIDE = re.compile(r"^pyodide \d")


@dataclass(frozen=True, slots=True)
class Locale:
    """A language of the site: its code and the path of its pages."""

    lang: str
    root: str


NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
"""When tests take place, whatever the machine's clock says. It is the same day from UTC−12 to UTC+11."""
CLOCK = """{
    const shift = %d - Date.now();
    self.Date = class extends Date {
        constructor(...given) {
            if (given.length) super(...given);
            else super(Date.now());
        }
        static now() {
            return super.now() + shift;
        }
    };
}"""
"""Sets a page's clock to a moment; it goes on from there. Playwright's own would replace the page's timers, too."""

COMES_TO = """(element, [states, limit]) => new Promise((resolve, reject) => {
    const look = () => states.includes(element.dataset.engine) && resolve();
    new MutationObserver(look).observe(element, { attributeFilter: ["data-engine"] });
    setTimeout(() => reject(new Error(`the engine is still ${element.dataset.engine}, not ${states}`)), limit);
    look();
})"""
"""Waits for the change itself: `expect` would look again after a half or a whole second, hundreds of times in a run."""

LOCALES = tuple(Locale(code, f"/{prefix}") for code, prefix in PREFIXES.items())
ENGLISH, SPANISH = LOCALES[:2]


def other(locale: Locale) -> Locale:
    """The next language, after the last one the first."""
    return LOCALES[(LOCALES.index(locale) + 1) % len(LOCALES)]


def enlarge(page: Page, percent: int, way: str) -> None:
    """Give the page larger letters: by the browser's setting, which style sheets can ask for, or all text at once."""
    session = page.context.new_cdp_session(page)
    setting = percent if way == "setting" else 100
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16 * setting // 100}})
    session.detach()
    size = f"{percent * 1.25}%" if way == "text" else ""
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    page.wait_for_function(
        "(size) => parseFloat(getComputedStyle(document.documentElement).fontSize) === size", arg=percent / 5
    )


class Reader:
    """Somebody with a worry, a phone and one language. `frame`: where on the page the checker is, if in a frame.

    `now`: what the clock of their phone says.
    """

    def __init__(
        self, page: Page, home: str, locale: Locale, frame: FrameLocator | None = None, *, now: datetime = NOW
    ) -> None:
        page.add_init_script(CLOCK % (now.timestamp() * 1000))
        self.page = page
        self.shown: Page | FrameLocator = frame or page
        self.home = home
        self.locale = locale

    @property
    def checker(self) -> Locator:
        """The checker's element."""
        return self.shown.locator("still-in-time")

    @property
    def answer(self) -> Locator:
        """What the checker shows: a question or an outcome."""
        return self.shown.locator("still-in-time .sit")

    @property
    def heading(self) -> Locator:
        """The question or the outcome, as a heading."""
        return self.shown.locator("still-in-time .sit-heading")

    def open(self, address: str = "", *, page: str = "check/") -> None:
        """Open the checker at a state, or another page of this language."""
        below = f"{page}{address}/" if address else page
        self.page.goto(f"{self.home}{self.locale.root}{below}")

    def await_engine(self, *states: str) -> None:
        """Wait until Python is up, or until the engine is in one of these states."""
        self.checker.first.evaluate(COMES_TO, [list(states or ("ready",)), 60_000])

    def is_ready(self) -> bool:
        """Whether Python is up."""
        return self.checker.count() == 1 and self.checker.get_attribute("data-engine") == "ready"

    def only_python_answers(self) -> None:
        """Cut off every state's static page, so that only the engine can answer from now on."""
        self.page.route(STATE_PAGES, lambda route: route.abort())

    def option(self, question: str, option: str) -> Locator:
        """An option of the question that is being asked."""
        self.sees_question(question)
        return self.answer.locator(f'a[data-option="{option}"]')

    def tap(self, question: str, option: str) -> None:
        """Answer the question that is being asked."""
        self.option(question, option).click()

    def answers(self, steps: Sequence[tuple[str, str]]) -> None:
        """Answer several questions, one after the other."""
        for question, option in steps:
            self.tap(question, option)

    def sees_question(self, question: str) -> None:
        """A question is being asked."""
        expect(self.answer).to_have_attribute("data-question", question)

    def sees_outcome(self, outcome: str, verdict: str) -> None:
        """An outcome is shown."""
        expect(self.answer).to_have_attribute("data-outcome", outcome)
        expect(self.answer).to_have_attribute("data-verdict", verdict)

    def answered_by_python(self) -> None:
        """What is shown came from the engine in this page."""
        expect(self.answer).to_have_attribute("data-answered-by", PYODIDE)

    def answered_by_build(self) -> None:
        """What is shown came with the page."""
        expect(self.answer).to_have_attribute("data-answered-by", "build")

    def is_at(self, address: str, locale: Locale | None = None) -> None:
        """The address bar names the state."""
        root = (locale or self.locale).root
        below = f"{address}/" if address else ""
        expect(self.page).to_have_url(f"{self.home}{root}check/{below}")
