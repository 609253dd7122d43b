"""Takes screenshots of the key pages in both languages and palettes, on phone and desktop: `make screenshots`.

They go to build/screenshots; the first screens that the README shows go to docs/readme, which is not published.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from site_build.hosting.file_server import running
from site_build.layout import PREFIXES, ROOT
from tools.browsers import FLAGS, chromium_path

OUT = ROOT / "build" / "screenshots"
SHOWN = ROOT / "docs" / "readme"
SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
PAGES = {
    "home": "",
    "check": "check/",
    "question": "check/stage.to-ship/",
    "outcome": "check/stage.to-ship/reason.changed-mind/button.yes/",
    "late": "check/stage.shipped/trouble.unwanted/",
    "steps": "steps/",
    "issues": "issues/",
    "tips": "tips/",
    "importance": "importance/",
    "about": "about/",
    "refunds": "refunds/",
    "statuses": "statuses/",
    "rights": "rights/",
    "messages": "messages/",
    "fraud": "fraud/",
    "facts": "facts/",
    "rules": "rules/",
    "licences": "licences/",
    "your-site": "your-site/",
    "embed": "embed/",
    "accessibility": "accessibility/",
    "404": "nowhere/",
}
README = ("home", "outcome")


def main(wanted: list[str]) -> int:
    """Take screenshots of the pages named on the command line, or of all."""
    for folder in (OUT, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    with running() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        for picture in take(browser, home, wanted or list(PAGES)):
            print(picture.relative_to(ROOT))
        browser.close()
    return 0


def take(browser: Browser, home: str, names: list[str]) -> Iterator[Path]:
    """Take each whole page in each language, size and palette, after its engine is ready."""
    for (size, (width, height)), scheme, language in product(SIZES.items(), ("light", "dark"), PREFIXES):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
            reduced_motion="reduce",
        )
        page = context.new_page()
        for name in names:
            page.goto(f"{home.rstrip('/')}/{PREFIXES[language]}{PAGES[name]}")
            if page.locator("still-in-time[data-engine]").count():
                page.wait_for_function(
                    "() => ['ready', 'failed'].includes(document.querySelector('still-in-time').dataset.engine)"
                )
            file = OUT / f"{name}-{language}-{size}-{scheme}.png"
            page.screenshot(path=file, full_page=True)
            if (size, scheme) == ("phone", "light") and name in README:
                page.screenshot(path=SHOWN / f"{name}-{language}.png")
            yield file
        context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
