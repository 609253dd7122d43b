"""Corrects the pages that MkDocs wrote: faults of the theme, links between languages, scripts, styles and forms.

Every change names the markup that it expects and stops the build when it is missing, so that a new version of the theme
cannot disable it silently. What only some pages have must be on one page at least. The changes run in the order of the
list `FIXES`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from site_build import BuildError
from site_build.assets import situations, style_sheets
from site_build.build_info import Edition, edition
from site_build.content import kept_list, widget_markup
from site_build.content.pages.writer import writer
from site_build.hosting.sitemap import alternates
from site_build.layout import CHECK, PREFIXES, SitePage
from site_build.markup import attributes, replace, rewrite_addresses, substitute
from site_build.postprocess import feedback_link, structured_data
from site_build.settings import settings

WORD = re.compile(r"\[\[([a-z-]+)(?::([a-z-]+))?\]\]")
"""A placeholder in templates for a text of pages/words.toml, optionally in another language than the page's."""
SAID = {
    "search.result.placeholder": "search-result-placeholder",
    "search.result.none": "search-result-none",
    "search.result.one": "search-result-one",
    "search.result.other": "search-result-other",
}
"""Our texts for the theme's search, by the theme's key: its own Spanish is more formal than the site's."""
WIDGET = "assets/widget/still-in-time.mjs"
UNUSED = ("**/*.map", "assets/javascripts/lunr/**/*", "assets/images/favicon.png")
"""Files that the theme ships and no page loads."""
PREVIOUS_AND_NEXT, EMPTY_TABINDEX = "previous and next page", "empty tabindex"
ON_SOME_PAGES = (PREVIOUS_AND_NEXT, EMPTY_TABINDEX)
"""What a page may lack, and not all pages. Alignment of tables is not here: where nothing has it, nothing is wrong, and
what is left of it is refused with the Content-Security-Policy."""


@dataclass(frozen=True, slots=True)
class Context:
    """The input of the changes, besides the page itself."""

    place: SitePage
    renamed: Mapping[str, str]
    """New paths of assets by their old path, below the site's folder."""
    engine: Mapping[str, str]
    """Paths of the engine's parts below the site's folder, by attribute of the checker's element."""
    edition: Edition
    sheets: Sequence[str] = ()
    """The names of the style sheets that were joined, in their order."""
    found: Counter[str] = field(default_factory=Counter)
    """How often each of `ON_SOME_PAGES` has been met, on all pages together."""

    def say(self, key: str) -> str:
        """A text of pages/words.toml in the page's language. Raises BuildError where there is none."""
        return writer(self.place.language).word(key)


def remove(pattern: str, page: str, context: Context, what: str) -> str:
    """Remove what some pages have; `apply` raises BuildError where none has."""
    page, found = re.subn(pattern, "", page)
    context.found[what] += found
    return page


def words(page: str, context: Context) -> str:
    """Replace the placeholders of the templates by their texts."""

    def said(mark: re.Match[str]) -> str:
        return escape(writer(mark[2] or context.place.language).word(mark[1]))

    return substitute(WORD, said, page, what="words of the templates", times=range(1, 20))


def head_links(page: str, context: Context) -> str:
    """Write absolute links to the translations, with x-default; none on the 404 page. The theme's are relative.

    Removes the theme's rel="prev" and rel="next" links, because Firefox prefetches those pages.
    """
    page = remove(r'[ \t]*<link rel="(?:prev|next)" href="[^"]*">\n?', page, context, PREVIOUS_AND_NEXT)
    page = substitute(
        r'[ \t]*<link rel="alternate" href="[^"]*" hreflang="[^"]*">\n?', "", page, what="alternates", times=range(1, 9)
    )
    links = [
        f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
        for language, address in alternates(context.place).items()
    ]
    if context.place.is_not_found:
        links = ['<meta name="robots" content="noindex">']
    return replace(page, '<link rel="icon"', "\n".join(links) + '\n<link rel="icon"', what="alternates")


