"""Removes line tables from a zip of bytecode: a third of its compressed size.

Tracebacks then name functions but no lines; run the checker outside a browser to debug it. This is a separate program,
because the output of `marshal` depends on what else its process has loaded.
"""

from __future__ import annotations

import marshal
import sys
import zipfile
from pathlib import Path
from types import CodeType

HEAD = 16
"""Length of a .pyc header in bytes."""


def without_lines(code: CodeType) -> CodeType:
    """A copy of a code object, and of all code inside it, without line tables."""
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
