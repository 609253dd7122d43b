"""The hooks that MkDocs calls. Whatever can run before or after MkDocs is not here but in `pipeline.py`."""

import copy
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from site_build.checker_api import policy
from site_build.content import kept_list, widget_markup
from site_build.content.pages import pictures
from site_build.layout import NOT_FOUND, PREFIXES
from site_build.settings import settings

_not_found: dict[str, str] = {}

END = re.compile(r"(</(?:dd|desc|div|dt|legend|summary|td|text|th|title)>)(?=<)")
"""The end of a block element without whitespace after it."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the theme store the reader's choice of colours once for the whole site."""
    config.extra["scope"] = settings().base_path
    return config


def on_page_content(html: str, page: Any, config: MkDocsConfig, files: Any) -> str:
    """Replace the marks for the checker and for pictures in a page.

    Adds whitespace between blocks, because the theme's search joins words of adjacent elements.
    """
    language, file = config.theme["language"], page.file.src_uri
    told = END.sub(r"\1\n", pictures.expand(html, policy(), language, file))
    return widget_markup.expand(kept_list.expand(told, language), language, file)


@event_priority(100)
def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """On the 404 page, link to the home pages of the other languages instead of the page built last."""
    i18n: Any = config.plugins["i18n"]
    if template_name == NOT_FOUND:
        # The i18n plugin sets an attribute, which hides the item of the same name.
        config.extra.alternate = copy.deepcopy(i18n.extra_alternate)  # type: ignore[attr-defined]
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Remember the 404 page of each language, because the builds of the languages overwrite each other's."""
    if template_name == NOT_FOUND:
        language = config.theme["language"]
        _not_found[language] = widget_markup.expand(output_content, language, template_name, anywhere=True)
    return output_content


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the 404 pages after all languages are built."""
    i18n: Any = config.plugins["i18n"]
    if not i18n.building:
        for language, prefix in PREFIXES.items():
            (Path(config.site_dir) / prefix / NOT_FOUND).write_text(_not_found[language], encoding="utf-8")
