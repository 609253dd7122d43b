"""Renames our assets by a hash of their content, so that browsers may cache them without expiry.

A file is renamed after the files that it refers to, because styles refer to fonts and modules to each other.
"""

import hashlib
import re
from pathlib import Path
from posixpath import dirname, join, normpath

from site_build import BuildError

NAMED = re.compile(r"""(?<=["'(])(?P<path>\.{1,2}/[\w./-]+|[\w-]+\.(?:css|js|mjs|woff2|svg))(?=["')?#])""")
"""A relative reference in a style sheet or a script."""
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")
FOLDERS = tuple(f"assets/{each}" for each in "fonts images javascripts situations stylesheets widget".split())
KINDS = {".css", ".js", ".json", ".mjs", ".woff2", ".svg"}


def rename_all(site: Path) -> dict[str, str]:
    """Rename the assets of a site; returns the new path of each old path, both below the site's folder."""
    files = {file.relative_to(site).as_posix() for folder in FOLDERS for file in (site / folder).glob("*")}
    todo = sorted(file for file in files if Path(file).suffix in KINDS and not HASHED.search(file))
    done: dict[str, str] = {}
    while todo:
        ready = [file for file in todo if not references(site, file) & (set(todo) - {file})]
        if not ready:
            raise BuildError(f"These files name each other in a circle: {', '.join(todo)}.")
        for file in ready:
            done[file] = rename(site, file, done)
        todo = [file for file in todo if file not in done]
    return done


def references(site: Path, file: str) -> set[str]:
    """The files that a text file names by a relative path, below the site's folder."""
    if Path(file).suffix == ".woff2":
        return set()
    text = (site / file).read_text(encoding="utf-8")
    return {normpath(join(dirname(file), match["path"])) for match in NAMED.finditer(text)}


def rename(site: Path, file: str, done: dict[str, str]) -> str:
    """Replace the references in a file, then rename the file itself."""
    path = site / file
    if path.suffix != ".woff2":

        def renamed(match: re.Match[str]) -> str:
            target = done.get(normpath(join(dirname(file), match["path"])))
            return join(dirname(match["path"]), Path(target).name) if target else match["path"]

        path.write_text(NAMED.sub(renamed, path.read_text(encoding="utf-8")), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    target = path.with_name(f"{path.stem}.{digest}{path.suffix}")
    path.rename(target)
    return target.relative_to(site).as_posix()
