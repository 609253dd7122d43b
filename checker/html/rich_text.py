"""Policy texts as HTML: their marks become names of buttons, figures and links."""

from __future__ import annotations

from htpy import Node, a, fragment, span

from checker.markup import MARK, Place, named, value_of


def rich(place: Place, text: str) -> Node:
    """A policy text as HTML nodes. Raises `KeyError` for a mark that names nothing."""
    nodes: list[Node] = []
    end = 0
    for found in MARK.finditer(text):
        nodes += [text[end : found.start()], _node(place, found[1], found[2] or "", found[3] or "")]
        end = found.end()
    return fragment[*nodes, text[end:]]


def _node(place: Place, kind: str, target: str, words: str) -> Node:
    if kind == "label":
        return label(place, target)
    if kind == "fact":
        return value_of(place, target)
    if kind == "state":
        return a(href=place.check(target), data_state=target)[words]
    if kind == "page":
        return a(href=place.page(target))[words]
    raise KeyError(f"{{{kind}.{target}}} is not a mark; write label, fact, state or page")


def label(place: Place, ident: str) -> Node:
    """What to look for on the page: the platform's text in a frame, with what helps to find it in brackets.

    No browser may translate the platform's texts: the reader has to find them letter by letter.
    """
    name = named(place.policy, ident, place.lang)
    own: Node = span(".sit-label", translate="no")[name.own] if name.seen else name.own
    if name.beside is None:
        return fragment[own]
    lang, text = name.beside.lang, name.beside.text
    if name.seen:
        return fragment[own, " ", span(".sit-other", lang=lang, translate="no")[f"({text})"]]
    return fragment[own, " (", span(".sit-label", lang=lang, translate="no")[text], ")"]
