"""Replacements in finished HTML that raise BuildError when they do not match as often as expected."""

import re
from collections.abc import Callable
from html import escape

from site_build import BuildError

TAG = re.compile(r"""<[a-z][^\s/>]*(?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*\s*/?>""", re.IGNORECASE)
"""A start tag with its attributes."""
ADDRESS = re.compile(r"""(\s(?:href|src|action|poster|data)=)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
"""An attribute that holds an address."""
INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL | re.IGNORECASE)


def replace(text: str, old: str, new: str, *, what: str) -> str:
    """Replace the one place where `old` stands; `what` names the change for the error when it is not there once."""
    found = text.count(old)
    if found != 1:
        raise BuildError(f"{what}: expected {old!r} once, found it {found} times. Has the theme changed?")
    return text.replace(old, new)


def substitute(
    pattern: str | re.Pattern[str],
    new: str | Callable[[re.Match[str]], str],
    text: str,
    *,
    what: str,
    times: range = range(1, 2),
) -> str:
    """Replace what a pattern matches, literally when `new` is a string; the number of matches must lie in `times`."""
    maker = new if callable(new) else lambda _: new
    text, found = re.subn(pattern, maker, text, flags=0 if isinstance(pattern, re.Pattern) else re.DOTALL)
    if found not in times:
        raise BuildError(f"{what}: expected {times.start} or more matches of {pattern!r}, found {found}.")
    return text


def rewrite_addresses(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to every address in attributes of start tags."""

    def in_attribute(match: re.Match[str]) -> str:
        value = match[2] if match[2] is not None else match[3]
        return f'{match[1]}"{change(value)}"'

    return TAG.sub(lambda tag: ADDRESS.sub(in_attribute, tag[0]), text)


def attributes(**values: str) -> str:
    """Attributes for a start tag; an underscore in a name stands for a hyphen."""
    return "".join(f' {name.strip("_").replace("_", "-")}="{escape(value)}"' for name, value in values.items())
