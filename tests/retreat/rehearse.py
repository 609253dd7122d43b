"""What a move to another generator takes, done to a copy of the sources: `python rehearse.py GENERATOR STEP` in it.

`prepare` writes what the generator reads; `complete` makes the site from what the generator wrote. ProperDocs needs
nothing else. Zensical runs no hooks, and has its own search and its own way of linking languages. What is adapted and
what is left out for it is in this file, and nowhere else.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable
from unittest.mock import patch
from urllib.parse import urljoin

from site_build import pipeline, site_folder
from site_build.assets import search_index
from site_build.checker_api import policy
from site_build.content import widget_markup
from site_build.content.pages import pictures
from site_build.layout import DEFAULT_LANGUAGE, PREFIXES, ROOT, STAGE, SitePage, pages
from site_build.markup import replace, rewrite_addresses, substitute
from site_build.postprocess import csp, theme_fixes
from site_build.settings import settings

SETTINGS = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
LANGUAGE = re.compile(r'(<a href=")[^"]*(" hreflang="([^"]+)")')
TITLE = re.compile(r"<h1>[^<]*</h1>")
"""What this theme puts above a page that has no main heading of its own; the checker's question is one."""
INJECTED = "'sha256-NwSx/R2V/U4jnW0Tq5pQ53Y/rzPVJ4dqE7D6UTA/J1k='"
"""The style that this theme's search puts into the page at run time."""
ALTERNATE = f'<link rel="alternate" href="." hreflang="{DEFAULT_LANGUAGE}">\n'
"""The head has none of these; `theme_fixes` writes them in the place of those that it finds."""
STYLES = "assets/stylesheets/"
LOOK = "classic"
"""The theme's older look, which the styles are written for, and the folder of its own style sheets."""


def prepare_zensical() -> None:
    """Ask for the look, and for no hooks."""
    config, name = ROOT / "mkdocs.yml", "  name: material\n"
    text = replace(config.read_text("utf-8"), name, f"{name}  variant: {LOOK}\n", what="look")
    config.write_text(text.replace("site_build/content/mkdocs_hooks.py", ""), encoding="utf-8")


def adapt(page: str, place: SitePage) -> str:
    """Do to a page of Zensical what the hooks do under MkDocs, and give it the shape that `theme_fixes` works on."""
    if not place.is_not_found:
        page = TITLE.sub("", page)
    page = pictures.expand(page, policy(), place.language, place.file)
    page = widget_markup.expand(page, place.language, place.file, anywhere=place.is_not_found)
    page = replace(page, '<link rel="icon"', f'{ALTERNATE}<link rel="icon"', what="alternates")
    dialog = 'data-md-component="search" role="dialog"'
    page = substitute(rf'{dialog} aria-label="[^"]*"', dialog, page, what="search dialog")
    page = substitute(SETTINGS, lambda found: script_settings(found, place), page, what="script settings")
    if PREFIXES[place.language]:
        page = rewrite_addresses(page, lambda address: shared(address, place))
    page = page.replace(f"{STYLES}{LOOK}/", STYLES)
    tail = "" if place.is_not_found else place.tail.removesuffix("index.html")
    links = 2 * (len(PREFIXES) - 1)
    return substitute(
        LANGUAGE,
        lambda found: f"{found[1]}{settings().base_path}{PREFIXES[found[3]]}{tail}{found[2]}",
        page,
        what="links and offers of the other languages",
        times=range(links, links + 1),
    )


def shared(address: str, place: SitePage) -> str:
    """An address from the root if it is that of an asset, of which this generator makes a copy for each language."""
    path = urljoin(place.path, address)
    own = f"{settings().base_path}{PREFIXES[place.language]}assets/"
    return f"{settings().base_path}assets/{path.removeprefix(own)}" if path.startswith(own) else address


def script_settings(found: re.Match[str], place: SitePage) -> str:
    """The theme's settings with addresses from the root, because pages are copied to other places."""
    values = json.loads(found[2])
    values["base"] = settings().base_path + PREFIXES[place.language]
    values["search"] = shared(values["search"], place)
    return found[1] + json.dumps(values, ensure_ascii=False) + found[3]


def complete_zensical() -> None:
    """Adapt every page, then leave out what its search does not need: it has an index a language and its own worker."""
    for place in pages(STAGE):
        file = STAGE / place.file
        file.write_text(adapt(file.read_text("utf-8"), place), encoding="utf-8")
    for prefix in filter(None, PREFIXES.values()):
        shutil.rmtree(STAGE / prefix / "assets")
    for file in (STAGE / STYLES / LOOK).iterdir():
        file.rename(STAGE / STYLES / file.name)
    # What it publishes beside: a note for makers, and lists for a menu of languages that is not ours.
    for file in (STAGE / "README.md", *STAGE.rglob("zensical-i18n.json")):
        file.unlink()
    changes = tuple(change for change in theme_fixes.FIXES if change is not theme_fixes.script_settings)
    strict = csp.policy

    def with_its_style(documents: Iterable[str]) -> str:
        return replace(strict(documents), "style-src 'self'", f"style-src 'self' {INJECTED}", what="style")

    with (
        patch.object(search_index, "split"),
        patch.object(theme_fixes, "FIXES", changes),
        patch.object(csp, "policy", with_its_style),
    ):
        pipeline.complete()


def main(generator: str, step: str) -> None:
    """Do one step for one generator."""
    if step == "prepare":
        if generator == "zensical":
            prepare_zensical()
        pipeline.prepare()
        return
    if generator == "zensical":
        complete_zensical()
    else:
        pipeline.complete()
    site_folder.save_digests(site_folder.input_digest())


if __name__ == "__main__":
    main(*sys.argv[1:])
