"""Rewrites a zip of bytecode without the tables that lead from instructions to lines: a third of its weight.

A traceback then names functions and no lines; whoever looks for a fault runs the checker outside of a browser. This is
a program of its own, because what `marshal` writes depends on what else its process has loaded.
"""

from __future__ import annotations

import marshal
import sys
import zipfile
from pathlib import Path
from types import CodeType

HEAD = 16
"""Bytes of a .pyc file before its code."""


def without_lines(code: CodeType) -> CodeType:
    """The same code, and all code inside it, without its line table."""
    inner = tuple(without_lines(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=inner)


def strip(archive: Path) -> None:
    """Rewrite the zip in place, its entries in their order."""
    with zipfile.ZipFile(archive) as full:
        contents = [(entry, full.read(entry)) for entry in full.infolist()]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as bare:
        for entry, content in contents:
            code = without_lines(marshal.loads(content[HEAD:]))
            bare.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), content[:HEAD] + marshal.dumps(code))


if __name__ == "__main__":
    strip(Path(sys.argv[1]))
