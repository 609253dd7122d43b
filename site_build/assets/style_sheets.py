"""Joins five style sheets into one, because the first paint waits for each of them."""

import posixpath
import re
from pathlib import Path
from posixpath import dirname, normpath

from site_build import BuildError

LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?P<file>[^"]*)">\n?')
WHOLE = "assets/stylesheets/whole.css"
"""In the folder of the parts, so that relative paths in them stay valid."""
MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def join(site: Path) -> list[str]:
    """Join the style sheets of the home page in their order, remove the parts and return their names.

    Raises BuildError when they are in different folders, because their relative paths would break.
    """
    home = (site / "index.html").read_text(encoding="utf-8")
    parts = [normpath(posixpath.join(".", found["file"])) for found in LINK.finditer(home)]
    if {dirname(part) for part in parts} != {dirname(WHOLE)}:
        raise BuildError(f"Style sheets outside of {dirname(WHOLE)}: {', '.join(parts)}. Has the theme changed?")
    whole = "\n\n".join(MAP.sub("", (site / part).read_text(encoding="utf-8")).strip() for part in parts)
    for part in parts:
        (site / part).unlink()
    (site / WHOLE).write_text(whole + "\n", encoding="utf-8")
    return [posixpath.basename(part) for part in parts]
