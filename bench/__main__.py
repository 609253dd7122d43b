"""Measure the checker in CPython and in Pyodide: `make bench`."""

from __future__ import annotations

import ast
import json
import platform
import sys
from pathlib import Path
from typing import Any

from site_build import runtime
from site_build.bundle import build_bundle
from site_build.layout import BUILD

HERE = Path(__file__).parent
ROUNDS = 5


def here(script: str, args: str) -> str:
    """Run the script in this Python and give the value of its last expression, as Pyodide does."""
    *body, last = ast.parse(script).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"args": args, "__name__": "timed"}
    exec(compile(ast.Module(body, []), "timed.py", "exec"), names)
    return str(eval(compile(ast.Expression(last.value), "timed.py", "eval"), names))


def main() -> int:
    """Print the table and note the figures."""
    script, args = (HERE / "timed.py").read_text("utf-8"), {"rounds": ROUNDS}
    print("Measuring in CPython …", flush=True)
    found = {f"CPython {platform.python_version()}": json.loads(here(script, json.dumps(args)))}
    print("Measuring in Pyodide …", flush=True)
    made = build_bundle(BUILD / "bench")
    task = runtime.Task(script, args, python=BUILD / "bench" / made["python"], pyodide=BUILD / "bench" / made["engine"])
    found[f"Pyodide {made['version']}"] = json.loads(runtime.run(task))
    print(f"\n{'milliseconds a state':24}{'what':10}{'p50':>9}{'p99':>9}{'worst':>9}")
    for where, figures in found.items():
        for what in ("decide", "path", "answer"):
            row = "".join(f"{figures[what][part]:9.3f}" for part in ("p50", "p99", "worst"))
            print(f"{where:24}{what:10}{row}")
    results = HERE / "results" / "decision.json"
    results.parent.mkdir(exist_ok=True)
    results.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
