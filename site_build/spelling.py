"""Slips that are easy to make and easy to find: our names, Spanish marks, and words that are often misspelt.

Not a dictionary: a short list that only names what is certainly wrong, so that nobody learns to ignore it.
"""

import re
from collections.abc import Iterator

IGNORED = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|\{[^}]*\}|^---\n.*?\n---$"
    r"|^ *(?:!!!|\?\?\?\+?) [\w ]+\"|\"$",
    re.DOTALL | re.MULTILINE,
)
"""Code, addresses, tags, attributes, the head of a page, and what is around the title of a note."""
BLANK = "\ue000"
"""Stands for ignored text: neither a letter nor a space."""

COMMON = {
    r"\bali ?express\b(?!\.)": "AliExpress",
    r"\ball?iexpres\b": "AliExpress",
    r"\bpay ?pal\b": "PayPal",
    r"\b(\w{3,}) \1\b": "the word once",
    r"\.\.\.": "…",
    r" ,": "no space before a comma",
}
WRONG = {
    "en": {
        r"\brecieve\w*": "receive",
        r"\bseperat\w*": "separate",
        r"\boccured\b": "occurred",
        r"\bdefinately\b": "definitely",
        r"\baddres\b": "address",
        r"\bparcell\b": "parcel",
        r"\brefunded back\b": "refunded",
        r"\bshiped\b": "shipped",
        r"\buntill\b": "until",
        r"\bwich\b": "which",
        r"\bit's self\b": "itself",
    },
    "es": {
        r"\breenbols\w*": "reembolso",
        r"\bseguimento\b": "seguimiento",
        r"\benvio\b": "envío",
        r"\benvios\b": "envíos",
        r"\bnumero\b": "número",
        r"\bpagina\b": "página",
        r"\bboton\b": "botón",
        r"\bopcion\b": "opción",
        r"\bcancelacion\b": "cancelación",
        r"\bproteccion\b": "protección",
        r"\bdevolucion\b": "devolución",
        r"\bdias\b": "días",
        r"\btodavia\b": "todavía",
        r"\bdespues\b": "después",
        r"\bademas\b": "además",
        r"\btambien\b": "también",
        r"\bmas tarde\b": "más tarde",
        r"\brapido\b": "rápido",
        r"\btelefono\b": "teléfono",
        r"\bcodigo\b": "código",
        r"\barticulo\b": "artículo",
        r"\bcredito\b": "crédito",
        r"\bdebito\b": "débito",
        r"\blimite\b": "límite (o limite, del verbo: añade otra palabra)",
        r"\be-?mail\b": "correo",
        r"\bclick\w*": "pulsa",
        r"\btracking\b": "número de seguimiento",
        r"\"": "comillas «»",
    },
}
QUESTION = re.compile(r"[^.!?…\n]*\?")
EXCLAMATION = re.compile(r"[^.!?…\n]*!")


def slips(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Line and description of each slip in a page of Markdown."""
    plain = IGNORED.sub(lambda match: re.sub(r"[^\n]", BLANK, match[0]), text)
    for number, line in enumerate(plain.splitlines(), start=1):
        for pattern, right in {**COMMON, **WRONG[language]}.items():
            for match in re.finditer(pattern, line, re.IGNORECASE):
                if match[0] != right:
                    yield number, f"{match[0]!r}: write {right}"
        if language == "es":
            yield from ((number, f"{part.strip()!r} lacks ¿") for part in QUESTION.findall(line) if "¿" not in part)
            yield from ((number, f"{part.strip()!r} lacks ¡") for part in EXCLAMATION.findall(line) if "¡" not in part)
