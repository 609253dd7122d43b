"""Measures the key pages with Lighthouse on the phone profile of this folder: `make lighthouse`.

Each page is visited several times, and the median counts. Full reports go to build/lighthouse. The exit status is 1
when a page misses a target. Arguments limit the run to these pages (names as in tools/screenshots.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from site_build.hosting.file_server import running
from site_build.layout import PREFIXES, ROOT
from site_build.pipeline import build_if_stale
from tools.browsers import FLAGS, chromium_path
from tools.lighthouse.packed import PackingHandler
from tools.screenshots import PAGES
from tools.setup import SetupError, digest_of, is_done, run

HERE = Path(__file__).resolve().parent
OUT = ROOT / "build" / "lighthouse"
BIN = ROOT / ".venv" / "bin"
MEASURED = ("home", "steps", "check", "outcome")
"""Home, a page of the guide, the first question (later ones are kept out of search engines) and an outcome."""
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
METRICS = {
    "LCP s": ("largest-contentful-paint", 1000),
    "TBT ms": ("total-blocking-time", 1),
    "CLS": ("cumulative-layout-shift", 1),
}
"""The metrics shown beside the scores: by their heading, Lighthouse's audit and what its value is divided by."""
VISITS = 3
ATTEMPTS = 3
"""Attempts at a visit, because Lighthouse can lose the trace on a busy machine."""


def install() -> None:
    """Put Lighthouse into tools/lighthouse/node_modules unless it is there; raises SetupError."""
    wanted = digest_of(HERE / "package.json", HERE / "package-lock.json")
    note = HERE / "node_modules" / ".lock.sha256"
    if is_done(note, wanted):
        return
    print("Installing Lighthouse into tools/lighthouse/node_modules …", flush=True)
    run([BIN / "npm", "--prefix", HERE, "ci"], "Lighthouse could not be installed")
    note.write_text(wanted, encoding="utf-8")


def visit(address: str, language: str, report: Path) -> Mapping[str, Any]:
    """Lighthouse's report on a visit by a reader of that language; raises SetupError when no attempt gives one."""
    for _ in range(ATTEMPTS - 1):
        with suppress(SetupError):
            return attempt(address, language, report)
    return attempt(address, language, report)


def attempt(address: str, language: str, report: Path) -> Mapping[str, Any]:
    """One attempt at a visit; raises SetupError when there is no report on it."""
    report.unlink(missing_ok=True)
    flags = " ".join([*FLAGS, "--headless=new", "--disable-background-networking", f"--lang={language}"])
    command = [BIN / "node", HERE / "node_modules" / "lighthouse" / "cli" / "index.js", address, "--quiet"]
    command += ["--output=json", f"--output-path={report}", f"--config-path={HERE / 'profile.json'}"]
    environment = {**os.environ, "CHROME_PATH": chromium_path()}
    done = subprocess.run(
        [*map(str, command), f"--chrome-flags={flags}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode or not report.exists():
        raise SetupError(f"Lighthouse has no report on {address}: {done.stderr.strip()[-500:]}")
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if error := found.get("runtimeError"):
        raise SetupError(f"Lighthouse could not measure {address}: {error['message']}")
    return found


def summary(reports: list[Mapping[str, Any]]) -> dict[str, float]:
    """The middle value of each score (0 to 100) and each metric."""
    scores = {name: median(round(100 * each["categories"][name]["score"]) for each in reports) for name in TARGETS}
    metrics = {
        name: median(each["audits"][audit]["numericValue"] / unit for each in reports)
        for name, (audit, unit) in METRICS.items()
    }
    return {**scores, **metrics}


def row(name: str, language: str, found: Mapping[str, float]) -> str:
    """A line of the table."""
    scores = [f"{found[each]:.0f}" for each in TARGETS]
    metrics = [f"{found['LCP s']:.1f}", f"{found['TBT ms']:.0f}", f"{found['CLS']:.3f}"]
    return f"| {' | '.join([name, language, *scores, *metrics])} |"


def lost(name: str, language: str, report: Mapping[str, Any]) -> list[str]:
    """The failed audits in categories whose target is the full score."""
    return [
        f"{name}, {language}: {category} loses by {entry['id']}: {report['audits'][entry['id']]['title']}"
        for category in TARGETS
        if TARGETS[category] == 100
        for entry in report["categories"][category]["auditRefs"]
        if entry["weight"] and (report["audits"][entry["id"]]["score"] or 0) < 1
        and report["audits"][entry["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]  # fmt: skip


def main(wanted: list[str]) -> int:
    """0 when every page reaches every target; 1 when not, or when nothing could be measured."""
    OUT.mkdir(parents=True, exist_ok=True)
    below: list[str] = []
    try:
        install()
        build_if_stale()
        print(f"| page | language | {' | '.join([*TARGETS, *METRICS])} |")
        print("|" + "---|" * (2 + len(TARGETS) + len(METRICS)), flush=True)
        with running(handler=PackingHandler) as home:
            for name in wanted or MEASURED:
                for language, prefix in PREFIXES.items():
                    address = f"{home}/{prefix}{PAGES[name]}"
                    files = [OUT / f"{name}-{language}-{turn}.json" for turn in range(1, VISITS + 1)]
                    reports = [visit(address, language, file) for file in files]
                    found = summary(reports)
                    print(row(name, language, found), flush=True)
                    if any(found[each] < target for each, target in TARGETS.items()):
                        below += [f"{name}, {language}: below the target", *lost(name, language, reports[0])]
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    for line in below:
        print(line, file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
