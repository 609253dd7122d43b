"""The build, step by step; read this first. A failing build leaves the previous site/ untouched."""

import time
from pathlib import Path

from site_build import BuildError, checker_api, site_folder
from site_build.assets import fingerprint, search_index, service_worker, situations, style_sheets, web_manifest
from site_build.content import assemble, mkdocs_config_check, mkdocs_run
from site_build.content.pages import generated
from site_build.engine.build import build_engine
from site_build.engine.pyodide_node import EngineError
from site_build.hosting import headers, security_txt, sitemap
from site_build.layout import PREFIXES, SITE, STAGE, pages
from site_build.postprocess import csp, embed_page, moved_pages, state_pages, theme_fixes
from site_build.settings import settings


def build_if_stale(*, force: bool = False) -> bool:
    """Build site/ unless it is up to date, and return whether it was built. On BuildError, site/ is unchanged."""
    # Who may not write here can still be served what is built.
    if not (force or site_folder.is_writable()) and site_folder.is_current():
        return False
    with site_folder.storage_errors(), site_folder.build_lock():
        return build_while_locked(force=force)


def build_while_locked(*, force: bool = False) -> bool:
    """What `build_if_stale` does, for who holds the lock already."""
    site_folder.restore()
    if site_folder.is_current() and not force:
        return False
    build()
    return True


def build() -> None:
    """Build site/ from scratch without locking (see `build_if_stale`). On BuildError, site/ is unchanged."""
    begun, wanted = time.perf_counter(), site_folder.input_digest()
    site_folder.check_places()
    with site_folder.storage_errors(STAGE):
        print("Assembling the pages …", flush=True)
        prepare()
        print("Building them with MkDocs …", flush=True)
        mkdocs_run.run()
        complete()
        site_folder.save_digests(wanted)
    print(f"Built site/ with {len(pages(SITE))} pages in {time.perf_counter() - begun:.1f} s.", flush=True)


def prepare() -> None:
    """Put together what the generator reads, and see that nothing is missing which is needed later."""
    site_folder.refuse_symlinks()
    assemble.assemble({language: generated(language) for language in PREFIXES}, checker_api.states())
    search_index.knowledge()
    mkdocs_config_check.check_pictures()


def complete() -> None:
    """Turn the generator's output into the site, and replace the old one."""
    print("Making the engine …", flush=True)
    engine = make_engine(STAGE)
    print("Finishing the pages …", flush=True)
    theme_fixes.remove_unused_assets(STAGE)
    search_index.split(STAGE)
    situations.write(STAGE)
    sheets = style_sheets.join(STAGE)
    renamed = fingerprint.rename_all(STAGE)
    theme_fixes.apply(STAGE, pages(STAGE), renamed, engine, sheets)
    sent = csp.protect(STAGE)
    guide = pages(STAGE)
    framed = embed_page.write(STAGE, renamed)
    listed = state_pages.write(STAGE, checker_api.fragments())
    moved_pages.write(STAGE, renamed, moved_pages.published())
    web_manifest.write(STAGE)
    security_txt.write(STAGE)
    sitemap.write(STAGE, {page for page in guide if not page.is_not_found}.union(listed))
    service_worker.write(STAGE, guide, engine)
    checker_api.write_policy(STAGE)
    site_folder.publish(headers.rules(STAGE, sent, {f"{folder}*": given for folder, given in framed.items()}))


def make_engine(site: Path) -> dict[str, str]:
    """Put the Python runtime into the site; returns the paths of its parts by attribute of the checker's element."""
    try:
        made = build_engine(site / "assets")
    except EngineError as error:
        raise BuildError(f"The engine could not be made. {error}") from error
    parts = [part for part in ("engine", "python", "snapshot", "reading") if part in made]
    return {
        **{f"data_{part}_url": f"assets/{made[part]}" for part in parts},
        "data_worker_url": "assets/widget/worker.mjs",
        **({"data_offline_url": service_worker.WORKER} if settings().offline else {}),
    }
