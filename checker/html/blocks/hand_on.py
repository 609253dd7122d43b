"""Hand it on: the answer's address, and knowingly the case sheet, which holds what the reader has typed."""

from __future__ import annotations

from collections.abc import Sequence

from htpy import Node, a, article, button, div, fragment, h2, h3, li, ol, p, section, strong, ul

from checker.html.blocks.context import Context
from checker.html.blocks.elements import NOTE
from checker.markup import Place
from checker.sheet import Section, Sheet, as_text, labelled

QUIET = ".sit-button.sit-quiet"
ROW = p(".sit-row")


def block(context: Context) -> Node:
    """Ways to hand on an answer, and the case sheet where it was asked for."""
    place, say = context.place, context.place.say
    return section(".sit-live.sit-hand-on")[
        h2[say("hand-on")],
        NOTE[say("hand-on-hint")],
        ROW[
            a(QUIET, href=place.check(context.state.address), data_share=True)[say("share")],
            a(QUIET, href="mailto:", data_mail=True)[say("mail")],
            button(QUIET, type="button", data_sheet=place.lang)[say("sheet")],
        ],
        div(data_part="sheet")[_sheets(place, context.sheets) if context.sheets else None],
    ]


def _sheets(place: Place, sheets: Sequence[Sheet]) -> Node:
    """The sheets, with ways to print, copy and put away, and to have them in other languages."""
    say, shown = place.say, [each.lang for each in sheets]
    languages = place.policy.languages
    choices = {lang: say("sheet-in", language=say(f"language-{lang}")) for lang in languages}
    choices[" ".join(languages)] = say("sheet-in-all")
    return section(".sit-sheet", aria_labelledby="sit-sheet")[
        h2(".sit-minor", id="sit-sheet", tabindex="-1")[say("sheet-ready")],
        NOTE[say("sheet-hint")],
        ROW[
            button(".sit-button", type="button", data_print=True)[say("sheet-print")],
            button(".sit-button", type="button", data_copy="#sit-sheet-text")[say("sheet-copy")],
            [
                button(QUIET, type="button", data_sheet=langs)[words]
                for langs, words in choices.items()
                if langs.split() != shown
            ],
            button(QUIET, type="button", data_sheet="")[say("sheet-close")],
        ],
        [_paper(each) for each in sheets],
        div(id="sit-sheet-text", hidden=True, translate="no")["\n\n\n".join(map(as_text, sheets))],
    ]


def _paper(made: Sheet) -> Node:
    return article(".sit-paper", lang=made.lang)[
        p(".sit-paper-title")[made.title],
        p[made.about],
        [fragment[h3[part.title], _rows(part)] for part in made.sections],
        p(".sit-small")[made.foot],
    ]


def _rows(part: Section) -> Node:
    rows = [fragment[strong[labelled(name)], text] if name else text for name, text in part.rows]
    if part.form == "text":
        return [p[row] for row in rows]
    return (ol if part.form == "steps" else ul)(data_form=part.form)[[li[row] for row in rows]]
