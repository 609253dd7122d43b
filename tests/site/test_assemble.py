"""What stops the build, by the name of the page that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_build import BuildError
from site_build.content.assemble import assemble
from site_build.layout import PREFIXES
from site_build.markup import replace, rewrite_addresses


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two small pages in each language."""
    for language in PREFIXES:
        folder = tmp_path / "docs" / language
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("# Title\n\n## Part {#part}\n\nText.\n", encoding="utf-8")
        (folder / "tips.md").write_text("# Title\n\nText.\n", encoding="utf-8")
    return tmp_path / "docs"


def test_complete_pages_are_assembled(docs: Path, tmp_path: Path) -> None:
    """Pages that exist in every language are written, and what no longer belongs is removed."""
    stale = tmp_path / "out" / "en" / "old.md"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    assemble({language: [("made.md", "# Made")] for language in PREFIXES}, [""], docs, tmp_path / "out")
    written = sorted(file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*.md"))
    assert written == [f"{language}/{name}.md" for language in sorted(PREFIXES) for name in ("index", "made", "tips")]


def test_page_in_one_language_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """A missing translation stops the build and is named."""
    (docs / "es" / "tips.md").unlink()
    with pytest.raises(BuildError, match=r"docs/es/tips\.md"):
        assemble({}, [""], docs, tmp_path / "out")


def test_generated_page_in_one_language_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """A generated page needs its translation as well."""
    with pytest.raises(BuildError, match=r"docs/en/made\.md"):
        assemble({"en": [], "es": [("made.md", "# Hecha")]}, [""], docs, tmp_path / "out")


def test_heading_that_differs_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """A heading with another id in the translation stops the build, with the page and both ids."""
    (docs / "es" / "index.md").write_text("# Título\n\n## Parte {#parte}\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"docs/es/index\.md.*#parte.*#part"):
        assemble({}, [""], docs, tmp_path / "out")


def test_heading_without_id_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """A heading without an id of its own would get another one in each language."""
    (docs / "en" / "index.md").write_text("# Title\n\n## Part\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"docs/en/index\.md.*'Part'"):
        assemble({}, [""], docs, tmp_path / "out")


@pytest.mark.parametrize("text", ["[words](state:stage.nowhere)", "<!-- checker stage.nowhere -->"])
def test_unknown_state_stops_the_build(docs: Path, tmp_path: Path, text: str) -> None:
    """A link or a checker that asks for a state that does not exist stops the build with page and state."""
    (docs / "en" / "tips.md").write_text(f"# Title\n\n{text}\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"docs/en/tips\.md.*stage\.nowhere"):
        assemble({}, ["", "stage.shipped"], docs, tmp_path / "out")


def test_replacement_that_finds_nothing_stops_the_build() -> None:
    """A change to the theme's markup that no longer fits is an error, not a silence."""
    with pytest.raises(BuildError, match="search dialog"):
        replace("<p>", "<div>", "<section>", what="search dialog")


def test_addresses_are_rewritten_in_tags_only() -> None:
    """Text that looks like an attribute stays as it is."""
    assert rewrite_addresses('<a href="x">href="x"</a>', str.upper) == '<a href="X">href="x"</a>'
