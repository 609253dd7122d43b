"""A new version of the theme cannot make a correction of its pages vanish without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_build import BuildError
from site_build.build_info import edition
from site_build.layout import SitePage
from site_build.postprocess import theme_fixes
from site_build.postprocess.theme_fixes import Context

PLACE = SitePage("index.html")
HEAD = '<link rel="alternate" href="/" hreflang="en">\n<link rel="icon" href="icon.svg">\n'
LINK = '<link rel="stylesheet" href="assets/stylesheets/{}.css">\n'


def run(site: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Correct the heads of a site of one page."""
    monkeypatch.setattr(theme_fixes, "FIXES", (theme_fixes.head_links,))
    monkeypatch.setattr(theme_fixes, "ON_SOME_PAGES", (theme_fixes.PREVIOUS_AND_NEXT,))
    (site / PLACE.file).write_text(page)
    theme_fixes.apply(site, [PLACE], {}, {}, [])


def test_what_some_pages_have_must_be_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may lack links to its neighbours; where no page has any, the theme writes them in another way."""
    run(tmp_path, f'<link rel="next" href="about/">\n{HEAD}', monkeypatch)
    assert 'rel="next"' not in (tmp_path / PLACE.file).read_text()
    with pytest.raises(BuildError, match="previous and next page: found on no page"):
        run(tmp_path, f'<link href="about/" rel="next">\n{HEAD}', monkeypatch)


@pytest.mark.parametrize("names", [["main"], ["main", "more", "print"], ["more", "main"], []])
def test_no_style_sheet_is_dropped_unseen(names: list[str]) -> None:
    """A page with other sheets than the home page, of which the joined one was made, would lose its look."""
    context = Context(PLACE, {}, {}, edition(), ["main.css", "more.css"])
    page = "".join(LINK.format(name) for name in names)
    with pytest.raises(BuildError, match=r"index\.html: expected the style sheets main\.css, more\.css, found"):
        theme_fixes.style_sheet(page, context)
