"""Runs all build steps in order, then replaces site/. A failing build leaves the previous site/ untouched."""

import fcntl
import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_build.assets import service_worker
from site_build.assets.fingerprint import fingerprint
from site_build.assets.search_index import knowledge, split
from site_build.assets.style_sheets import put_together
from site_build.build_info import commit
from site_build.checker_api import as_json, fragments, schema, states
from site_build.content import mkdocs_config_check
from site_build.content.assemble import assemble
from site_build.content.generated import generated
from site_build.engine.bundle import build_bundle
from site_build.engine.pyodide_node import EngineError
from site_build.hosting import headers, security_txt, sitemap
from site_build.layout import (
    BUILD,
    HEADERS,
    PREFIXES,
    ROOT,
    SINGLES,
    SITE,
    SOURCES,
    STAGE,
    BuildError,
    embedders,
    pages,
    project_home,
    site_url,
)
from site_build.postprocess import csp, embed_page, moved_pages
from site_build.postprocess.state_pages import stamp
from site_build.postprocess.theme_fixes import allow, finish, tidy

NOTE = BUILD / "site.sha256"
OLD = BUILD / "site.old"


def inputs() -> str:
    """A digest of all files and settings that the site is built from."""
    total = hashlib.sha256(
        f"{site_url()}\0{commit()}\0{service_worker.is_on()}\0{embedders()}\0{project_home()}".encode()
    )
    files = [file for folder in SOURCES for file in (ROOT / folder).rglob("*") if "__pycache__" not in file.parts]
    for file in sorted([*files, *(ROOT / name for name in SINGLES)]):
        if file.is_file():
            total.update(f"\0{file.relative_to(ROOT)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def result() -> str:
    """One digest of what was built: every file of site/, and the headers to serve them with."""
    total = hashlib.sha256(HEADERS.read_bytes())
    for file in sorted(SITE.rglob("*")):
        if file.is_file():
            total.update(f"\0{file.relative_to(SITE)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def note(made_from: str) -> None:
    """Write down from which inputs site/ was built, and what was built."""
    NOTE.write_text(f"{made_from}\n{result()}\n", encoding="utf-8")


def is_current() -> bool:
    """Whether site/ was built from just these inputs, and nothing of it has been changed since."""
    if not (SITE.exists() and HEADERS.exists() and NOTE.exists()):
        return False
    return NOTE.read_text(encoding="utf-8") == f"{inputs()}\n{result()}\n"


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock on build/ while the block runs; waits while another build holds it."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure(*, force: bool = False) -> bool:
    """Build site/ unless it is up to date, and return whether it was built. On BuildError, site/ is unchanged."""
    with alone():
        return renew(force=force)


def renew(*, force: bool = False) -> bool:
    """What `ensure` does, for who is `alone` already."""
    if OLD.exists() and not SITE.exists():
        # A build was killed while it put its site in the place of this one.
        OLD.rename(SITE)
    if is_current() and not force:
        return False
    build()
    return True


def build() -> None:
    """Build site/ from scratch without locking (see `ensure`). On BuildError, site/ is unchanged."""
    begun, wanted = time.perf_counter(), inputs()
    print("Assembling the pages …", flush=True)
    prepare()
    print("Building them with MkDocs …", flush=True)
    run_mkdocs()
    complete()
    note(wanted)
    print(f"Built site/ with {len(pages(SITE))} pages in {time.perf_counter() - begun:.1f} s.", flush=True)


def prepare() -> None:
    """Put together what the generator reads, and see that nothing is missing which is needed later."""
    refuse_links()
    assemble({language: generated(language) for language in PREFIXES}, states())
    knowledge()
    mkdocs_config_check.check_pictures()


def refuse_links() -> None:
    """Raise BuildError where a source is a symbolic link: a proposed change could publish any file of the builder."""
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.is_symlink():
                raise BuildError(f"{path.relative_to(ROOT)} is a symbolic link: put the file itself there.")


def complete() -> None:
    """Turn the generator's output into the site, and replace the old one."""
    print("Making the engine …", flush=True)
    engine = make_engine(STAGE)
    print("Finishing the pages …", flush=True)
    tidy(STAGE)
    split(STAGE)
    put_together(STAGE)
    renamed = fingerprint(STAGE)
    finish(STAGE, pages(STAGE), renamed, engine)
    sent = protect(STAGE)
    guide = pages(STAGE)
    written = {place for place in guide if not place.is_not_found}
    framed = embed_page.write(STAGE, renamed)
    listed = stamp(STAGE, fragments())
    moved_pages.write(STAGE, renamed, moved_pages.published())
    security_txt.write(STAGE)
    sitemap.write(STAGE, sorted(written | set(listed), key=lambda place: place.file))
    service_worker.write(
        STAGE, guide, engine["data_python_url"], engine["data_snapshot_url"], engine["data_reading_url"]
    )
    (STAGE / "policy.json").write_text(as_json(), encoding="utf-8")
    (STAGE / "policy.schema.json").write_text(schema(), encoding="utf-8")
    rules = headers.rules(STAGE, sent, {f"{folder}*": given for folder, given in framed.items()})
    publish(rules)


def run_mkdocs() -> None:
    """Build build/docs into build/site with MkDocs; a warning raises BuildError."""
    # Without this, MkDocs takes dates from the clock, and equal inputs would give different files.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as build_pages
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        config = load_config(str(ROOT / "mkdocs.yml"), site_url=site_url(), strict=True)
        mkdocs_config_check.check_config(config)
        config.plugins.on_startup(command="build", dirty=False)
        build_pages(config)
    except (MkDocsException, SystemExit) as error:
        raise BuildError("\n".join(told) or str(error)) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)


def make_engine(site: Path) -> dict[str, str]:
    """Put the Python runtime into the site; returns the paths of its parts by attribute of the checker's element."""
    try:
        made = build_bundle(site / "assets")
    except EngineError as error:
        raise BuildError(f"The engine could not be made. {error}") from error
    return {
        "data_engine_url": f"assets/{made['engine']}",
        "data_python_url": f"assets/{made['python']}",
        "data_snapshot_url": f"assets/{made['snapshot']}",
        "data_reading_url": f"assets/{made['reading']}",
        "data_worker_url": "assets/widget/worker.mjs",
        **({"data_offline_url": service_worker.WORKER} if service_worker.is_on() else {}),
    }


def protect(site: Path) -> dict[str, str]:
    """Put the Content-Security-Policy into the finished pages; returns the headers that servers must send."""
    texts = {place: (site / place.file).read_text(encoding="utf-8") for place in pages(site)}
    policy = csp.policy(texts.values())
    for place, text in texts.items():
        (site / place.file).write_text(allow(text, policy), encoding="utf-8")
    return csp.headers(policy)


def publish(rules: headers.Rules) -> None:
    """Put build/site in the place of site/, which stays whole beside it until that is done, and note its rules."""
    # Without the note, a build that ends from here on is made anew.
    NOTE.unlink(missing_ok=True)
    headers.note(rules, HEADERS)
    shutil.rmtree(OLD, ignore_errors=True)
    if SITE.exists():
        SITE.rename(OLD)
    STAGE.rename(SITE)
    shutil.rmtree(OLD, ignore_errors=True)
