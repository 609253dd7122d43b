"""Puts the list of kept orders into a page: `<!-- kept -->`, or `<!-- kept always -->`: shown when empty, too.

The section holds all words in the page's language; `widget/kept-list.mjs`, which stands right behind it, fills it
before anything is painted. Without scripts, nothing was kept and nothing is shown.
"""

import re

from htpy import (
    Element,
    Fragment,
    a,
    bdi,
    button,
    details,
    div,
    form,
    fragment,
    h2,
    input,
    label,
    li,
    p,
    script,
    section,
    span,
    strong,
    summary,
    template,
    ul,
)

from checker.kept import LONGEST_LABEL
from site_build.content.pages.writer import Writer, writer
from site_build.layout import CHECK, PREFIXES
from site_build.settings import settings

MARK = re.compile(r"<!-- kept( always)? -->")
SCRIPT = "assets/widget/kept-list.mjs"
WAYS = ("agreed", "refused", "silent", "other")
"""What may have happened, as `checker.kept.record` names it."""
OWN = ("due", "no-day", "clock", "renamed", "forgotten", "taken", "broken")
FAULTS = ("full", "forbidden", "newer", "gone")
LEFT = ("left-today", "left-tomorrow", "left-days", "left-yesterday", "left-ago")
FOLDED = details(".sit-change")
ROW = p(".sit-row")


def expand(html: str, language: str) -> str:
    """Replace the mark in a page's HTML, if there is one."""
    return MARK.sub(lambda mark: str(listed(writer(language), always=bool(mark[1]))), html)


def listed(writer: Writer, *, always: bool) -> Fragment:
    """The section and its script. `always`: shown when nothing is kept, too."""
    word = writer.word
    return fragment[
        section(
            "#orders.kept.sit",
            hidden=True,
            aria_labelledby="orders-title",
            data_search_exclude=True,
            data_always=always,
            data_base=f"{settings().base_path}{PREFIXES[writer.lang]}{CHECK}",
            **_texts(writer),
        )[
            h2("#orders-title")[word("kept-title")],
            p(".sit-notice", data_if="newer", hidden=True)[word("kept-newer")],
            div(".sit-notice", data_if="aside", hidden=True)[
                p[word("kept-aside")], ROW[_button("save-aside", word("kept-export"))]
            ],
            p(data_if="none", hidden=True)[word("kept-none")],
            ul,
            template[_order(writer)],
            FOLDED[
                summary[word("kept-manage")],
                p[word("kept-manage-hint")],
                ROW[
                    _button("export", word("kept-export")),
                    label(".sit-button.sit-quiet")[
                        word("kept-import"), input(".sit-hidden", type="file", accept="application/json,.json")
                    ],
                    _button("forget-all", word("kept-forget-all")),
                ],
            ],
        ],
        # Another attribute first: scripts that begin with their source are deferred.
        script(".kept-list", src=f"{settings().base_path}{SCRIPT}"),
    ]


def _order(writer: Writer) -> Element:
    word = writer.word
    return li[
        FOLDED[
            summary[strong[bdi], span(data_when=True)],
            div(data_happened=True)[
                p[strong[word("kept-happened")]],
                ul(".sit-options")[[li[a(data_way=way)[word(f"kept-{way}")]] for way in WAYS]],
            ],
            ROW[a(".sit-button", data_way="look")[word("kept-look")]],
            form(data_do="rename", autocomplete="off", method="dialog")[
                label[word("kept-name"), input(type="text", maxlength=str(LONGEST_LABEL), spellcheck="false")],
                ROW[button(".sit-button.sit-quiet")[word("kept-rename")], _button("forget", word("kept-forget"))],
            ],
        ]
    ]


def _button(do: str, words: str) -> Element:
    return button(".sit-button.sit-quiet", type="button", data_do=do)[words]


def _texts(writer: Writer) -> dict[str, str]:
    """The texts that the script fills in, as attributes."""
    words, dates, lang = writer.policy.words, writer.policy.dates, writer.lang
    blank = "{day}"
    return {
        "data_from": f"{words['from-day'][lang].format(day=blank)} ({{left}})",
        "data_by": f"{words['by-day'][lang].format(day=blank)} ({{left}})",
        "data_pattern": dates.pattern[lang],
        "data_weekdays": " ".join(dates.weekdays[lang]),
        "data_months": " ".join(dates.months[lang]),
        **{f"data_{key.replace('-', '_')}": words[key][lang] for key in LEFT},
        **{f"data_{key.replace('-', '_')}": writer.word(f"kept-{key}") for key in OWN},
        **{f"data_{key}": words[f"order-{key}"][lang] for key in FAULTS},
    }
