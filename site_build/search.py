"""One search index per language. The theme writes one for all, and finds English pages for Spanish words."""

import json
from pathlib import Path

from site_build.layout import PREFIXES, BuildError, Place

INDEX = "search/search_index.json"


def split(site: Path) -> None:
    """Replace the common index by one below each language's folder, with locations relative to that folder."""
    whole = json.loads((site / INDEX).read_text(encoding="utf-8"))
    for language, prefix in PREFIXES.items():
        entries = [
            {**entry, "location": entry["location"].removeprefix(prefix)}
            for entry in whole["docs"]
            if Place(entry["location"]).language == language
        ]
        if not entries:
            raise BuildError(f"The search index holds no page in {language}.")
        # The page's own worker folds accents and stems; the theme must not load its stemmers on top.
        content = {"config": {**whole["config"], "lang": ["en"]}, "docs": entries}
        file = site / prefix / INDEX
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
