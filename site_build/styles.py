"""One style sheet for all pages: each of five would be waited for before anything shows, the theme's and ours alike."""

import re
from pathlib import Path
from posixpath import dirname, join, normpath

from site_build.layout import BuildError

LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?P<file>[^"]*)">\n?')
WHOLE = "assets/stylesheets/whole.css"
"""Beside the parts, so that what they name by a relative path is still there."""
MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def put_together(site: Path) -> None:
    """Write the style sheets of the home page into one, in their order, and remove them.

    Raises BuildError when they do not lie in one folder: then what they name would be lost.
    """
    home = (site / "index.html").read_text(encoding="utf-8")
    parts = [normpath(join(".", found["file"])) for found in LINK.finditer(home)]
    if {dirname(part) for part in parts} != {dirname(WHOLE)}:
        raise BuildError(f"Style sheets outside of {dirname(WHOLE)}: {', '.join(parts)}. Has the theme changed?")
    whole = "\n\n".join(MAP.sub("", (site / part).read_text(encoding="utf-8")).strip() for part in parts)
    for part in parts:
        (site / part).unlink()
    (site / WHOLE).write_text(whole + "\n", encoding="utf-8")
