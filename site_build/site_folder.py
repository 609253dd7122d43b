"""The folder site/: whether it is current, who may write it, and how a new site takes its place."""

import errno
import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_build import BuildError, build_info
from site_build.hosting.headers import Rules, save_rules
from site_build.layout import BUILD, HEADERS, ROOT, SINGLES, SITE, SOURCES, STAGE
from site_build.settings import settings

DIGESTS = BUILD / "site.sha256"
OLD = BUILD / "site.old"
STORAGE = {
    errno.ENOSPC: "the disk is full: make room there",
    errno.EDQUOT: "your share of the disk is used up: make room there",
    errno.EROFS: "this file system is for reading only: work on a copy of the project that you can write to",
    errno.EACCES: "you may not write here: if another user owns it (sudo?), take it over with chown, or delete it",
    errno.EPERM: "you may not write here: if another user owns it (sudo?), take it over with chown, or delete it",
}
"""What is wrong with the place that a build writes to, and what to do, by the system's error."""


@contextmanager
def build_lock() -> Iterator[None]:
    """Hold the lock on build/ while the block runs; where another build holds it, say so and wait."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is running in this folder: waiting for it …", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def storage_errors(*leftovers: Path) -> Iterator[None]:
    """Turn an error of the disk into a BuildError that says what to do, and remove what is left over, for its room."""
    try:
        yield
    except OSError as error:
        # What copies whole folders puts all errors into one that has no number.
        found = next((code for code in STORAGE if error.errno == code or f"[Errno {code}]" in str(error)), 0)
        if not found:
            raise
        for folder in leftovers:
            shutil.rmtree(folder, ignore_errors=True)
        raise BuildError(f"{error.filename or BUILD}: {STORAGE[found]}.") from error


def is_writable() -> bool:
    """Whether a build could hold the lock."""
    try:
        BUILD.mkdir(exist_ok=True)
        (BUILD / "lock").open("a").close()
    except OSError:
        return False
    return True


def check_places() -> None:
    """Raise BuildError where a new site could not take the place of the old one in the end."""
    if SITE.is_symlink():
        raise BuildError(f"{SITE} is a symbolic link, which a build would replace: remove it, and link to it instead.")
    if SITE.is_mount():
        raise BuildError(f"{SITE} is a mount point, which no build can replace: mount the folder above it.")
    if BUILD.stat().st_dev != SITE.parent.stat().st_dev:
        raise BuildError(f"{BUILD} is on another file system than {SITE}, where a build has to move it in the end.")


def input_digest() -> str:
    """A digest of all files and settings that the site is built from."""
    total = hashlib.sha256(f"{settings()}\0{build_info.commit()}".encode())
    files = [file for folder in SOURCES for file in (ROOT / folder).rglob("*") if "__pycache__" not in file.parts]
    for file in sorted([*files, *(ROOT / name for name in SINGLES)]):
        if file.is_file():
            total.update(f"\0{file.relative_to(ROOT)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def output_digest() -> str:
    """One digest of what was built: every file of site/, and the headers to serve them with."""
    total = hashlib.sha256(HEADERS.read_bytes())
    for file in sorted(SITE.rglob("*")):
        if file.is_file():
            total.update(f"\0{file.relative_to(SITE)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def save_digests(made_from: str) -> None:
    """Write down from which inputs site/ was built, and what was built."""
    DIGESTS.write_text(f"{made_from}\n{output_digest()}\n", encoding="utf-8")


def is_current() -> bool:
    """Whether site/ was built from just these inputs, and nothing of it has been changed since."""
    if not (SITE.exists() and HEADERS.exists() and DIGESTS.exists()):
        return False
    return DIGESTS.read_text(encoding="utf-8") == f"{input_digest()}\n{output_digest()}\n"


def refuse_symlinks() -> None:
    """Raise BuildError where a source is a symbolic link: a proposed change could publish any file of the builder."""
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.is_symlink():
                raise BuildError(f"{path.relative_to(ROOT)} is a symbolic link: put the file itself there.")


def restore() -> None:
    """Put the old site back if a build was killed while it replaced it."""
    if OLD.exists() and not SITE.exists():
        OLD.rename(SITE)


def publish(rules: Rules) -> None:
    """Put build/site in the place of site/, which stays whole beside it until that is done, and save its headers."""
    # Without the digests, a build that ends from here on is made anew.
    DIGESTS.unlink(missing_ok=True)
    save_rules(rules, HEADERS)
    shutil.rmtree(OLD, ignore_errors=True)
    if SITE.exists():
        SITE.rename(OLD)
    STAGE.rename(SITE)
    shutil.rmtree(OLD, ignore_errors=True)
