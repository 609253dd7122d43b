"""The page for owners of other sites: who may show the checker, the code to copy, and what their pages learn."""

from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from htpy import Element, a, code, dd, div, dl, dt, fragment, li, p, pre, ul

from checker.model import Policy
from site_build.content.assemble import Page
from site_build.content.pages.writer import Block, Writer
from site_build.layout import CHECK, EMBED, PREFIXES
from site_build.settings import settings

SCRIPT = f"{EMBED}embed.js"
SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"
"""The least with which everything works: Python, links in new tabs, the calendar file, printing."""
STYLE = "display: block; width: 100%; height: 45rem; border: 0"
LEARNS = ("nothing", "use", "address", "history", "referrer")
ASKS = ("whole", "name")


def page(policy: Policy, lang: str) -> Page:
    """The page in one language."""
    writer = Writer(policy, lang)
    return writer.document("your-site", _blocks(writer))


def short(writer: Writer) -> str:
    """The code with our script: an element that a link stands in for until the script has run."""
    where = settings().site_url + PREFIXES[writer.lang]
    words = escape(writer.word("your-site-link"), quote=False)
    return (
        f'<script src="{settings().site_url}{SCRIPT}" referrerpolicy="no-referrer" async></script>\n'
        f'<still-in-time-embed lang="{writer.lang}">\n'
        f'  <a href="{where}{CHECK}">{words}</a>\n'
        f"</still-in-time-embed>"
    )


def plain(writer: Writer) -> str:
    """The code with nothing of ours: a frame."""
    return (
        f'<iframe src="{settings().site_url}{PREFIXES[writer.lang]}{EMBED}"\n'
        f'  title="{escape(writer.word("embed-frame"))}" lang="{writer.lang}"\n'
        f'  loading="lazy" referrerpolicy="no-referrer" allow="clipboard-write"\n'
        f'  sandbox="{SANDBOX}"\n'
        f'  style="{STYLE}"></iframe>'
    )


def allowed() -> str:
    """What a Content-Security-Policy has to allow for our script."""
    parts = urlsplit(settings().site_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return f"script-src {origin}; frame-src {origin}"


def _blocks(writer: Writer) -> Iterator[Block]:
    yield writer.heading(1, writer.word("your-site-title"), "your-site")
    yield writer.paragraph("your-site-intro")
    yield writer.paragraph("your-site-works")
    yield writer.heading(2, writer.word("your-site-who"), "who")
    yield from _who(writer)
    yield writer.heading(2, writer.word("your-site-script"), "script")
    yield writer.paragraph("your-site-script-intro")
    yield _code(writer, "code-script", short(writer))
    yield dl[
        [
            fragment[dt[code(translate="no")[sample]], dd[writer.rich(key)]]
            for sample, key in (
                (" ".join(f'lang="{language}"' for language in PREFIXES), "your-site-lang"),
                ('colours="light" colours="dark"', "your-site-colours"),
            )
        ]
    ]
    yield writer.heading(2, writer.word("your-site-frame"), "frame")
    yield writer.paragraph("your-site-frame-intro")
    yield _code(writer, "code-frame", plain(writer))
    yield writer.heading(2, writer.word("your-site-policy"), "policy")
    yield writer.paragraph("your-site-policy-intro")
    yield _code(writer, "code-policy", allowed())
    yield writer.heading(2, writer.word("your-site-learns"), "privacy")
    yield writer.paragraph("your-site-learns-intro")
    yield ul[[li[writer.rich(f"your-site-learns-{what}")] for what in LEARNS]]
    yield writer.heading(2, writer.word("your-site-asks"), "please")
    yield ul[[li[writer.rich(f"your-site-asks-{what}")] for what in ASKS]]


def _who(writer: Writer) -> Iterator[Element]:
    given = settings().embedders
    if "*" in given:
        yield writer.paragraph("your-site-all")
        return
    yield writer.paragraph("your-site-some" if given else "your-site-none")
    if given:
        yield ul[[li[code(translate="no")[each]] for each in given]]
    yield writer.paragraph("your-site-why")
    if home := settings().project_home:
        yield p[a(href=home)[writer.word("your-site-ask")]]
    yield p[writer.rich("your-site-copy"), " ", code(translate="no")['EMBEDDERS="https://www.example.org"']]


def _code(writer: Writer, ident: str, text: str) -> Element:
    return div(".sit.code")[
        pre(".sit-note", id=ident, tabindex="-1", translate="no")[code[text]],
        writer.copier(ident, writer.word("your-site-copy-code")),
    ]
