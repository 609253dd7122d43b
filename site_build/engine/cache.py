"""Results that are kept between builds, each under a digest of its content: what was changed or cut is made anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

SHOWN = 16
"""Digits of the SHA-256 in a name."""


def find(folder: Path, stem: str, suffix: str) -> Path | None:
    """The file that was kept as `stem`, or None where there is none, or none that is whole."""
    for file in sorted(folder.glob(f"{stem}.*{suffix}")):
        if file.name == _name(stem, suffix, file.read_bytes()):
            return file
        file.unlink()
    return None


def put(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Keep a content, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / _name(stem, suffix, content)
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def keep_only(folder: Path, kind: str, kept: Iterable[Path]) -> None:
    """Remove all other files whose names begin with `kind`."""
    for old in set(folder.glob(f"{kind}-*")) - set(kept):
        old.unlink(missing_ok=True)


def _name(stem: str, suffix: str, content: bytes) -> str:
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:SHOWN]}{suffix}"
