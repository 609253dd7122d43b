"""What MkDocs calls. Thin: everything that can be done before or after MkDocs is done there."""

import copy
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from site_build import fragments
from site_build.layout import NOT_FOUND, PREFIXES, base_path
from site_build.pages import pictures
from site_build.policy import policy

_not_found: dict[str, str] = {}

END = re.compile(r"(</(?:dd|desc|div|dt|legend|summary|td|text|th|title)>)(?=<)")
"""Where a passage ends that is drawn apart from the next one, with nothing between them."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keep the reader's choice of colours for the whole site, wherever it lies."""
    config.extra["scope"] = base_path()
    return config


def on_page_content(html: str, page: Any, config: MkDocsConfig, files: Any) -> str:
    """Put the checker and the pictures where a page asks for them.

    Passages are kept apart, because the theme's search takes what stands between two tags for one word.
    """
    language, file = config.theme["language"], page.file.src_uri
    told = END.sub(r"\1\n", pictures.expand(html, policy(), language, file))
    return fragments.expand(told, language, file)


@event_priority(100)
def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """On the page for unknown addresses, link the other languages' home pages, not what the last page was."""
    i18n: Any = config.plugins["i18n"]
    if template_name == NOT_FOUND:
        # An attribute, because the i18n plugin sets one, which hides the item of the same name.
        config.extra.alternate = copy.deepcopy(i18n.extra_alternate)  # type: ignore[attr-defined]
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Keep one page for unknown addresses per language; the builds of the languages overwrite each other's."""
    if template_name == NOT_FOUND:
        language = config.theme["language"]
        _not_found[language] = fragments.expand(output_content, language, template_name, anywhere=True)
    return output_content


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Write those pages, once all languages are built."""
    i18n: Any = config.plugins["i18n"]
    if not i18n.building:
        for language, prefix in PREFIXES.items():
            (Path(config.site_dir) / prefix / NOT_FOUND).write_text(_not_found[language], encoding="utf-8")
