"""Writes a folder for each host from site/: `python -m site_build.release`, or `make release`.

    build/release/nginx/        site/, each file with a Brotli and a gzip file beside it, and nginx's three files
    build/release/cloudflare/   the site with _headers, as Cloudflare Pages reads it
    build/release/netlify/      the site with _headers and _redirects, as Netlify reads them
    build/release/github/       the site as GitHub Pages takes it

Equal sites give equal files. Packing at the highest quality takes most of a minute, so it is done here and not in every
build. What has been packed is kept by the content's hash in build/packed. A host that cannot carry the rules gets no
folder, because it would silently drop them. See adr/0010 for the reasons.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import get_ident
from urllib.parse import urlsplit

import brotli

from site_build import BuildError, build_info
from site_build.hosting.headers import CACHING, KINDS, PACKED_ALREADY, Rules, load_rules
from site_build.layout import BUILD, NOT_FOUND, PREFIXES, ROOT, SITE
from site_build.pipeline import build_while_locked
from site_build.settings import EXAMPLE_URL, settings
from site_build.site_folder import build_lock, storage_errors

RELEASE = BUILD / "release"
PACKED = BUILD / "packed"
TEMPLATES = ROOT / "deploy" / "nginx"
BEST = 11
"""Brotli's highest quality."""
WINDOW = 24
"""Base-2 logarithm of Brotli's window: it covers the whole runtime, and every browser accepts it."""
SERVED_FROM = "/srv/still-in-time"
SNIPPET = "snippets/still-in-time.conf"
LONGEST_LINE, MOST_RULES = 2000, 100
"""What Cloudflare Pages reads of a _headers file: it skips longer lines and further rules."""
LONGEST_VALUE = 4000
"""Bytes; nginx reads no word of its files that does not fit into 4,096, with its quotation marks."""
FEWER = "name fewer sites in EMBEDDERS, use *.example.org for several, or take another host."
UNPACK: Mapping[str, Callable[[bytes], bytes]] = {".br": brotli.decompress, ".gz": gzip.decompress}


def make(*, quality: int = BEST) -> dict[str, str]:
    """Build what is not current and write the release, as `write` does; no other build or release works meanwhile."""
    with storage_errors(RELEASE.with_name(f"{RELEASE.name}.new")), build_lock():
        build_while_locked()
        print("Packing with Brotli and gzip …", flush=True)
        return write(quality=quality)


def write(out: Path = RELEASE, *, site: Path = SITE, quality: int = BEST, cache: Path = PACKED) -> dict[str, str]:
    """Write a folder for each host below `out`, in the place of what was there; why a host gets none, by its name.

    Raises BuildError where the last build has noted no Content-Security-Policy.
    """
    rules = load_rules()
    if "Content-Security-Policy" not in rules.headers:
        raise BuildError("The last build noted no Content-Security-Policy: run `make build` again.")
    fresh = out.with_name(f"{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    below = rules.base.strip("/")
    for host in ("nginx/site", "cloudflare", "netlify"):
        copy(site, fresh / host / below)
    # GitHub serves a project's pages below the project's name, so the folder must not contain it.
    copy(site, fresh / "github")
    pack(fresh / "nginx" / "site", quality=quality, cache=cache)
    written: dict[str, Callable[[], Mapping[str, str]]] = {
        "nginx": lambda: nginx(rules),
        "cloudflare": lambda: {"_headers": headers_file(rules, detach=True)},
        "netlify": lambda: {"_headers": headers_file(rules, detach=False), "_redirects": redirects_file(rules)},
        "github": lambda: {".nojekyll": ""},
    }
    refused = {}
    for host, files in written.items():
        try:
            for name, text in files().items():
                (fresh / host / name).write_text(text, encoding="utf-8")
        except BuildError as error:
            refused[host] = str(error)
            shutil.rmtree(fresh / host)
    let_everybody_read(fresh)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return refused


def let_everybody_read(folder: Path) -> None:
    """Set the modes of a release: it is read by a server's own user, whatever the maker's umask."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def copy(site: Path, to: Path) -> None:
    """Copy a site without its file permissions."""
    shutil.copytree(site, to, copy_function=shutil.copyfile)


def pack(site: Path, *, quality: int, cache: Path) -> None:
    """Write a Brotli and a gzip file beside each file that they make smaller."""
    files = [file for file in site.rglob("*") if file.is_file() and file.suffix not in PACKED_ALREADY]
    cache.mkdir(parents=True, exist_ok=True)
    largest_first = sorted(files, key=lambda file: file.stat().st_size, reverse=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        used = set(pool.map(lambda file: pack_one(file, quality, cache), largest_first))
    for old in cache.iterdir():
        if old.name.partition(".")[0] not in used:
            old.unlink()


def pack_one(file: Path, quality: int, cache: Path) -> str:
    """Write both compressed files beside a file; returns the hash under which they are cached."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    kept = {
        ".br": cache / f"{digest}.{brotli.__version__}-{quality}.br",
        ".gz": cache / f"{digest}.gz",
    }
    for suffix, packed in kept.items():
        if not (packed.exists() and unpacks_to(packed, content)):
            partial = packed.with_name(f"{packed.name}.{os.getpid()}.{get_ident()}")
            try:
                partial.write_bytes(
                    brotlied(content, quality) if suffix == ".br" else gzip.compress(content, 9, mtime=0)
                )
                partial.replace(packed)
            finally:
                partial.unlink(missing_ok=True)
        if packed.stat().st_size < len(content):
            shutil.copyfile(packed, file.with_name(file.name + suffix))
    return digest


