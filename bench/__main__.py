"""Runs the whole benchmark: `make bench`. Nothing else should run on the machine meanwhile.

`python -m bench --draft` measures each thing once to check that the benchmark works, and writes to build/ only.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bench import growth, other_browsers, presses, report, starts, variants
from site_build.engine import pyodide_node
from site_build.engine.build import build_engine
from site_build.layout import BUILD
from site_build.pipeline import build_if_stale
from tools.browsers import chromium_path

HERE = Path(__file__).parent
BASELINE = HERE / "results" / "baseline.json"


def decisions(rounds: int) -> dict[str, Any]:
    """Milliseconds of decisions and answers over all states, in CPython and in Pyodide."""
    script, args = (HERE / "timed.py").read_text("utf-8"), {"rounds": rounds}
    made = build_engine(BUILD / "bench")
    task = pyodide_node.Task(
        script, args, python=BUILD / "bench" / made["python"], pyodide=BUILD / "bench" / made["engine"]
    )
    return {"CPython": json.loads(here(script, json.dumps(args))), "Pyodide": json.loads(pyodide_node.run(task))}


def here(script: str, args: str) -> str:
    """Run a script in this Python and give the value of its last expression, as Pyodide does."""
    *body, last = ast.parse(script).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"args": args, "__name__": "timed"}
    exec(compile(ast.Module(body, []), "timed.py", "exec"), names)
    return str(eval(compile(ast.Expression(last.value), "timed.py", "eval"), names))


def machine() -> dict[str, str]:
    """Processor, system and versions that the figures were measured with."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return {
        "processor": f"{os.cpu_count()} cores of {model}",
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "browser": subprocess.run(
            [chromium_path(), "--version"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "python": f"CPython {platform.python_version()}",
        "pyodide": f"Pyodide {pyodide_node.version()}",
    }


def main() -> int:
    """Measure, write the results and print them."""
    options = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the checker beside what others ship."
    )
    options.add_argument("--draft", action="store_true", help="measure each thing once, and commit nothing")
    draft = options.parse_args().draft
    build_if_stale()
    print("Making the variants …", flush=True)
    folders = variants.build()
    print("Starting them in turn …", flush=True)
    found: dict[str, Any] = {"day": date.today().isoformat(), "machine": machine()}
    rounds = 1 if draft else 5
    subjects = {name: starts.Subject(folder) for name, folder in folders.items()}
    subjects |= {name: subject for name, (_, subject) in starts.READERS.items()}
    found["starts"] = {profile.id: starts.alternate(subjects, profile, rounds) for profile in starts.PROFILES}
    print("Starting them in other browsers …", flush=True)
    found["browsers"] = other_browsers.starts(folders, 1 if draft else 3)
    print("Pressing through the checker …", flush=True)
    found["presses"] = {profile.id: presses.walk(profile, 60 if draft else 500) for profile in starts.PROFILES}
    print("Deciding …", flush=True)
    found["decisions"] = decisions(2 if draft else 5)
    print("Building …", flush=True)
    found["builds"] = starts.spread(growth.builds(1 if draft else 3))
    found["growth"] = {
        "pages": growth.pages((1, 2) if draft else (1, 2, 4), (2, 4, 8), 1 if draft else 3),
        "decisions": growth.decisions((1, 10, 100)),
    }
    names = {variant.id: variant.name for variant in variants.VARIANTS}
    names |= {name: title for name, (title, _) in starts.READERS.items()}
    profiles = {profile.id: profile.name for profile in starts.PROFILES}
    where = BUILD / "bench" / "draft.json" if draft else BASELINE
    where.parent.mkdir(exist_ok=True)
    where.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not draft:
        report.write(found, names, profiles)
    print(report.markdown(found, names, profiles))
    return 0


if __name__ == "__main__":
    sys.exit(main())
