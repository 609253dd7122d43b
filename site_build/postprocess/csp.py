"""Computes the Content-Security-Policy of the finished pages and the other headers that servers send.

The policy starts from "none": pages load nothing from other hosts, send nothing to them and submit no forms. Inline
scripts (the theme has three small ones) are allowed by hash. WebAssembly needs 'wasm-unsafe-eval'; without it Pyodide
hangs instead of failing. Text becomes markup only through two Trusted Types policies: the widget's, and a narrow
default one for the theme's search in docs/assets/javascripts/early.js (adr/0014).
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape, unescape
from pathlib import Path

from site_build import BuildError
from site_build.layout import pages
from site_build.markup import INLINE_SCRIPT, INLINE_STYLE, TAG, replace
from site_build.settings import settings

BORNE = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def digest(body: str) -> str:
    """A hash as a Content-Security-Policy writes it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() + "'"


def inline_scripts(page: str) -> set[str]:
    """The bodies of the inline scripts that a browser would run; data blocks are left out."""
    return {
        script["body"]
        for script in INLINE_SCRIPT.finditer(page)
        if "src=" not in script["attributes"] and "json" not in script["attributes"]
    }


def policy(documents: Iterable[str]) -> str:
    """One policy for all of these pages; raises BuildError for inline attributes that no hash can allow."""
    scripts: set[str] = set()
    styles: set[str] = set()
    for page in documents:
        scripts |= {digest(body) for body in inline_scripts(page)}
        styles |= {digest(style["body"]) for style in INLINE_STYLE.finditer(page)}
        for tag in TAG.findall(INLINE_SCRIPT.sub("", page)):
            if " style=" in tag or " onclick=" in tag or '"javascript:' in tag:
                raise BuildError(f"The Content-Security-Policy cannot allow {tag}: use a class or a script file.")
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *sorted(scripts)]),
            " ".join(["style-src 'self'", *sorted(styles)]),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types still-in-time default",
        ]
    )


def protect(site: Path) -> dict[str, str]:
    """Put the Content-Security-Policy into all pages; returns the headers that servers must send with them."""
    texts = {place: (site / place.file).read_text(encoding="utf-8") for place in pages(site)}
    one = policy(texts.values())
    for place, text in texts.items():
        (site / place.file).write_text(insert_meta(text, one), encoding="utf-8")
    return headers(one)


def insert_meta(page: str, page_policy: str) -> str:
    """Insert the Content-Security-Policy into a page, before anything that loads."""
    first = '<meta charset="utf-8">'
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(page_policy, quote=False)}">'
    return replace(page, first, f"{first}\n{meta}", what="Content-Security-Policy")


def allowed(page: str) -> str:
    """The policy in a finished page. Raises BuildError where it has none."""
    found = BORNE.search(page)
    if not found:
        raise BuildError("A finished page bears no Content-Security-Policy.")
    return unescape(found[1])


def headers(page_policy: str) -> dict[str, str]:
    """What a server sends with every file. A worker does not inherit the policy of a page's <meta>, so this counts.

    That browsers come by https alone is said for a whole host, so only where the site has one to itself.
    """
    has_host = settings().site_url.startswith("https:") and settings().base_path == "/"
    return {
        "Content-Security-Policy": f"{page_policy}; frame-ancestors 'self'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        **({"Strict-Transport-Security": "max-age=31536000"} if has_host else {}),
        "X-Content-Type-Options": "nosniff",
    }


def framed(page_policy: str, embedders: Sequence[str]) -> dict[str, str]:
    """Headers for pages that the sites in `embedders` may show in a frame, besides this site."""
    return {
        **headers(page_policy),
        "Content-Security-Policy": f"{page_policy}; frame-ancestors {' '.join(["'self'", *embedders])}",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