def unpacks_to(packed: Path, content: bytes) -> bool:
    """Whether a file that was kept is whole: it may be cut by a full disk, or changed."""
    try:
        return UNPACK[packed.suffix](packed.read_bytes()) == content
    except (OSError, EOFError, ValueError, zlib.error, brotli.error):
        return False


def brotlied(content: bytes, quality: int) -> bytes:
    """The content compressed with Brotli."""
    packed: bytes = brotli.compress(content, quality=quality, lgwin=WINDOW)  # type: ignore[no-untyped-call]
    return packed


def nginx(rules: Rules, *, listen: str = "80", root: Path | str = SERVED_FROM, log: str = "off") -> dict[str, str]:
    """The three files for nginx by name; `root` is where the folder site/ will lie, `log` what access_log is to be.

    Raises BuildError where a header is longer than nginx reads.
    """
    for given in (rules.headers, *rules.paths.values()):
        for name, value in given.items():
            if len(value.encode()) > LONGEST_VALUE:
                raise BuildError(f"{name} has {len(value)} letters and nginx reads {LONGEST_VALUE}: {FEWER}")
    values = {
        "BASE": rules.base,
        "MAPS": "\n".join(maps(rules)),
        "NOT_FOUND": lines(f'"~^{rules.base}{each}" "{page}";' for each, page in not_found(rules).items() if each),
        "KINDS": lines((f'"{kind}" {suffix[1:]};' for suffix, kind in KINDS.items()), indent=8),
        "HEADERS": lines(f"add_header {name} ${variable(name)} always;" for name in header_names(rules)),
        "LISTEN": listen,
        "NAME": urlsplit(settings().site_url).hostname or "_",
        "ROOT": str(root),
        "LOG": log,
        "LOCATION": SNIPPET if root == SERVED_FROM else "location.conf",
        "HOME": ""
        if rules.base == "/"
        else f"\n    location = / {{\n        absolute_redirect off;\n        return 302 {rules.base};\n    }}\n",
    }
    made = {}
    for template in sorted(TEMPLATES.glob("*.conf")):
        text = template.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        made[template.name] = text
    return made


def lines(texts: Iterable[str], indent: int = 4) -> str:
    """Lines of a block."""
    return "\n".join(" " * indent + text for text in texts)


def header_names(rules: Rules) -> list[str]:
    """The names of all headers that any path is sent with."""
    return list(dict.fromkeys([*rules.headers, *(name for given in rules.paths.values() for name in given)]))


