"""Writes sitemap.xml from the finished pages, and robots.txt, which refers to it."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from site_build.layout import DEFAULT_LANGUAGE, PREFIXES, SitePage
from site_build.settings import settings

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def alternates(place: SitePage) -> dict[str, str]:
    """The addresses of a page by language code, plus x-default."""
    addresses = {language: place.address(language) for language in PREFIXES}
    return {**addresses, "x-default": addresses[DEFAULT_LANGUAGE]}


def entry(place: SitePage) -> str:
    """One page with its translations."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'
        for language, address in alternates(place).items()
    )
    return f"<url><loc>{escape(place.address())}</loc>{links}</url>\n"


def write(site: Path, places: Iterable[SitePage]) -> None:
    """Write both files for the pages that search engines may list."""
    ordered = sorted(places, key=lambda place: place.file)
    text = OPENING + "".join(map(entry, ordered)) + "</urlset>\n"
    (site / "sitemap.xml").write_text(text, encoding="utf-8")
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    (site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {settings().site_url}sitemap.xml\n", encoding="utf-8"
    )
