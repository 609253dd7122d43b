"""Runs MkDocs over build/docs. This and mkdocs_hooks.py are all that imports it (ADR 13)."""

import logging
import os

from site_build import BuildError
from site_build.content import mkdocs_config_check
from site_build.layout import ROOT
from site_build.settings import settings


def run() -> None:
    """Build build/docs into build/site with MkDocs; a warning raises BuildError."""
    # Without this, MkDocs takes dates from the clock, and equal inputs would give different files.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    warnings: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        config = load_config(str(ROOT / "mkdocs.yml"), site_url=settings().site_url, strict=True)
        mkdocs_config_check.check_config(config)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (MkDocsException, SystemExit) as error:
        raise BuildError("\n".join(warnings) or str(error)) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
