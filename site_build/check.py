"""Checks links, hosts and scripts of the finished site: `python -m site_build.check`, part of `make check`.

Every problem is one line that names the page. The build itself has already stopped for missing translations, different
headings and broken links into the checker. This module checks the links of the finished pages, finds foreign hosts, and
has Node read the scripts as they ship: after minifying, which could break what was right.
`site_build.language` checks spelling and translations.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_build.engine.pyodide_node import node
from site_build.layout import SITE, pages
from site_build.markup import TAG
from site_build.settings import settings

ATTRIBUTE = re.compile(r"""\s([\w:-]+)=(?:"([^"]*)"|'([^']*)')""")
LOADED = {"src", "srcset", "poster", "data", "action", "formaction", "ping", "manifest"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch"}
IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag."""
    return {name.lower(): double or single for name, double, single in ATTRIBUTE.findall(tag)}


def tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The start tags of a page: name and attributes."""
    for tag in TAG.findall(text):
        yield re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower(), attributes(tag)


@cache
def anchors(file: Path) -> frozenset[str]:
    """The ids in a page."""
    return frozenset(found["id"] for _, found in tags(file.read_text(encoding="utf-8")) if "id" in found)


def loaded(text: str) -> Iterator[str]:
    """Every address that a browser loads or sends to on its own because of a page."""
    for name, found in tags(text):
        yield from (value for attribute, value in found.items() if attribute in LOADED)
        if name == "link" and set(found.get("rel", "").split()) & LOADING_LINKS:
            yield found.get("href", "")


def foreign_hosts(site: Path) -> Iterator[str]:
    """Addresses on other hosts that pages and styles would load."""
    for place in pages(site):
        for address in loaded((site / place.file).read_text(encoding="utf-8")):
            if urlsplit(address).netloc:
                yield f"{place.file}: loads {address} from another host"
    for file in sorted(site.rglob("*.css")):
        for match in IN_STYLE.finditer(file.read_text(encoding="utf-8")):
            address = match[1] or match[2]
            if urlsplit(address).netloc:
                yield f"{file.relative_to(site)}: loads {address} from another host"


def broken_links(site: Path) -> Iterator[str]:
    """Broken links of pages, each once, including anchors, loaded files and addresses in the head."""
    met: dict[tuple[str, str], list[str]] = {}
    for place in pages(site):
        for name, found in tags((site / place.file).read_text(encoding="utf-8")):
            for address in (found.get("href"), found.get("src")):
                if address and (problem := broken(site, place.file, address, anchored=name == "a")):
                    met.setdefault((address, problem), []).append(place.file)
    for (address, problem), files in met.items():
        more = f" (and {len(files) - 1} pages more)" if len(files) > 1 else ""
        yield f"{files[0]}{more}: {address} {problem}"


def broken(site: Path, page: str, address: str, *, anchored: bool) -> str:
    """What is wrong with an address on a page, or nothing."""
    own = address.removeprefix(settings().site_url)
    parts = urlsplit(settings().base_path + own if own != address else address)
    if parts.scheme or parts.netloc:
        return ""
    if parts.path and not parts.path.startswith(settings().base_path):
        return "is not written from the site's root"
    file = site / unquote(parts.path).removeprefix(settings().base_path) if parts.path else site / page
    if parts.path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return "leads to a page that is not there"
    if anchored and parts.fragment and not parts.fragment.startswith("__") and file.suffix == ".html":
        return "" if unquote(parts.fragment) in anchors(file) else "leads to a place that is not in the page"
    return ""


def unreadable_scripts(site: Path) -> Iterator[str]:
    """The scripts of the site that Node cannot read as JavaScript, with the place and the reason."""
    for file in sorted(each for each in site.rglob("*.*js") if each.suffix in (".js", ".mjs")):
        done = subprocess.run([node(), "--check", file], capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            reason = re.search(r"^\w*Error: .*", done.stderr, re.MULTILINE)
            yield f"{file.relative_to(site)}: cannot be read as JavaScript: {reason[0] if reason else done.stderr}"


def main() -> int:
    """Print the problems to standard error; return 1 if there are any, else 0."""
    print("Checking links, hosts and scripts …", flush=True)
    problems = [*broken_links(SITE), *foreign_hosts(SITE), *unreadable_scripts(SITE)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