def style_sheet(page: str, context: Context) -> str:
    """Replace the style sheets by the joined one."""
    found = list(style_sheets.LINK.finditer(page))
    names = [PurePosixPath(link["file"]).name for link in found]
    if not found or names != list(context.sheets):
        wanted, there = ", ".join(context.sheets), ", ".join(names) or "none"
        raise BuildError(f"{context.place.file}: expected the style sheets {wanted}, found {there}.")
    link = found[0][0].replace(found[0]["file"], settings().base_path + style_sheets.WHOLE)
    rest = style_sheets.LINK.sub("", page[found[0].end() :])
    return page[: found[0].start()] + link + rest


def table_alignment(page: str, context: Context) -> str:
    """Align table cells by class, because the Content-Security-Policy blocks style attributes."""
    pattern = re.compile(r'<(t[hd])((?: [^>]*)?) style="text-align: (left|right|center);"')
    return pattern.sub(r'<\1\2 class="align-\3"', page)


def names_and_validity(page: str, context: Context) -> str:
    """Name the search dialog, and remove attributes that HTML does not allow where the theme puts them."""
    dialog = 'data-md-component="search" role="dialog"'
    label = context.say("frame-search")
    page = replace(page, dialog, f'{dialog} aria-label="{label}"', what="search dialog")
    pattern = re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"')
    page = substitute(pattern, lambda match: match[1], page, what="toggles", times=range(2, 3))
    return remove(r' tabindex=""', page, context, EMPTY_TABINDEX)


def forms_that_are_not_sent(page: str, context: Context) -> str:
    """Keep the theme's forms from being submitted: without scripts, Enter would put typed words into the address."""
    return substitute(r"<form (?![^>]*method=)", '<form method="dialog" ', page, what="forms", times=range(1, 3))


def skip_link(page: str, context: Context) -> str:
    """Add a skip link to every page; the theme has one only on pages with a table of contents."""
    page = substitute(
        r'<div data-md-component="skip">.*?</div>',
        f'<div data-md-component="skip"><a href="#content" class="md-skip">{context.say("frame-skip")}</a></div>',
        page,
        what="skip link",
    )
    return replace(page, '<main class="md-main"', '<main id="content" tabindex="-1" class="md-main"', what="skip link")


def edition_line(page: str, context: Context) -> str:
    """Put the edition into the footer, so that readers can name it in a report."""
    own = context.edition
    version = f"{own.version} ({own.commit})" if own.commit else own.version
    # Eight hexadecimal digits can all be letters: keep spelling and translation away from them.
    named = f'<span translate="no">{escape(version)}</span>'
    line = escape(context.say("frame-edition")).format(version=named, policy=escape(own.policy))
    licences = context.say("frame-licences")
    link = f'<a href="{settings().base_path}{PREFIXES[context.place.language]}licences/">{licences}</a>'
    return substitute(
        r'(?<=<div class="md-copyright__highlight">)(?P<said>[^<]*)(?=</div>)',
        lambda match: f'{match["said"]}</div>\n<div class="edition">{line} · {link}',
        page,
        what="edition",
    )


def script_settings(page: str, context: Context) -> str:
    """Set the theme's base to the language's root, for its own search index, and the search worker to ours."""

    def changed(match: re.Match[str]) -> str:
        values = json.loads(match[2])
        worker = values["search"].rsplit("assets/javascripts/", 1)[1]
        language = context.place.language
        ours = context.renamed["assets/javascripts/search-worker.js"]
        values["base"] = settings().base_path + PREFIXES[language]
        own = {theirs: context.say(key) for theirs, key in SAID.items()}
        values["translations"] = {**values["translations"], **own}
        table = f"{settings().base_path}{context.renamed[situations.file(language)]}"
        given = f"lang={language}&base={values['base']}&worker={worker}&situations={table}"
        values["search"] = f"{settings().base_path}{ours}?{given}"
        return match[1] + json.dumps(values, ensure_ascii=False) + match[3]

    pattern = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
    return substitute(pattern, changed, page, what="script settings")