def variable(name: str) -> str:
    """The variable of nginx that holds a header's value."""
    return f"still_in_time_{name.lower().replace('-', '_')}"


def maps(rules: Rules) -> Iterable[str]:
    """The nginx maps from path to value, one for each header; nginx omits a header with an empty value."""
    for name in header_names(rules):
        yield f"map $uri ${variable(name)} {{"
        yield f'    default "{rules.headers.get(name, "")}";'
        for pattern, given in rules.paths.items():
            if name in given:
                yield f'    "~^{expression(pattern)}" "{given[name]}";'
        yield "}"


def expression(pattern: str) -> str:
    """A rule's path as a regular expression, because exact long names would need larger nginx hash buckets."""
    return pattern.removesuffix("*").replace(".", "[.]") + ("" if pattern.endswith("*") else "$")


def not_found(rules: Rules) -> dict[str, str]:
    """The path of the 404 page by the folder of each language."""
    return {prefix: f"{rules.base}{prefix}{NOT_FOUND}" for prefix in PREFIXES.values()}


def headers_file(rules: Rules, *, detach: bool) -> str:
    """The rules as a _headers file.

    These hosts ask browsers to ask first, as we do, so caching is named where it differs only. Where several rules fit,
    Cloudflare joins their values with a comma unless an earlier one is detached; to Netlify the later one counts.
    Raises BuildError where Cloudflare would leave something out.
    """
    always = {name: value for name, value in rules.headers.items() if name != CACHING}
    # By default, Cloudflare lets every site read every file.
    written = [f"{rules.base}*", *(["  ! Access-Control-Allow-Origin"] if detach else [])]
    written += [f"  {name}: {value}" for name, value in always.items()]
    for pattern, given in rules.paths.items():
        written += ["", pattern]
        written += [f"  ! {name}" for name in given if detach and name in always]
        written += [f"  {name}: {value}" for name, value in given.items()]
    longest = max(map(len, written))
    if detach and longest > LONGEST_LINE:
        raise BuildError(f"A header has {longest} letters and Cloudflare skips lines over {LONGEST_LINE}: {FEWER}")
    if detach and len(rules.paths) + 1 > MOST_RULES:
        raise BuildError(f"{len(rules.paths) + 1} paths have rules and Cloudflare reads {MOST_RULES}.")
    return "\n".join(written) + "\n"


def redirects_file(rules: Rules) -> str:
    """Netlify's _redirects: where there is no file, serve the 404 page in the folder's language."""
    pages = sorted(not_found(rules).items(), reverse=True)
    home = [] if rules.base == "/" else [f"/ {rules.base} 302"]
    return "\n".join([*home, *(f"{rules.base}{prefix}* {page} 404" for prefix, page in pages)]) + "\n"


def main() -> int:
    """Build if needed and write the release; print the reason to standard error and return 1 on failure."""
    options = argparse.ArgumentParser(prog="python -m site_build.release", description="Write build/release.")
    options.add_argument("--quality", type=int, default=BEST, help="Brotli's, from 0 (fast) to 11 (small)")
    quality: int = options.parse_args().quality
    try:
        if settings().site_url == EXAMPLE_URL:
            raise BuildError("SITE_URL is not set: write where the site will be found, like https://help.example.org/.")
        refused = make(quality=quality)
    except BuildError as error:
        print(f"There is nothing to release. {error}", file=sys.stderr)
        return 1
    print(f"Wrote build/release/ for {', '.join(sorted(path.name for path in RELEASE.iterdir()))}.")
    for host, reason in refused.items():
        print(f"Nothing for {host}: {reason}", file=sys.stderr)
    if unsafe := [each for each in settings().embedders if each.startswith("http:")]:
        print(
            f"EMBEDDERS names sites without https, whose pages anybody may change: {' '.join(unsafe)}", file=sys.stderr
        )
    if not build_info.commit():
        print("The footer names no commit: git read none here (SOURCE_COMMIT gives one).", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
