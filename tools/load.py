"""How many readers a server can take: `make load` asks nginx for the checker's page and for a plain one by turns.

The plain page is as many bytes as the checker's page is when packed, served by the same nginx with nothing configured.
What counts is the ratio: requests a second say more about the machine, which has to run wrk, too.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from site_build.hosting.headers import load_rules
from site_build.release import RELEASE, make
from tools import debian, nginx

ROUNDS = 3
SECONDS = 2
CONNECTIONS = 50
PAGES = {
    "a page of the guide": "/steps/",
    "the checker's page": "/check/",
    "an answer of the checker": "/es/check/stage.asked/answer.silent/waited.over/",
}
CHECKER = "the checker's page"


def rate(wrk: str, address: str) -> float:
    """Requests a second; raises RuntimeError where any was not answered as it should be."""
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: br", address]
    said = subprocess.run(command, env=debian.environment(), capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"wrk could not measure {address}:\n{said}")
    return float(found[1])


def main() -> int:
    """Print a row for each page; 1 and one sentence when something that is needed is missing."""
    if not (debian.found("wrk") or debian.unpack("wrk")):
        print("No wrk here: install the package wrk.", file=sys.stderr)
        return 1
    wrk = debian.found("wrk")[0]
    make()
    rules = load_rules()
    with tempfile.TemporaryDirectory() as made:
        page = RELEASE / "nginx" / "site" / PAGES[CHECKER].strip("/") / "index.html.br"
        (Path(made) / "plain.html").write_text("x" * page.stat().st_size, encoding="utf-8")
        port = nginx.free_port()
        plain = f"server {{ listen {nginx.HOST}:{port}; root {made}; }}"
        with nginx.running(RELEASE / "nginx", rules, extra=[plain]) as home:
            addresses = {"a plain page": f"http://{nginx.HOST}:{port}/plain.html"}
            addresses |= {name: home + path for name, path in PAGES.items()}
            rates: dict[str, list[float]] = {name: [] for name in addresses}
            for _ in range(ROUNDS):
                for name, address in addresses.items():
                    rates[name].append(rate(wrk, address))
    base = statistics.median(rates["a plain page"])
    print("| | requests a second | beside a plain page |\n|---|---|---|")
    for name, found in rates.items():
        print(f"| {name} | {statistics.median(found):,.0f} | {statistics.median(found) / base:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
