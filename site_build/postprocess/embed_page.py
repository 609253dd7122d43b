"""The checker for other sites: a page for frames in each language, and the script that makes the frame.

The page is made from the finished /check/ page of its language: the same element, the same sheets, without the theme.
Its links open new tabs, because a frame may show nothing of this site but this page; the checker itself answers in
place. Who may show it stands in its own headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from htpy import a, b, base, body, footer, header, html, link, main, meta, p, script, title
from htpy import head as head_
from markupsafe import Markup

from site_build.assets import esbuild
from site_build.content import widget_markup
from site_build.content.pages.writer import writer
from site_build.layout import CHECK, EMBED, PREFIXES, ROOT, SitePage
from site_build.markup import replace, substitute
from site_build.postprocess import csp
from site_build.settings import settings

SOURCE = ROOT / "widget" / "embed.js"
SCRIPT = f"{EMBED}{SOURCE.name}"
"""Without a hash in its name: other sites know it by this one."""
MARK = ROOT / "overrides" / ".icons" / "still" / "mark.svg"
SHEETS = re.compile(r'<link rel="stylesheet" href="([^"]*/whole\.[^"/]+)">')
"""The site's styles."""
SCRIPTS = re.compile(r'<script type="module" src="([^"]+)">')
ELEMENT = re.compile(rf"{widget_markup.ELEMENT}.*</still-in-time>", re.DOTALL)


def write(site: Path, renamed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Write the pages and the script; gives the headers that replace all others in a folder, by that folder.

    `renamed`: assets by their old name. Raises BuildError when a finished /check/ page is not as it should be.
    """
    made = {}
    for language, prefix in PREFIXES.items():
        text = page((site / prefix / CHECK / "index.html").read_text(encoding="utf-8"), language, renamed)
        # The theme's search, for which the other name is, is not here.
        policy = replace(csp.policy([text]), "still-in-time default", "still-in-time", what="trusted types")
        file = site / prefix / EMBED / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(csp.insert_meta(text, policy), encoding="utf-8")
        made[f"{prefix}{EMBED}"] = csp.framed(policy, settings().embedders)
    titles = {language: writer(language).word("embed-frame") for language in PREFIXES}
    text = SOURCE.read_text(encoding="utf-8")
    for name, value in (("SITE", settings().site_url), ("TITLES", titles)):
        line = f"const {name} = {json.dumps(value, ensure_ascii=False)};"
        text = substitute(rf"const {name} = [^;]*;", line, text, what=f"{SOURCE.name}, {name}")
    (site / SCRIPT).write_text(esbuild.minify(text, SOURCE), encoding="utf-8")
    return made


def page(check: str, language: str, renamed: Mapping[str, str]) -> str:
    """The page for frames, from the finished /check/ page of its language."""
    own, place = writer(language), SitePage(f"{PREFIXES[language]}{EMBED}index.html")
    name = own.policy.words["site-name"][language]
    found = ELEMENT.search(check)
    element = substitute(r' data-offline-url="[^"]*"', "", found[0] if found else "", what="offline", times=range(2))
    element = replace(
        element, widget_markup.ELEMENT, f"{widget_markup.ELEMENT} data-framed", what=f"{place.file}, checker"
    )
    others = [
        a(".switch", href=f"{settings().base_path}{prefix}{CHECK}", hreflang=other, lang=other)[
            own.policy.words[f"language-{other}"][other].capitalize()
        ]
        for other, prefix in PREFIXES.items()
        if other != language
    ]
    sheets = [*SHEETS.findall(check), settings().base_path + renamed["assets/stylesheets/frame.css"]]
    whole = html(".no-js", lang=language)[
        head_[
            Markup('<meta charset="utf-8">'),
            meta(name="viewport", content="width=device-width,initial-scale=1"),
            meta(name="robots", content="noindex"),
            meta(name="description", content=own.word("embed-description")),
            meta(name="color-scheme", content="light dark"),
            base(target="_blank"),
            title[f"{own.word('embed-frame')} - {name}"],
            [link(rel="stylesheet", href=sheet) for sheet in sheets],
            [script(type="module", src=file) for file in SCRIPTS.findall(check)],
        ],
        body(".frame.md-typeset", data_md_color_scheme="default")[
            script(src=settings().base_path + renamed["assets/javascripts/frame.js"]),
            header[
                a(".brand", href=f"{settings().base_path}{PREFIXES[language]}")[
                    Markup(MARK.read_text(encoding="utf-8")), b[name]
                ],
                others,
            ],
            main[Markup(element)],
            footer[p(".frame-foot")[own.word("embed-foot")]],
        ],
    ]
    return f"{whole}\n"