def deferred_scripts(page: str, context: Context) -> str:
    """Defer the scripts at the end of a page, so that they do not delay the first paint."""
    return substitute(r'<script (?=src="[^"]*"></script>)', "<script defer ", page, what="scripts", times=range(1, 9))


def checker_element(page: str, context: Context) -> str:
    """Give the checker's element the paths of the engine, and load its script on pages that have one, or the list."""
    if widget_markup.ELEMENT in page:
        own = {**context.engine, "data_situations_url": situations.file(context.place.language)}
        parts = {name: settings().base_path + context.renamed.get(file, file) for name, file in own.items()}
        page = replace(page, widget_markup.ELEMENT, widget_markup.ELEMENT + attributes(**parts), what="checker")
    elif kept_list.SCRIPT not in page:
        return page
    script = f'<script type="module" src="{settings().base_path}{WIDGET}"></script>'
    return replace(page, "</head>", f"{script}\n</head>", what="checker")


def report_link(page: str, context: Context) -> str:
    """Say below the checker where to report a wrong answer, if PROJECT_HOME or REPORT_TO is set."""
    told = feedback_link.block(settings().project_home, settings().report_to, "", "", context.say)
    if not told or widget_markup.ELEMENT not in page:
        return page
    return replace(page, "</still-in-time>", f"</still-in-time>{told}", what="report")


def root_addresses(page: str, context: Context) -> str:
    """Make addresses root-relative: pages are copied to other depths, and the live checker changes the address."""

    def rooted(address: str) -> str:
        if address.startswith("state:"):
            state = address.removeprefix("state:").strip("/")
            return f"{settings().base_path}{PREFIXES[context.place.language]}{CHECK}{state}{'/' if state else ''}"
        if not address or address.startswith(("#", "//")) or urlsplit(address).scheme:
            return address
        found = re.match(r"([^?#]*)(.*)", address, re.DOTALL)
        path, rest = found.groups() if found else (address, "")
        path = urljoin(context.place.path, path)
        file = context.renamed.get(path.removeprefix(settings().base_path))
        return (settings().base_path + file if file else path) + rest

    return rewrite_addresses(page, rooted)


def add_structured_data(page: str, context: Context) -> str:
    """Add structured data for programs; none on the 404 page."""
    if context.place.is_not_found:
        return page
    return replace(page, "</head>", f"{structured_data.of_page(page, context.place)}</head>", what="structured data")


FIXES: tuple[Callable[[str, Context], str], ...] = (
    words,
    head_links,
    style_sheet,
    table_alignment,
    names_and_validity,
    forms_that_are_not_sent,
    skip_link,
    edition_line,
    script_settings,
    deferred_scripts,
    checker_element,
    report_link,
    root_addresses,
    add_structured_data,
)


def apply(
    site: Path,
    places: Iterable[SitePage],
    renamed: Mapping[str, str],
    engine: Mapping[str, str],
    sheets: Sequence[str],
) -> None:
    """Apply all changes to every page, in place. Raises BuildError where a page, or all, lack what a change expects."""
    own, found = edition(), Counter[str]()
    for place in places:
        page = (site / place.file).read_text(encoding="utf-8")
        context = Context(place, renamed, engine, own, sheets, found)
        for change in FIXES:
            page = change(page, context)
        (site / place.file).write_text(page, encoding="utf-8")
    if missing := [what for what in ON_SOME_PAGES if not found[what]]:
        raise BuildError(f"{', '.join(missing)}: found on no page. Has the theme changed? Then delete the change.")


def remove_unused_assets(site: Path) -> None:
    """Remove files of the theme that no page loads."""
    for pattern in UNUSED:
        for file in [file for file in site.glob(pattern) if file.is_file()]:
            file.unlink()
    for folder in sorted((folder for folder in site.rglob("*") if folder.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
